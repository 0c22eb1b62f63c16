"""The raw surface seen from the low mesh: where lines along normals meet it, and how it bends."""

import numpy as np


class Detail:
    """Rays from a low mesh to the surface that it stands for (Embree)."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray, reach: float) -> None:
        """vertices [V, 3], faces [F, 3]. reach: how far a ray looks either way."""
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        self._vertices = np.ascontiguousarray(vertices, np.float32)
        self._faces = np.ascontiguousarray(faces, np.int32)
        self._normals = smooth_normals(self._vertices, self._faces)
        self._reach = reach
        self._scene = EmbreeScene()
        TriangleMesh(self._scene, self._vertices, self._faces)

    def nearest(self, points: np.ndarray, normals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the lines through `points` along `normals` [N, 3] meet the surface next.

        Points [N, 3] and unit normals there, on the side of `normals`. What meets nothing within
        the reach stays as it is.
        """
        normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        where, bent = points.astype(np.float32), normals.astype(np.float32)
        best = np.full(len(points), self._reach, np.float32)
        # From a hair behind the point: it may lie in the surface itself.
        hair = self._reach * 1e-3
        for way in (1.0, -1.0):
            rays = np.ascontiguousarray(normals * way, np.float32)
            found = self._scene.run(
                np.ascontiguousarray(points - rays * hair, np.float32),
                rays,
                dists=(best + hair).astype(np.float32),
                query="INTERSECT",
                output=True,
            )
            hit = np.flatnonzero(found["primID"] >= 0)
            distance = np.abs(found["tfar"][hit] - hair)
            closer = distance < best[hit]
            hit, distance = hit[closer], distance[closer]
            best[hit] = distance
            corners = self._faces[found["primID"][hit]]
            second, third = found["u"][hit, None], found["v"][hit, None]
            shares = 1 - second - third, second, third
            where[hit] = sum(w * self._vertices[corners[:, k]] for k, w in enumerate(shares))
            smooth = sum(w * self._normals[corners[:, k]] for k, w in enumerate(shares))
            length = np.linalg.norm(smooth, axis=1, keepdims=True)
            facing = np.einsum("ij,ij->i", smooth, normals[hit])[:, None]
            smooth = smooth / np.maximum(length, 1e-12) * np.where(facing < 0, -1, 1)
            bent[hit] = np.where(length > 1e-6, smooth, bent[hit])
        return where, bent


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
