"""Choosing how the subject is cut out: its own alpha, a background model, or a plain backdrop."""

import numpy as np

from ...core.errors import PixalError
from .backdrop import matte_backdrop
from .background_model import MODELS, matte_by_model, model_file


def cut_out(rgba: np.ndarray, has_alpha: bool, how: str) -> np.ndarray | None:
    """uint8 [H, W, 4] with the subject's alpha; None where the picture's own alpha is it.

    how: one of `core.settings.BACKGROUNDS`; `auto` takes the first that can work here.
    Raises PixalError `no_object`, `background_unclear` or `model_missing`.
    """
    if how == "alpha" and not has_alpha:
        raise PixalError(
            "background_unclear",
            "The picture has no transparent background.",
            "Choose another way to cut out the subject, or a picture with transparency.",
        )
    if has_alpha and how in ("auto", "alpha"):
        return None
    found = model_file() if how in ("auto", "model") else None
    if found is not None:
        return matte_by_model(rgba, *found)
    if how == "model":
        raise PixalError(
            "model_missing",
            f"The background model {MODELS[0]} is not installed.",
            "Install it, or choose another way to cut out the subject.",
        )
    return matte_backdrop(rgba)
