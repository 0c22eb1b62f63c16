"""Two sheets over the silhouette, joined along its contour: a closed surface."""

import numpy as np

from .cut import Domain
from .relief import Relief


def close(domain: Domain, relief: Relief) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lift `domain` to front and back. Returns vertices [V, 3] in the view frame, faces [F, 3]
    counter-clockwise from outside (front faces first, then as many back faces, then walls), and
    the plane coordinates [V, 2] of every vertex.

    Contour points are one vertex for both sheets; all others are two. So each edge has exactly
    two faces. Where the relief has a thickness on the contour, those are two as well, with a wall
    of two triangles between the sheets along every edge of the contour.
    """
    u, w = domain.points.T
    total = len(domain.points)
    both = total if relief.open_rim else domain.inner
    front = relief.points(u, w, relief.front(u, w, domain.inset))
    u, w = u[:both], w[:both]
    back = relief.points(u, w, relief.back(u, w, domain.inset[:both]))
    vertices = np.concatenate([front, back])
    triangles = domain.triangles
    behind = np.where(triangles < both, triangles + total, triangles)
    faces = [triangles, behind[:, ::-1]]
    if relief.open_rim:
        a, b = _contour(triangles, domain.inner).T
        faces += [np.stack([b, a, a + total], axis=1), np.stack([b, a + total, b + total], axis=1)]
    plane = np.concatenate([domain.points, domain.points[:both]])
    return vertices, np.concatenate(faces).astype(np.int32), plane


def _contour(triangles: np.ndarray, inner: int) -> np.ndarray:
    """Edges [E, 2] that one triangle alone has, turned as it has them."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = edges[(edges >= inner).all(axis=1)].astype(np.int64)
    scale = triangles.max() + 1
    key, turned = edges @ (scale, 1), edges @ (1, scale)
    return edges[~np.isin(key, turned)]
