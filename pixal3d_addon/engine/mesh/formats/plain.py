"""PLY and STL: shape without a material, Z-up."""

import struct

import numpy as np

from ..split import split_vertices
from .model import Model

_MILLIMETERS = 1000.0


def encode_ply(model: Model, image: str = "") -> bytes:
    """Binary PLY with normals, UVs and the colour of the texture at each vertex.

    image: the base colour's file, named in a comment as MeshLab reads it.
    """
    index, vertex, uv = split_vertices(model.faces, model.corner_uvs)
    kinds = [(name, "<f4") for name in ("x", "y", "z", "nx", "ny", "nz", "s", "t")]
    kinds += [(name, "u1") for name in ("red", "green", "blue")]
    rows = np.empty(len(vertex), kinds)
    for names, values in (
        (("x", "y", "z"), model.vertices[vertex]),
        (("nx", "ny", "nz"), model.normals[vertex]),
        (("s", "t"), uv),
        (("red", "green", "blue"), _colors(model, uv)),
    ):
        for column, name in enumerate(names):
            rows[name] = values[:, column]
    faces = np.empty(len(index), [("count", "u1"), ("corners", "<i4", 3)])
    faces["count"], faces["corners"] = 3, index
    header = ["ply", "format binary_little_endian 1.0"]
    if image:
        header.append(f"comment TextureFile {image}")
    header.append(f"element vertex {len(rows)}")
    header += [f"property {'uchar' if kind == 'u1' else 'float'} {name}" for name, kind in kinds]
    header += [f"element face {len(faces)}", "property list uchar int vertex_indices", "end_header"]
    return ("\n".join(header) + "\n").encode() + rows.tobytes() + faces.tobytes()


def encode_stl(model: Model) -> bytes:
    """Binary STL in millimeters, the unit that slicers take it in."""
    corners = (model.vertices * np.float32(_MILLIMETERS))[model.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-20)
    rows = np.zeros(len(corners), [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("x", "<u2")])
    rows["normal"], rows["corners"] = normal, corners
    return (
        b"Pixal3D for Blender, millimeters".ljust(80)
        + struct.pack("<I", len(rows))
        + rows.tobytes()
    )


def _colors(model: Model, uv: np.ndarray) -> np.ndarray:
    """uint8 [N, 3] of the base colour's texel at `uv` [N, 2]."""
    image = model.surface.base_color
    height, width = image.shape[:2]
    row = np.clip((1 - uv[:, 1]) * height, 0, height - 1).astype(np.intp)
    column = np.clip(uv[:, 0] * width, 0, width - 1).astype(np.intp)
    return image[row, column, :3]
