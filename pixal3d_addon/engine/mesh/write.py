"""A finished surface → the files of a result folder."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...core import results, safetensors
from ...core.camera import Camera, stand
from ...core.settings import Settings
from ..image.png import encode_png
from ..interface import Prepared, Report, Surface
from .formats.files import files
from .formats.gltf import encode_bare_glb, encode_glb
from .formats.model import Model, model_of
from .rasterize import render

THUMBNAIL_SIDE = 256
LEVELS = (0.5, 0.25, 0.1)  # of the faces of level 0, which is the model itself


def write_prepared(folder: Path, prepared: Prepared) -> None:
    """prepared.png and mask.png."""
    write_bytes(folder / results.PREPARED, encode_png(prepared.rgb))
    write_bytes(folder / results.MASK, encode_png(prepared.alpha))


def write_surface(
    folder: Path,
    surface: Surface,
    camera: Camera,
    name: str,
    settings: Settings,
    report: Report,
    formats: Iterable[str] = (),
) -> None:
    """mesh.safetensors, a PNG of each texture, model.glb (upright) and thumbnail.png.

    Also a layout for light maps, levels of detail and a collision mesh as `settings` ask, and the
    model in `formats`.
    """
    report.progress("Files", 0, 4)
    surface = _with_lightmap(surface, settings.lightmap_uvs)
    _write_mesh(folder / results.MESH, surface)
    matrix = stand(surface.vertices, camera, settings.size).matrix()
    model = model_of(surface, matrix, name, jpeg=settings.image_format == "jpeg")
    for texture, png in model.pngs.items():
        write_bytes(folder / f"{texture}.png", png)
    if surface.generated_color is not None:  # for Blender's slider alone, so in no model
        png = encode_png(surface.generated_color, level=1)
        write_bytes(folder / f"{results.GENERATED}.png", png)
    report.progress("Files", 1, 4)
    stem = Path(results.GLB).stem
    for kind in ["glb", *formats]:
        for file, data in files(model, kind, stem, "").items():
            write_bytes(folder / file, data)
    report.progress("Files", 2, 4)
    if settings.lods:
        _write_levels(folder / results.LODS, model, matrix, report)
    if settings.collision:
        _write_collision(folder, model, settings.collision)
    report.progress("Files", 3, 4)
    thumbnail = render(surface, camera, THUMBNAIL_SIDE)
    write_bytes(folder / results.THUMBNAIL, encode_png(thumbnail))


def _with_lightmap(surface: Surface, wanted: bool) -> Surface:
    if not wanted:
        return replace(surface, lightmap_uvs=None)
    if surface.lightmap_uvs is not None:
        return surface
    from .unwrapping.lightmap import lightmap_layout  # here: it needs SciPy

    return replace(surface, lightmap_uvs=lightmap_layout(surface.faces, surface.corner_uvs))


def _write_mesh(path: Path, surface: Surface, **more: np.ndarray) -> None:
    arrays = {
        "vertices": surface.vertices,
        "faces": surface.faces,
        "corner_uvs": surface.corner_uvs,
        **more,
    }
    if surface.lightmap_uvs is not None:
        arrays["lightmap_uvs"] = surface.lightmap_uvs
    safetensors.save(path, arrays)


def _write_levels(folder: Path, model: Model, matrix: np.ndarray, report: Report) -> None:
    """lod1 to lod3: fewer faces in the model's own texture layout, each file whole in itself."""
    from .lods import Level0  # here: it brings libraries that Draft does without

    folder.mkdir()
    level0 = Level0(replace(model.surface, lightmap_uvs=None))  # a layout of its own faces only
    for number, share in enumerate(LEVELS, 1):
        report.progress("Files", 2, 4)
        surface, normals = level0.reduced(int(share * len(model.faces)))
        name = f"lod{number}"
        lower = model_of(surface, matrix, f"{model.name} {name}", model, normals)
        _write_mesh(folder / f"{name}.safetensors", surface, normals=normals)
        write_bytes(folder / f"{name}.glb", encode_glb(lower))


def _write_collision(folder: Path, model: Model, kind: str) -> None:
    from .collision import box, hull

    vertices, faces = box(model.vertices) if kind == "box" else hull(model.vertices)
    path = folder / f"{results.COLLISION}.safetensors"
    safetensors.save(path, {"vertices": vertices, "faces": faces})
    name = f"{model.name} collision"
    write_bytes(path.with_suffix(".glb"), encode_bare_glb(name, vertices, faces))


def write_bytes(path: Path, data: bytes) -> None:
    """Write and flush to the disk: a full disk must show now, not later."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
