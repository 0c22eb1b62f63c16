"""Cleaning and simplification alone: what comes out of raw surfaces, how near, how fast.

    python -m bench.cleaning CASES [--resolution 256] [--faces 50000] [--only NAME ...] [--damage]

needs `requirements/finish.txt`. Each case runs in a process of its own, so that the peak of memory
is its own; the true object's distance is measured from points of the finished mesh to it.
"""

import argparse
import multiprocessing
import sys
import time
from pathlib import Path

import numpy as np
import trimesh
from scipy.spatial import cKDTree

from pixal3d_addon.engine.mesh.cleaning.clean import clean
from pixal3d_addon.engine.mesh.cleaning.components import vertex_components
from pixal3d_addon.engine.mesh.cleaning.simplify import simplify

from .cases import read_cases
from .distance import sample
from .raw_surface import PROCEDURAL, damaged, raw_surface, true_parts
from .surface import Surface
from .topology import examine

_POINTS = 20_000
_DENSE = 1_000_000
HEAD = (
    f"{'case':22} {'raw':>9} {'clean':>8} {'low':>7} {'s cl':>5} {'s si':>5} {'MB':>5} "
    f"{'open':>5} {'crowd':>5} {'twist':>5} {'parts':>5} {'voxels':>7} {'95 %':>6} {'inward':>7}"
)


class Quiet:
    def plan(self, stages: object) -> None: ...
    def progress(self, stage: str, step: int = 0, total: int = 1) -> None: ...
    def preview(self, kind: str, path: Path) -> None: ...


def peak_mb() -> float:
    """Of this process; getrusage's peak begins with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1024)


def distances(low: Surface, parts: list[trimesh.Trimesh]) -> np.ndarray:
    """From points of `low` to the true object, in view-frame units: exact but for rare ties.

    Nearest of a million points of the truth first, then the triangles that they lie in.
    """
    truth = trimesh.util.concatenate([trimesh.Trimesh(p.vertices, p.faces) for p in parts])
    dense, face = trimesh.sample.sample_surface(truth, _DENSE, seed=1)
    points = sample(low, _POINTS, seed=2)
    near = face[cKDTree(dense).query(points, k=8)[1]]
    flat = np.repeat(points, 8, axis=0)
    nearest = trimesh.triangles.closest_point(truth.triangles[near.ravel()], flat)
    return np.linalg.norm(nearest - flat, axis=1).reshape(-1, 8).min(1)


def inward(low: Surface, parts: list[trimesh.Trimesh]) -> float:
    """Share of the area whose back sees the open where its front does not."""
    from pixal3d_addon.engine.mesh.cleaning.visibility import Outside

    a, b, c = low.corners().swapaxes(0, 1)
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    chosen = np.random.default_rng(3).choice(len(area), _POINTS, p=area / area.sum())
    outside = Outside(low.vertices.astype(np.float32), low.faces)
    centers = ((a + b + c) / 3)[chosen].astype(np.float32)
    normals = low.normals()[chosen].astype(np.float32)
    front = outside.share(centers, normals, 8, 1)
    back = outside.share(centers, -normals, 8, 2)
    return float(np.mean(back > front))


def measure(name: str, parts: list[trimesh.Trimesh], options: argparse.Namespace) -> None:
    raw = raw_surface(parts, options.resolution)
    if options.damage:
        raw = damaged(raw)
    queue = multiprocessing.get_context("spawn").Queue()
    child = multiprocessing.get_context("spawn").Process(
        target=_finish, args=(raw.vertices, raw.faces, options.faces, queue)
    )
    child.start()
    vertices, faces, cleaned, seconds, peak = queue.get(timeout=600)
    child.join()
    low = Surface(vertices.astype(np.float64), faces)
    topology = examine(vertices, faces)
    voxels = distances(low, parts) * options.resolution
    number = vertex_components(len(vertices), faces)[0]
    print(
        f"{name:22} {len(raw.faces):9} {cleaned:8} {len(faces):7} {seconds[0]:5.1f} "
        f"{seconds[1]:5.1f} {peak:5.0f} {topology.open_edges:5} {topology.crowded_edges:5} "
        f"{topology.twisted_edges:5} {number:5} {voxels.mean():7.3f} "
        f"{np.quantile(voxels, 0.95):6.2f} {inward(low, parts):7.2%}",
        flush=True,
    )
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        np.savez(options.keep / f"{name}.npz", vertices=vertices, faces=faces)


def _finish(vertices, faces, budget, queue) -> None:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    vertices, faces = clean(vertices, faces, Quiet())
    middle = time.perf_counter()
    cleaned = len(faces)
    vertices, faces = simplify(vertices, faces, budget)
    seconds = middle - start, time.perf_counter() - middle
    queue.put((vertices, faces, cleaned, seconds, peak_mb()))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--resolution", type=int, default=256)
    parser.add_argument("--faces", type=int, default=50_000)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--damage", action="store_true", help="holes, floaters, faces turned")
    parser.add_argument("--keep", type=Path, help="folder for the finished meshes, NAME.npz")
    options = parser.parse_args()
    makers = {name: make for name, make in PROCEDURAL.items()}
    makers |= {case.name: lambda c=case: true_parts(c) for case in read_cases(options.cases, [])}
    print(HEAD)
    for name, make in makers.items():
        if not options.only or any(part in name for part in options.only):
            made = make()
            measure(name, [made] if isinstance(made, trimesh.Trimesh) else list(made), options)


if __name__ == "__main__":
    main()
