"""A photo keeps its mask and its camera: whoever chooses another one and comes back finds them."""

from typing import TYPE_CHECKING

import bpy
from bpy.types import Context

from . import own_camera, upright

if TYPE_CHECKING:
    from ..properties import PIXAL3D_PG_settings


def photo_changed(group: "PIXAL3D_PG_settings", _context: Context) -> None:
    """The panel shows mask and camera of its new photo, and none that is another photo's."""
    photo, mask = group.image, group.mask
    if photo is None:
        return
    upright.find(photo)
    own_camera.photo_changed(group)
    own = photo.pixal3d.mask
    if own is None and mask is not None and not _is_anothers(mask, photo):
        own = mask
    if mask != own:
        group.mask = own


def mask_changed(group: "PIXAL3D_PG_settings", _context: Context) -> None:
    photo = group.image
    if photo is not None and photo.library is None and photo.pixal3d.mask != group.mask:
        photo.pixal3d.mask = group.mask


def _is_anothers(mask: bpy.types.Image, photo: bpy.types.Image) -> bool:
    return any(image.pixal3d.mask == mask for image in bpy.data.images if image != photo)
