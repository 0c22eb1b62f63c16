"""The silhouette as a planar triangle mesh: fine along the contour and where depth bends.

A right-triangulated irregular network (Evans, Kirkpatrick, Townsend 2001) over a grid of
2^k + 1 points, cut along the contour triangle by triangle. Neighbours share whole edges and a cut
edge has one cut point, so the mesh is a manifold with the contour as its boundary, whatever the
silhouette looks like.
"""

import math
from dataclasses import dataclass

import numpy as np

from ...core.errors import PixalError
from .ground import extend_down
from .inflate import distance_inside
from .relief import EDGE_ON, Relief
from .sampling import bilinear, sample

GRID = 1024  # intervals; a power of two
FINEST_ERROR = 0.2  # grid steps; nothing is gained below
BAND = 24  # grid steps from the contour that a triangle's edge may cut off at most
COARSEST = 32  # grid steps; larger triangles shade badly and come only with a tiny budget
DEPTH_WEIGHT = 0.5  # of an error in depth against one along the contour
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


def triangulate(alpha: np.ndarray, relief: Relief, budget: int) -> Domain:
    """Mesh the subject of `alpha` [S, S] uint8 with at most `budget` triangles.

    Raises PixalError `no_object` where nothing is more than half covered.
    """
    coverage = alpha.astype(np.float32) / 255.0
    axis = np.arange(GRID + 1) / GRID - 0.5
    u, w = np.meshgrid(axis, axis)  # row index goes up
    value = sample(coverage, u, w)
    value[[0, -1], :] = value[:, [0, -1]] = 0.0  # the object closes at the frame's border
    inside = value > 0.5
    if not inside.any():
        raise PixalError(
            "no_object",
            "The mask holds no subject.",
            "Supply a mask that is white where the subject is.",
        )
    signed = _signed_distance(inside, value)
    inset = _standing_inset(inside, signed, relief)
    errors = _errors(signed, relief.half(u, w, inset / GRID) / relief.frame * GRID)

    low, high = FINEST_ERROR, 64.0
    best = _extract(errors, low, inside)
    if _cut_count(best, inside) > budget:
        best = _extract(errors, high, inside)
        for _ in range(7):
            middle = math.sqrt(low * high)
            triangles = _extract(errors, middle, inside)
            if _cut_count(triangles, inside) <= budget:
                best, high = triangles, middle
            else:
                low = middle
    return _cut(best, inside, signed, inset, coverage)


def _signed_distance(inside: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Grid steps to the contour, positive inside, at most BAND; finer than a step on it."""
    signed = distance_inside(inside, BAND) - distance_inside(~inside, BAND)
    on_edge = (value > 0.02) & (value < 0.98) & (np.abs(signed) < 1.0)
    return np.where(on_edge, value - np.float32(0.5), signed)


def _standing_inset(inside: np.ndarray, signed: np.ndarray, relief: Relief) -> np.ndarray:
    """Grid steps to the contour as extended below the ground (see `Relief`), at most BAND."""
    if relief.camera.elevation <= -EDGE_ON:
        return signed
    extended = extend_down(inside[::-1])[::-1]  # rows of the grid go up
    return np.where(extended, np.maximum(distance_inside(extended, BAND), signed), signed)


def _errors(signed: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """For each grid point the error that leaving it out makes, never less than its children's."""
    errors = np.zeros_like(depth)
    size = 2
    while size <= GRID:
        half = size // 2
        for centre in (False, True):
            for at, ends in _vertices(size, centre):
                bend = np.abs(depth[at] - (depth[ends[0]] + depth[ends[1]]) / 2) * DEPTH_WEIGHT
                drift = np.abs(signed[at] - (signed[ends[0]] + signed[ends[1]]) / 2)
                own = np.maximum(bend * (signed[at] > 0), drift * (np.abs(signed[at]) < size))
                np.maximum(errors[at], own, out=errors[at])
            if centre:
                parents = errors[half::size, half::size]
                for children in (
                    errors[half::size, :-1:size],
                    errors[half::size, size::size],
                    errors[:-1:size, half::size],
                    errors[size::size, half::size],
                ):
                    np.maximum(parents, children, out=parents)
            elif half > 1:
                quarter = half // 2
                below = errors[quarter::half, quarter::half]  # centres of the half-size squares
                wide = np.pad(below, 1)
                across = errors[half::size, ::size]  # on vertical sides
                along = errors[::size, half::size]
                for row in (0, 1):
                    for column in (0, 1):
                        np.maximum(
                            across, wide[1 + row : -1 : 2, column::2][: len(across)], out=across
                        )
                        np.maximum(
                            along, wide[row::2, 1 + column : -1 : 2][:, : along.shape[1]], out=along
                        )
        if size > COARSEST:
            for at, _ in (*_vertices(size, False), *_vertices(size, True)):
                np.maximum(errors[at], size / 4, out=errors[at])
        size *= 2
    return errors


def _vertices(size: int, centre: bool) -> list[tuple[tuple, tuple[tuple, tuple]]]:
    """Slices of the points that split edges of squares of `size`, with the edges' two ends."""
    half = size // 2
    if not centre:
        low, mid, high = slice(0, -1, size), slice(half, None, size), slice(size, None, size)
        every = slice(None, None, size)
        return [((mid, every), ((low, every), (high, every))),
                ((every, mid), ((every, low), (every, high)))]  # fmt: skip
    found = []
    double = 2 * size
    # The diagonal of a square runs from its parent's centre to its parent's corner.
    for row in (0, 1) if size < GRID else (0,):
        for column in (0, 1) if size < GRID else (0,):

            def at(y: int, x: int, row: int = row, column: int = column) -> tuple[slice, slice]:
                return (
                    slice(row * size + y, GRID + 1 - (size - y) + 1, double),
                    slice(column * size + x, GRID + 1 - (size - x) + 1, double),
                )

            ends = (at(0, 0), at(size, size)) if row == column else (at(0, size), at(size, 0))
            found.append((at(half, half), ends))
    return found


def _extract(errors: np.ndarray, tolerance: float, inside: np.ndarray) -> np.ndarray:
    """Triangles [T, 3] of flat grid indices whose splitting points err by at most `tolerance`."""
    n = GRID
    side = n + 1
    corner = {"a": 0, "b": n, "c": n * side + n, "d": n * side}
    # (end, end, right-angled corner) of the two halves of the square, counter-clockwise
    triangles = np.array(
        [[corner["c"], corner["a"], corner["b"]], [corner["a"], corner["c"], corner["d"]]]
    )
    flat, labels = errors.ravel(), inside.ravel()
    done = []
    leg = n
    straight = True  # the legs follow the grid's axes
    while len(triangles):
        if straight and leg == 1:
            done.append(triangles)
            break
        middle = (triangles[:, 0] + triangles[:, 1]) // 2
        split = flat[middle] > tolerance
        done.append(triangles[~split])
        first, second, apex = triangles[split].T
        middle = middle[split]
        triangles = np.concatenate(
            [np.stack([apex, first, middle], 1), np.stack([second, apex, middle], 1)]
        )
        straight = not straight
        if straight:
            leg //= 2
    triangles = np.concatenate(done)
    return triangles[labels[triangles].any(axis=1)]


def _cut_count(triangles: np.ndarray, inside: np.ndarray) -> int:
    """How many triangles remain inside the contour after cutting."""
    corners = inside.ravel()[triangles].sum(axis=1)
    return int(len(triangles) + (corners == 2).sum())


def _cut(
    triangles: np.ndarray,
    inside: np.ndarray,
    signed: np.ndarray,
    standing: np.ndarray,
    coverage: np.ndarray,
) -> Domain:
    """Cut the grid triangles along the contour of `coverage`."""
    used, triangles = np.unique(triangles, return_inverse=True)
    triangles = triangles.reshape(-1, 3)
    label = inside.ravel()[used]
    points = np.stack([used % (GRID + 1), used // (GRID + 1)], axis=1) / GRID - 0.5
    points, inset = _move_off_contour(points, triangles, label, signed, used)

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
    inset = np.concatenate([inset[kept[:inner]], np.zeros(len(kept) - inner)])
    column, row = (points.T + 0.5) * GRID
    beyond = bilinear(standing, column, row) / GRID
    inset = np.where(beyond > inset + 2 / GRID, beyond, inset)
    return Domain(points, inset, result.reshape(-1, 3), inner)


def _move_off_contour(
    points: np.ndarray,
    triangles: np.ndarray,
    label: np.ndarray,
    signed: np.ndarray,
    used: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Push vertices that lie almost on the contour away from it, so that no cut makes slivers.

    Returns the points [N, 2] and their distances [N] to the contour.
    """
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
    return points + normal * (np.where(label, lack, -lack))[:, None], distance + lack


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
