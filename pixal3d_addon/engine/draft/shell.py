"""Two sheets over the silhouette, joined along its contour: a closed surface."""

import numpy as np

from .cut import Domain
from .relief import Relief

WALL_REACH = 0.15  # frames: a wall shows no more of the picture than this


def close(domain: Domain, relief: Relief) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lift `domain` to front and back. Returns vertices [V, 3] in the view frame, faces [F, 3]
    counter-clockwise from outside (front faces first, then as many back faces, then walls), and
    the plane coordinates [F, 3, 2] that each face's corners show.

    Contour points are one vertex for both sheets; all others are two. So each edge has exactly
    two faces. Where the relief has a thickness on the contour, those are two as well, with a wall
    of two triangles between the sheets along every edge of the contour. No ray of the camera sees
    it: it shows the picture next to the contour, as far inwards as it is thick.
    """
    u, w = domain.points.T
    total = len(domain.points)
    both = total if relief.open_rim else domain.inner
    front = relief.points(u, w, relief.front(u, w, domain.inset))
    u, w = u[:both], w[:both]
    back = relief.points(u, w, relief.back(u, w, domain.inset[:both]))
    vertices = np.concatenate([front, back])
    triangles = domain.triangles
    behind = np.where(triangles < both, triangles + total, triangles)[:, ::-1]
    shown = domain.points[triangles]
    if not relief.open_rim:
        faces = np.concatenate([triangles, behind])
        return vertices, faces.astype(np.int32), np.concatenate([shown, shown[:, ::-1]])
    edges = _contour(triangles, domain.inner)
    thick = np.minimum((back[:, 1] - front[:, 1]) / relief.frame, WALL_REACH)
    inwards = domain.points + thick[:, None] * _inwards(domain.points, edges)
    plane = np.concatenate([domain.points, inwards])
    a, b = edges.T
    walls = np.concatenate(
        [np.stack([b, a, a + total], axis=1), np.stack([b, a + total, b + total], axis=1)]
    )
    faces = np.concatenate([triangles, behind, walls])
    return vertices, faces.astype(np.int32), np.concatenate([shown, shown[:, ::-1], plane[walls]])


def _contour(triangles: np.ndarray, inner: int) -> np.ndarray:
    """Edges [E, 2] that one triangle alone has, turned as it has them: the inside to the left."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = edges[(edges >= inner).all(axis=1)].astype(np.int64)
    scale = triangles.max() + 1
    key, turned = edges @ (scale, 1), edges @ (1, scale)
    return edges[~np.isin(key, turned)]


def _inwards(points: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Unit vectors [N, 2] from the contour into the silhouette; zero off the contour."""
    along = points[edges[:, 1]] - points[edges[:, 0]]
    left = np.stack([-along[:, 1], along[:, 0]], axis=1)
    total = np.zeros_like(points)
    for end in (0, 1):
        np.add.at(total, edges[:, end], left)
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)
