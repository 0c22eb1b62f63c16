"""How the camera stood above a finished object, guessed from the object's own shape.

For every elevation in question: what the object would rest on and whether it would tip over, how
much of it would be plumb, and how well some vertical plane would mirror it; and how far that is
from what the photo alone tells. The camera is taken to be level.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..core.camera import ELEVATION_RANGE

_DEGREES = np.arange(-15.0, 66.0)  # the elevations in question
_ANGLES = np.radians(_DEGREES)
_USUAL, _USUAL_SPREAD = 20.0, 15.0  # degrees, of photos of which nothing is known
_PHOTO_SPREAD = 6.0  # degrees: half of the photo's own guesses are as near
# The size that a clear sign gives the logarithm of a chance; chosen on turned and dented objects.
_REST, _PLUMB, _MIRROR = 8.0, 1.5, 2.5
_SAMPLES, _MIRRORED, _RESTING = 4000, 308, 8000  # points looked at
_TOUCH = 0.012  # of the object's size: what is as near to the ground rests on it
_TIP = 0.01  # of it: how far inside its support the middle is where it stands firmly
_LEAN = math.radians(2.0)  # what still counts as plumb
_GRID, _REACH = 40, 5  # cells along the side of a cube of 1.4 sizes, and how far off they are told
_AZIMUTHS = np.radians(np.arange(-90.0, 90.0, 6.0))  # of the mirrors' normals
_NEAR = 5.0  # degrees: `confidence` is about being as near
_ALIKE = 0.7  # of the confidence: a shape that the photo's guess went into cannot confirm it


@dataclass(frozen=True)
class Guess:
    """elevation: radians. confidence: 0…1, the chance that it is within 5 degrees."""

    elevation: float
    confidence: float


def guess_stance(
    vertices: np.ndarray, faces: np.ndarray, photo: float | None = None, own_floor: bool = True
) -> Guess | None:
    """The elevation at which the surface would stand best; None where it has no area.

    vertices: [V, 3] in the view frame. faces: [F, 3]. photo: radians, what the photo alone tells,
    if that is known. own_floor: False where the surface was cut off flat at an elevation that was
    only assumed, as Draft does: what it rests on then tells nothing.
    """
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    points = (vertices - (low + high) / 2) / max(float((high - low).max()), 1e-12)
    found = _samples(points, faces)
    if found is None:
        return None
    samples, normals = found
    score = _MIRROR * _clear(_mirrored(samples)) + _PLUMB * _clear(_plumb(normals))
    if own_floor:
        score += _REST * _rest(points, samples)
    middle, spread = _USUAL, _USUAL_SPREAD
    if photo is not None:
        middle, spread = math.degrees(photo), _PHOTO_SPREAD
    score -= 1.5 * np.log1p(((_DEGREES - middle) / spread) ** 2)
    chance = np.exp(score - score.max())
    chance /= chance.sum()
    best = _DEGREES[chance.argmax()]
    close = abs(_DEGREES - best) <= 3.0
    elevation = math.radians(float((chance * _DEGREES)[close].sum() / chance[close].sum()))
    confidence = float(chance[abs(_DEGREES - best) <= _NEAR].sum()) * (1.0 if own_floor else _ALIKE)
    return Guess(min(max(elevation, ELEVATION_RANGE[0]), ELEVATION_RANGE[1]), confidence)


def _ups() -> np.ndarray:
    """The vertical at each elevation, unit [A, 3]."""
    return np.stack([0 * _ANGLES, -np.sin(_ANGLES), np.cos(_ANGLES)], axis=1)


def _aways() -> np.ndarray:
    """The horizontal that leads away from the camera, unit [A, 3]."""
    return np.stack([0 * _ANGLES, np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


def _samples(points: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Points [N, 3] even over the surface, and its unit normals there."""
    a, b, c = points[faces].swapaxes(0, 1)
    across = np.cross(b - a, c - a)
    area = np.linalg.norm(across, axis=1)
    upto = np.cumsum(area)
    if not len(upto) or not upto[-1] > 1e-12:
        return None
    at = (np.arange(_SAMPLES) + 0.5) / _SAMPLES * upto[-1]
    pick = np.minimum(np.searchsorted(upto, at), len(faces) - 1)
    one, two = np.random.default_rng(0).random((2, _SAMPLES, 1))
    one = np.sqrt(one)
    spots = a[pick] * (1 - one) + b[pick] * one * (1 - two) + c[pick] * one * two
    return spots, across[pick] / np.maximum(area[pick, None], 1e-20)


def _rest(points: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """0…1: how large the support is beside the whole plan, less where it would tip over."""
    step = -(-len(points) // _RESTING)
    points = np.concatenate([points[::step], samples])
    heights, depths = points @ _ups().T, points @ _aways().T
    touching = heights < heights.min(axis=0) + _TOUCH
    far = np.where(touching, depths, -9.0).max(axis=0)
    near = np.where(touching, depths, 9.0).min(axis=0)
    x = points[:, :1]
    wide = np.where(touching, x, -9.0).max(axis=0) - np.where(touching, x, 9.0).min(axis=0)
    share = (far - near) * wide / np.maximum(np.ptp(depths, axis=0) * np.ptp(x), 1e-9)
    middle = samples.mean(axis=0) @ _aways().T
    inside = np.minimum(middle - near, far - middle) / _TIP
    return np.sqrt(share / (1 + np.exp(-np.clip(inside, -50, 50))))


def _plumb(normals: np.ndarray) -> np.ndarray:
    """The share of the surface that is vertical."""
    lean = np.arcsin(np.clip(normals @ _ups().T, -1, 1)) / _LEAN
    return np.exp(-(lean**2) / 2).mean(axis=0)


def _mirrored(samples: np.ndarray) -> np.ndarray:
    """0…1: how well the best vertical plane through the middle mirrors the surface.

    A plane that the camera looks along is vertical at every elevation, and counts for nothing.
    """
    apart = _distances(samples)
    middle = samples.mean(axis=0)
    some = (samples - middle)[:: _SAMPLES // _MIRRORED]
    right = np.array([1.0, 0.0, 0.0])
    found = np.empty((len(_ANGLES), len(_AZIMUTHS)))
    for number, away in enumerate(_aways()):
        across = np.cos(_AZIMUTHS)[:, None] * right + np.sin(_AZIMUTHS)[:, None] * away
        turned = some - 2 * (across @ some.T)[..., None] * across[:, None] + middle
        x, y, z = np.moveaxis(_cell(turned), -1, 0)
        found[number] = apart[x, y, z].mean(axis=1)
    best = (np.exp(-2 * found) * abs(np.sin(_AZIMUTHS))).max(axis=1)
    kernel = np.exp(-((np.arange(-6, 7) / 1.5) ** 2) / 2)
    return np.convolve(np.pad(best, 6, "edge"), kernel / kernel.sum(), "valid")


def _cell(points: np.ndarray) -> np.ndarray:
    return np.clip(((points / 1.4 + 0.5) * _GRID).astype(np.int32), 0, _GRID - 1)


def _distances(samples: np.ndarray) -> np.ndarray:
    """Of each cell to the surface, in cells by the axes' ways, at most _REACH."""
    inside = np.zeros((_GRID,) * 3, bool)
    inside[tuple(_cell(samples).T)] = True
    apart = np.full(inside.shape, _REACH, np.float32)
    apart[inside] = 0
    for distance in range(1, _REACH):
        wider = inside.copy()
        for axis in range(3):
            one, other = np.moveaxis(wider, axis, 0), np.moveaxis(inside, axis, 0)
            one[1:] |= other[:-1]
            one[:-1] |= other[1:]
        apart[wider & ~inside] = distance
        inside = wider
    return apart


def _clear(values: np.ndarray) -> np.ndarray:
    """How far `values` stand out of what is usual for the object."""
    usual = np.median(values)
    return np.clip((values - usual) / (0.1 + usual), -1.0, 2.0)
