"""How alike two pictures are."""

import math

import numpy as np


def iou(first: np.ndarray, second: np.ndarray) -> float:
    """Intersection over union of two masks bool [H, W]; 1 where both are empty."""
    union = np.count_nonzero(first | second)
    return np.count_nonzero(first & second) / union if union else 1.0


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    """dB of colours [..., 3] in 0…1; infinite where they are equal or there are none."""
    if not first.size:
        return math.inf
    mean = float(np.mean((first.astype(np.float64) - second) ** 2))
    return -10 * math.log10(mean) if mean else math.inf
