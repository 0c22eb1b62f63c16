"""Measure captured skies: `python -m training.skies FOLDER` writes training/skies.json.

FOLDER: .exr panoramas, as a Blender has them in datafiles/studiolights/world (Greg Zaal,
polyhaven.com, CC0). Each becomes what matters to matt surfaces: its brightest spots as lamps, and
the rest as irradiance of second order (Ramamoorthi and Hanrahan 2001). Reading .exr takes Blender's
Python module `bpy`; rendering takes the JSON alone.
"""

import argparse
import functools
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TARGET = Path(__file__).with_name("skies.json")
LAMPS = 3
_LAMP = 0.08  # of all light at least; less stays in the sky
_RADIUS = math.radians(9)  # about the brightest spot
_COSINE = np.array([1, *[2 / 3] * 3, *[1 / 4] * 5])  # a hemisphere's weight for each order, over π


def harmonics(directions: np.ndarray) -> np.ndarray:
    """The nine real spherical harmonics up to order 2 at unit `directions` [N, 3], [N, 9]."""
    x, y, z = np.moveaxis(directions, -1, 0)
    rows = [0.282095 + 0 * x, 0.488603 * y, 0.488603 * z, 0.488603 * x, 1.092548 * x * y]
    rows += [1.092548 * y * z, 0.315392 * (3 * z * z - 1), 1.092548 * x * z]
    return np.stack([*rows, 0.546274 * (x * x - y * y)], axis=-1)


@dataclass(frozen=True)
class Sky:
    """sky: [9, 3], irradiance over π as coefficients of `harmonics`, linear RGB. lamps: rows of
    direction [3], tangent of half the angle, and RGB [3], what a surface facing it gets, over π.
    """

    sky: np.ndarray
    lamps: np.ndarray

    def irradiance(self, normals: np.ndarray) -> np.ndarray:
        """Over π, of sky and lamps, for surfaces facing `normals` [N, 3]: [N, 3]."""
        facing = np.maximum(normals @ self.lamps[:, :3].T, 0)
        return np.maximum(harmonics(normals) @ self.sky, 0) + facing @ self.lamps[:, 4:]

    def turned(self, angle: float) -> "Sky":
        """This sky turned about the vertical by `angle`, radians, right-handed."""
        c, s = math.cos(angle), math.sin(angle)
        c2, s2 = math.cos(2 * angle), math.sin(2 * angle)
        sky, lamps = self.sky.copy(), self.lamps.copy()
        for across, up, c_, s_ in ((3, 1, c, s), (7, 5, c, s), (8, 4, c2, s2)):  # x with y
            a, b = self.sky[across], self.sky[up]
            sky[across], sky[up] = c_ * a - s_ * b, s_ * a + c_ * b
        x, y = self.lamps[:, 0], self.lamps[:, 1]
        lamps[:, 0], lamps[:, 1] = c * x - s * y, s * x + c * y
        return Sky(sky, lamps)


def rays(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Directions [R, C, 3] of a panorama's pixels, top row first, Z up, and their solid angles."""
    polar = (np.arange(rows) + 0.5) / rows * math.pi
    turn = (np.arange(columns) + 0.5) / columns * 2 * math.pi
    flat = np.sin(polar)[:, None]
    up = np.broadcast_to(np.cos(polar)[:, None], (rows, columns))
    directions = np.stack([flat * np.cos(turn), flat * np.sin(turn), up], axis=-1)
    area = math.pi / rows * 2 * math.pi / columns
    return directions, np.broadcast_to(flat * area, (rows, columns))


def measured(panorama: np.ndarray) -> Sky:
    """The light of a `panorama` [R, C, 3], linear, scaled to 1 for a surface that faces up."""
    directions, area = rays(*panorama.shape[:2])
    left = panorama.astype(np.float64).copy()
    total = (left * area[..., None]).sum(axis=(0, 1)).mean()
    lamps = []
    for _ in range(LAMPS):
        gray = left.mean(axis=-1)
        spot = directions.reshape(-1, 3)[gray.argmax()]
        near = directions @ spot > math.cos(_RADIUS)
        for _ in range(3):  # from the edge of a large one to its middle
            spot = np.einsum("rcn,rc,rc,rc->n", directions, gray, near, area)
            spot /= np.linalg.norm(spot)
            near = directions @ spot > math.cos(_RADIUS)
        around = (directions @ spot > math.cos(2 * _RADIUS)) & ~near
        base = np.median(left[around], axis=0)
        over = np.maximum(left - base, 0) * (near * area)[..., None]
        light = over.sum(axis=(0, 1))
        if light.mean() < _LAMP * total:
            break
        weight = over.mean(axis=-1)
        towards = (directions * weight[..., None]).sum(axis=(0, 1))
        towards /= np.linalg.norm(towards)
        spread = (weight * np.arccos(np.clip(directions @ towards, -1, 1))).sum() / weight.sum()
        lamps.append([*towards, math.tan(1.5 * spread), *light / math.pi])
        left = np.where(near[..., None], np.minimum(left, base), left)
    given = np.einsum("rcn,rck,rc->nk", harmonics(directions), left, area)
    sky = Sky(given * _COSINE[:, None], np.array(lamps).reshape(-1, 7))
    scale = 1 / sky.irradiance(np.array([[0.0, 0, 1]])).mean()
    rows = sky.lamps.copy()
    rows[:, 4:] *= scale
    return Sky(sky.sky * scale, rows)


@functools.cache
def load() -> tuple[Sky, ...]:
    """The skies of training/skies.json."""
    listed = json.loads(TARGET.read_text(encoding="utf-8"))
    return tuple(
        Sky(np.array(item["sky"]), np.array(item["lamps"]).reshape(-1, 7))
        for item in listed.values()
    )


def _panorama(path: Path) -> np.ndarray:
    """An .exr file's pixels [R, C, 3], linear, top row first; needs bpy."""
    import bpy

    image = bpy.data.images.load(str(path))
    image.colorspace_settings.is_data = True
    columns, rows = image.size
    pixels = np.empty(columns * rows * 4, np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(rows, columns, 4)[::-1, :, :3]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.skies", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    facts = {}
    for path in sorted(arguments.folder.glob("*.exr")):
        sky = measured(_panorama(path))
        facts[path.stem] = {"sky": sky.sky.round(4).tolist(), "lamps": sky.lamps.round(4).tolist()}
        print(f"{path.stem}: {len(sky.lamps)} lamps")
    TARGET.write_text(json.dumps(facts) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
