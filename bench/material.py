"""What a true object is made of at a point of its surface."""

import numpy as np
import trimesh
from PIL import Image


def material(mesh: trimesh.Trimesh, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Base color, metallic, roughness, alpha [N, 6], 0 to 255, at points of faces."""
    result = np.tile(np.array([160.0, 160, 160, 0, 153, 255]), (len(face), 1))
    material = getattr(mesh.visual, "material", None)
    uv = getattr(mesh.visual, "uv", None)
    if material is None:
        return result
    factor = getattr(material, "baseColorFactor", None)
    picture = getattr(material, "baseColorTexture", None) or getattr(material, "image", None)
    if picture is not None and uv is not None:
        result[:, :3] = _texels(picture.convert("RGB"), _at(mesh, face, weights))
    elif factor is None:
        result[:, :3] = 255
    else:
        result[:, :3] = np.rint(255 * _srgb(np.asarray(factor, float)[:3] / 255))
    for column, name in ((3, "metallicFactor"), (4, "roughnessFactor")):
        value = getattr(material, name, None)
        if value is not None:
            result[:, column] = 255 * float(value)
    return result


def alpha(mesh: trimesh.Trimesh, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Opacity [N] in 0…1 at points of faces: of the texture, times the factor."""
    material = mesh.visual.material
    factor, picture = material.baseColorFactor, material.baseColorTexture
    opacity = np.full(len(face), 1.0 if factor is None else factor[3] / 255)
    if picture is not None and "A" in picture.getbands():
        texels = _texels(picture.getchannel("A").convert("RGB"), _at(mesh, face, weights))
        opacity *= texels[:, 0] / 255
    return opacity


def _srgb(linear: np.ndarray) -> np.ndarray:
    """glTF's factors are linear. IEC 61966-2-1."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _at(mesh: trimesh.Trimesh, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Texture coordinates [N, 2] at points of faces."""
    return np.einsum("nk,nkc->nc", weights, np.asarray(mesh.visual.uv)[mesh.faces[face]])


def _texels(picture: Image.Image, uv: np.ndarray) -> np.ndarray:
    """Nearest texels, float [N, 3], of a repeating RGB picture at `uv` [N, 2], V up."""
    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    column = np.floor(uv[:, 0] % 1 * width).astype(int) % width
    row = np.floor((1 - uv[:, 1] % 1) * height).astype(int) % height
    return pixels[row, column].astype(float)
