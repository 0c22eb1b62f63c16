"""Cases made here: a box, photographed by the bench's own camera; and results of it on disk."""

import json
import math
from pathlib import Path

import numpy as np
import trimesh
from PIL import Image

from bench.cases import Case
from bench.render import front, render
from bench.surface import Surface
from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.camera import rotation_x
from pixal3d_addon.core.settings import Settings

FOV, ELEVATION = 35.0, 20.0
OFF_CENTRE = {"photo_fov_deg": 70.0, "yaw_deg": 11.0, "pitch_deg": -6.0}
BOX = trimesh.creation.box((0.4, 0.5, 0.6)).subdivide().subdivide()


def framed(points: np.ndarray) -> np.ndarray:
    """4×4 that pitches `points` [N, 3] by the elevation, centred at 1/1.1 of the view's square."""
    view = rotation_x(math.radians(ELEVATION))
    for _ in range(50):
        pixels = front(math.radians(FOV), 1).project(points @ view[:3, :3].T + view[:3, 3])
        low, high = pixels.min(axis=0), pixels.max(axis=0)
        x, y = (low + high) / 2 - 0.5
        view[:3, 3] -= [x, 0, -y]
        view[:3] /= 1.1 * (high - low).max()
    return view


def make_case(root: Path, name: str, height: int = 128, **facts: float) -> Case:
    """A box pitched by the elevation, its grey photo taken by the case's own camera."""
    folder = root / name
    folder.mkdir(parents=True)
    flat = BOX.copy()
    flat.vertices = np.stack([*flat.vertices[:, [0, 2]].T, -flat.vertices[:, 1]], axis=1)  # Y up
    flat.export(folder / "object.glb")
    view = framed(BOX.vertices)
    facts = {"fov_deg": FOV, "elevation_deg": ELEVATION, "view_from_object": view.tolist(), **facts}
    (folder / "case.json").write_text(json.dumps(facts), encoding="utf-8")
    width = height * 3 // 2 if "photo_fov_deg" in facts else height
    Image.new("RGBA", (width, height)).save(folder / "photo.png")
    case = Case(folder, facts)
    alpha = render(case.truth(), case.camera(), shade=None)[..., 3:]
    pixels = np.concatenate([np.full((*alpha.shape[:2], 3), 0.5), alpha], axis=2)
    Image.fromarray((pixels * 255 + 0.5).astype(np.uint8), "RGBA").save(folder / "photo.png")
    return case


def store(case: Case, surface: Surface, folder: Path) -> Path:
    """`surface` in one grey as a result folder on disk."""
    camera = {"fov": case.fov, "elevation": case.elevation, "extend_pixel": 0.0}
    with results.writing(folder, "box") as partial:
        arrays = {
            "vertices": surface.vertices.astype(np.float32),
            "faces": surface.faces,
            "corner_uvs": np.zeros((len(surface.faces), 3, 2), np.float32),
        }
        safetensors.save(partial / results.MESH, arrays)
        Image.new("RGB", (4, 4), (127, 127, 127)).save(partial / "base_color.png")
        settings = Settings(fov=case.fov, elevation=case.elevation).to_dict()
        return results.publish(partial, {"name": "box", "settings": settings, "camera": camera})
