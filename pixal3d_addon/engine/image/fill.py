"""Continuing colours smoothly into places where they are unknown (pull-push over a pyramid)."""

import numpy as np


def fill_smoothly(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """float32 [H, W, C] kept where `known` [H, W] is 1, continued from there where it is 0.

    Between 0 and 1, `known` is a confidence. Source: Gortler et al., The Lumigraph, 1996.
    """
    height, width = known.shape
    weight = known[:, :, None].astype(np.float32)
    if min(height, width) <= 2:
        mean = (values * weight).sum(axis=(0, 1)) / max(float(weight.sum()), 1e-9)
        return values * weight + mean.astype(np.float32) * (1 - weight)
    share = halve(weight)
    coarse = halve(values * weight) / np.maximum(share, 1e-9)
    coarse = fill_smoothly(coarse, np.minimum(share * 4, 1)[:, :, 0])
    return values * weight + double(coarse, (height, width)) * (1 - weight)


def halve(values: np.ndarray) -> np.ndarray:
    """[H, W, C] → [⌈H/2⌉, ⌈W/2⌉, C], the mean of every 2 × 2 pixels."""
    height, width = values.shape[:2]
    if height % 2 or width % 2:
        values = np.pad(values, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    rows = values[::2] + values[1::2]
    return (rows[:, ::2] + rows[:, 1::2]) * np.float32(0.25)


def double(values: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The way back from `halve` to [H, W, C] of `shape`, linear between pixel centres."""
    for axis, length in enumerate(shape):
        values = np.moveaxis(values, axis, 0)
        padded = np.concatenate([values[:1], values, values[-1:]])
        result = np.empty((2 * len(values), *values.shape[1:]), values.dtype)
        result[::2] = values * 0.75 + padded[:-2] * 0.25
        result[1::2] = values * 0.75 + padded[2:] * 0.25
        values = np.moveaxis(result[:length], 0, axis)
    return values
