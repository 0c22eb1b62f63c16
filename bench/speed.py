"""How long one job takes and how much memory it holds: `python -m bench.speed [PHOTO]`.

Seconds are also told in yardsticks, a fixed numpy task timed in the same run, so that numbers from
machines of different speed can be compared. Without a photo a 1024 × 1024 one is drawn.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from pixal3d_addon.core import results
from pixal3d_addon.core.settings import ENGINES, Settings

from . import job

SIDE = 1024


def yardstick() -> float:
    """Seconds of sorting ten million seeded numbers, the best of three: one core and memory."""
    numbers = np.random.default_rng(0).random(10_000_000)
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        np.sort(numbers)
        spent.append(time.perf_counter() - start)
    return min(spent)


def drawn_photo(side: int = SIDE) -> Image.Image:
    """RGBA: a grainy, shaded mug with a hole in its handle, 1/1.1 of the square."""
    y, x = (np.indices((side, side)) + 0.5) / side * 2.2 - 1.1
    body = (np.abs(y) < 1) & (x > -1) & (x < 0.5)
    ring = np.hypot(x - 0.5, y)
    handle = (ring < 0.5) & (ring > 0.25) & (x >= 0.5)
    shade = 0.4 + 0.6 * np.sqrt(np.clip(1 - ((x + 0.25) / 0.76) ** 2, 0, 1))
    grain = np.random.default_rng(0).random((side, side, 1)) * 0.2 + 0.8
    rgb = np.where(handle[..., None], 0.7, shade[..., None]) * grain * [0.9, 0.5, 0.3]
    pixels = np.concatenate([rgb, (body | handle)[..., None]], axis=-1)
    return Image.fromarray((pixels * 255).astype(np.uint8), "RGBA")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("photo", type=Path, nargs="?", metavar="PHOTO")
    parser.add_argument("--engine", choices=ENGINES, default="draft")
    parser.add_argument("--faces", type=int, default=Settings.faces)
    parser.add_argument("--texture-size", type=int, default=Settings.texture_size)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    settings = Settings(
        engine=arguments.engine, faces=arguments.faces, texture_size=arguments.texture_size
    )
    unit = yardstick()
    with tempfile.TemporaryDirectory() as room:
        photo = arguments.photo or Path(room, "photo.png")
        if not arguments.photo:
            drawn_photo().save(photo)
        jobs = [job.run(photo, Path(room, "results"), settings) for _ in range(arguments.runs)]
        failed = [one.error for one in jobs if one.folder is None]
        if failed:
            print(f"failed: {failed[0]}", file=sys.stderr)
            return 1
        last = jobs[-1].folder
        assert last is not None
        timings = results.read(last).facts["seconds"]
    seconds = [one.seconds for one in jobs]
    print(f"yardstick                 {unit:8.2f} s")
    for name, value in (("median", statistics.median(seconds)), ("worst", max(seconds))):
        print(
            f"job, {name:8} of {len(jobs):<3}      {value:8.2f} s   {value / unit:6.2f} yardsticks"
        )
    working = statistics.median(one.cpu_seconds for one in jobs)
    print(f"processor time            {working:8.2f} s   {working / unit:6.2f} yardsticks")
    print(f"peak memory               {max(one.memory_mb for one in jobs):8.0f} MB")
    for stage, value in timings.items():
        print(f"  {stage:23} {value:8.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
