"""Embree by libigl, which has wheels for Linux on ARM: a ray a call, half as fast as embreex."""

from typing import Any

import numpy as np

_FAR = np.float32(1e37)  # embreex's, where nothing is met


class LibiglScene:
    """Answers as embreex's EmbreeScene does. vertices float32 [V, 3], faces int32 [F, 3]."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray) -> None:
        from igl.embree import EmbreeIntersector

        # Kept: Embree reads the arrays that it is given.
        self._arrays = np.asfortranarray(vertices), np.asfortranarray(faces)
        self._embree = EmbreeIntersector()
        self._embree.init(*self._arrays)

    def run(
        self,
        origins: np.ndarray,
        ways: np.ndarray,
        dists: np.ndarray | None = None,
        query: str = "INTERSECT",
        output: bool = False,
    ) -> Any:
        """Face int32 [N] of each ray (origins, ways float32 [N, 3]), -1 for none, up to `dists`.

        With `output` a dictionary: primID, that; tfar, how far; u and v, shares of corners.
        query: is not asked for, the first hit serves either.
        """
        hit = self._embree.intersectRay_first
        if dists is None:
            hits = [hit(origin, way) for origin, way in zip(origins, ways, strict=True)]
        else:
            hits = [
                hit(origin, way, 0.0, far)
                for origin, way, far in zip(origins, ways, dists.tolist(), strict=True)
            ]
        found = np.array(hits, np.float64).reshape(-1, 4)  # float32 has not every face's number
        faces = found[:, 0].astype(np.int32)
        if not output:
            return faces
        met = faces >= 0
        far = _FAR if dists is None else dists
        return {
            "primID": faces,
            "tfar": np.where(met, found[:, 1], far).astype(np.float32),
            "u": np.where(met, found[:, 2], 0).astype(np.float32),
            "v": np.where(met, found[:, 3], 0).astype(np.float32),
        }
