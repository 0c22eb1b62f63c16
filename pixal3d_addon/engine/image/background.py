"""Choosing how the subject is cut out: its own alpha, a background model, or a plain backdrop."""

import numpy as np

from ...core.errors import PixalError
from .backdrop import matte_backdrop
from .background_model import matte_by_model, model_file


def cut_out(rgba: np.ndarray, has_alpha: bool, how: str, weights: str = "") -> np.ndarray | None:
    """uint8 [H, W, 4] with the subject's alpha; None where the picture's own alpha is it.

    how: one of `core.settings.BACKGROUNDS`; `auto` takes the first that can work here.
    weights: of `core.settings`, a folder that may have the background model.
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
    found = model_file(weights) if how in ("auto", "model") else None
    if found is not None:
        return matte_by_model(rgba, *found)
    if how == "model":
        raise PixalError(
            "model_missing",
            "The background model is not here, or nothing that runs it.",
            "Download it in the add-on's preferences, or with python -m pixal3d_addon download "
            "background, or choose another way to cut out the subject.",
        )
    return matte_backdrop(rgba)
