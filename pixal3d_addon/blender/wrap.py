"""Text in lines: Blender's labels do not wrap."""

import textwrap

from bpy.types import Context


def wrap(text: str, context: Context, beside: int = 0) -> list[str]:
    """`text` in lines as wide as the sidebar, less `beside` characters."""
    scale = context.preferences.system.ui_scale  # 0 where there is no screen
    width = context.region.width / scale if context.region and scale else 280.0
    return textwrap.wrap(text, max(int((width - 50) / 6) - beside, 12))


def wrap_in(text: str, width: float) -> list[str]:
    """`text` in lines of `width`, in pixels of an interface at scale 1."""
    return textwrap.wrap(text, max(int(width / 6), 12), break_on_hyphens=False)
