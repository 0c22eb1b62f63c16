"""Rendered views of training objects, as `training.render` writes them and training reads them.

A folder holds `objects.json`, the list of objects, and one safetensors file per object with V views
of S × S pixels. Numbers per pixel are stored for the pixels with coverage alone, view after view,
row by row:

    alpha             uint8   [V, S, S]  coverage
    start             int64   [V + 1]    where a view's pixels begin in the [N, …] tensors
    rgb               uint8   [N, 3]     the photo: lit, sRGB, times coverage, over black
    layers            float16 [N, 4]     see `View.layers`
    normals           int8    [N, 3]     see `View.normals`
    front_rgb         uint8   [N, 3]     unlit sRGB colour where the pixel's ray first hits
    back_rgb          uint8   [N, 3]     … and where it leaves for good
    fov, elevation, yaw  float32 [V]     radians
    view_from_object  float32 [V, 4, 4]
    points            float16 [P, 3]     even samples of the true surface, object frame

Object frame: Z up, the bounding box centred and its longest side 1. View frame: `core/camera.py`,
the object's box centred at y = 0, its silhouette's box centred and 1/1.1 of the square.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open

MANIFEST = "objects.json"


@dataclass(frozen=True)
class Object:
    """One object of the folder. Near-copies share a `family`; a family is on one side of a split.

    held_out: for evaluation, never for training. source: registry:package, or "procedural".
    """

    id: str
    family: str
    source: str
    licence: str
    author: str
    views: int
    held_out: bool


@dataclass(frozen=True)
class View:
    """One picture of an object with what is behind its pixels; S × S, top row first.

    rgb, front_rgb, back_rgb: uint8 [S, S, 3]; rgb is lit and over black, the others unlit.
    alpha: uint8 [S, S]. layers: float32 [S, S, 4], y of the view frame where the pixel's ray meets
    the surface for the first, second and third time and for the last (which may be any of them);
    NaN where it doesn't. They are finite in channels 0 and 3 exactly where alpha > 0.
    normals: float32 [S, S, 3], unit, view frame, of the first hit, turned to the camera; 0 outside.
    fov, elevation, yaw: radians. view_from_object: float32 [4, 4].
    """

    rgb: np.ndarray
    alpha: np.ndarray
    layers: np.ndarray
    normals: np.ndarray
    front_rgb: np.ndarray
    back_rgb: np.ndarray
    fov: float
    elevation: float
    yaw: float
    view_from_object: np.ndarray


class Samples:
    """The views in `folder`, read when asked for. `items` lists them as (object's id, view)."""

    def __init__(self, folder: Path, held_out: bool | None = None) -> None:
        """held_out: only objects on that side of the split; None for both."""
        self.folder = folder
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["objects"]
        keys = Object.__dataclass_fields__
        objects = [
            Object(**{key: facts[key] for key in keys}) for facts in listed if facts["views"]
        ]
        self.objects = {
            item.id: item
            for item in objects
            if held_out in (None, item.held_out) and self.path(item.id).exists()
        }
        self.items = [(item.id, v) for item in self.objects.values() for v in range(item.views)]

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.safetensors"

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> View:
        return self.view(*self.items[index])

    def view(self, name: str, view: int) -> View:
        """One view of the object `name`, unpacked."""
        with safe_open(self.path(name), framework="np") as file:
            alpha = file.get_slice("alpha")[view]
            first, last = (int(edge) for edge in file.get_slice("start")[view : view + 2])
            packed = {
                key: file.get_slice(key)[first:last]
                for key in ("rgb", "layers", "normals", "front_rgb", "back_rgb")
            }
            camera = {
                key: float(file.get_slice(key)[view : view + 1][0])
                for key in ("fov", "elevation", "yaw")
            }
            view_from_object = file.get_slice("view_from_object")[view]
        inside = alpha > 0
        dense = {}
        for key, values in packed.items():
            fill = np.nan if key == "layers" else 0
            kind = np.uint8 if values.dtype == np.uint8 else np.float32
            dense[key] = np.full((*alpha.shape, values.shape[1]), fill, kind)
            dense[key][inside] = values
        dense["normals"] /= np.float32(127)
        return View(alpha=alpha, view_from_object=view_from_object, **dense, **camera)

    def points(self, name: str) -> np.ndarray:
        """Samples of the true surface, float32 [P, 3], object frame."""
        with safe_open(self.path(name), framework="np") as file:
            return file.get_tensor("points").astype(np.float32)
