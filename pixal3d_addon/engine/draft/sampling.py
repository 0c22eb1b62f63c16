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
    for axis in (0, 1):
        image = np.moveaxis(_average_rows(np.moveaxis(image, axis, 0), side), 0, axis)
    return image


def _average_rows(image: np.ndarray, rows: int) -> np.ndarray:
    """Row averages over equal spans, fractional ends included, through the running sum."""
    running = np.concatenate(
        [np.zeros_like(image[:1], np.float64), np.cumsum(image, 0, np.float64)]
    )
    ends = np.linspace(0, len(image), rows + 1)
    low = np.minimum(ends.astype(np.intp), len(image) - 1)
    part = (ends - low).reshape(-1, *[1] * (image.ndim - 1))
    sums = running[low] * (1 - part) + running[low + 1] * part
    return (np.diff(sums, axis=0) * (rows / len(image))).astype(np.float32)
