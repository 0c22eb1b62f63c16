"""Reading images over the square at plane coordinates, and shrinking them."""

import numpy as np


def sample(image: np.ndarray, u: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Bilinear value of `image` at plane coordinates u (right), w (up) in [-0.5, 0.5].

    image: [H, S], S pixels across the square and down from its top; it may go on below.
    """
    side = image.shape[1]
    return bilinear(image, (u + 0.5) * side - 0.5, (0.5 - w) * side - 0.5)


def bilinear(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Value of `image` [H, W] at column x and row y, clamped to its border."""
    height, width = image.shape
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    x0, y0 = x.astype(np.intp), y.astype(np.intp)
    x1, y1 = np.minimum(x0 + 1, width - 1), np.minimum(y0 + 1, height - 1)
    fx, fy = (x - x0).astype(np.float32), (y - y0).astype(np.float32)
    top = image[y0, x0] * (1 - fx) + image[y0, x1] * fx
    bottom = image[y1, x0] * (1 - fx) + image[y1, x1] * fx
    return top * (1 - fy) + bottom * fy


def box_shrink(image: np.ndarray, side: int) -> np.ndarray:
    """Area average of a square image [S, S] or [S, S, C] at `side` pixels; float32."""
    ends = np.arange(side + 1) * (len(image) / side)
    pixels = np.arange(len(image))
    covered = np.minimum(ends[1:, None], pixels + 1) - np.maximum(ends[:-1, None], pixels)
    share = np.maximum(covered, 0.0).astype(np.float32) * np.float32(side / len(image))
    image = np.tensordot(share, image.astype(np.float32, copy=False), axes=(1, 0))
    return np.moveaxis(np.tensordot(share, image, axes=(1, 1)), 0, 1)
