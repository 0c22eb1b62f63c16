"""A finished surface → the files of a result folder."""

import os
from pathlib import Path

import numpy as np

from ...core import results, safetensors
from ...core.camera import Camera, stand
from ..image.png import encode_png
from ..interface import Prepared, Report, Surface
from .glb import encode_glb
from .normals import vertex_normals
from .rasterize import render

THUMBNAIL_SIDE = 256


def write_prepared(folder: Path, prepared: Prepared) -> None:
    """prepared.png and mask.png."""
    write_bytes(folder / results.PREPARED, encode_png(prepared.rgb))
    write_bytes(folder / results.MASK, encode_png(prepared.alpha))


def write_surface(
    folder: Path, surface: Surface, camera: Camera, name: str, size: float, report: Report
) -> None:
    """mesh.safetensors, a PNG of each texture, model.glb (upright) and thumbnail.png."""
    report.progress("Files", 0, 3)
    safetensors.save(
        folder / results.MESH,
        {
            "vertices": surface.vertices,
            "faces": surface.faces,
            "corner_uvs": surface.corner_uvs,
        },
    )
    textures = {}
    for texture in results.TEXTURES:
        image = getattr(surface, texture)
        if image is not None:
            textures[texture] = encode_png(image, level=1)
            write_bytes(folder / f"{texture}.png", textures[texture])
    report.progress("Files", 1, 3)
    matrix = stand(surface.vertices, camera, size).matrix()
    upright = surface.vertices @ matrix[:3, :3].T + matrix[:3, 3]
    glb = encode_glb(
        upright,
        vertex_normals(upright, surface.faces),
        surface.faces,
        surface.corner_uvs,
        **textures,
        name=name,
        metallic=surface.metallic,
        roughness=surface.roughness,
        alpha=_alpha_mode(surface.base_color),
    )
    write_bytes(folder / results.GLB, glb)
    report.progress("Files", 2, 3)
    thumbnail = render(surface, camera, THUMBNAIL_SIDE)
    write_bytes(folder / results.THUMBNAIL, encode_png(thumbnail))


def _alpha_mode(base_color: np.ndarray) -> str:
    """glTF's: MASK where texels are there or not (leaves, nets), BLEND where some are glass.

    A mask keeps a viewer from sorting faces, which none does well.
    """
    if base_color.shape[2] < 4:
        return "OPAQUE"
    alpha = base_color[..., 3]
    between = ((alpha > 32) & (alpha < 224)).mean()
    return "MASK" if between < 0.2 * (alpha < 224).mean() else "BLEND"


def write_bytes(path: Path, data: bytes) -> None:
    """Write and flush to the disk: a full disk must show now, not later."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
