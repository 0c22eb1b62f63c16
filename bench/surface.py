"""A textured triangle mesh in the view frame, as the bench measures it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from pixal3d_addon.core import results


@dataclass(frozen=True)
class Surface:
    """vertices: float64 [V, 3], view frame. faces: int32 [F, 3], counter-clockwise from outside.

    corner_uvs: float32 [F, 3, 2], V up. texture: uint8 [H, W, 3] sRGB, top row first. Both None
    where only the shape is known.
    """

    vertices: np.ndarray
    faces: np.ndarray
    corner_uvs: np.ndarray | None = None
    texture: np.ndarray | None = None

    def corners(self) -> np.ndarray:
        """Positions of the triangles' corners, [F, 3, 3]."""
        return self.vertices[self.faces]

    def normals(self) -> np.ndarray:
        """Unit normals of the faces, [F, 3]; zero for a face without area."""
        a, b, c = self.corners().swapaxes(0, 1)
        normals = np.cross(b - a, c - a)
        return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-20)

    def vertex_normals(self) -> np.ndarray:
        """Area-weighted unit normals of the vertices, [V, 3]."""
        a, b, c = self.corners().swapaxes(0, 1)
        normals = np.cross(b - a, c - a)
        total = np.stack(
            [
                np.bincount(self.faces.ravel(), np.repeat(normals[:, axis], 3), len(self.vertices))
                for axis in range(3)
            ],
            axis=1,
        )
        return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20)


def from_result(folder: Path) -> Surface:
    """The finished mesh of a result folder with its base colour.

    Raises PixalError `result_damaged`, or OSError where the picture cannot be read.
    """
    stored = results.read(folder)
    mesh = stored.mesh()
    with Image.open(folder / "base_color.png") as image:
        texture = np.asarray(image.convert("RGB"))
    return Surface(mesh["vertices"].astype(np.float64), mesh["faces"], mesh["corner_uvs"], texture)
