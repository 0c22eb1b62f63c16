"""The true object to measure a finished one against: nearest points, colors, what can be seen."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import trimesh
from scipy.spatial import cKDTree

from .distance import places
from .material import alpha, material
from .render import Hits, Pinhole, render
from .surface import Surface

_DENSE = 1_000_000
_POINTS = 20_000
_NEAR = 8  # of the dense points: the triangles that they lie in are looked at


class Nearest:
    """The nearest points of a surface: of a million points on it the nearest eight first, then
    exactly in the triangles that those lie in."""

    def __init__(self, surface: Surface) -> None:
        self.triangles = surface.corners()
        self.face, weights = places(surface, _DENSE, seed=1)
        self.dense = np.einsum("nk,nkc->nc", weights, self.triangles[self.face])
        self._tree = cKDTree(self.dense)

    def __call__(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest points to `points`, both [N, 3], and the faces [N] that they lie in."""
        face = self.face[self._tree.query(points, k=_NEAR)[1]]
        flat = np.repeat(points, _NEAR, axis=0)
        closest = trimesh.triangles.closest_point(self.triangles[face.ravel()], flat)
        closest = closest.reshape(-1, _NEAR, 3)
        best = np.linalg.norm(closest - points[:, None], axis=2).argmin(1)
        rows = np.arange(len(points))
        return closest[rows, best], face[rows, best]


class TrueSurface:
    """parts: meshes in the view frame with textures or materials, as `raw_surface` takes them."""

    def __init__(self, parts: Sequence[trimesh.Trimesh]) -> None:
        self._parts = parts
        whole = trimesh.util.concatenate([trimesh.Trimesh(p.vertices, p.faces) for p in parts])
        self._first = np.cumsum([0, *(len(part.faces) for part in parts)])
        self.surface = Surface(np.asarray(whole.vertices), np.asarray(whole.faces, np.int32))

    @cached_property
    def nearest(self) -> Nearest:
        return Nearest(self.surface)

    def colors(self, points: np.ndarray, faces: np.ndarray) -> np.ndarray:
        """Base color float [N, 3], 0…255 sRGB, at `points` [N, 3] of `faces` [N]."""
        weights = trimesh.triangles.points_to_barycentric(self.nearest.triangles[faces], points)
        return self._colors(faces, np.nan_to_num(weights, nan=1 / 3))

    def picture(self, camera: Pinhole) -> np.ndarray:
        """What `camera` sees of it, unlit, as `render` gives it, also through what is clear."""
        return render(
            self.surface,
            camera,
            lambda _, hit: self._colors(hit.face, hit.weights) / 255,
            clear=self._clear if any(map(_blends, self._parts)) else None,
        )

    def lost(self, low: Surface, reach: float) -> float:
        """The share of what is seen of it from outside that has nothing of `low` within `reach`."""
        seen = self._seen(_POINTS)
        if not len(seen):
            return 0.0
        return float((np.linalg.norm(Nearest(low)(seen)[0] - seen, axis=1) > reach).mean())

    def _colors(self, faces: np.ndarray, weights: np.ndarray) -> np.ndarray:
        colors = np.empty((len(faces), 3))
        for part, mine, local in self._shared_out(faces):
            colors[mine] = material(part, local, weights[mine])[:, :3]
        return colors

    def _clear(self, hits: Hits) -> np.ndarray:
        """Whether the material is more clear than not, bool [N]."""
        opacity = np.ones(len(hits.face))
        for part, mine, local in self._shared_out(hits.face):
            if _blends(part):
                opacity[mine] = alpha(part, local, hits.weights[mine])
        return opacity < 0.5

    def _shared_out(
        self, faces: np.ndarray
    ) -> Iterator[tuple[trimesh.Trimesh, np.ndarray, np.ndarray]]:
        """Each part, where in `faces` its own are, and their numbers in the part."""
        owner = np.searchsorted(self._first, faces, side="right") - 1
        for number, part in enumerate(self._parts):
            mine = np.flatnonzero(owner == number)
            yield part, mine, faces[mine] - self._first[number]

    def _seen(self, count: int, seed: int = 5) -> np.ndarray:
        """Of `count` points drawn by area those [N, 3] that see the open from either side."""
        from pixal3d_addon.engine.mesh.cleaning.visibility import Outside

        random = np.random.default_rng(seed)
        chosen = random.choice(len(self.nearest.dense), count, replace=False)
        points = self.nearest.dense[chosen].astype(np.float32)
        normals = self.surface.normals()[self.nearest.face[chosen]].astype(np.float32)
        outside = Outside(self.surface.vertices.astype(np.float32), self.surface.faces)
        free = [outside.share(points, side * normals, 8, 1) for side in (np.float32(1), -1)]
        return points[np.maximum(*free) > 0.2].astype(np.float64)


def _blends(part: trimesh.Trimesh) -> bool:
    """Whether its material lets anything through."""
    kind = getattr(getattr(part.visual, "material", None), "alphaMode", None)
    return kind in ("BLEND", "MASK")
