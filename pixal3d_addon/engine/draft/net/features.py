"""What the network sees of a prepared photo. Training and the engine call the same functions.

All arrays may have leading batch axes. Depths are view-frame y for a frame of width 1; u and w are
plane coordinates as in `relief`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..ground import extend_down
from ..inflate import ball_heights, distance_inside
from ..relief import rim_slope

SIDE = 128  # pixels of the network's picture
CHANNELS = 11
COVERAGE, INSET, HALF, ACROSS, MIDDLE = 3, 4, 5, 6, 8  # some of them
INSET_SCALE = 5
CAMERA = 6
_FAR = 1.0  # depths of planes are cut off here, in frames


@dataclass(frozen=True)
class Outline:
    """The classical estimate from the silhouette alone.

    inset, half: float32 [SIDE, SIDE], distance to the contour and half thickness of the balls that
    fit it. aspect: width / height of its box. middle, low: w of its centroid and its lowest pixel.
    """

    inset: np.ndarray
    half: np.ndarray
    aspect: float
    middle: float
    low: float


def outline(coverage: np.ndarray) -> Outline:
    """Measure `coverage` [SIDE, SIDE] in 0…1."""
    inside = coverage > 0.5
    if not inside.any():
        inside = coverage >= coverage.max()
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    w = 0.5 - (np.arange(SIDE) + 0.5) / SIDE
    inset = distance_inside(inside, SIDE // 2) / SIDE
    balls = ball_heights(extend_down(inside, SIDE // 2), SIDE)[:SIDE]
    half = np.maximum(np.sqrt(balls), inset) * inside
    return Outline(
        inset.astype(np.float32),
        half.astype(np.float32),
        float((np.ptp(columns) + 1) / (np.ptp(rows) + 1)),
        float((inside.sum(axis=1) * w).sum() / inside.sum()),
        float(w[rows[-1]]),
    )


def lean(aspect: float, elevation: float) -> float:
    """`relief.rim_slope`, bounded for the network."""
    return float(np.clip(rim_slope(aspect, elevation), -3.0, 3.0))


def planes(
    fov: ArrayLike, elevation: ArrayLike, slope: ArrayLike, middle: ArrayLike, low: ArrayLike
) -> np.ndarray:
    """Depth per picture row of three planes, float32 […, SIDE, 3]: the leaning middle surface, the
    floor through the lowest point of it, the upright wall through the origin. Inputs […]."""
    fov, elevation, slope, middle, low = (
        np.asarray(value, np.float32)[..., None] for value in (fov, elevation, slope, middle, low)
    )
    w = (0.5 - (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE) + np.zeros_like(fov)
    tangent = 2.0 * np.tan(fov / 2.0)  # 1 / distance
    sin, cos = np.sin(elevation), np.cos(elevation)
    middle_at = slope * (w - middle)
    y0 = slope * (low - middle)
    floor = cos * low * (1.0 + y0 * tangent) - sin * y0
    fall = cos * w * tangent - sin
    ground = (floor - cos * w) / np.where(np.abs(fall) < 1e-4, -1e-4, fall)
    ground = np.where((fall < -1e-4) & (ground > -_FAR), ground, _FAR)
    wall = -w * sin / np.maximum(cos + w * tangent * sin, 0.1)
    rows = np.stack([middle_at, ground, wall], axis=-1)
    return np.clip(rows, -_FAR, _FAR).astype(np.float32)


def picture(
    rgb: np.ndarray, coverage: np.ndarray, inset: np.ndarray, half: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """The network's picture, float32 […, SIDE, SIDE, CHANNELS].

    rgb: […, SIDE, SIDE, 3] in 0…1, over black; rows: […, SIDE, 3] of `planes`, zero where the
    elevation is not known. HALF and MIDDLE are in it as they are, INSET times INSET_SCALE.
    """
    axis = (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE - 0.5
    shape = coverage.shape
    across = np.broadcast_to(axis, shape)[..., None]
    up = np.broadcast_to(-axis[:, None], shape)[..., None]
    cover = coverage[..., None]
    depths = np.broadcast_to(rows[..., :, None, :], (*shape, 3))
    parts = [2 * (rgb - 0.5 * cover), cover, INSET_SCALE * inset[..., None], half[..., None]]
    return np.concatenate([*parts, 2 * across, 2 * up, depths], axis=-1).astype(np.float32)


def camera_values(
    fov: ArrayLike, elevation: ArrayLike, slope: ArrayLike, knows: np.ndarray
) -> np.ndarray:
    """Numbers beside the picture, float32 […, CAMERA]. knows: […, 2], 1 where the field of view
    and the elevation are known, else 0."""
    known_fov, known_elevation = knows[..., 0], knows[..., 1]
    values = [
        (np.tan(np.asarray(fov) / 2) - 0.29) * 6 * known_fov,
        known_fov,
        (np.sin(elevation) - 0.3) * 3 * known_elevation,
        known_elevation,
        np.asarray(slope) * known_elevation,
        np.asarray(elevation) * known_elevation,
    ]
    return np.stack(values, axis=-1).astype(np.float32)
