"""What every format is written from: a surface as it stands in the world, its textures as PNG."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ....core import results
from ...image.png import encode_png
from ...interface import Surface
from ..normals import vertex_normals


@dataclass(frozen=True)
class Model:
    """Z-up, in scene units: vertices, normals float32 [V, 3], faces int32 [F, 3].

    surface: where UVs, texture arrays and material factors come from; its vertices are those of
    the view frame. pngs: texture name (`core.results.TEXTURES`) → PNG file. alpha: glTF's mode.
    """

    name: str
    surface: Surface
    vertices: np.ndarray
    normals: np.ndarray
    pngs: Mapping[str, bytes] = field(default_factory=dict)
    alpha: str = "OPAQUE"

    @property
    def faces(self) -> np.ndarray:
        return self.surface.faces

    @property
    def corner_uvs(self) -> np.ndarray:
        """float32 [F, 3, 2], V up."""
        return self.surface.corner_uvs


def model_of(
    surface: Surface,
    matrix: np.ndarray,
    name: str,
    pngs: Mapping[str, bytes] | None = None,
    normals: np.ndarray | None = None,
) -> Model:
    """`surface` put where `matrix` [4, 4] takes it from the view frame.

    pngs: made from the textures where they are not given. normals [V, 3]: of the view frame,
    where they are not simply those of the mesh.
    """
    upright = (surface.vertices @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32)
    if normals is None:
        turned = vertex_normals(upright, surface.faces)
    else:
        turned = normals @ matrix[:3, :3].T
        length = np.linalg.norm(turned, axis=1, keepdims=True)
        turned = (turned / np.maximum(length, 1e-12)).astype(np.float32)
    if pngs is None:
        images = {texture: getattr(surface, texture) for texture in results.TEXTURES}
        pngs = {
            texture: encode_png(image, level=1)
            for texture, image in images.items()
            if image is not None
        }
    return Model(name, surface, upright, turned, pngs, _alpha_mode(surface.base_color))


def y_up(vectors: np.ndarray) -> np.ndarray:
    """(x, y, z) with Z up → (x, z, -y) with Y up, float32."""
    return np.stack([vectors[:, 0], vectors[:, 2], -vectors[:, 1]], axis=1).astype(np.float32)


def _alpha_mode(base_color: np.ndarray) -> str:
    """glTF's: MASK where texels are there or not (leaves, nets), BLEND where some are glass.

    A mask keeps a viewer from sorting faces, which none does well.
    """
    if base_color.shape[2] < 4:
        return "OPAQUE"
    alpha = base_color[..., 3]
    between = ((alpha > 32) & (alpha < 224)).mean()
    return "MASK" if between < 0.2 * (alpha < 224).mean() else "BLEND"
