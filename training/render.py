"""Render the chosen shapes: `python -m training.render DATA [--views 24] [--side 128]`.

Writes DATA/views/<id>.safetensors and DATA/views/objects.json, as `training.samples` reads them.
What is there already with as many views of that size is kept; the list is kept current while
it works, so that training may begin. Seeded by the objects' names.
"""

import argparse
import hashlib
import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from . import shape
from .framing import Pose, framed, silhouette_points
from .repaint import repainted
from .samples import MANIFEST
from .tracing import Tracer
from .view import render

POINTS = 8192
HELD_OUT_VIEWS = 4
STRETCH = np.array([0.22, 0.22, 0.15])  # standard deviations of its logarithm


@dataclass(frozen=True)
class Shot:
    """Angles in radians and what the object's axes are multiplied by."""

    fov: float
    elevation: float
    yaw: float
    stretch: np.ndarray


def draw_shot(rng: np.random.Generator) -> Shot:
    """For training: as people photograph things, mostly.

    Four elevations in five are 0 to 40°, every second yaw shows the object's front. Three objects
    in five are stretched along their axes, half are mirrored: shapes are few.
    """
    fov = math.exp(rng.uniform(math.log(11), math.log(60)))
    elevation = rng.uniform(0, 40) if rng.random() < 0.8 else rng.uniform(-10, 60)
    yaw = rng.uniform(-65, 65) if rng.random() < 0.5 else rng.uniform(-180, 180)
    stretch = np.exp(rng.normal(0, STRETCH)) if rng.random() < 0.6 else np.ones(3)
    stretch[0] *= rng.choice([-1, 1])
    return Shot(*(math.radians(angle) for angle in (fov, elevation, yaw)), stretch)


def draw_measured_shot(rng: np.random.Generator) -> Shot:
    """For the held-out objects: as they are, from in front, as the bench's cases were taken."""
    angles = rng.uniform(12, 49), rng.uniform(5, 40), rng.uniform(-52, 52)
    return Shot(*(math.radians(angle) for angle in angles), np.ones(3))


def render_object(
    solid: shape.Shape,
    views: int,
    side: int,
    seed: int,
    draw: Callable[[np.random.Generator], Shot] = draw_shot,
    repaint: bool = False,
) -> dict[str, np.ndarray]:
    """The tensors of one object's file; fewer views, or none, where it can't be framed.

    repaint: show the object in other colors in every third view.
    """
    rng = np.random.default_rng(seed)
    tracer = Tracer(solid)
    painted = [tracer, tracer, Tracer(repainted(solid, rng))] if repaint else [tracer]
    outline = silhouette_points(tracer)
    poses: list[Pose] = []
    parts: list[dict[str, np.ndarray]] = []
    for _ in range(3 * views):
        shot = draw(rng)
        pose = framed(outline, shot.fov, shot.elevation, shot.yaw, shot.stretch)
        part = render(painted[len(parts) % len(painted)], pose, side, rng) if pose else None
        if pose and part:
            poses.append(pose)
            parts.append(part)
        if len(parts) == views:
            break
    if not parts:
        return {}
    tensors = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    tensors["alpha"] = np.stack([part["alpha"] for part in parts])
    tensors["start"] = np.cumsum([0, *(len(part["rgb"]) for part in parts)])
    for key in ("fov", "elevation", "yaw"):
        tensors[key] = np.array([getattr(pose, key) for pose in poses], np.float32)
    tensors["view_from_object"] = np.array([pose.matrix for pose in poses], np.float32)
    tensors["points"] = _even_points(tracer, rng).astype(np.float16)
    return tensors


def _even_points(tracer: Tracer, rng: np.random.Generator) -> np.ndarray:
    """Area-uniform points [POINTS, 3] of what is seen of the surface."""
    corners = tracer.shape.corners()
    areas = tracer.shape.areas().astype(np.float64)
    face = rng.choice(len(areas), 4 * POINTS, p=areas / areas.sum())
    u, v = np.sqrt(rng.random(len(face))), rng.random(len(face))
    weights = np.stack([1 - u, u * (1 - v), u * v], axis=1).astype(np.float32)
    seen = np.flatnonzero(tracer.opaque(face, weights))
    seen = np.resize(seen, POINTS)
    return np.einsum("nk,nkc->nc", weights[seen], corners[face[seen]])


def _views_in(path: Path, side: int) -> int:
    """How many views of that size a file has; 0 where there is none."""
    if not path.exists():
        return 0
    with safe_open(path, framework="np") as file:
        count, rows, _ = file.get_slice("alpha").get_shape()
    return count if rows == side else 0


def _number(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.render", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--views", type=int, default=24, help="of each object to train on")
    parser.add_argument("--side", type=int, default=128, help="pixels")
    parser.add_argument("--most", type=int, help="stop after so many new objects")
    arguments = parser.parse_args()
    chosen = json.loads((arguments.data / "chosen.json").read_text(encoding="utf-8"))["chosen"]
    chosen.sort(key=lambda item: (not item["held_out"], _number(item["id"])))
    folder = arguments.data / "views"
    folder.mkdir(exist_ok=True)
    counts = {
        item["id"]: _views_in(folder / f"{item['id']}.safetensors", arguments.side)
        for item in chosen
    }
    started, new = time.perf_counter(), 0

    def write_list() -> None:
        listed = [{**item, "views": counts[item["id"]]} for item in chosen]
        text = json.dumps({"side": arguments.side, "objects": listed}, indent=1)
        part = folder / "objects.part"
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(folder / MANIFEST)

    write_list()
    waiting = [
        (item["id"], HELD_OUT_VIEWS, draw_measured_shot, False)
        if item["held_out"]
        else (item["id"], arguments.views, draw_shot, item["source"] != "procedural")
        for item in chosen
    ]
    waiting = [job for job in waiting if counts[job[0]] < job[1]]
    for name, views, draw, repaint in waiting[: arguments.most]:
        path = folder / f"{name}.safetensors"
        solid = shape.load(arguments.data / "shapes" / path.name)
        tensors = render_object(solid, views, arguments.side, _number(name), draw, repaint)
        if tensors:
            part = path.with_suffix(".part")
            save_file(tensors, part)
            part.replace(path)
        counts[name] = len(tensors.get("fov", ()))
        new += 1
        if new % 20 == 0:
            seconds = time.perf_counter() - started
            print(f"{new} of {len(waiting)} objects, {seconds:.0f} s", flush=True)
            write_list()
    write_list()
    total = sum(counts.values())
    size = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    print(
        f"{sum(map(bool, counts.values()))} objects, {total} views, {size / 1e9:.1f} GB in {folder}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
