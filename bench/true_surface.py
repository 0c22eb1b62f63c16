"""The true object to measure a finished one against: nearest points, colors, what can be seen."""

from collections.abc import Sequence

import numpy as np
import trimesh
from scipy.spatial import cKDTree

from .distance import sample
from .raw_surface import material
from .render import Pinhole, render
from .surface import Surface

_DENSE = 1_000_000
_POINTS = 20_000
_NEAR = 8  # of the dense points: the triangles that they lie in are looked at


class TrueSurface:
    """parts: meshes in the view frame with textures or materials, as `raw_surface` takes them."""

    def __init__(self, parts: Sequence[trimesh.Trimesh]) -> None:
        self._parts = parts
        whole = trimesh.util.concatenate([trimesh.Trimesh(p.vertices, p.faces) for p in parts])
        self._triangles = np.asarray(whole.triangles)
        self._first = np.cumsum([0, *(len(part.faces) for part in parts)])
        self._dense, self._face = trimesh.sample.sample_surface(whole, _DENSE, seed=1)
        self._tree = cKDTree(self._dense)
        self.surface = Surface(np.asarray(whole.vertices), np.asarray(whole.faces, np.int32))

    def nearest(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest points [N, 3] of the object and the faces [N] that they lie in.

        Nearest of a million points first, then exactly in the triangles of the nearest eight.
        """
        face = self._face[self._tree.query(points, k=_NEAR)[1]]
        flat = np.repeat(points, _NEAR, axis=0)
        closest = trimesh.triangles.closest_point(self._triangles[face.ravel()], flat)
        closest = closest.reshape(-1, _NEAR, 3)
        best = np.linalg.norm(closest - points[:, None], axis=2).argmin(1)
        rows = np.arange(len(points))
        return closest[rows, best], face[rows, best]

    def colors(self, points: np.ndarray, faces: np.ndarray) -> np.ndarray:
        """Base color float [N, 3], 0…255 sRGB, at `points` [N, 3] of `faces` [N]."""
        weights = trimesh.triangles.points_to_barycentric(self._triangles[faces], points)
        return self._colors(faces, np.nan_to_num(weights, nan=1 / 3))

    def picture(self, camera: Pinhole) -> np.ndarray:
        """What `camera` sees of it, unlit, as `render` gives it."""
        return render(
            self.surface, camera, lambda _, hit: self._colors(hit.face, hit.weights) / 255
        )

    def lost(self, low: Surface, reach: float) -> float:
        """The share of what is seen of it from outside that has nothing of `low` within `reach`."""
        seen = self._seen(_POINTS)
        near = cKDTree(sample(low, 20 * _POINTS, seed=4)).query(seen)[0]
        return float((near > reach).mean()) if len(seen) else 0.0

    def _colors(self, faces: np.ndarray, weights: np.ndarray) -> np.ndarray:
        colors = np.empty((len(faces), 3))
        owner = np.searchsorted(self._first, faces, side="right") - 1
        for number, part in enumerate(self._parts):
            mine = np.flatnonzero(owner == number)
            local = faces[mine] - self._first[number]
            colors[mine] = material(part, local, weights[mine])[:, :3]
        return colors

    def _seen(self, count: int, seed: int = 5) -> np.ndarray:
        """Of `count` points drawn by area those [N, 3] that see the open from either side."""
        from pixal3d_addon.engine.mesh.cleaning.visibility import Outside

        random = np.random.default_rng(seed)
        chosen = random.choice(len(self._dense), count, replace=False)
        points = self._dense[chosen].astype(np.float32)
        normals = self.surface.normals()[self._face[chosen]].astype(np.float32)
        outside = Outside(self.surface.vertices.astype(np.float32), self.surface.faces)
        free = [outside.share(points, side * normals, 8, 1) for side in (np.float32(1), -1)]
        return points[np.maximum(*free) > 0.2].astype(np.float64)
