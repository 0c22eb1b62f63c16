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
    the view frame. pngs: texture name (`core.results.TEXTURES`) → PNG file. jpegs: those of them
    that glTF and USDZ hold as JPEG. alpha: glTF's mode.
    """

    name: str
    surface: Surface
    vertices: np.ndarray
    normals: np.ndarray
    pngs: Mapping[str, bytes] = field(default_factory=dict)
    jpegs: Mapping[str, bytes] = field(default_factory=dict)
    alpha: str = "OPAQUE"

    @property
    def faces(self) -> np.ndarray:
        return self.surface.faces

    @property
    def corner_uvs(self) -> np.ndarray:
        """float32 [F, 3, 2], V up."""
        return self.surface.corner_uvs

    @property
    def layouts(self) -> np.ndarray:
        """float32 [F, 3, 2 or 4]: the UVs, those of the light maps after them."""
        second = self.surface.lightmap_uvs
        return self.corner_uvs if second is None else np.concatenate([self.corner_uvs, second], 2)

    @property
    def embedded(self) -> dict[str, tuple[str, bytes]]:
        """Texture name → "png" or "jpg", and the file: those that glTF and USDZ hold.

        Occlusion is not among them: it is the red of metallic_roughness.
        """
        return {
            name: ("jpg", self.jpegs[name]) if name in self.jpegs else ("png", png)
            for name, png in self.pngs.items()
            if name != "occlusion"
        }


def model_of(
    surface: Surface,
    matrix: np.ndarray,
    name: str,
    like: Model | None = None,
    normals: np.ndarray | None = None,
    jpeg: bool = False,
) -> Model:
    """`surface` put where `matrix` [4, 4] takes it from the view frame.

    like: a model whose picture files it shares. normals [V, 3]: of the view frame, where they are
    not simply those of the mesh. jpeg: colours and materials as JPEG where a format may choose; a
    normal map would show the blocks, and alpha has no place there.
    """
    upright = (surface.vertices @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32)
    if normals is None:
        turned = vertex_normals(upright, surface.faces)
    else:
        turned = normals @ matrix[:3, :3].T
        length = np.linalg.norm(turned, axis=1, keepdims=True)
        turned = (turned / np.maximum(length, 1e-12)).astype(np.float32)
    alpha = _alpha_mode(surface.base_color)
    if like is not None:
        return Model(name, surface, upright, turned, like.pngs, like.jpegs, alpha)
    images = _images(surface)
    pngs = {texture: encode_png(image, level=1) for texture, image in images.items()}
    jpegs: dict[str, bytes] = {}
    if jpeg:
        from ...image.jpeg import encode_jpeg  # here: it brings Pillow

        lossy = {"metallic_roughness"} | ({"base_color"} if alpha == "OPAQUE" else set())
        jpegs = {name: encode_jpeg(images[name]) for name in lossy if name in images}
    return Model(name, surface, upright, turned, pngs, jpegs, alpha)


def _images(surface: Surface) -> dict[str, np.ndarray]:
    """Texture name → pixels, in the order of `core.results.TEXTURES`."""
    packed = surface.metallic_roughness
    images: dict[str, np.ndarray | None] = {
        "base_color": surface.base_color,
        "metallic_roughness": packed,
        "normal": surface.normal,
        "occlusion": packed[..., 0] if packed is not None and surface.occlusion else None,
    }
    found = ((name, images[name]) for name in results.TEXTURES)
    return {name: image for name, image in found if image is not None}


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
