"""Choosing how the subject is cut out: its own alpha, a background model, or a plain backdrop."""

import numpy as np

from ...core.errors import PixalError
from .backdrop import matte_backdrop


def cut_out(rgba: np.ndarray, has_alpha: bool, how: str) -> np.ndarray | None:
    """uint8 [H, W, 4] with the subject's alpha; None where the picture's own alpha is it.

    how: one of `core.settings.BACKGROUNDS`. Raises PixalError `no_object`, `background_unclear`
    or `model_missing`.
    """
    if has_alpha and how in ("auto", "alpha"):
        return None
    return matte_backdrop(rgba)
