"""A plain convex mesh around an object, for physics."""

import numpy as np

_DIRECTIONS = 200  # physics engines take hulls of some hundred points at most


def box(vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The axis-parallel box round `vertices` [V, 3]: float32 [8, 3], int32 [12, 3], outwards."""
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    corners = np.stack(np.meshgrid(*zip(low, high, strict=True), indexing="ij"), -1).reshape(-1, 3)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [three for a, b, c, d in quads for three in ((a, b, c), (a, c, d))]
    return corners.astype(np.float32), np.array(faces, np.int32)


def hull(vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The convex hull of what is outermost in each of many directions: [N, 3], [F, 3], outwards.

    What is flat has none and gets its box.
    """
    from scipy.spatial import ConvexHull, QhullError

    number = np.arange(_DIRECTIONS) + 0.5  # evenly round the sphere, by the golden angle
    around, up = number * np.pi * (1 + 5**0.5), 1 - 2 * number / _DIRECTIONS
    ring = np.sqrt(1 - up**2)
    ways = np.stack([ring * np.cos(around), ring * np.sin(around), up], axis=1)
    ways = np.concatenate([ways, np.eye(3), -np.eye(3)]).astype(np.float32)
    outermost = np.unique([int((vertices @ way).argmax()) for way in ways])
    points = vertices[outermost].astype(np.float64)
    try:
        found = ConvexHull(points)
    except QhullError:
        return box(vertices)
    faces = found.simplices.astype(np.int32)
    corners = points[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inwards = np.einsum("ij,ij->i", normal, found.equations[:, :3]) < 0
    faces[inwards] = faces[inwards][:, ::-1]
    used, index = np.unique(faces, return_inverse=True)
    return points[used].astype(np.float32), index.reshape(faces.shape).astype(np.int32)
