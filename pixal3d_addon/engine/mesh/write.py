"""A finished surface → the files of a result folder."""

import os
from pathlib import Path

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
    """mesh.safetensors, base_color.png, model.glb (upright) and thumbnail.png."""
    report.progress("Files", 0, 3)
    safetensors.save(
        folder / results.MESH,
        {
            "vertices": surface.vertices,
            "faces": surface.faces,
            "corner_uvs": surface.corner_uvs,
        },
    )
    texture = encode_png(surface.base_color, level=1)
    write_bytes(folder / f"{results.TEXTURES[0]}.png", texture)
    report.progress("Files", 1, 3)
    matrix = stand(surface.vertices, camera, size).matrix()
    upright = surface.vertices @ matrix[:3, :3].T + matrix[:3, 3]
    glb = encode_glb(
        upright,
        vertex_normals(upright, surface.faces),
        surface.faces,
        surface.corner_uvs,
        texture,
        name=name,
        metallic=surface.metallic,
        roughness=surface.roughness,
    )
    write_bytes(folder / results.GLB, glb)
    report.progress("Files", 2, 3)
    thumbnail = render(surface, camera, THUMBNAIL_SIDE)
    write_bytes(folder / results.THUMBNAIL, encode_png(thumbnail))


def write_bytes(path: Path, data: bytes) -> None:
    """Write and flush to the disk: a full disk must show now, not later."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
