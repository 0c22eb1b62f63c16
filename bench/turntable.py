"""A contact sheet of results from all sides: `python -m bench.turntable RESULT_DIR… -o FILE.png`.

A row of each result in its colours, and one in grey clay and in normals below it.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from pixal3d_addon.core import results
from pixal3d_addon.core.camera import Camera, front_camera_to_world, rotation_x
from pixal3d_addon.core.errors import PixalError

from .render import Pinhole, Shade, front, render
from .shading import by_normal, clay, lit
from .surface import Surface, from_result

BACKGROUND = 0.42
_ROOM = 0.75  # an object may be wider from the side than from the front
VIEWS = {"front": 0.0, "45°": 45.0, "side": 90.0, "back": 180.0, "left": 270.0}


def orbit(surface: Surface, camera: Camera, azimuth: float, resolution: int) -> Pinhole:
    """The camera carried round the upright object's vertical axis by `azimuth` degrees."""
    middle = (surface.vertices.min(axis=0) + surface.vertices.max(axis=0)) / 2
    upright = camera.stand_up()[:3, :3]
    angle = np.radians(azimuth)
    c, s = np.cos(angle), np.sin(angle)
    turn = upright.T @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ upright
    return _turned(camera, turn, middle, resolution)


def above(surface: Surface, camera: Camera, resolution: int) -> Pinhole:
    """The camera carried right above the upright object."""
    middle = (surface.vertices.min(axis=0) + surface.vertices.max(axis=0)) / 2
    turn = rotation_x(camera.elevation - np.pi / 2)[:3, :3]
    return _turned(camera, turn, middle, resolution)


def _turned(camera: Camera, turn: np.ndarray, middle: np.ndarray, resolution: int) -> Pinhole:
    pose = front_camera_to_world(camera.distance)
    pose[:3, :3] = turn @ pose[:3, :3]
    pose[:3, 3] = turn @ (pose[:3, 3] - middle) + middle
    zoom = _ROOM if abs(turn - np.eye(3)).max() > 1e-6 else 1.0
    return Pinhole(pose, front(camera.fov, resolution).focal * zoom, resolution, resolution)


def on_grey(picture: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 3] of a picture [H, W, 4] with colour over black."""
    rgb = picture[..., :3] + BACKGROUND * (1 - picture[..., 3:])
    return (np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8)


def orbit_pictures(
    surface: Surface, camera: Camera, azimuths: Iterable[float], shade: Shade, size: int
) -> list[np.ndarray]:
    """The pictures uint8 [size, size, 3] from each azimuth, degrees, over grey."""
    cameras = [orbit(surface, camera, azimuth, size) for azimuth in azimuths]
    return [on_grey(render(surface, one, shade)) for one in cameras]


def label(picture: np.ndarray, text: str) -> np.ndarray:
    """The picture with `text` in its upper left corner."""
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, draw.textlength(text) + 6, 13), fill=(0, 0, 0))
    draw.text((3, 1), text, fill=(255, 255, 255))
    return np.asarray(image)


def sheet(folder: Path, size: int) -> np.ndarray:
    """The rows of one result, uint8 [3·size, 7·size, 3]. Raises PixalError."""
    stored, surface = results.read(folder), from_result(folder)
    with Image.open(folder / results.PREPARED) as image:
        prepared = np.asarray(image.convert("RGB").resize((size, size), Image.Resampling.BOX))
    facts = np.full((size, size, 3), int(BACKGROUND * 255), np.uint8)
    rows = []
    for shade, head in (
        (lit, label(prepared, stored.name)),
        (clay, label(facts, f"{len(surface.faces)} faces")),
        (by_normal, label(facts, "normals")),
    ):
        pictures = orbit_pictures(surface, stored.camera, VIEWS.values(), shade, size)
        pictures.append(on_grey(render(surface, above(surface, stored.camera, size), shade)))
        names = [*VIEWS, "top"]
        named = [label(one, name) for one, name in zip(pictures, names, strict=True)]
        rows.append(np.concatenate([head, *named], axis=1))
    return np.concatenate(rows)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.turntable", description=__doc__)
    parser.add_argument("results", nargs="+", type=Path, metavar="RESULT_DIR")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")
    parser.add_argument("--size", type=int, default=256, help="pixels of one picture (%(default)s)")
    arguments = parser.parse_args()
    try:
        rows = [sheet(folder, arguments.size) for folder in arguments.results]
    except PixalError as error:
        print(f"{error.message} {error.remedy}", file=sys.stderr)
        return 1
    Image.fromarray(np.concatenate(rows)).save(arguments.output)
    print(arguments.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
