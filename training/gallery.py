"""Draft's results for objects that its network has not seen: `python -m training.gallery OUT.png`.

Objects by program, of numbers that training does not make. A row each: the photo, then the result
from its camera, from 45°, from the side and from behind. Made docs/draft.png.
"""

import argparse
import math
from pathlib import Path

import numpy as np
from PIL import Image

from bench.shading import lit
from bench.surface import Surface
from bench.turntable import orbit_pictures
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.draft.engine import Draft
from pixal3d_addon.engine.interface import Prepared

from . import procedural, skies
from .framing import framed, silhouette_points
from .tracing import Tracer
from .view import render

PHOTO = 640  # pixels
FOV, ELEVATION, YAW = (math.radians(angle) for angle in (28, 18, 28))
KINDS = ("plush", "helmet", "tool", "sneaker", "bird", "cup")
FIRST = 2000  # far beyond what training makes


class Silent:
    """Nobody is told how far it is."""

    def plan(self, stages) -> None: ...

    def progress(self, stage, step=0, total=1) -> None: ...

    def preview(self, kind, path) -> None: ...


def photographed(number: int) -> Prepared:
    """The object `number`, as a photo that is prepared already."""
    rng = np.random.default_rng(number)
    tracer = Tracer(procedural.make(number))
    pose = framed(silhouette_points(tracer), FOV, ELEVATION, YAW, np.ones(3))
    assert pose is not None
    seen = render(tracer, pose, PHOTO, rng, skies.load())
    assert seen is not None
    rgb = np.zeros((PHOTO, PHOTO, 3), np.uint8)
    rgb[seen["alpha"] > 0] = seen["rgb"]
    return Prepared(rgb, seen["alpha"], FOV)


def row(number: int, size: int) -> np.ndarray:
    """uint8 [size, 5 · size, 3]."""
    prepared, camera = photographed(number), Camera(FOV, ELEVATION)
    settings = Settings(texture_size=1024, draft_shape="network")
    made = Draft().generate(prepared, camera, settings, Silent(), Path())
    surface = Surface(
        made.vertices.astype(np.float64), made.faces, made.corner_uvs, made.base_color
    )
    photo = Image.fromarray(prepared.rgb).resize((size, size), Image.Resampling.BOX)
    pictures = orbit_pictures(surface, camera, (0, 45, 90, 180), lit, size)
    return np.concatenate([np.asarray(photo), *pictures], axis=1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.gallery", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("out", type=Path, metavar="OUT.png")
    parser.add_argument("--kinds", nargs="+", default=KINDS)
    parser.add_argument("--size", type=int, default=180, help="pixels of one picture")
    arguments = parser.parse_args()
    numbers = {procedural.kind(number): number for number in range(FIRST + 199, FIRST, -1)}
    rows = [row(numbers[kind], arguments.size) for kind in arguments.kinds]
    half = (len(rows) + 1) // 2
    blank = [np.zeros_like(rows[0])] * (2 * half - len(rows))
    columns = [np.concatenate(part) for part in (rows[:half], [*rows[half:], *blank])]
    Image.fromarray(np.concatenate(columns, axis=1)).quantize(256).save(arguments.out)


if __name__ == "__main__":
    main()
