"""A textured object as training keeps it: triangles, corner normals, flat or textured colours."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file


@dataclass(frozen=True)
class Shape:
    """One object in the object frame: Z up, its box centred at 0, its longest side 1.

    vertices: float32 [V, 3]. faces: int32 [F, 3]. normals: float32 [F, 3, 3], unit, per corner.
    uvs: float32 [F, 3, 2], V up, repeating. material: int32 [F], into `colors` float32 [M, 4]
    (straight RGBA, sRGB, 0…1) and `textures`, uint8 [H, W, 4], top row first, or None.
    """

    vertices: np.ndarray
    faces: np.ndarray
    normals: np.ndarray
    uvs: np.ndarray
    material: np.ndarray
    colors: np.ndarray
    textures: tuple[np.ndarray | None, ...]

    def corners(self) -> np.ndarray:
        """Positions of the triangles' corners, [F, 3, 3]."""
        return self.vertices[self.faces]

    def areas(self) -> np.ndarray:
        """Of the triangles, float32 [F]."""
        a, b, c = self.corners().swapaxes(0, 1)
        return np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2

    def sample(self, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Area-uniform points [count, 3] of the surface and the faces [count] that they lie on."""
        areas = self.areas().astype(np.float64)
        face = rng.choice(len(areas), count, p=areas / areas.sum())
        u, v = np.sqrt(rng.random(count)), rng.random(count)
        weights = np.stack([1 - u, u * (1 - v), u * v], axis=1)
        return np.einsum("nk,nkc->nc", weights, self.corners()[face]), face


def save(shape: Shape, path: Path, facts: dict) -> None:
    """Write `shape`; `facts` (JSON) can be read back without it. Nothing half-written stays."""
    arrays = {
        key: np.ascontiguousarray(getattr(shape, key))
        for key in ("vertices", "faces", "normals", "uvs", "material", "colors")
    }
    for number, texture in enumerate(shape.textures):
        if texture is not None:
            arrays[f"texture{number}"] = np.ascontiguousarray(texture)
    part = path.with_suffix(".part")
    save_file(arrays, part, metadata={"facts": json.dumps(facts)})
    part.replace(path)


def load(path: Path) -> Shape:
    """What `save` wrote."""
    with safe_open(path, framework="np") as file:
        names = set(file.keys())
        arrays = {
            key: file.get_tensor(key)
            for key in ("vertices", "faces", "normals", "uvs", "material", "colors")
        }
        textures = tuple(
            file.get_tensor(f"texture{number}") if f"texture{number}" in names else None
            for number in range(len(arrays["colors"]))
        )
    return Shape(**arrays, textures=textures)


def facts(path: Path) -> dict:
    """What `save` was told about a shape."""
    with safe_open(path, framework="np") as file:
        return json.loads(file.metadata()["facts"])
