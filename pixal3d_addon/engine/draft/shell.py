"""Two sheets over the silhouette, joined along its contour: a closed surface."""

import numpy as np

from .cut import Domain
from .relief import Relief


def close(domain: Domain, relief: Relief) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lift `domain` to front and back. Returns vertices [V, 3] in the view frame, faces [F, 3]
    counter-clockwise from outside (front faces first, then as many back faces), and the plane
    coordinates [V, 2] of every vertex.

    Contour points are one vertex for both sheets; all others are two. So each edge has exactly
    two faces.
    """
    u, w = domain.points.T
    inner = domain.inner
    front = relief.points(u, w, relief.front(u, w, domain.inset))
    u, w = u[:inner], w[:inner]
    back = relief.points(u, w, relief.back(u, w, domain.inset[:inner]))
    vertices = np.concatenate([front, back])
    total = len(domain.points)
    behind = np.where(domain.triangles < inner, domain.triangles + total, domain.triangles)
    faces = np.concatenate([domain.triangles, behind[:, ::-1]])
    plane = np.concatenate([domain.points, domain.points[:inner]])
    return vertices, faces.astype(np.int32), plane
