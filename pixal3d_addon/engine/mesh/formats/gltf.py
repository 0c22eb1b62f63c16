"""glTF 2.0, in one binary file or with its files beside it: one mesh, one material.

https://registry.khronos.org/glTF/specs/2.0/
"""

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from ....core.version import version
from ..split import split_vertices
from ..tangents import corner_tangents
from .model import Model, y_up

_ARRAY, _ELEMENTS = 34962, 34963  # what a buffer view is bound as
_FLOAT, _UINT = 5126, 5125
_LINEAR, _LINEAR_MIPMAPS, _REPEAT = 9729, 9987, 10497
_LABELS = {
    "base_color": "Base Color",
    "metallic_roughness": "Metallic Roughness",
    "normal": "Normal",
}
_MIME = {"png": "image/png", "jpg": "image/jpeg"}
Json = dict[str, Any]


def encode_glb(model: Model) -> bytes:
    """A GLB file with everything in it. glTF is Y-up and has its UV origin at the top."""
    body = _Body()
    document = _document(model, body)
    if model.pngs:
        document["images"] = [
            {"bufferView": body.view(image), "mimeType": _MIME[kind], "name": _label(model, name)}
            for name, (kind, image) in model.embedded.items()
        ]
    return _binary(document, body)


def encode_gltf(model: Model, body_name: str, images: Mapping[str, str]) -> tuple[bytes, bytes]:
    """The JSON file and the one with its arrays, which is to be called `body_name`.

    images: texture name → file name of its picture, relative to the JSON file.
    """
    body = _Body()
    document = _document(model, body)
    if images:
        document["images"] = [
            {"uri": images[name], "name": _label(model, name)} for name in model.embedded
        ]
    document |= body.described(body_name)
    text = json.dumps(document, indent=1, ensure_ascii=False).encode(errors="replace")
    return text, b"".join(body.blobs)


def encode_bare_glb(name: str, vertices: np.ndarray, faces: np.ndarray) -> bytes:
    """A GLB file of a mesh (Z-up, vertices [V, 3], faces [F, 3]) without material and normals."""
    body = _Body()
    attributes = {"POSITION": body.positions(vertices)}
    return _binary(_scene(name, {"attributes": attributes, "indices": body.index(faces)}), body)


class _Body:
    """The arrays of a file, each in a buffer view of its own; floats get an accessor too."""

    def __init__(self) -> None:
        self.blobs: list[bytes] = []
        self._views: list[Json] = []
        self._accessors: list[Json] = []
        self._end = 0

    def view(self, blob: bytes, target: int | None = None) -> int:
        """Add `blob`; the index of its buffer view."""
        view = {"buffer": 0, "byteOffset": self._end, "byteLength": len(blob)}
        self._views.append(view if target is None else {**view, "target": target})
        self.blobs.append(blob + bytes(-len(blob) % 4))
        self._end += len(self.blobs[-1])
        return len(self._views) - 1

    def floats(self, array: np.ndarray, **more: list[float]) -> int:
        """Add `array` [N, 2 | 3 | 4]; the index of its accessor."""
        data = np.ascontiguousarray(array, "<f4").tobytes()
        return self._accessor(data, _ARRAY, f"VEC{array.shape[1]}", len(array), _FLOAT, more)

    def positions(self, vertices: np.ndarray) -> int:
        """Add `vertices` [N, 3], Z-up, with their bounds."""
        placed = y_up(vertices)
        low, high = placed.min(axis=0).tolist(), placed.max(axis=0).tolist()
        return self.floats(placed, min=low, max=high)

    def index(self, faces: np.ndarray) -> int:
        data = np.ascontiguousarray(faces, "<u4").tobytes()
        return self._accessor(data, _ELEMENTS, "SCALAR", faces.size, _UINT, {})

    def described(self, uri: str = "") -> Json:
        buffer: Json = {"byteLength": self._end}
        return {
            "accessors": self._accessors,
            "bufferViews": self._views,
            "buffers": [{**buffer, "uri": uri} if uri else buffer],
        }

    def _accessor(
        self, data: bytes, target: int, kind: str, count: int, component: int, more: Json
    ) -> int:
        view = self.view(data, target)
        self._accessors.append(
            {"bufferView": view, "componentType": component, "count": count, "type": kind, **more}
        )
        return len(self._accessors) - 1


def _scene(name: str, primitive: Json) -> Json:
    return {
        "asset": {"version": "2.0", "generator": f"Pixal3D for Blender {version()}"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": name}],
        "meshes": [{"name": name, "primitives": [primitive]}],
    }


def _document(model: Model, body: _Body) -> Json:
    """All but the images. Vertices are split only where a seam gives them several UVs."""
    index, vertex, uv = split_vertices(model.faces, model.layouts)
    attributes = {
        "POSITION": body.positions(model.vertices[vertex]),
        "NORMAL": body.floats(y_up(model.normals[vertex])),
    }
    for number, layout in enumerate(np.hsplit(uv, uv.shape[1] // 2)):
        flipped = np.stack([layout[:, 0], 1.0 - layout[:, 1]], axis=1)
        attributes[f"TEXCOORD_{number}"] = body.floats(flipped)
    indices = body.index(index)
    if "normal" in model.pngs:
        attributes["TANGENT"] = body.floats(_tangents(model, index, len(vertex)))
    document = _scene(model.name, {"attributes": attributes, "indices": indices, "material": 0})
    place = {name: {"index": number} for number, name in enumerate(model.embedded)}
    shading: Json = {
        "metallicFactor": model.surface.metallic,
        "roughnessFactor": model.surface.roughness,
    }
    for name, slot in {
        "base_color": "baseColorTexture",
        "metallic_roughness": "metallicRoughnessTexture",
    }.items():
        if name in place:
            shading[slot] = place[name]
    material: Json = {"name": model.name, "pbrMetallicRoughness": shading}
    if model.surface.occlusion and "metallic_roughness" in place:
        material["occlusionTexture"] = place["metallic_roughness"]
    if "normal" in place:
        material["normalTexture"] = place["normal"]
    if model.alpha != "OPAQUE":
        material["alphaMode"] = model.alpha
        material["doubleSided"] = True  # what lets light through shows its back
    document["materials"] = [material]
    if place:
        document["textures"] = [{"source": number, "sampler": 0} for number in range(len(place))]
        document["samplers"] = [
            {"magFilter": _LINEAR, "minFilter": _LINEAR_MIPMAPS, "wrapS": _REPEAT, "wrapT": _REPEAT}
        ]
    return document


def _label(model: Model, texture: str) -> str:
    return f"{model.name} {_LABELS[texture]}"


def _binary(document: Json, body: _Body) -> bytes:
    document = {**document, **body.described()}
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")
    text += b" " * (-len(text) % 4)
    size = sum(map(len, body.blobs))
    return b"".join(
        [
            struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + size),
            struct.pack("<I4s", len(text), b"JSON"),
            text,
            struct.pack("<I4s", size, b"BIN\0"),
            *body.blobs,  # joined once: textures are large
        ]
    )


def _tangents(model: Model, index: np.ndarray, count: int) -> np.ndarray:
    """float32 [count, 4], Y-up: the frame that the normal map was made for, of each split vertex.

    A vertex where the layout turns over within an island, which none of ours has, keeps one sign.
    """
    tangents, which, sign = corner_tangents(
        model.vertices, model.normals, model.faces, model.corner_uvs
    )
    row, side = np.zeros(count, np.int64), np.ones(count, np.float32)
    row[index] = which
    side[index] = sign[:, None]
    return np.hstack([y_up(tangents[row]), side[:, None]])
