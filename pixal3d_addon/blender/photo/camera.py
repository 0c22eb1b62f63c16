"""The camera that took the photo, in whichever way the panel has it: degrees, lens or square."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.lens import FOV_RANGE, FULL_FRAME_WIDTH, crop_fov, fov_from_lens, lens_from_fov
from ...core.photo_view import PhotoView
from . import upright

if TYPE_CHECKING:
    from bpy.types import Image

    from ..properties import PIXAL3D_PG_settings


def photo_fov(group: PIXAL3D_PG_settings) -> float:
    """Horizontal field of view of the whole photo, in radians."""
    if group.fov_source == "LENS":
        return lens_fov(group.lens, _size(group.image))
    if group.fov_source == "PHOTO" or group.image is None:
        return group.photo_fov
    seen = _seen(group.image, 1.0, group.elevation)
    return min(crop_fov(group.fov, seen.crop()[2], seen.width), FOV_RANGE[1])


def lens_fov(lens: float, size: tuple[int, int]) -> float:
    """Horizontal field of view of a photo of that width and height, taken with a lens of as many
    mm on a 35 mm camera."""
    return max(fov_from_lens(lens, _sensor(*size)), FOV_RANGE[0])


def set_photo_fov(group: PIXAL3D_PG_settings, fov: float) -> None:
    """Have the camera see `fov` radians across the photo; told as a lens where it was a lens."""
    fov = min(max(fov, FOV_RANGE[0]), FOV_RANGE[1])
    if group.fov_source == "LENS":
        group.lens = lens_from_fov(fov, _sensor(*_size(group.image)))
    else:
        group.fov_source, group.photo_fov = "PHOTO", fov


def photo_lens(group: PIXAL3D_PG_settings) -> float:
    """Focal length in mm, as on a 35 mm camera."""
    if group.fov_source == "LENS":
        return group.lens
    return lens_from_fov(photo_fov(group), _sensor(*_size(group.image)))


def set_photo_lens(group: PIXAL3D_PG_settings, lens: float) -> None:
    group.fov_source, group.lens = "LENS", lens


def view(group: PIXAL3D_PG_settings) -> PhotoView:
    """Of the panel's photo, which must be there."""
    return _seen(group.image, photo_fov(group), group.elevation)


def _seen(image: Image, fov: float, elevation: float) -> PhotoView:
    width, height = (max(length, 1) for length in upright.size(image))
    photo = image.pixal3d
    middle = photo.middle[0] * width, (1.0 - photo.middle[1]) * height
    side = photo.side * max(width, height)
    moved = (*photo.crop, photo.crop_scale)
    return PhotoView(width, height, fov, elevation, photo.roll, middle, side, photo.turn, moved)


def place(image: Image, middle: tuple[float, float], side: float) -> None:
    """Put the cube to `middle` of the photo before it is levelled; pixels, from its upper left."""
    width, height = (max(length, 1) for length in upright.size(image))
    image.pixal3d.middle = middle[0] / width, 1.0 - middle[1] / height
    image.pixal3d.side = side / max(width, height)


def _size(image: Image | None) -> tuple[int, int]:
    return upright.size(image) if image else (1, 1)


def _sensor(width: int, height: int) -> float:
    """Width in mm of a 35 mm frame held as the photo was: its long side lies along the longer."""
    return FULL_FRAME_WIDTH * width / max(width, height, 1)
