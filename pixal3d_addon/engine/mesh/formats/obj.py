"""Wavefront OBJ with its material file: Y-up, as every program expects it."""

from collections.abc import Mapping

import numpy as np

from ..split import split_vertices
from .model import Model, y_up


def encode_obj(model: Model, material_file: str) -> bytes:
    """The OBJ file. Places and normals stay welded; only UVs are split at seams."""
    index, _, uv = split_vertices(model.faces, model.corner_uvs)
    corner = model.faces.astype(np.int64) + 1
    triple = np.stack([corner, index + 1, corner], axis=-1)
    lines = [
        f"mtllib {material_file}\no {_word(model.name)}\n",
        _lines("v %.7g %.7g %.7g\n", y_up(model.vertices)),
        _lines("vt %.7g %.7g\n", uv),
        _lines("vn %.5g %.5g %.5g\n", y_up(model.normals)),
        f"usemtl {_word(model.name)}\n",
        _lines("f %d/%d/%d %d/%d/%d %d/%d/%d\n", triple.reshape(-1, 9)),
    ]
    return "".join(lines).encode(errors="replace")


def encode_mtl(model: Model, images: Mapping[str, str]) -> bytes:
    """The material file, with the PBR extension that Blender and others write.

    images: of base_color, metallic, roughness, normal and alpha, those there are → file names.
    """
    surface = model.surface
    lines = [
        f"newmtl {_word(model.name)}",
        "Kd 1 1 1",
        f"Pr {surface.roughness:g}",
        f"Pm {surface.metallic:g}",
        "illum 2",
    ]
    for name, key in {
        "base_color": "map_Kd", "roughness": "map_Pr", "metallic": "map_Pm", "alpha": "map_d",
    }.items():  # fmt: skip
        if name in images:
            lines.append(f"{key} {images[name]}")
    if "normal" in images:
        # `norm` is the extension's; Blender and most others read the old name as a normal map.
        lines += [f"norm {images['normal']}", f"map_Bump -bm 1 {images['normal']}"]
    return ("\n".join(lines) + "\n").encode(errors="replace")


def _lines(pattern: str, rows: np.ndarray) -> str:
    return (pattern * len(rows)) % tuple(rows.ravel().tolist())


def _word(name: str) -> str:
    """A name without what would end it: white space and control characters."""
    return "_".join(name.split()) or "object"
