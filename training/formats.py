"""OBJ, glTF and whatever else trimesh reads, as a `Shape`."""

from pathlib import Path

import numpy as np
import trimesh
from PIL import Image

from .shape import Shape

TEXTURE = 512  # pixels a side at most: views of 128 pixels show no more
_STAND_IN = 2  # pixels: trimesh gives a picture of this size to what has no material
Y_UP = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float64)  # glTF, OBJ → Z up
Z_UP = np.eye(3)


def read(path: Path, up: np.ndarray = Y_UP) -> Shape:
    """The object in `path`, turned by `up` [3, 3] and put into the object frame.

    What has uvs and no texture takes a PNG of the file's own name, where there is one.
    Raises ValueError where there is nothing to see in it, and whatever trimesh raises.
    """
    scene = trimesh.load_scene(path, process=False)
    picture = path.with_suffix(".png")
    spare = None
    if picture.exists():
        with Image.open(picture) as image:
            spare = _pixels(image, False)
    parts = []
    for node in scene.graph.nodes_geometry:
        pose, name = scene.graph[node]
        mesh = scene.geometry[name]
        if isinstance(mesh, trimesh.Trimesh) and len(mesh.faces):
            parts.append(_part(mesh, np.asarray(pose), spare))
    return join(parts, up)


def join(parts: list[tuple], up: np.ndarray) -> Shape:
    """Parts (vertices, faces, normals [F, 3, 3], uvs [F, 3, 2], RGBA, texture) as one shape."""
    if not parts:
        raise ValueError("no triangles")
    offsets = np.cumsum([0, *(len(part[0]) for part in parts)])
    vertices = np.concatenate([part[0] for part in parts]) @ up.T
    faces = np.concatenate([part[1] + offset for part, offset in zip(parts, offsets, strict=False)])
    normals = np.concatenate([part[2] for part in parts]) @ up.T
    uvs = np.concatenate([part[3] for part in parts])
    material = np.repeat(np.arange(len(parts)), [len(part[1]) for part in parts])
    edges = vertices[faces[:, 1:]] - vertices[faces[:, :1]]
    flat = np.cross(edges[:, 0], edges[:, 1])
    double = np.linalg.norm(flat, axis=1)
    kept = double > 1e-12 * np.ptp(vertices[faces.ravel()], axis=0).max() ** 2
    if not kept.any():
        raise ValueError("no area")
    flat = flat[kept] / double[kept, None]
    faces, normals, uvs, material = faces[kept], normals[kept], uvs[kept], material[kept]
    length = np.linalg.norm(normals, axis=-1, keepdims=True)
    unit = np.where(length > 1e-6, normals / np.maximum(length, 1e-6), flat[:, None])
    sharp = np.abs(np.einsum("fkc,fc->fk", unit, flat)) < 0.6  # a crease that was smoothed over
    unit = np.where(sharp[..., None], flat[:, None], unit)
    used, faces = np.unique(faces, return_inverse=True)
    vertices = vertices[used]
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    vertices = (vertices - (low + high) / 2) / (high - low).max()
    if not (np.isfinite(vertices).all() and np.isfinite(unit).all()):
        raise ValueError("not finite")
    return Shape(
        vertices.astype(np.float32),
        faces.reshape(-1, 3).astype(np.int32),
        unit.astype(np.float32),
        np.nan_to_num(uvs).astype(np.float32),
        material.astype(np.int32),
        np.array([part[4] for part in parts], np.float32),
        tuple(part[5] for part in parts),
    )


def _part(mesh: trimesh.Trimesh, pose: np.ndarray, spare: np.ndarray | None) -> tuple:
    """One mesh of a scene with its one material or a `spare` texture, in the scene's frame."""
    vertices = trimesh.transform_points(mesh.vertices, pose)
    normals = np.asarray(mesh.vertex_normals) @ np.linalg.pinv(pose[:3, :3])
    uv = getattr(mesh.visual, "uv", None)
    uvs = np.zeros((len(mesh.faces), 3, 2)) if uv is None else np.asarray(uv)[mesh.faces][..., :2]
    color, texture = _material(mesh)
    if texture is None and uv is not None and spare is not None:
        color, texture = np.ones(4), spare
    return vertices, mesh.faces, normals[mesh.faces], uvs, color, None if uv is None else texture


def _material(mesh: trimesh.Trimesh) -> tuple[np.ndarray, np.ndarray | None]:
    material = getattr(mesh.visual, "material", None)
    if isinstance(material, trimesh.visual.material.PBRMaterial):
        factor = material.baseColorFactor
        color = np.ones(4) if factor is None else np.asarray(factor, float) / 255
        color = np.append(color, 1.0)[:4]
        color[:3] = color[:3] ** (1 / 2.2)  # linear in glTF
        image, clear = material.baseColorTexture, material.alphaMode in ("MASK", "BLEND")
        if not clear:
            color[3] = 1.0
    elif isinstance(material, trimesh.visual.material.SimpleMaterial):
        color = np.asarray(material.diffuse, float) / 255
        color = np.append(color, 1.0)[:4]
        color[3] = float(np.ravel(material.kwargs.get("d", 1.0))[0])
        image, clear = material.image, True
        if image is not None and max(image.size) <= _STAND_IN:
            return np.append(np.array(image.convert("RGB"))[0, 0] / 255, 1.0), None
        if image is not None:
            color[:3] = 1.0  # the programs that these come from show the texture as it is
    else:
        value = getattr(mesh.visual, "main_color", np.array([160, 160, 160, 255]))
        return np.append(np.asarray(value, float)[:3] / 255, 1.0), None
    return color, None if image is None else _pixels(image, clear)


def _pixels(image: Image.Image, clear: bool) -> np.ndarray:
    """RGBA of at most TEXTURE pixels a side; opaque unless `clear`."""
    side = max(image.size)
    image = image.convert("RGBA")
    if side > TEXTURE:
        size = tuple(max(1, round(length * TEXTURE / side)) for length in image.size)
        image = image.resize(size, Image.Resampling.BOX)
    pixels = np.array(image)
    if not clear:
        pixels[..., 3] = 255
    return pixels
