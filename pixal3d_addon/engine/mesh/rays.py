"""Rays against a mesh (Embree)."""

from typing import Any

import numpy as np


class Rays:
    """vertices [V, 3], faces [F, 3]: what rays may meet, from either side."""

    def __init__(self, vertices: np.ndarray, faces: np.ndarray) -> None:
        self.vertices = np.ascontiguousarray(vertices, np.float32)
        self.faces = np.ascontiguousarray(faces, np.int32)
        self._scene = _scene(self.vertices, self.faces)

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
            dists=None if reach is None else np.array(reach, np.float32),  # embreex writes in it
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


def _scene(vertices: np.ndarray, faces: np.ndarray) -> Any:
    """embreex's, or one that answers as it does where there is no embreex: Linux on ARM."""
    try:
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene
    except ImportError:
        from .rays_libigl import LibiglScene

        return LibiglScene(vertices, faces)
    scene = EmbreeScene()
    TriangleMesh(scene, vertices, faces)
    return scene
