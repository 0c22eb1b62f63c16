"""What made a result goes back into the panel: its photo, its camera and its settings."""

from pathlib import Path

import bpy
import numpy as np
from bpy.types import Image, Scene

from ...core import results
from ...core.errors import PixalError, short_path
from ..jobs.job_settings import load_settings
from ..photo import own_camera, packed_png
from ..result.material import load_image
from ..result.rollback import Ledger
from ..slices import WAIT, Work, exhaust

_ROWS = 64  # cut out at once


def load(folder: Path, scene: Scene) -> None:
    """All that `loading` does, for who can wait."""
    exhaust(loading(folder, scene.name))


def loading(folder: Path, scene: str) -> Work:
    """Set the panel of that scene to what made the result in `folder`, in slices.

    The photo is the square that the engine saw, cut out, so the camera is the square's own, at the
    elevation that was taken. Raises PixalError `result_damaged`; nothing has changed then.
    """
    stored = results.read(folder)
    rgb = _square(folder, results.PREPARED)
    yield WAIT
    mask = _square(folder, results.MASK)
    if rgb.shape != mask.shape:
        raise PixalError(
            "result_damaged",
            f"The photo in {short_path(folder)} is damaged.",
            "Choose the photo again.",
        )
    yield WAIT
    pixels = np.empty(rgb.shape, np.uint8)
    for top in range(0, len(pixels), _ROWS):
        pixels[top : top + _ROWS] = _cut_out(rgb[top : top + _ROWS], mask[top : top + _ROWS, :, :1])
        yield
    png = yield from packed_png.encoding(pixels)
    yield WAIT
    there = bpy.data.scenes.get(scene)
    if there is None:
        return
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(f"{stored.name}.png", width, height, alpha=True)
    packed_png.put(image, png)
    group, camera = there.pixal3d, stored.camera
    group.image, group.mask = image, None
    load_settings(group, stored.settings)
    group.background = "auto"
    group.fov_source, group.fov = "SQUARE", camera.fov
    group.guess_elevation, group.elevation = False, camera.elevation
    own_camera.keep(group)


def _square(folder: Path, name: str) -> np.ndarray:
    """The prepared square or its mask, float32 [H, W, 4], top row first. Raises PixalError."""
    scratch = Ledger()
    try:
        return _pixels(load_image(scratch, folder / name, name, True))[::-1]
    finally:
        scratch.undo()


def _cut_out(rgb: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 4], straight alpha, of a picture over black."""
    straight = np.where(alpha > 0, rgb[..., :3] / np.maximum(alpha, 1 / 255), 0.0)
    pixels = np.concatenate([np.minimum(straight, 1.0), alpha], axis=2)
    return (pixels * 255 + 0.5).astype(np.uint8)


def _pixels(image: Image) -> np.ndarray:
    """float32 [H, W, 4], in the order and the colors of Blender's own."""
    values = np.empty((image.size[1], image.size[0], 4), np.float32)
    image.pixels.foreach_get(values.ravel())
    return values
