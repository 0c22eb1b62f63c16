"""Raw surfaces of the decoder's kind, from functions of space: no winding, one vertex a voxel."""

from collections.abc import Callable

import numpy as np

Inside = Callable[[np.ndarray], np.ndarray]  # float [..., 3] → signed distance, negative inside
_QUADS = np.array(
    [
        [(0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0)],
        [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)],
        [(0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 0)],
    ]
)


def dual_surface(distance: Inside, resolution: int) -> tuple[np.ndarray, np.ndarray]:
    """vertices float32 [V, 3], faces int32 [F, 3] of the zero of `distance` in -0.5 to 0.5.

    The winding follows the axes, as the decoder's does: half of the faces look inwards.
    """
    line = np.arange(resolution) / resolution - 0.5
    points = np.stack(np.meshgrid(line, line, line, indexing="ij"), axis=-1)
    values = distance(points)
    keys, places = [], []
    for axis in range(3):
        before = np.moveaxis(values, axis, 0)[:-1]
        after = np.moveaxis(values, axis, 0)[1:]
        crossed = np.moveaxis((before < 0) != (after < 0), 0, axis)
        edge = np.argwhere(crossed)
        start, stop = values[tuple(edge.T)], values[tuple((edge + np.eye(3, dtype=int)[axis]).T)]
        place = edge.astype(float)
        place[:, axis] += start / (start - stop)
        lowest = edge - 1
        lowest[:, axis] += 1
        keys.append((lowest[:, None] + _QUADS[axis]) @ (resolution**2, resolution, 1))
        places.append(place)
    quads = np.concatenate(keys)
    quads = np.unique(quads, return_inverse=True)[1].reshape(-1, 4)
    owner, each = quads.ravel(), np.repeat(np.concatenate(places), 4, axis=0)
    count = np.bincount(owner)
    vertices = np.stack([np.bincount(owner, each[:, k]) / count for k in range(3)], axis=1)
    faces = quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    return (vertices / resolution - 0.5).astype(np.float32), faces.astype(np.int32)


def ball(radius: float, center: tuple[float, float, float] = (0, 0, 0)) -> Inside:
    return lambda points: np.linalg.norm(points - np.array(center), axis=-1) - radius


def block(x: float, y: float, z: float) -> Inside:
    """Half sizes."""

    def distance(points: np.ndarray) -> np.ndarray:
        beyond = np.abs(points) - (x, y, z)
        return np.linalg.norm(np.maximum(beyond, 0), axis=-1) + np.minimum(beyond.max(-1), 0)

    return distance


def shell(radius: float, wall: float) -> Inside:
    """A hollow ball."""
    return lambda points: np.abs(np.linalg.norm(points, axis=-1) - radius) - wall / 2


def together(*parts: Inside) -> Inside:
    return lambda points: np.min([part(points) for part in parts], axis=0)


def cloth(side: int = 40, size: float = 0.4) -> tuple[np.ndarray, np.ndarray]:
    """A wavy sheet without thickness, as vertices and faces."""
    x, z = np.meshgrid(*[np.linspace(-size, size, side)] * 2, indexing="ij")
    vertices = np.stack([x, 0.05 * np.sin(9 * x) * np.cos(7 * z), z], axis=-1)
    rows = np.arange(side * side).reshape(side, side)
    a, b, c, d = (r.ravel() for r in (rows[:-1, :-1], rows[1:, :-1], rows[1:, 1:], rows[:-1, 1:]))
    faces = np.concatenate([np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)])
    return vertices.reshape(-1, 3).astype(np.float32), faces.astype(np.int32)
