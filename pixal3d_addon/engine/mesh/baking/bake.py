"""Textures of a low mesh from the raw surface that it stands for, and the volume around that."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...interface import RawSurface, Report
from ..normals import face_normals, vertex_normals
from ..tangents import corner_tangents
from ..texels import Texels, bands
from .detail import Detail, mixed
from .gutter import fill_gutters
from .occlusion import Occlusion
from .volume import VolumeReader

if TYPE_CHECKING:
    from .photo import Photo

_ROWS = 1 << 18  # texels of a band at least: what is in memory at once
_REACH = 4.0  # voxels: how far the low mesh may be from the raw surface
_OFF = 0.5  # voxels: what is rough by less hides no sky
_CLEAR = 250  # alpha below which a texel lets light through


@dataclass(frozen=True)
class Maps:
    """Textures, top row first, [T, T, …]; see `Surface`."""

    base_color: np.ndarray
    metallic_roughness: np.ndarray
    normal: np.ndarray
    generated_color: np.ndarray | None = None


def bake(
    vertices: np.ndarray,
    faces: np.ndarray,
    corner_uvs: np.ndarray,
    raw: RawSurface,
    texture_size: int,
    report: Report,
    photo: "Photo | None" = None,
    occlusion: bool = False,
    normal_bits: int = 8,
) -> Maps:
    """Maps of the mesh (vertices [V, 3], faces [F, 3], corner_uvs [F, 3, 2]) from `raw`.

    Each texel looks along its normal, both ways, for the nearest point of the raw surface and takes
    the volume's materials there; base colours take the `photo` where it sees them. Faces of `raw`
    should be oriented, for the normals. occlusion: in the red of `metallic_roughness`. normal_bits:
    of the normal map, 8 or 16 a channel.
    Raises PixalError, and Cancelled through `report`.
    """
    side = texture_size
    reader = VolumeReader(raw.volume)
    detail = Detail(raw.vertices, raw.faces, _REACH / raw.volume.resolution)
    normals, flat = vertex_normals(vertices, faces), face_normals(vertices, faces)
    frames = corner_tangents(vertices, normals, faces, corner_uvs)
    sky = Occlusion(detail.rays, side, _OFF / raw.volume.resolution) if occlusion else None
    base: np.ndarray = np.zeros((side, side, 3), np.uint8)
    alpha = np.zeros((side, side, 1), np.uint8)
    packed = np.zeros((side, side, 3), np.uint8)
    bumps = np.zeros((side, side, 3), np.uint8 if normal_bits == 8 else np.uint16)
    shown = photo is not None and photo.strength > 0
    plain = np.zeros((side, side, 3), np.uint8) if shown else None
    covered = np.zeros((side, side), bool)
    if photo is not None:
        photo.match(vertices, normals, reader.read(vertices)[:, :3])
    rows = max(1, _ROWS // side)
    rank = _upright(corner_uvs).astype(np.int8)
    if photo is not None:  # what folds over its chart, finer than a texel, hides nothing seen
        rank += 2 * photo.seen
    for start, end, texels in bands(corner_uvs, side, rows, rank):
        report.progress("Bake", start, side)
        point = _blend(vertices, faces, texels)
        normal = _blend(normals, faces, texels)
        hit, true_normal = detail.nearest(point, normal)
        read = reader.read(hit)
        if plain is not None:
            generated = np.clip(read[:, :3] + 0.5, 0, 255).astype(np.uint8)
            plain[start:end].reshape(-1, 3)[texels.index] = generated
        if photo is not None:
            light = _blend(photo.light, faces, texels)
            read[:, :3] = photo.over(point, normal, flat[texels.face], read[:, :3], light)
        values = np.clip(read + 0.5, 0, 255).astype(np.uint8)
        covered[start:end].reshape(-1)[texels.index] = True
        base[start:end].reshape(-1, 3)[texels.index] = values[:, :3]
        alpha[start:end].reshape(-1)[texels.index] = values[:, 5]
        packed[start:end].reshape(-1, 3)[texels.index, 1:] = values[:, [4, 3]]
        local = _tangent_space(true_normal, normal, texels, *frames)
        bumps[start:end].reshape(-1, 3)[texels.index] = colors_of(local, bumps.dtype)
        if sky is not None:
            sky.add(start, texels, hit, true_normal)
    if sky is not None:
        sky.spread(packed[..., 0])
    fill_gutters(covered, base, alpha, packed, bumps)
    if plain is not None:
        fill_gutters(covered, plain)
    clear = np.count_nonzero((alpha[..., 0] < _CLEAR) & covered)
    if clear >= 1e-3 * np.count_nonzero(covered):
        base = np.concatenate([base, alpha], axis=2)
    return Maps(base, packed, bumps, plain)


def _upright(corner_uvs: np.ndarray) -> np.ndarray:
    """bool [F]: the faces that are not mirrored in the layout."""
    one, two = (corner_uvs[:, k] - corner_uvs[:, 0] for k in (1, 2))
    return one[:, 0] * two[:, 1] > one[:, 1] * two[:, 0]


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
    """Unit normals `wanted` [N, 3] in the frame that a renderer will interpolate.

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
    return local


def colors_of(normals: np.ndarray, kind: np.dtype) -> np.ndarray:
    """Unit vectors [..., 3] as the colours of a normal map, `kind` uint8 or uint16."""
    half = np.iinfo(kind).max / 2
    return (normals * half + (half + 0.5)).astype(kind)
