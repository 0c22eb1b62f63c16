"""The preview of an asset: the result's thumbnail or its photo, else what another Blender draws."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import bpy
import numpy as np
from bpy.types import ID, Image, Object

from ..background import other
from ..background.object_file import write_objects
from ..match.render import photo_of, subject
from ..slices import Work
from . import stance
from .baked_textures import read_pixels

_PREVIEW = "preview"
_SIDE = 256  # pixels of a preview


def picturing(obj: Object, thumbnail: str) -> Work:
    """Work of `slices`: float32 [H, W, 4] bottom row first, straight alpha; None where there is no
    picture, and Blender has to make one. thumbnail: its path, where the result has one."""
    picture = _loaded(thumbnail) if thumbnail else None
    if picture is None:
        picture = _of_photo(obj)
    if picture is None:
        picture = yield from _drawn(obj)
    return picture


def show(asset: ID, picture: np.ndarray) -> None:
    """`picture` becomes the preview."""
    preview = asset.preview_ensure()
    preview.image_size = picture.shape[1::-1]
    preview.image_pixels_float.foreach_set(picture.ravel())


def _loaded(path: str) -> np.ndarray | None:
    image: Image | None = None
    try:
        image = bpy.data.images.load(path, check_existing=False)
        return read_pixels(image)
    except RuntimeError:  # Blender cannot read it
        return None
    finally:
        if image:
            bpy.data.images.remove(image)


def _of_photo(obj: Object) -> np.ndarray | None:
    """The square behind its camera, with what is round the subject cut away."""
    camera = stance.camera_of(obj)
    photo = photo_of(camera) if camera else None
    try:
        pixels = read_pixels(photo) if photo else None
    except RuntimeError:
        return None
    if pixels is None:
        return None
    pixels[..., 3] = subject(pixels)
    pixels[..., :3] *= pixels[..., 3:]
    step = max(1, -(-len(pixels) // _SIDE))
    side = len(pixels) // step
    small = pixels[: side * step, : side * step].reshape(side, step, side, step, 4).mean((1, 3))
    small[..., :3] /= np.maximum(small[..., 3:], 1e-4)
    return small


def _drawn(obj: Object) -> Work:
    """As Blender draws it. None where the other one cannot."""
    with TemporaryDirectory(
        dir=bpy.app.tempdir, prefix="pixal3d-", ignore_cleanup_errors=True
    ) as folder:
        room = Path(folder)
        blend, png = room / "drawn.blend", room / "drawn.png"
        try:
            if _PREVIEW in other.OTHER.broken:
                return None
            write_objects(blend, [obj])
            request = {"blend": str(blend), "object": obj.name, "into": str(png)}
            yield from other.asking(_PREVIEW, request, room)
        except other.UnansweredError:
            return None
        return _loaded(str(png))
