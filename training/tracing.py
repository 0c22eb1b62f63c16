"""Rays against a `Shape`: where they hit, what colour is there. In the object frame, float32."""

from dataclasses import dataclass

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from .shape import Shape

GAP = 1e-3  # between two hits of one ray: nearer ones are one sheet modeled twice
OPAQUE = 0.5  # a texture's alpha under this lets the ray through
_CUTOUTS = 12  # leaves behind one another that a ray goes through at most


@dataclass(frozen=True)
class Hits:
    """Where N rays met the shape: t [N], in lengths of their directions, inf where they did not;
    face [N] and the weights [N, 3] of its corners, meaningless there."""

    t: np.ndarray
    face: np.ndarray
    weights: np.ndarray

    @property
    def found(self) -> np.ndarray:
        """Which rays hit, bool [N]."""
        return np.isfinite(self.t)


class Tracer:
    """A shape made ready for rays."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._scene = EmbreeScene(robust=True)
        TriangleMesh(self._scene, shape.vertices, shape.faces)
        self._texels, rows, cut = [], [], []
        start = 0
        for texture in shape.textures:
            image = np.full((1, 1, 4), 255, np.uint8) if texture is None else texture
            rows.append((start, image.shape[1], image.shape[0]))
            start += image.shape[0] * image.shape[1]
            self._texels.append(image.reshape(-1, 4))
            cut.append(bool((image[..., 3] < 255 * OPAQUE).any()))
        self._texels = np.concatenate(self._texels)
        self._images = np.array(rows, np.int64)
        self.cutouts = np.array(cut)[shape.material].any()

    def cast(self, origins: np.ndarray, rays: np.ndarray, start: np.ndarray | None = None) -> Hits:
        """First opaque hits of the rays [N, 3] from `origins` [N, 3] or [3].

        start: [N], only hits beyond so many lengths of the rays.
        """
        count = len(rays)
        t = np.full(count, np.inf, np.float32)
        face = np.zeros(count, np.int32)
        weights = np.zeros((count, 3), np.float32)
        origins = np.broadcast_to(np.asarray(origins, np.float32), rays.shape)
        begin = np.zeros(count, np.float32) if start is None else start.astype(np.float32)
        moved = origins if start is None else origins + rays * begin[:, None]
        left, ray = np.arange(count), rays
        for _ in range(_CUTOUTS):
            hit = self._scene.run(moved, ray, query="INTERSECT", output=True)
            met = np.flatnonzero(hit["primID"] >= 0)
            left = left[met]
            u, v = hit["u"][met], hit["v"][met]
            t[left] = begin[left] + hit["tfar"][met]
            face[left] = hit["primID"][met]
            weights[left] = np.stack([1 - u - v, u, v], axis=1)
            if self.cutouts:
                left = left[~self.opaque(face[left], weights[left])]
            if not self.cutouts or not len(left):
                break
            ray = rays[left]
            begin[left] = t[left] + GAP / np.linalg.norm(ray, axis=1)
            moved = origins[left] + ray * begin[left, None]
            t[left] = np.inf
        return Hits(t, face, weights)

    def blocked(self, origins: np.ndarray, rays: np.ndarray) -> np.ndarray:
        """Whether anything lies along each ray, bool [N]; cutouts count as whole."""
        origins, rays = np.ascontiguousarray(origins), np.ascontiguousarray(rays)
        return self._scene.run(origins, rays, query="OCCLUDED") >= 0

    def opaque(self, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Whether the texture is there at points of the surface, bool [N]."""
        return self._look_up(face, weights)[:, 3] >= OPAQUE * 255

    def colors(self, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Unlit sRGB colours at points of the surface, float32 [N, 3] in 0…1."""
        color = self.shape.colors[self.shape.material[face], :3]
        return self._look_up(face, weights)[:, :3] * (color / np.float32(255))

    def normals(self, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Unit normals at points of the surface, float32 [N, 3], to either side."""
        normals = np.einsum("nk,nkc->nc", weights, self.shape.normals[face])
        length = np.sqrt(np.einsum("nc,nc->n", normals, normals))[:, None]
        return normals / np.maximum(length, np.float32(1e-6))

    def _look_up(self, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """The textures' nearest pixels, uint8 [N, 4]; white where there is no texture."""
        uv = np.einsum("nk,nkc->nc", weights, self.shape.uvs[face])
        uv -= np.floor(uv)
        start, width, height = self._images[self.shape.material[face]].T
        x = np.minimum((uv[:, 0] * width).astype(np.int64), width - 1)
        y = np.minimum(((1 - uv[:, 1]) * height).astype(np.int64), height - 1)
        return self._texels[start + y * width + x]
