"""A worker whose jobs send many previews of the largest size, then leave a result: the real loop.

A job's name tells how many; STALLS_RESULT in the environment is the result that it copies.
"""

import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).absolute().parents[2]))

import numpy as np

from pixal3d_addon.core import results, safetensors
from pixal3d_addon.worker.loop import serve

POINTS, SIDE = 500_000, 158  # the most that the protocol allows; 2 · 157² faces
EVERY = 0.1  # seconds


def arrays(number: int) -> tuple[str, dict[str, np.ndarray]]:
    """Points and a mesh of 50,000 faces by turns, never twice the same."""
    elevation = np.array([0.3], np.float32)
    if number % 2:
        cells = np.random.default_rng(number).integers(0, 128, (POINTS, 3))
        points = ((cells + 0.5) / 128 - 0.5).astype(np.float32)
        return "points", {"points": points, "elevation": elevation}
    grid = np.mgrid[0:SIDE, 0:SIDE].reshape(2, -1).T.astype(np.float32) / SIDE - 0.5
    wave = 0.3 * np.sin(grid[:, 0] * 9 + number)
    corner = (np.arange(SIDE - 1)[:, None] * SIDE + np.arange(SIDE - 1)).reshape(-1, 1)
    faces = np.concatenate([corner + np.array(to) for to in ((0, 1, SIDE), (1, SIDE + 1, SIDE))])
    return "mesh", {
        "vertices": np.insert(grid, 1, wave, axis=1).astype(np.float32),
        "faces": faces.astype(np.int32),
        "colors": np.full((SIDE * SIDE, 3), (255, 0, 51), np.uint8),
        "elevation": elevation,
    }


def generate(order, report):
    count, source = int(order.name), os.environ["STALLS_RESULT"]
    with results.writing(order.results, "x") as folder:
        report.plan({"structure": 1.0})
        for number in range(count):
            kind, made = arrays(number)
            path = folder / f"{number}.safetensors"
            safetensors.save(path, made)
            report.preview(kind, path)
            report.progress("structure", number, count)
            time.sleep(EVERY)
        shutil.copytree(source, folder, dirs_exist_ok=True)
        return results.publish(folder, results.read(Path(source)).facts)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], generate))
