"""Silhouette → thickness: the union of all balls that fit into the silhouette.

A rod becomes a round rod, a disc a ball, a plate with rounded rims stays as thick as it is wide;
nothing is thicker than it is wide in the picture, so thin parts stay thin.
"""

import math

import numpy as np

FAR = np.float32(1e9)
PINHOLE = 2.0  # pixels


def lower_envelope(heights: np.ndarray, reach: int) -> np.ndarray:
    """min of |p - q|² + heights[q] over the pixels q of a window round p; [H, W] float32.

    The window reaches `reach` pixels to all four sides; the minimum is exact where no parabola
    from beyond it counts. With heights 0 and FAR this is the squared distance transform, with
    negative squared radii the outline of balls. After Felzenszwalb and Huttenlocher, "Distance
    Transforms of Sampled Functions", by shifting, which numpy does faster than their stack.
    """
    for _ in range(2):  # along rows, then, transposed, along columns
        envelope = heights.copy()
        for shift in range(1, min(reach + 1, len(heights))):
            square = np.float32(shift * shift)
            np.minimum(envelope[shift:], heights[:-shift] + square, out=envelope[shift:])
            np.minimum(envelope[:-shift], heights[shift:] + square, out=envelope[:-shift])
        heights = np.ascontiguousarray(envelope.T)
    return heights


def distance_inside(inside: np.ndarray, reach: int) -> np.ndarray:
    """Pixels from each inside pixel's centre to the silhouette, at most `reach`, 0 outside."""
    squared = lower_envelope(np.where(inside, FAR, np.float32(0)), reach)
    return np.clip(np.sqrt(squared) - np.float32(0.5), 0.0, np.float32(reach)) * inside


def ball_heights(inside: np.ndarray, side: int) -> np.ndarray:
    """Squared half thickness [H, W] of the union of balls, in units of the square's `side` pixels.

    Squared, since that goes to zero linearly at the rim and so can be blurred and resampled.
    """
    radius = distance_inside(inside, max(inside.shape))
    balls = np.where(inside, -(radius**2), FAR)
    squared = np.maximum(-lower_envelope(balls, math.ceil(radius.max())), 0.0) * inside
    return squared / np.float32(side**2)


def without_pinholes(inside: np.ndarray) -> np.ndarray:
    """`inside` [R, R] without the odd gap under 2·PINHOLE wide in the midst of something solid.

    The contour keeps such a gap; but the balls must not be parted by every crack between two
    panels. Where gaps are many, as in a lattice or between spokes, they stay.
    """
    reach = int(PINHOLE) + 1
    grown = distance_inside(~inside, reach) < PINHOLE
    closed = distance_inside(grown, reach) >= PINHOLE
    gaps = blur((closed & ~inside).astype(np.float32), 5 * PINHOLE)
    solid = blur(inside.astype(np.float32), 5 * PINHOLE)
    return inside | (closed & (solid > 0.7) & (gaps < 0.15 * solid))


def blur(field: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur of [H, W] or [H, W, C], zero outside."""
    radius = max(1, int(3 * sigma + 0.5))
    offsets = np.arange(-radius, radius + 1)
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    for axis in (0, 1):
        length = field.shape[axis]
        padding = [(0, 0)] * field.ndim
        padding[axis] = (radius, radius)
        padded = np.pad(field, padding)
        field = sum(
            weight * np.take(padded, range(start, start + length), axis)
            for start, weight in enumerate(weights)
        )
    return field
