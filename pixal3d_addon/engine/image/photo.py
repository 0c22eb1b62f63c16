"""What was read from a photo's file."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Photo:
    """rgba: uint8 [H, W, 4], sRGB, straight alpha, upright (EXIF rotation applied).

    has_alpha: the file tells the subject from the background (its alpha is not all opaque).
    exif_fov: horizontal field of view of the whole photo in radians, from EXIF; None if unknown.
    """

    rgba: np.ndarray
    has_alpha: bool
    exif_fov: float | None = None
