"""Holes in a mesh closed."""

import numpy as np

from .components import linked
from .edges import edges
from .weld import flat


def fill(
    vertices: np.ndarray, faces: np.ndarray, perimeter: float
) -> tuple[np.ndarray, np.ndarray]:
    """Holes up to `perimeter` round closed by a fan about the middle of their rim.

    vertices float32 [V, 3], faces int32 [F, 3], oriented and manifold. A face that hangs on no
    other is no hole.
    """
    table = edges(faces)
    rim = table.half[table.start[:-1][table.uses == 1]]
    begin, end = faces.ravel()[rim], faces[:, [1, 2, 0]].ravel()[rim]
    if not len(rim):
        return vertices, faces
    used, rows = np.unique(np.concatenate([begin, end]), return_inverse=True)
    number, label = linked(len(used), rows[: len(rim)], rows[len(rim) :])
    loop = label[rows[: len(rim)]]
    length = np.bincount(loop, np.linalg.norm(vertices[end] - vertices[begin], axis=1), number)
    size = np.bincount(loop, minlength=number)
    # Along a single face's rim all half-edges have the same owner.
    owner = np.zeros(number, np.int64)
    owner[loop] = rim // 3
    strangers = np.bincount(loop, owner[loop] != rim // 3, number)
    small = (length <= perimeter) & (strangers > 0)
    middle = np.stack(
        [np.bincount(loop, vertices[begin, k], number) / size for k in range(3)], axis=1
    )
    chosen = small[loop]
    place = (len(vertices) + np.cumsum(small) - 1).astype(np.int32)
    vertices = np.concatenate([vertices, middle[small].astype(np.float32)])
    fan = np.stack([end[chosen], begin[chosen], place[loop[chosen]]], axis=1).astype(np.int32)
    # A rim that lies on a line has nothing to be closed.
    lines = np.bincount(loop[chosen], flat(vertices, fan), number) > 0
    fan = fan[~lines[loop[chosen]]]
    return vertices, np.concatenate([faces, fan])
