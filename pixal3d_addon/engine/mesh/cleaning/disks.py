"""Flat triangulated disks to close holes with."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_ASPECTS = np.array([1.0, 0.6, 0.35, 0.2, 0.1, 0.05])
_GROWTH = 0.06  # how much longer edges become for each edge's distance from the rim
_FINEST = 4000  # edges round a rim beyond which the disk is made coarser
_CLEAR = 0.55  # of an edge: how far a point inside keeps from the rim
_TRIES = 8


@dataclass(frozen=True)
class Disk:
    """faces: int32 [F, 3], counter-clockwise; corners below `round` are the rim's, in order.

    inside: how many other vertices there are. area: float64 [F], in squared edges of the rim.
    cotangents: float64 [F, 3], of the angle at each corner.
    """

    round: int
    inside: int
    faces: np.ndarray
    area: np.ndarray
    cotangents: np.ndarray


def disk(round: int, aspect: float) -> Disk:
    """An ellipse of about this aspect with `round` vertices evenly along its rim.

    No edge but the rim's own joins two vertices of the rim: such an edge may be in the mesh.
    """
    return _disk(round, float(_ASPECTS[np.abs(np.log(_ASPECTS / max(aspect, 1e-3))).argmin()]))


@lru_cache(maxsize=256)
def _disk(round: int, aspect: float) -> Disk:
    if round == 3:
        return _measured(np.exp(2j * np.pi * np.arange(3) / 3) / 3**0.5, [(0, 1, 2)], 3)
    rim, long, short = _ellipse(round, aspect)
    points = np.concatenate([rim, _lattice(long, short, max(round / _FINEST, 1.0))])
    for _ in range(_TRIES):
        faces = _delaunay(points)
        ends = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        ends = ends[(ends < round).all(axis=1)]
        gap = (ends[:, 1] - ends[:, 0]) % round
        own = np.unique(ends[gap == 1, 0])
        chords = ends[(gap > 1) & (gap < round - 1)]
        if not len(chords) and len(own) == round:
            return _measured(points, faces, round)
        chords = np.unique(np.sort(chords, axis=1), axis=0)
        points = np.concatenate([points, points[chords].mean(axis=1)])
    # Never seen; a fan always works.
    ring = np.arange(round)
    fan = np.stack([ring, (ring + 1) % round, np.full(round, round)], axis=1)
    return _measured(np.append(rim, 0), fan, round)


def _ellipse(round: int, aspect: float) -> tuple[np.ndarray, float, float]:
    """Points complex [round] an edge apart from its right end on, and its two half axes."""
    turn = np.linspace(0, 2 * np.pi, 64 * round + 1)
    way = np.cos(turn) + 1j * aspect * np.sin(turn)
    length = np.concatenate([[0], np.cumsum(np.abs(np.diff(way)))])
    even = np.interp(np.arange(round) * (length[-1] / round), length, turn)
    scale = round / length[-1]
    return (np.cos(even) + 1j * aspect * np.sin(even)) * scale, scale, scale * aspect


def _lattice(long: float, short: float, finest: float) -> np.ndarray:
    """Points complex [N] inside the ellipse, an edge apart at its rim and more towards the middle.

    finest: how many edges they are apart at least.
    """
    found = [np.zeros(0, complex)]
    level = 0
    while True:
        gap = finest * 2.0**level
        rows = np.arange(-np.ceil(short / gap * 1.2), np.ceil(short / gap * 1.2) + 1)
        columns = np.arange(-np.ceil(long / gap) - 1, np.ceil(long / gap) + 2)
        x = (columns + 0.5 * (rows[:, None] % 2)) * gap
        y = np.broadcast_to(rows[:, None] * (gap * 0.75**0.5), x.shape)
        # No four of them on a circle: those have two triangulations.
        x, y = x.ravel() + 1e-3 * gap * np.sin(9 * y.ravel()), y.ravel()
        part = np.sqrt((x / long) ** 2 + (y / short) ** 2)
        slope = np.hypot(x / long**2, y / short**2) / np.maximum(part, 1e-9)
        depth = np.minimum((1 - part) / np.maximum(slope, 1e-9), short)
        own = np.floor(np.log2(np.maximum(1 + _GROWTH * depth / finest, 1)))
        inside = (part < 1) & (depth > _CLEAR * gap) & (own == level)
        found.append(x[inside] + 1j * y[inside])
        if gap > short or level > own.max():
            return np.concatenate(found)
        level += 1


def _delaunay(points: np.ndarray) -> np.ndarray:
    """int32 [F, 3], counter-clockwise, of points complex [N]."""
    from scipy.spatial import Delaunay

    faces = Delaunay(np.stack([points.real, points.imag], axis=1)).simplices
    a, b, c = points[faces].T
    area = ((b - a).conj() * (c - a)).imag
    faces[area < 0] = faces[area < 0][:, ::-1]
    return faces[np.abs(area) > 1e-9]


def _measured(points: np.ndarray, faces: object, round: int) -> Disk:
    faces = np.asarray(faces, np.int32)
    corner = points[faces]
    area = ((corner[:, 1] - corner[:, 0]).conj() * (corner[:, 2] - corner[:, 0])).imag / 2
    cotangents = np.empty(faces.shape)
    for k in range(3):
        one, other = corner[:, k - 2] - corner[:, k], corner[:, k - 1] - corner[:, k]
        cotangents[:, k] = (one.conj() * other).real / np.maximum(2 * area, 1e-12)
    return Disk(round, len(points) - round, faces, area, cotangents)
