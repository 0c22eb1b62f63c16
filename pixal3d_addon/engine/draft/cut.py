"""Cutting a network's triangles along the contour.

A cut edge has one cut point, so the contour is a closed curve of edges and each of its points has
two of them, whatever the silhouette looks like.
"""

from dataclasses import dataclass

import numpy as np

from .network import GRID
from .sampling import bilinear, sample

KEEP_AWAY = 0.3  # least distance of a vertex from the contour, in its shortest edges: no slivers
_PROBES = 12  # samples along a cut edge


@dataclass(frozen=True)
class Domain:
    """points: float64 [N, 2] of plane coordinates (u, w); triangles: [T, 3], counter-clockwise.

    The first `inner` points lie inside, the others on the contour. inset: [N], as in `Relief`.
    """

    points: np.ndarray
    inset: np.ndarray
    triangles: np.ndarray
    inner: int


def cut_count(triangles: np.ndarray, inside: np.ndarray, walls: bool = False) -> int:
    """How many triangles remain inside the contour after cutting, and of a wall along it as many
    as go with one of its two sides."""
    corners = inside.ravel()[triangles].sum(axis=1)
    wall = int(((corners == 1) | (corners == 2)).sum()) if walls else 0
    return int(len(triangles) + (corners == 2).sum()) + wall


def cut(
    triangles: np.ndarray,
    inside: np.ndarray,
    signed: np.ndarray,
    inset: np.ndarray,
    coverage: np.ndarray,
) -> Domain:
    """Cut the grid triangles [T, 3] along the contour of `coverage` [S, S], 0 to 1.

    inside, signed, inset: of the grid's points, as in `triangulate`.
    """
    used, triangles = np.unique(triangles, return_inverse=True)
    triangles = triangles.reshape(-1, 3)
    label = inside.ravel()[used]
    points = np.stack([used % (GRID + 1), used // (GRID + 1)], axis=1) / GRID - 0.5
    points = _move_off_contour(points, triangles, label, signed, used)

    # Turn every triangle so that the corner that differs from the other two comes first.
    corners = label[triangles]
    count = corners.sum(axis=1)
    odd = np.where(count == 1, corners.argmax(axis=1), (~corners).argmax(axis=1))
    turned = np.take_along_axis(triangles, (odd[:, None] + np.arange(3)) % 3, axis=1)
    whole, one, two = triangles[count == 3], turned[count == 1], turned[count == 2]

    edges = np.concatenate(
        [one[:, [0, 1]], one[:, [0, 2]], two[:, [1, 0]], two[:, [2, 0]]]
    )  # inside end first
    unique, index = np.unique(edges, axis=0, return_inverse=True)
    index = index.reshape(-1)
    cuts = _crossings(points[unique[:, 0]], points[unique[:, 1]], coverage)
    first = len(used)
    ab, ac, ba, ca = np.split(first + index, np.cumsum([len(one), len(one), len(two)]))
    pieces = [
        whole,
        np.stack([one[:, 0], ab, ac], 1),
        np.stack([ba, two[:, 1], two[:, 2]], 1),
        np.stack([ba, two[:, 2], ca], 1),
    ]
    result = np.concatenate(pieces)
    kept, result = np.unique(result, return_inverse=True)
    points = np.concatenate([points, cuts])[kept]
    inner = int((kept < first).sum())
    column, row = (points.T + 0.5) * GRID
    depth = bilinear(inset, column, row) / GRID
    on_contour = np.arange(len(points)) >= inner
    # The contour's own inset is 0 but for where it stands on the ground.
    depth = np.where(on_contour & (depth < 3 / GRID), 0.0, np.maximum(depth, 0.1 / GRID))
    return Domain(points, depth, result.reshape(-1, 3), inner)


def _move_off_contour(
    points: np.ndarray,
    triangles: np.ndarray,
    label: np.ndarray,
    signed: np.ndarray,
    used: np.ndarray,
) -> np.ndarray:
    """Push vertices that lie almost on the contour away from it, so that no cut makes slivers."""
    legs = np.full(len(points), np.inf)
    for a, b in ((0, 2), (1, 2)):
        length = np.linalg.norm(points[triangles[:, a]] - points[triangles[:, b]], axis=1)
        for corner in range(3):
            np.minimum.at(legs, triangles[:, corner], length)
    dy, dx = np.gradient(signed)
    normal = np.stack([dx.ravel()[used], dy.ravel()[used]], axis=1)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    distance = np.abs(signed.ravel()[used]) / GRID
    lack = np.maximum(KEEP_AWAY * legs - distance, 0.0)
    return points + normal * np.where(label, lack, -lack)[:, None]


def _crossings(inner: np.ndarray, outer: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    """Where each edge leaves the subject: the first point from inside with coverage 0.5."""
    steps = np.linspace(0.0, 1.0, _PROBES + 1)
    along = inner[:, None] + (outer - inner)[:, None] * steps[:, None]
    value = sample(coverage, along[..., 0], along[..., 1]) - 0.5
    value[:, 0], value[:, -1] = np.maximum(value[:, 0], 1e-3), np.minimum(value[:, -1], -1e-3)
    last = (value <= 0).argmax(axis=1) - 1
    rows = np.arange(len(value))
    here, beyond = value[rows, last], value[rows, last + 1]
    part = (last + here / (here - beyond)) / _PROBES
    part = np.clip(part, 0.02, 0.98)  # an end itself would merge two vertices
    return inner + (outer - inner) * part[:, None]
