"""How alike two pictures are: silhouette IoU and PSNR. Pictures are float [H, W, 4] in 0…1,
colour over black and coverage."""

import math

import numpy as np


def silhouette(picture: np.ndarray) -> np.ndarray:
    """bool [H, W]: where the coverage is at least one half."""
    return picture[..., 3] >= 0.5


def iou(first: np.ndarray, second: np.ndarray) -> float:
    """Intersection over union of two masks bool [H, W]; 1 where both are empty."""
    union = np.count_nonzero(first | second)
    return np.count_nonzero(first & second) / union if union else 1.0


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """dB of the colours inside the silhouette of `truth`; infinite where they are equal."""
    inside = silhouette(truth)
    error = picture[inside][:, :3].astype(np.float64) - truth[inside][:, :3]
    mean = float(np.mean(error**2))
    return -10 * math.log10(mean) if mean else math.inf
