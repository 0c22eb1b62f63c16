"""A camera that was matched to a photo is that photo's own: the next one does not inherit it, and
whoever comes back to the photo finds it again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import bpy
from bpy.types import Image

from ..full_name import block_of

if TYPE_CHECKING:
    from ..properties import PIXAL3D_PG_settings

NAMES = ("fov_source", "fov", "photo_fov", "lens", "elevation", "guess_elevation")


def keep(group: PIXAL3D_PG_settings) -> None:
    """From now on the panel's camera is its photo's own."""
    _store(group, group.image)
    group.matched = group.image.name_full


def photo_changed(group: PIXAL3D_PG_settings) -> None:
    """The panel shows the camera of its new photo: its own, else as a new scene has it where the
    one before was another photo's own, else the same as before."""
    photo, before = group.image, group.matched
    if before == photo.name_full:
        return
    if (old := block_of(bpy.data.images, before)) is not None:
        _store(group, old)  # it may have been changed since it was matched
    if _show(group, photo.pixal3d.camera):
        group.matched = photo.name_full
    elif before:
        from ..defaults import reset  # here: it needs the settings, which need this

        reset(group, NAMES)
        group.matched = ""


def _store(group: PIXAL3D_PG_settings, image: Image) -> None:
    if image.library is None:
        image.pixal3d.camera = json.dumps({name: getattr(group, name) for name in NAMES})


def _show(group: PIXAL3D_PG_settings, stored: str) -> bool:
    """Whether `stored` is a camera; the panel then has it. A .blend may hold anything."""
    try:
        values = dict(json.loads(stored)) if stored else {}
    except (ValueError, TypeError, RecursionError):
        return False
    for name in NAMES:
        try:
            setattr(group, name, values[name])
        except (LookupError, TypeError, ValueError, OverflowError):
            continue
    return bool(values)
