"""Rays against a mesh (Embree)."""

import numpy as np


class Rays:
    """vertices [V, 3], faces [F, 3]: what rays may meet, from either side."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray) -> None:
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        self.vertices = np.ascontiguousarray(vertices, np.float32)
        self.faces = np.ascontiguousarray(faces, np.int32)
        self._scene = EmbreeScene()
        TriangleMesh(self._scene, self.vertices, self.faces)

    def first(
        self, origins: np.ndarray, ways: np.ndarray, reach: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What each ray meets first: face int32 [N] (-1: nothing), how far, shares of corners.

        origins, ways [N, 3]; distances float32 [N] count in lengths of the way, and end at `reach`
        [N] where it is given. Shares float32 [N, 3].
        """
        found = self._scene.run(
            np.ascontiguousarray(origins, np.float32),
            np.ascontiguousarray(ways, np.float32),
            dists=None if reach is None else np.ascontiguousarray(reach, np.float32),
            query="INTERSECT",
            output=True,
        )
        second, third = found["u"], found["v"]
        return found["primID"], found["tfar"], np.stack([1 - second - third, second, third], axis=1)

    def free(self, origins: np.ndarray, ways: np.ndarray) -> np.ndarray:
        """bool [N]: which rays (origins, ways [N, 3]) meet nothing."""
        hit = self._scene.run(
            np.ascontiguousarray(origins, np.float32),
            np.ascontiguousarray(ways, np.float32),
            query="OCCLUDED",
        )
        return hit < 0
