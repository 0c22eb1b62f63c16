"""Our own icon, in the drawing that the theme's text is as light as."""

from __future__ import annotations

from pathlib import Path

import bpy
import bpy.utils.previews
from bpy.types import Context

_FOLDER = Path(__file__).parents[2] / "icons"
_pictures: bpy.utils.previews.ImagePreviewCollection | None = None


def value(context: Context) -> int:
    """For `icon_value`; 0, which shows none, while there are no pictures."""
    picture = chosen(context)
    return picture.icon_id if picture else 0


def chosen(context: Context) -> bpy.types.ImagePreview | None:
    """The drawing for the theme of now."""
    text = context.preferences.themes[0].user_interface.wcol_tool.text
    return _pictures["light" if sum(text) > 1.5 else "dark"] if _pictures else None


def attach() -> None:
    global _pictures
    _pictures = bpy.utils.previews.new()
    for name in ("light", "dark"):
        _pictures.load(name, str(_FOLDER / f"pixal3d_{name}.png"), "IMAGE")


def detach() -> None:
    global _pictures
    if _pictures is not None:
        bpy.utils.previews.remove(_pictures)
    _pictures = None
