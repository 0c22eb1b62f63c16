"""A binary glTF 2.0 file: one mesh, one material. https://registry.khronos.org/glTF/specs/2.0/"""

import json
import struct

import numpy as np

from ...core.version import version
from .split import split_vertices
from .tangents import corner_tangents

_ARRAY, _ELEMENTS = 34962, 34963  # what a buffer view is bound as
_FLOAT, _UINT = 5126, 5125
_LINEAR, _LINEAR_MIPMAPS, _REPEAT = 9729, 9987, 10497


def encode_glb(
    vertices: np.ndarray,
    normals: np.ndarray,
    faces: np.ndarray,
    corner_uvs: np.ndarray,
    base_color: bytes,
    *,
    name: str,
    metallic: float,
    roughness: float,
    metallic_roughness: bytes | None = None,
    normal: bytes | None = None,
    alpha: str = "OPAQUE",
) -> bytes:
    """GLB of a Z-up mesh: vertices and normals [V, 3], faces [F, 3], corner_uvs [F, 3, 2] (V up).

    glTF is Y-up and has its UV origin at the top, so both are turned. Vertices are split only
    where a seam gives them several UVs. base_color, metallic_roughness, normal: PNG files, as
    `Surface` has them. alpha: glTF's alphaMode.
    """
    index, vertex, uv = split_vertices(faces, corner_uvs)
    uv = np.stack([uv[:, 0], 1.0 - uv[:, 1]], axis=1)
    positions = _y_up(vertices[vertex])
    blobs: list[tuple[int | None, bytes]] = [
        (_ARRAY, np.ascontiguousarray(positions, "<f4").tobytes()),
        (_ARRAY, np.ascontiguousarray(_y_up(normals[vertex]), "<f4").tobytes()),
        (_ARRAY, np.ascontiguousarray(uv, "<f4").tobytes()),
        (_ELEMENTS, np.ascontiguousarray(index, "<u4").tobytes()),
    ]
    images = {"Base Color": base_color}
    if metallic_roughness is not None:
        images["Metallic Roughness"] = metallic_roughness
    if normal is not None:
        images["Normal"] = normal
    if normal is not None:
        tangents = _tangents(vertices, normals, faces, corner_uvs, index, len(vertex))
        blobs.append((_ARRAY, tangents.tobytes()))
    first_image = len(blobs)
    blobs += [(None, png) for png in images.values()]
    place = {label: {"index": number} for number, label in enumerate(images)}
    material: dict = {
        "name": name,
        "pbrMetallicRoughness": {
            "baseColorTexture": place["Base Color"],
            "metallicFactor": metallic,
            "roughnessFactor": roughness,
        },
    }
    if "Metallic Roughness" in place:
        material["pbrMetallicRoughness"]["metallicRoughnessTexture"] = place["Metallic Roughness"]
    if "Normal" in place:
        material["normalTexture"] = place["Normal"]
    if alpha != "OPAQUE":
        material["alphaMode"] = alpha
        material["doubleSided"] = True  # what lets light through shows its back
    views, offset = [], 0
    for target, blob in blobs:
        view = {"buffer": 0, "byteOffset": offset, "byteLength": len(blob)}
        views.append(view if target is None else {**view, "target": target})
        offset += len(blob) + -len(blob) % 4

    def accessor(view: int, kind: str, count: int, component: int = _FLOAT, **more: list) -> dict:
        return {
            "bufferView": view,
            "componentType": component,
            "count": count,
            "type": kind,
            **more,
        }

    low, high = positions.min(axis=0), positions.max(axis=0)
    document: dict = {
        "asset": {"version": "2.0", "generator": f"Pixal3D for Blender {version()}"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": name}],
        "meshes": [
            {
                "name": name,
                "primitives": [
                    {
                        "attributes": {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2},
                        "indices": 3,
                        "material": 0,
                    }
                ],
            }
        ],
        "materials": [material],
        "textures": [{"source": number, "sampler": 0} for number in range(len(images))],
        "samplers": [
            {
                "magFilter": _LINEAR,
                "minFilter": _LINEAR_MIPMAPS,
                "wrapS": _REPEAT,
                "wrapT": _REPEAT,
            }
        ],
        "images": [
            {
                "bufferView": first_image + number,
                "mimeType": "image/png",
                "name": f"{name} {label}",
            }
            for number, label in enumerate(images)
        ],
        "accessors": [
            accessor(
                0,
                "VEC3",
                len(vertex),
                min=[float(value) for value in low],
                max=[float(value) for value in high],
            ),
            accessor(1, "VEC3", len(vertex)),
            accessor(2, "VEC2", len(vertex)),
            accessor(3, "SCALAR", index.size, _UINT),
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": offset}],
    }
    if normal is not None:
        document["meshes"][0]["primitives"][0]["attributes"]["TANGENT"] = len(document["accessors"])
        document["accessors"].append(accessor(4, "VEC4", len(vertex)))
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    body = b"".join(blob + bytes(-len(blob) % 4) for _, blob in blobs)
    return b"".join(
        [
            struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + len(body)),
            struct.pack("<I4s", len(text), b"JSON"),
            text,
            struct.pack("<I4s", len(body), b"BIN\0"),
            body,
        ]
    )


def _tangents(
    vertices: np.ndarray,
    normals: np.ndarray,
    faces: np.ndarray,
    corner_uvs: np.ndarray,
    index: np.ndarray,
    count: int,
) -> np.ndarray:
    """float32 [count, 4], Y-up: the frame that the normal map was made for, of each split vertex.

    A vertex where the layout turns over within an island, which none of ours has, keeps one sign.
    """
    tangents, which, sign = corner_tangents(vertices, normals, faces, corner_uvs)
    row, side = np.zeros(count, np.int64), np.ones(count, np.float32)
    row[index] = which
    side[index] = sign[:, None]
    return np.hstack([_y_up(tangents[row]), side[:, None]]).astype("<f4")


def _y_up(vectors: np.ndarray) -> np.ndarray:
    """(x, y, z) with Z up → (x, z, -y) with Y up."""
    return np.stack([vectors[:, 0], vectors[:, 2], -vectors[:, 1]], axis=1).astype(np.float32)
