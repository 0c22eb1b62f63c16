"""A photo that was held askew is turned level about its middle: exact for a pinhole camera."""

import math

import numpy as np

from ..slices import WAIT, Work, exhaust

_QUICK = 300_000  # pixels that are turned in some 20 ms
_BAND = 1 << 15  # pixels made at once: some milliseconds, and in the processor's cache


def levelled(pixels: np.ndarray, roll: float, outside: bool = True) -> np.ndarray:
    """All that `levelling` does, for who can wait."""
    return exhaust(levelling(pixels, roll, outside))


def levelling(pixels: np.ndarray, roll: float, outside: bool = True) -> Work:
    """uint8 [H, W] or [H, W, 4] (straight alpha) turned clockwise by `roll` radians, bilinear.

    The size stays. outside: what comes in from beyond the frame repeats the nearest pixel of the
    edge, so that a backdrop goes on; else it is 0. The same array where there is nothing to turn.
    """
    if roll == 0.0:
        return pixels
    height, width = pixels.shape[:2]
    mode = {"mode": "edge"} if outside else {}
    if height * width > _QUICK:
        yield WAIT
    padded = np.pad(pixels, [(1, 2), (1, 2), (0, 0)][: pixels.ndim], **mode)
    yield
    opaque = pixels.ndim == 2 or bool((pixels[..., 3] == 255).all())
    c, s = np.float32(math.cos(roll)), np.float32(math.sin(roll))
    result = np.empty_like(pixels)
    x = (np.arange(width) + (1 - width) / 2).astype(np.float32)
    rows = max(1, _BAND // width)
    for top in range(0, height, rows):
        y = (np.arange(top, min(top + rows, height)) + (1 - height) / 2).astype(np.float32)[:, None]
        from_x = np.clip(c * x + s * y + np.float32((width + 1) / 2), 0, width + 1)
        from_y = np.clip(c * y - s * x + np.float32((height + 1) / 2), 0, height + 1)
        result[top : top + rows] = _sample(padded, from_x, from_y, opaque) + np.float32(0.5)
        yield
    return result


def _sample(pixels: np.ndarray, x: np.ndarray, y: np.ndarray, opaque: bool) -> np.ndarray:
    """float32 values of `pixels` at x, y; of what is not opaque, colour · alpha is mixed."""
    width = pixels.shape[1]
    one = pixels.view(np.uint32)[..., 0] if pixels.ndim == 3 else pixels  # a pixel in one fetch
    flat = one.ravel()
    left, top = x.astype(np.int32), y.astype(np.int32)
    corner = top * width + left
    across, down = x - left, y - top
    if pixels.ndim == 3:
        across, down = across[..., None], down[..., None]

    def at(offset: int) -> np.ndarray:
        values = flat.take(corner + offset)
        values = values if pixels.ndim == 2 else values.view(np.uint8).reshape(*x.shape, 4)
        values = values.astype(np.float32)
        if not opaque:
            values[..., :3] *= values[..., 3:] / np.float32(255)
        return values

    upper, lower = at(0), at(width)
    upper += (at(1) - upper) * across
    lower += (at(width + 1) - lower) * across
    upper += (lower - upper) * down
    if not opaque:
        alpha = upper[..., 3:]
        upper[..., :3] *= np.divide(255, alpha, out=np.zeros_like(alpha), where=alpha > 0)
    return np.minimum(upper, np.float32(255))
