"""The surface of an object that layers of depth tell: the best that so many layers can hold.

Between an entry and the next exit the object is solid. Along a pixel's ray the signed distance to
its nearest layer is taken, bounded by a pixel; the surface is where that, over all pixels and
depths, goes through zero (naive surface nets, Gibson 1998, "Constrained elastic surface nets").
"""

import numpy as np

from bench.surface import Surface
from pixal3d_addon.core.camera import Camera

THIN = 1.2  # steps of depth: what is thinner is made as thick, or it would fall between them
STEPS = 2  # of depth to a pixel
_EDGES = [(a, b) for a in range(8) for b in range(a + 1, 8) if (a ^ b) in (1, 2, 4)]
_AROUND = {  # the four cells round an edge along each axis, counter-clockwise seen from its end
    0: [(0, 0, 0), (0, -1, 0), (0, -1, -1), (0, 0, -1)],
    1: [(0, 0, 0), (0, 0, -1), (-1, 0, -1), (-1, 0, 0)],
    2: [(0, 0, 0), (-1, 0, 0), (-1, -1, 0), (0, -1, 0)],
}


def seen(layers: np.ndarray, side: int) -> np.ndarray:
    """`samples.View.layers` [S, S, 4] as the middles of `side`² pixels see them."""
    at = ((np.arange(side) + 0.5) / side * len(layers)).astype(int)
    return layers[at][:, at]


def solid(layers: np.ndarray, count: int) -> np.ndarray:
    """Entries and exits [S, S, count] in order, NaN outside: of the first, second, third and last
    hits [S, S, 4] the first and last for 2; for 4 all, where there are as many."""
    first, second, third, last = np.moveaxis(layers, -1, 0)
    if count == 2:
        return np.stack([first, last], axis=-1)
    gap = np.isfinite(third)  # with two hits the second is the last
    inner = np.where(gap, second, last), np.where(gap, third, np.nan)
    return np.stack([first, inner[0], inner[1], np.where(gap, last, np.nan)], axis=-1)


def surface(crossings: np.ndarray, camera: Camera) -> Surface:
    """The closed surface of `crossings` [S, S, 2 n] of view-frame y, seen by `camera`, in the view
    frame."""
    side = len(crossings)
    step = 1 / side / STEPS
    low, high = np.nanmin(crossings) - 2 * step, np.nanmax(crossings) + 3 * step
    depths = np.arange(low, high, step)
    inside = np.full((side, side, len(depths)), -np.inf)
    ordered = np.moveaxis(crossings, -1, 0)
    for entry, leave in zip(ordered[::2], ordered[1::2], strict=True):
        more = np.maximum(THIN * step - (leave - entry), 0) / 2
        near = depths - (entry - more)[..., None]
        far = (leave + more)[..., None] - depths
        inside = np.fmax(inside, np.fmin(near, far))
    inside = np.pad(inside, ((1, 1), (1, 1), (0, 0)), constant_values=-np.inf)
    points, faces = surface_nets(np.clip(inside, -1 / side, 1 / side))
    row, column, deep = points.T
    y = low + deep * step
    spread = (camera.distance + y) / camera.distance
    u, w = (column - 0.5) / side - 0.5, 0.5 - (row - 0.5) / side
    return Surface(np.stack([u * spread, y, w * spread], axis=1), faces[:, ::-1])  # rows go down


def surface_nets(field: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points [V, 3] in cells of `field` [A, B, C], and triangles int32 [F, 3], where it goes
    through zero. It must be negative on its border."""
    shape = tuple(np.array(field.shape) - 1)
    corners = [
        field[a : shape[0] + a, b : shape[1] + b, c : shape[2] + c]
        for a in (0, 1) for b in (0, 1) for c in (0, 1)
    ]  # fmt: skip
    full = sum((corner > 0).astype(np.uint8) for corner in corners)
    cell = np.flatnonzero((full > 0) & (full < 8))
    number = np.full(np.prod(shape), -1, np.int32)
    number[cell] = np.arange(len(cell))
    values = np.stack([corner.ravel()[cell] for corner in corners], axis=1)
    places = np.array([(k >> 2, k >> 1 & 1, k & 1) for k in range(8)], float)
    total, count = np.zeros((len(cell), 3)), np.zeros((len(cell), 1))
    for a, b in _EDGES:
        crossed = (values[:, a] > 0) != (values[:, b] > 0)
        share = (values[:, a] / np.where(crossed, values[:, a] - values[:, b], 1))[:, None]
        total += np.where(crossed[:, None], places[a] + share * (places[b] - places[a]), 0)
        count += crossed[:, None]
    points = np.stack(np.unravel_index(cell, shape), axis=1) + total / count
    triangles = []
    for axis, around in _AROUND.items():
        leaves = np.diff((field > 0).astype(np.int8), axis=axis)
        for sign, turn in ((-1, 1), (1, -1)):
            at = np.argwhere(leaves == sign)
            quads = np.stack(
                [number[np.ravel_multi_index((at + move).T, shape)] for move in around[::turn]], 1
            )
            triangles += [quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]
    return points, np.concatenate(triangles)
