"""What can be seen from outside, by rays."""

import numpy as np

from ..rays import Rays

_OFF = 2e-5  # of the object's size: how far before the surface a ray starts
_BATCH = 1 << 18


class Outside:
    """Whether points before a surface see the open."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray) -> None:
        """vertices float32 [V, 3], faces int32 [F, 3], in any winding."""
        self._off = _OFF * float(np.ptp(vertices, axis=0).max())
        self._rays = Rays(vertices, faces)

    def share(self, points: np.ndarray, normals: np.ndarray, rays: int, seed: int) -> np.ndarray:
        """float32 [N]: of `rays` from each of `points` [N, 3] over the half-space of the unit
        `normals` [N, 3], more of them along it, the share that meets nothing."""
        random = np.random.default_rng(seed)
        free = np.zeros(len(points), np.float32)
        for start in range(0, len(points), _BATCH):
            part = slice(start, start + _BATCH)
            origin = points[part] + normals[part] * np.float32(self._off)
            for _ in range(rays):
                way = random.standard_normal(origin.shape, np.float32)
                way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
                way = way * np.float32(0.999) + normals[part]  # cosine-weighted
                free[part] += self._rays.free(origin, way)
        return free / rays
