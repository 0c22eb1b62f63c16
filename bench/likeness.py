"""How alike two pictures are: silhouette IoU and PSNR. Pictures are float [H, W, 4] in 0…1,
colour over black and coverage."""

import numpy as np

from pixal3d_addon.core import likeness
from pixal3d_addon.core.likeness import iou as iou


def silhouette(picture: np.ndarray) -> np.ndarray:
    """bool [H, W]: where the coverage is at least one half."""
    return picture[..., 3] >= 0.5


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """dB of the colours inside the silhouette of `truth`; infinite where they are equal."""
    inside = silhouette(truth)
    return likeness.psnr(picture[inside][:, :3], truth[inside][:, :3])
