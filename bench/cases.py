"""The folder of cases that fidelity is measured over: a photo, its camera, the true object."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image

from pixal3d_addon.core.camera import distance_from_fov, front_camera_to_world, rotation_x

from .render import Pinhole
from .surface import Surface


@dataclass(frozen=True)
class Case:
    """One case. Angles in radians; `facts` is case.json as it is.

    fov: of the square that holds the object, seen by a camera turned to it.
    photo_fov: of the whole photo where the object is off its centre, else 0.
    """

    folder: Path
    facts: dict[str, Any]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def photo(self) -> Path:
        return self.folder / "photo.png"

    @property
    def fov(self) -> float:
        return math.radians(self.facts["fov_deg"])

    @property
    def photo_fov(self) -> float:
        return math.radians(self.facts.get("photo_fov_deg", 0.0))

    @property
    def elevation(self) -> float:
        return math.radians(self.facts["elevation_deg"])

    @property
    def distance(self) -> float:
        """From the camera to the object's centre."""
        return distance_from_fov(self.fov)

    def picture(self) -> np.ndarray:
        """The photo, float32 [H, W, 4] in 0…1 sRGB, colour times alpha over black."""
        with Image.open(self.photo) as image:
            pixels = np.asarray(image.convert("RGBA"), np.float32) / 255
        return np.concatenate([pixels[..., :3] * pixels[..., 3:], pixels[..., 3:]], axis=-1)

    def camera(self) -> Pinhole:
        """The photo's own camera in the view frame.

        An off-centre photo was taken by the view camera turned away from the object: first to
        the side by yaw, about the vertical of the view, then up or down by pitch.
        """
        with Image.open(self.photo) as image:
            width, height = image.size
        focal = width / 2 / math.tan((self.photo_fov or self.fov) / 2)
        pose = front_camera_to_world(self.distance)
        yaw, pitch = (math.radians(self.facts.get(key, 0.0)) for key in ("yaw_deg", "pitch_deg"))
        c, s = math.cos(yaw), math.sin(yaw)
        about_z = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        pose[:3, :3] = about_z @ rotation_x(pitch)[:3, :3] @ pose[:3, :3]
        return Pinhole(pose, focal, width, height)

    def truth(self) -> Surface:
        """The true object in the view frame, its shape alone."""
        scene = trimesh.load_scene(self.folder / "object.glb", process=False)
        mesh = scene.to_mesh()
        x, y, z = np.asarray(mesh.vertices, np.float64).T
        upright = np.stack([x, -z, y, np.ones_like(x)], axis=1)
        vertices = upright @ np.array(self.facts["view_from_object"])[:3].T
        return Surface(vertices, np.asarray(mesh.faces, np.int32))


def read_cases(folder: Path, only: list[str]) -> list[Case]:
    """The cases in `folder` in order of their names; `only` keeps those whose name has a part."""
    cases = [
        Case(path.parent, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*/case.json"))
    ]
    return [case for case in cases if not only or any(part in case.name for part in only)]
