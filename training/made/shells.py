"""Sheets with a thickness, and smooth ways: what hollow and bent things are made of."""

import math

import numpy as np

from .solids import Mesh, sheet


def shell(outer: np.ndarray, wall: float) -> Mesh:
    """A sheet [A, B, 3] around, given a thickness towards its middle and closed at its rim."""
    middle = outer.reshape(-1, 3).mean(axis=0)
    away = outer - middle
    inner = middle + away * (1 - wall / np.linalg.norm(away, axis=2, keepdims=True))
    return sheet(np.concatenate([outer, inner[:, ::-1]], axis=1), around=True)


def dome(half: tuple, rim: np.ndarray, count: int = 28) -> np.ndarray:
    """Part of an ellipsoid, [A, B, 3]: from the top down to the polar angle `rim` [A] of a turn."""
    turn = np.arange(len(rim)) / len(rim) * 2 * math.pi
    polar = np.linspace(0.999, 0.0, count)[None] * rim[:, None]
    flat = np.sin(polar)
    grid = [flat * np.cos(turn)[:, None], flat * np.sin(turn)[:, None], np.cos(polar)]
    return np.stack(grid, axis=-1) * half


def plate(strip: np.ndarray, wall: float) -> Mesh:
    """A plate of a strip [A, B, 3]."""
    lifted = strip + [0, 0, wall]
    loop = np.concatenate([strip, lifted[:, ::-1]], axis=1)
    return sheet(np.concatenate([loop, loop[:, :1]], axis=1))


def curved(points: np.ndarray, count: int = 24) -> np.ndarray:
    """A smooth way through points [K, 3]."""
    t = np.linspace(0, len(points) - 1, count)
    k = np.minimum(t.astype(int), len(points) - 2)
    f = (t - k)[:, None]
    ends = np.concatenate([points[:1], points, points[-1:]])
    p0, p1, p2, p3 = ends[k], ends[k + 1], ends[k + 2], ends[np.minimum(k + 3, len(ends) - 1)]
    return 0.5 * (
        2 * p1
        + (p2 - p0) * f
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * f**2
        + (3 * p1 - p0 - 3 * p2 + p3) * f**3
    )
