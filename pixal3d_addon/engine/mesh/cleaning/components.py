"""Parts of a mesh that hang together."""

import numpy as np

from .weld import compact


def vertex_components(count: int, faces: np.ndarray) -> tuple[int, np.ndarray]:
    """How many components `count` vertices fall into, and int32 [V], each vertex's."""
    return linked(count, faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel())


def linked(count: int, one: np.ndarray, other: np.ndarray) -> tuple[int, np.ndarray]:
    """Components of `count` nodes joined by the links `one` to `other`, int [L] each."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(one), np.int8)
    graph = coo_matrix((ones, (one, other)), shape=(count, count)).tocsr()
    number, label = connected_components(graph, directed=False)
    return int(number), label


def drop_tiny(
    vertices: np.ndarray, faces: np.ndarray, smallest: float, fewest: int = 4
) -> tuple[np.ndarray, np.ndarray]:
    """Without the components whose bounding box's diagonal is below `smallest` times that of the
    largest one, or that have fewer than `fewest` faces."""
    number, label = vertex_components(len(vertices), faces)
    low = np.full((number, 3), np.inf, np.float32)
    high = np.full((number, 3), -np.inf, np.float32)
    for axis in range(3):
        np.minimum.at(low[:, axis], label, vertices[:, axis])
        np.maximum.at(high[:, axis], label, vertices[:, axis])
    size = np.linalg.norm(high - low, axis=1)
    own = label[faces[:, 0]]
    keep = (size >= smallest * size.max()) & (np.bincount(own, minlength=number) >= fewest)
    return compact(vertices, faces[keep[own]])
