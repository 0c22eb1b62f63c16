"""A camera that was matched to a photo is that photo's own: the next one does not inherit it, and
whoever comes back to the photo finds it again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import bpy
from bpy.types import Context, Image, Operator

from ...core.settings import Settings
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


def forget(group: PIXAL3D_PG_settings) -> None:
    """The panel's photo has no camera of its own any more."""
    if is_own(group):
        group.image.pixal3d.camera = group.matched = ""


def is_own(group: PIXAL3D_PG_settings) -> bool:
    """Whether the camera that the panel shows is its photo's own."""
    return group.image is not None and group.matched == group.image.name_full


def for_others(group: PIXAL3D_PG_settings, settings: Settings) -> Settings:
    """`settings`, of the panel, for another photo: without what was matched to its own."""
    if not is_own(group):
        return settings
    return replace(settings, photo_fov=0.0, guess_elevation=True)


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


class PIXAL3D_OT_share_camera(Operator):
    bl_idname = "pixal3d.share_camera"
    bl_label = "Use for Other Photos"
    bl_description = (
        "Let the photos that are chosen next have this camera too, and Several Photos: for "
        "pictures that were taken from one tripod"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not is_own(context.scene.pixal3d):
            cls.poll_message_set("No camera was matched to this photo")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        keep(context.scene.pixal3d)
        context.scene.pixal3d.matched = ""
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_share_camera,)
