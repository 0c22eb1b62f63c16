"""The raw surface seen from the low mesh: where lines along normals meet it, and how it bends."""

import numpy as np

from ..rays import Rays


class Detail:
    """Rays from a low mesh to the surface that it stands for."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray, reach: float) -> None:
        """vertices [V, 3], faces [F, 3]. reach: how far a ray looks either way."""
        self.rays = Rays(vertices, faces)
        self._vertices, self._faces = self.rays.vertices, self.rays.faces
        self._normals = smooth_normals(self._vertices, self._faces)
        self._reach = reach

    def nearest(self, points: np.ndarray, normals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the lines through `points` along `normals` [N, 3] meet the surface next.

        Points [N, 3] and unit normals there, on the side of `normals`. What meets nothing within
        the reach stays as it is.
        """
        normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        normals = np.ascontiguousarray(normals, np.float32)
        best = np.full(len(points), self._reach, np.float32)
        face = np.full(len(points), -1, np.int32)
        shares: np.ndarray = np.zeros((len(points), 3), np.float32)
        # From a hair behind the point: it may lie in the surface itself.
        hair = np.float32(self._reach * 1e-3)
        for ways in (normals, -normals):
            met, far, share = self.rays.first(points - ways * hair, ways, best + hair)
            far = np.abs(far - hair)
            closer = (met >= 0) & (far < best)
            best[closer], face[closer], shares[closer] = far[closer], met[closer], share[closer]
        where, bent = points.astype(np.float32), normals.copy()
        hit = np.flatnonzero(face >= 0)
        corners = self._faces[face[hit]]
        shares = shares[hit]
        where[hit] = mixed(self._vertices, corners, shares)
        smooth = mixed(self._normals, corners, shares)
        length = np.linalg.norm(smooth, axis=1, keepdims=True)
        facing = np.einsum("ij,ij->i", smooth, normals[hit])[:, None]
        smooth /= np.maximum(length, 1e-12) * np.where(facing < 0, -1, 1)
        bent[hit] = np.where(length > 1e-6, smooth, bent[hit])
        return where, bent


def mixed(values: np.ndarray, corners: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """`values` [V, C] of the vertices at shares [N, 3] of corners [N, 3], float32 [N, C]."""
    return sum(shares[:, k, None] * values[corners[:, k]] for k in range(3))


def smooth_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit normals float32 [V, 3], faces weighted by area: quick where there are millions."""
    sums = np.zeros((3, len(vertices)))
    for start in range(0, len(faces), 1 << 20):
        some = faces[start : start + (1 << 20)]
        corner = vertices[some]
        normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        for axis in range(3):
            for k in range(3):
                sums[axis] += np.bincount(some[:, k], normal[:, axis], len(vertices))
    length = np.sqrt((sums**2).sum(axis=0))
    return np.ascontiguousarray((sums / np.maximum(length, 1e-30)).T, np.float32)
