"""Surfaces of fields, by naive surface nets (Gibson 1998): even triangles, no tables."""

from collections.abc import Callable

import numpy as np

from .solids import Mesh

Field = Callable[[np.ndarray], np.ndarray]


def grown(field: Field, low: np.ndarray, high: np.ndarray, cells: int = 56) -> Mesh:
    """The closed surface where `field`([N, 3]) → [N] is zero, negative inside.

    low, high: [3], corners of a box that holds it; its longest side has `cells` cells.
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    step = (high - low).max() / cells
    axes = [np.arange(a - step, b + 2 * step, step) for a, b in zip(low, high, strict=True)]
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    values = field(nodes.reshape(-1, 3)).reshape(nodes.shape[:3])
    shape = np.array(values.shape)
    for axis in range(3):  # closed at the box, whatever the field says
        ends = np.moveaxis(values, axis, 0)
        ends[[0, -1]] = np.maximum(ends[[0, -1]], step)
    total, count, quads = np.zeros((values.size, 3)), np.zeros(values.size), []
    flat = np.array([shape[1] * shape[2], shape[2], 1])
    for axis in range(3):
        start = np.moveaxis(values, axis, 0)[:-1]
        end = np.moveaxis(values, axis, 0)[1:]
        crossed = np.argwhere((start < 0) != (end < 0))  # in the moved order of axes
        v0, v1 = start[tuple(crossed.T)], end[tuple(crossed.T)]
        node = np.insert(crossed[:, 1:], axis, crossed[:, 0], axis=1)
        point = node.astype(float)
        point[:, axis] += v0 / (v0 - v1)
        b, c = (axis + 1) % 3, (axis + 2) % 3
        around = node @ flat
        ring = np.stack([around, around - flat[b], around - flat[b] - flat[c], around - flat[c]], 1)
        for cell in ring.T:
            np.add.at(total, cell, point)
            np.add.at(count, cell, 1)
        quads.append(np.where((v0 < 0)[:, None], ring, ring[:, ::-1]))
    corners = np.concatenate(quads)
    used, index = np.unique(corners, return_inverse=True)
    index = index.reshape(corners.shape)
    vertices = total[used] / count[used, None] * step + [axis[0] for axis in axes]
    return Mesh(vertices, np.concatenate([index[:, [0, 1, 2]], index[:, [0, 2, 3]]]))
