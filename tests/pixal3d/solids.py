"""Small meshes: vertices float32 [V, 3], faces int32 [F, 3], outwards."""

import numpy as np


def grid(rows, columns, wrap_rows=False, wrap_columns=False):
    """Faces of a grid of vertices, row by row."""
    a = np.arange(rows * columns).reshape(rows, columns)
    a = np.concatenate([a, a[:1]]) if wrap_rows else a
    a = np.concatenate([a, a[:, :1]], axis=1) if wrap_columns else a
    p, q, r, s = a[:-1, :-1], a[1:, :-1], a[1:, 1:], a[:-1, 1:]
    faces = [np.stack(three, axis=-1).reshape(-1, 3) for three in ((p, q, r), (p, r, s))]
    return np.concatenate(faces).astype(np.int32)


def torus(rows=96, columns=40, large=0.33, small=0.12):
    u, v = np.meshgrid(
        np.arange(rows) * 2 * np.pi / rows, np.arange(columns) * 2 * np.pi / columns, indexing="ij"
    )
    ring = large + small * np.cos(v)
    points = np.stack([ring * np.cos(u), ring * np.sin(u), small * np.sin(v)], axis=-1)
    return points.reshape(-1, 3).astype(np.float32), grid(rows, columns, True, True)


def box(count=12, size=(0.6, 0.4, 0.5)):
    sides = []
    for axis in range(3):
        for way in (-1, 1):
            u, v = np.meshgrid(*[np.linspace(-1, 1, count)] * 2, indexing="ij")
            points = np.empty((count, count, 3))
            points[..., axis] = way
            points[..., (axis + 1) % 3], points[..., (axis + 2) % 3] = u, v
            faces = grid(count, count)
            sides.append((points.reshape(-1, 3), faces if way > 0 else faces[:, ::-1]))
    points = np.concatenate([points for points, _ in sides])
    faces = np.concatenate([faces + k * count * count for k, (_, faces) in enumerate(sides)])
    unique, index = np.unique(np.round(points, 6), axis=0, return_inverse=True)
    return (unique * size / 2).astype(np.float32), index.ravel()[faces].astype(np.int32)


def ball(count=20, radius=0.4):
    vertices, faces = box(count, (1, 1, 1))
    length = np.linalg.norm(vertices, axis=1, keepdims=True)
    return (vertices / length * radius).astype(np.float32), faces


def sheet(count=50, waves=0.06):
    x, z = np.meshgrid(*[np.linspace(-0.4, 0.4, count)] * 2, indexing="ij")
    points = np.stack([x, waves * np.sin(9 * x) * np.cos(7 * z), z], axis=-1)
    return points.reshape(-1, 3).astype(np.float32), grid(count, count)


def pipe(round: int, along: int, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """An open tube of length 1 with `round` × `along` squares of two triangles each."""
    turn, height = np.meshgrid(
        2 * np.pi * np.arange(round) / round, np.linspace(-0.5, 0.5, along + 1), indexing="ij"
    )
    vertices = np.stack([radius * np.cos(turn), radius * np.sin(turn), height], axis=-1)
    rows = np.arange(vertices[..., 0].size).reshape(round, along + 1)
    following = np.roll(rows, -1, axis=0)
    a, b, c, d = rows[:, :-1], following[:, :-1], following[:, 1:], rows[:, 1:]
    faces = [np.stack(corners, axis=-1).reshape(-1, 3) for corners in ((a, b, c), (a, c, d))]
    return vertices.reshape(-1, 3).astype(np.float32), np.concatenate(faces).astype(np.int32)
