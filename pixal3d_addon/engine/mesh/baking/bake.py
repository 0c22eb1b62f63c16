"""Textures of a low mesh from the raw surface that it stands for, and the volume around that."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...interface import RawSurface, Report
from ..normals import vertex_normals
from ..tangents import corner_tangents
from ..texels import Texels, bands
from .detail import Detail, mixed
from .gutter import fill_gutters
from .volume import VolumeReader

if TYPE_CHECKING:
    from .photo import Photo

_ROWS = 1 << 18  # texels of a band at least: what is in memory at once
_REACH = 4.0  # voxels: how far the low mesh may be from the raw surface
_CLEAR = 250  # alpha below which a texel lets light through


@dataclass(frozen=True)
class Maps:
    """Textures, top row first, uint8 [T, T, …]; see `Surface`."""

    base_color: np.ndarray
    metallic_roughness: np.ndarray
    normal: np.ndarray | None


def bake(
    vertices: np.ndarray,
    faces: np.ndarray,
    corner_uvs: np.ndarray,
    raw: RawSurface,
    texture_size: int,
    report: Report,
    photo: "Photo | None" = None,
) -> Maps:
    """Maps of the mesh (vertices [V, 3], faces [F, 3], corner_uvs [F, 3, 2]) from `raw`.

    Each texel looks along its normal, both ways, for the nearest point of the raw surface and takes
    the volume's materials there; base colours take the `photo` where it sees them. Faces of `raw`
    should be oriented, for the normals.
    Raises PixalError, and Cancelled through `report`.
    """
    side = texture_size
    reader = VolumeReader(raw.volume)
    detail = Detail(raw.vertices, raw.faces, _REACH / raw.volume.resolution)
    normals = vertex_normals(vertices, faces)
    frames = corner_tangents(vertices, normals, faces, corner_uvs)
    base: np.ndarray = np.zeros((side, side, 4), np.uint8)
    packed = np.zeros((side, side, 3), np.uint8)
    bumps = np.zeros((side, side, 3), np.uint8)
    covered = np.zeros((side, side), bool)
    if photo is not None:
        photo.match(vertices, normals, reader.read(vertices)[:, :3])
    rows = max(1, _ROWS // side)
    for start, end, texels in bands(corner_uvs, side, rows):
        report.progress("Bake", start, side)
        point = _blend(vertices, faces, texels)
        normal = _blend(normals, faces, texels)
        hit, true_normal = detail.nearest(point, normal)
        read = reader.read(hit)
        if photo is not None:
            read[:, :3] = photo.over(point, normal, read[:, :3], _blend(photo.light, faces, texels))
        values = np.clip(read + 0.5, 0, 255).astype(np.uint8)
        covered[start:end].reshape(-1)[texels.index] = True
        base[start:end].reshape(-1, 4)[texels.index] = values[:, [0, 1, 2, 5]]
        packed[start:end].reshape(-1, 3)[texels.index, 1:] = values[:, [4, 3]]
        bumps[start:end].reshape(-1, 3)[texels.index] = _tangent_space(
            true_normal, normal, texels, *frames
        )
    fill_gutters(covered, base, packed, bumps)
    clear = (base[..., 3] < _CLEAR) & covered
    if clear.sum() < 1e-3 * covered.sum():
        base = np.ascontiguousarray(base[..., :3])
    return Maps(base, packed, bumps)


def _blend(values: np.ndarray, faces: np.ndarray, texels: Texels) -> np.ndarray:
    """`values` [V, 3] of the vertices at each texel, float32 [N, 3]."""
    return mixed(values, faces[texels.face], texels.weights)


def _tangent_space(
    wanted: np.ndarray,
    normal: np.ndarray,
    texels: Texels,
    tangents: np.ndarray,
    index: np.ndarray,
    sign: np.ndarray,
) -> np.ndarray:
    """Unit normals `wanted` [N, 3] as colours uint8 in the frame that a renderer will interpolate.

    The frame is used as it comes, neither made square nor of unit length, as MikkTSpace asks.
    """
    tangent = _blend(tangents, index, texels)
    bitangent = np.cross(normal, tangent) * sign[texels.face, None]
    x = np.einsum("ij,ij->i", wanted, np.cross(bitangent, normal))
    y = np.einsum("ij,ij->i", wanted, np.cross(normal, tangent))
    z = np.einsum("ij,ij->i", wanted, np.cross(tangent, bitangent))
    volume = np.einsum("ij,ij->i", normal, np.cross(tangent, bitangent))
    local = np.stack([x, y, z], axis=1) * np.where(volume < 0, -1, 1)[:, None]
    local[:, 2] = np.maximum(local[:, 2], 1e-3)
    local[np.abs(volume) < 1e-6] = (0, 0, 1)
    local /= np.maximum(np.linalg.norm(local, axis=1, keepdims=True), 1e-12)
    return (local * 127.5 + 128).astype(np.uint8)
