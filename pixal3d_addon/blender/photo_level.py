"""A photo that was held askew is turned level about its middle: exact for a pinhole camera."""

import math

import numpy as np

_BAND = 256  # rows made at once, so that the copies stay small


def levelled(pixels: np.ndarray, roll: float, outside: bool = True) -> np.ndarray:
    """uint8 [H, W] or [H, W, 4] (straight alpha) turned clockwise by `roll` radians, bilinear.

    The size stays. outside: what comes in from beyond the frame repeats the nearest pixel of the
    edge, so that a backdrop goes on; else it is 0. The same array where there is nothing to turn.
    """
    if roll == 0.0:
        return pixels
    height, width = pixels.shape[:2]
    c, s = math.cos(roll), math.sin(roll)
    result = np.empty_like(pixels)
    x = np.arange(width) + (1 - width) / 2
    for top in range(0, height, _BAND):
        y = np.arange(top, min(top + _BAND, height))[:, None] + (1 - height) / 2
        from_x = c * x + s * y + (width - 1) / 2
        from_y = c * y - s * x + (height - 1) / 2
        band = _sample(pixels, from_x, from_y)
        if not outside:
            inside = (np.abs(from_x - (width - 1) / 2) <= width / 2) & (
                np.abs(from_y - (height - 1) / 2) <= height / 2
            )
            band = band * inside.reshape(*inside.shape, *(1,) * (pixels.ndim - 2))
        result[top : top + _BAND] = band + 0.5
    return result


def _sample(pixels: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """float32 values of `pixels` at x, y, which are clamped to the frame; colour · alpha within."""
    height, width = pixels.shape[:2]
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, low = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    shape = (*x.shape, *(1,) * (pixels.ndim - 2))
    across = (x - left).astype(np.float32).reshape(shape)
    down = (y - top).astype(np.float32).reshape(shape)
    result = np.zeros((*x.shape, *pixels.shape[2:]), np.float32)
    for rows, share in ((top, 1 - down), (low, down)):
        for columns, part in ((left, 1 - across), (right, across)):
            values = pixels[rows, columns].astype(np.float32)
            if pixels.ndim == 3:
                values[..., :3] *= values[..., 3:] / np.float32(255)
            result += values * (share * part)
    if pixels.ndim == 3:
        alpha = result[..., 3:]
        result[..., :3] *= np.divide(255, alpha, out=np.zeros_like(alpha), where=alpha > 0)
    return np.minimum(result, 255.0)
