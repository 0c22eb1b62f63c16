"""Render the chosen shapes: `python -m training.render DATA [--workers 4] [--rounds 3]`.

Writes DATA/views/<id>.safetensors, from the second round on DATA/views/<id>.<round>.safetensors,
and DATA/views/objects.json, as `training.samples` reads them. A file is complete or absent and the
list is kept current, so that training may begin while rounds are still being rendered. What is
there already with as many views of that size is kept. Seeded by the objects' names and the round:
how many workers there are changes nothing. Held-out objects are in the first round alone.

`--shapes PACK`: read the objects from what `training.ship` wrote; DATA is then the views' only.
`--packed`: write DATA/packed instead, as `training.pack` makes it of the views.
"""

import argparse
import hashlib
import itertools
import json
import math
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from . import pack, shape, ship, skies
from .framing import Pose, framed, silhouette_points
from .repaint import repainted
from .samples import MANIFEST
from .skies import Sky
from .tracing import Tracer
from .view import render

POINTS = 8192
NOTED = 15  # seconds between two writings of the list
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
    lights: Sequence[Sky] = (),
) -> dict[str, np.ndarray]:
    """The tensors of one object's file; fewer views, or none, where it can't be framed.

    repaint: show the object in other colors in every third view. lights: captured skies for
    every second view.
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
        part = render(painted[len(parts) % len(painted)], pose, side, rng, lights) if pose else None
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


@dataclass(frozen=True)
class Job:
    """One file to render: an object's views in one round."""

    object: str
    round: int
    views: int
    side: int
    held_out: bool
    repaint: bool
    packed: bool

    @property
    def name(self) -> str:
        """Of the file, and in the list."""
        return f"{self.object}.{self.round}" if self.round else self.object

    def write(self, shapes: Path, folder: Path) -> int:
        """Render and write the file, or nothing where no view succeeds; how many views it has."""
        draw = draw_measured_shot if self.held_out else draw_shot
        solid = ship.load(shapes, self.object)
        seed, lights = _number(self.name), skies.load() if self.round else ()
        tensors = render_object(solid, self.views, self.side, seed, draw, self.repaint, lights)
        if tensors:
            path = folder / f"{self.name}.safetensors"
            part = path.with_suffix(".part")
            save_file(pack.packed(tensors) if self.packed else tensors, part)
            part.replace(path)
        return len(tensors.get("fov", ()))


def jobs(
    chosen: list[dict], views: int, side: int, rounds: int, packed: bool = False
) -> Iterator[Job]:
    """Round after round, without end where `rounds` is 0; held-out objects first, and once."""
    chosen = sorted(chosen, key=lambda item: (not item["held_out"], _number(item["id"])))
    for number in range(rounds) if rounds else itertools.count():
        for item in chosen:
            out, repaint = item["held_out"], not item.get("made")
            if not (out and number):
                count = HELD_OUT_VIEWS if out else views
                yield Job(item["id"], number, count, side, out, repaint and not out, packed)


class Listing:
    """DATA/views/objects.json: an entry for each file that is there."""

    def __init__(self, folder: Path, side: int, chosen: list[dict]) -> None:
        self._path, self._side = folder / MANIFEST, side
        self._facts = {item["id"]: item for item in chosen}
        self._entries: dict[str, dict] = {}

    def add(self, job: Job, views: int) -> None:
        if views:
            facts = self._facts[job.object]
            self._entries[job.name] = {**facts, "id": job.name, "views": views}

    def write(self) -> None:
        text = json.dumps({"side": self._side, "objects": list(self._entries.values())})
        part = self._path.with_suffix(".part")
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(self._path)

    def summary(self) -> str:
        total = sum(entry["views"] for entry in self._entries.values())
        return f"{len(self._entries)} files, {total} views"


def render_all(
    work: Iterator[Job], shapes: Path, folder: Path, listing: Listing, workers: int
) -> None:
    """Render what is missing of `work`, keeping `listing` current; ends when the work does."""
    started, noted, made, seen = time.perf_counter(), 0.0, 0, 0
    # Children start anew, so that each has its own ray caster and no threads beside its own.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        running: dict[Future[int], Job] = {}
        more = True
        while more or running:
            while more and len(running) < 3 * workers:
                job = next(work, None)
                more = job is not None
                if job is None:
                    break
                there = _views_in(folder / f"{job.name}.safetensors", job.side)
                if there >= job.views:
                    listing.add(job, there)
                else:
                    running[pool.submit(job.write, shapes, folder)] = job
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                views = future.result()
                listing.add(running.pop(future), views)
                made, seen = made + 1, seen + views
            seconds = time.perf_counter() - started
            if seconds - noted > NOTED:
                noted = seconds
                listing.write()
                print(f"{made} files, {seen} views, {seconds:.0f} s", flush=True)
    listing.write()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.render", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--views", type=int, default=24, help="of each object a round")
    parser.add_argument("--side", type=int, default=128, help="pixels")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--rounds", type=int, default=1, help="0: until it is stopped")
    parser.add_argument("--most", type=int, help="end after so many files")
    parser.add_argument("--packed", action="store_true", help="as training reads them")
    parser.add_argument(
        "--shapes", type=Path, metavar="PACK", help="where shapes are (default: DATA)"
    )
    arguments = parser.parse_args()
    shapes = arguments.shapes or arguments.data
    chosen = ship.chosen(shapes)
    folder = arguments.data / ("packed" if arguments.packed else "views")
    folder.mkdir(parents=True, exist_ok=True)
    listing = Listing(folder, arguments.side, chosen)
    work = jobs(chosen, arguments.views, arguments.side, arguments.rounds, arguments.packed)
    work = itertools.islice(work, arguments.most)
    render_all(work, shapes, folder, listing, arguments.workers)
    size = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    print(f"{listing.summary()}, {size / 1e9:.1f} GB in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
