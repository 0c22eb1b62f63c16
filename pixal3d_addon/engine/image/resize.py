"""Lanczos resizing in numpy, the same numbers as Pillow's, which Blender's own Python lacks."""

import math
from collections.abc import Callable

import numpy as np

_Prepare = Callable[[np.ndarray], np.ndarray]
_PRECISION = 22  # bits of Pillow's fixed-point filter weights (Resample.c, 8 bits per channel)
_BLOCK = 16  # output columns computed at once: wide enough for BLAS, narrow against the band
_BAND = 1 << 20  # input samples held as float64 at once (8 MB)


def resize_lanczos(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """`image` uint8 [H, W, 4] (straight alpha) or [H, W] → `size` (width, height), same layout.

    Equals `PIL.Image.resize(size, LANCZOS)`: colours premultiplied by alpha while they are mixed,
    horizontal pass first, rounded to uint8 after each pass.
    """
    width, height = size
    if (image.shape[1], image.shape[0]) == (width, height):
        return image.copy()
    if image.ndim == 2:
        return _both_ways(image[:, :, None], width, height)[:, :, 0]
    if is_opaque(image):
        mixed = _both_ways(image[:, :, :3], width, height)
        return np.dstack([mixed, np.full((height, width), 255, np.uint8)])
    return unpremultiply(_both_ways(image, width, height, premultiply))


def is_opaque(image: np.ndarray) -> bool:
    """Whether every alpha of uint8 [H, W, 4] is 255."""
    return bool((image[:, :, 3] == 255).all())


def premultiply(image: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 4]: colour · alpha, rounded as Pillow's RGBA → RGBa does."""
    alpha = image[:, :, 3:].astype(np.uint16)
    product = image[:, :, :3] * alpha + np.uint16(128)
    colour = ((product >> 8) + product) >> 8
    return np.concatenate([colour.astype(np.uint8), image[:, :, 3:]], axis=2)


def unpremultiply(image: np.ndarray) -> np.ndarray:
    """The inverse of `premultiply`, as Pillow's RGBa → RGBA; colour stays where alpha is 0."""
    alpha = image[:, :, 3:].astype(np.uint16)
    colour = image[:, :, :3].astype(np.uint16) * 255 // np.maximum(alpha, 1)
    colour = np.where(alpha == 0, image[:, :, :3], np.minimum(colour, 255))
    return np.concatenate([colour.astype(np.uint8), image[:, :, 3:]], axis=2)


def _both_ways(
    image: np.ndarray, width: int, height: int, prepare: _Prepare | None = None
) -> np.ndarray:
    mixed = _columns(image, width, prepare)
    return np.ascontiguousarray(_columns(mixed.swapaxes(0, 1), height, None).swapaxes(0, 1))


def _columns(image: np.ndarray, width: int, prepare: _Prepare | None) -> np.ndarray:
    """Resample the columns of uint8 [H, W, C] to `width`, a band of rows at a time."""
    height, before, channels = image.shape
    blocks = _filter(before, width)
    result = np.empty((height, width, channels), np.uint8)
    rows = max(1, _BAND // (before * channels))
    for top in range(0, height, rows):
        band = image[top : top + rows]
        if prepare is not None:
            band = prepare(band)
        samples = np.ascontiguousarray(band.transpose(2, 0, 1), np.float64).reshape(-1, before)
        mixed = np.empty((len(samples), width))
        for left, low, matrix in blocks:
            taps, right = matrix.shape[0], left + matrix.shape[1]
            np.matmul(samples[:, low : low + taps], matrix, out=mixed[:, left:right])
        # The sums are whole numbers below 2^53: float64 holds them exactly, as Pillow's integers.
        mixed += 1 << (_PRECISION - 1)
        mixed *= 2.0**-_PRECISION
        np.floor(mixed, out=mixed)
        np.clip(mixed, 0, 255, out=mixed)
        shape = (channels, len(band), width)
        result[top : top + rows] = mixed.reshape(shape).transpose(1, 2, 0)
    return result


def _filter(before: int, after: int) -> list[tuple[int, int, np.ndarray]]:
    """Pillow's fixed-point weights, a block of output samples at a time.

    Each block: its first output sample, its first input sample, weights [inputs, outputs].
    """
    scale = before / after
    stretch = max(scale, 1.0)
    support = 3.0 * stretch
    blocks = []
    for left in range(0, after, _BLOCK):
        centres = (np.arange(left, min(left + _BLOCK, after)) + 0.5) * scale
        lows = np.maximum((centres - support + 0.5).astype(int), 0)
        highs = np.minimum((centres + support + 0.5).astype(int), before)
        inputs = np.arange(lows[0], highs[-1])[:, None]
        x = (inputs - centres + 0.5) / stretch
        taps = np.sinc(x) * np.sinc(x / 3.0)
        taps[(np.abs(x) >= 3.0) | (inputs < lows) | (inputs >= highs)] = 0.0
        taps *= (1 << _PRECISION) / taps.sum(axis=0)
        matrix = np.trunc(taps + np.copysign(0.5, taps))
        blocks.append((left, int(lows[0]), matrix))
    return blocks


def fit_within(width: int, height: int, longest: int) -> tuple[int, int]:
    """(width, height) with the longest side at most `longest`, as the reference rounds it."""
    scale = min(1.0, longest / max(width, height))
    return max(1, math.floor(width * scale)), max(1, math.floor(height * scale))
