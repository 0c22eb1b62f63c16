"""What made a result goes back into the panel: its photo, its camera and its settings."""

from pathlib import Path

import bpy
import numpy as np
from bpy.types import Image, Scene

from ..core import results
from ..core.errors import PixalError, short_path
from .job_settings import load_settings
from .material import load_image
from .rollback import Ledger, all_or_nothing


def load(folder: Path, scene: Scene) -> None:
    """Set the panel of `scene` to what made the result in `folder`.

    The photo is the square that the engine saw, cut out, so the camera is the square's own, at the
    elevation that was taken. Raises PixalError `result_damaged`; nothing has changed then.
    """
    stored = results.read(folder)
    with all_or_nothing() as ledger:
        image = _photo(ledger, folder, stored.name)
    group, camera = scene.pixal3d, stored.camera
    load_settings(group, stored.settings)
    group.image, group.mask = image, None
    group.background = "auto"
    group.fov_source, group.fov = "SQUARE", camera.fov
    group.guess_elevation, group.elevation = False, camera.elevation


def _photo(ledger: Ledger, folder: Path, name: str) -> Image:
    """The prepared square with its mask as alpha, packed."""
    scratch = Ledger()
    try:
        rgb, mask = (
            _pixels(load_image(scratch, folder / file, file, True))
            for file in (results.PREPARED, results.MASK)
        )
    finally:
        scratch.undo()
    if rgb.shape != mask.shape:
        raise PixalError(
            "result_damaged",
            f"The photo in {short_path(folder)} is damaged.",
            "Choose the photo again.",
        )
    alpha = mask[..., :1]
    straight = np.where(alpha > 0, rgb[..., :3] / np.maximum(alpha, 1 / 255), 0.0)  # over black
    pixels = np.concatenate([np.minimum(straight, 1.0), alpha], axis=2, dtype=np.float32)
    height, width = pixels.shape[:2]
    image = ledger.add(bpy.data.images.new(f"{name}.png", width, height, alpha=True))
    image.pixels.foreach_set(pixels.ravel())
    image.pack()
    return image


def _pixels(image: Image) -> np.ndarray:
    """float32 [H, W, 4], in the order and the colors of Blender's own."""
    values = np.empty((image.size[1], image.size[0], 4), np.float32)
    image.pixels.foreach_get(values.ravel())
    return values
