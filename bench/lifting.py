"""`python -m bench.lifting [--grid 64] [--target 512]`: lean against dense lifting, CPU.

Random features of the published width and NAF of the published size; the occupied cells are a
sphere's shell. Each way runs in a process of its own; memory is what it added to that process. It
exits with 1 where the two do not agree, or where at grid 64 the dense one takes less than 8 × the
memory.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time

import torch

from bench.dense_lifting import dense_lift
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.engine.pixal3d.image_features import ImageFeatures
from pixal3d_addon.engine.pixal3d.lifting import lift
from pixal3d_addon.engine.pixal3d.naf import NAF
from pixal3d_addon.engine.pixal3d.projection import front_view

_CHANNELS = 1024
_LEAN, _GRID = 8, 64  # so many times less memory, from that grid on


def shell(grid: int) -> torch.Tensor:
    """The cells that a sphere of 0.9 of the cube's size passes through, int [N, 3]."""
    axis = torch.arange(grid)
    cells = torch.cartesian_prod(axis, axis, axis)
    radius = (cells - (grid - 1) / 2).norm(dim=1)
    return cells[(radius - 0.45 * grid).abs() < 0.6]


def run(way: str, grid: int, target: int) -> dict[str, float]:
    """One way in this process."""
    torch.manual_seed(0)
    naf, side = NAF().eval(), 1024 if target > 512 or grid > 32 else 512
    patches = torch.randn(1, _CHANNELS, side // 16, side // 16)
    photo = ImageFeatures(torch.rand(1, 3, side, side), torch.randn(1, 5, _CHANNELS), patches)
    cells, view = shell(grid), front_view(Camera())
    before, start = _peak(), time.perf_counter()
    if way == "dense":
        x, y, z = cells.unbind(1)
        out = dense_lift(photo, view, grid, naf, target)[(x * grid + y) * grid + z]
    else:
        out = lift([photo], [view], cells, grid, naf, target)
    seconds = time.perf_counter() - start
    return {
        "tokens": len(cells),
        "seconds": seconds,
        "megabytes": (_peak() - before) / 2**20,
        "checksum": float(out.double().abs().sum()),
    }


def _peak() -> int:
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grid", type=int, default=64)
    parser.add_argument("--target", type=int, default=512)
    parser.add_argument("--way", choices=("lean", "dense"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        print(json.dumps(run(asked.way, asked.grid, asked.target)))
        return 0
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # see bench/pixal3d.py
    found = {}
    for way in ("lean", "dense"):
        command = [sys.executable, "-m", "bench.lifting", "--way", way]
        command += ["--grid", str(asked.grid), "--target", str(asked.target)]
        found[way] = json.loads(subprocess.run(command, check=True, stdout=-1, text=True).stdout)
        print(f"{way:6}", *(f"{name} {value:,.1f}" for name, value in found[way].items()))
    ratios = {name: found["dense"][name] / found["lean"][name] for name in found["lean"]}
    print(
        f"the dense way takes {ratios['seconds']:.1f} × the time, {ratios['megabytes']:.1f} × the "
        f"memory, and differs by {abs(ratios['checksum'] - 1):.0e}"
    )
    lean = asked.grid < _GRID or ratios["megabytes"] >= _LEAN
    return 0 if lean and abs(ratios["checksum"] - 1) < 1e-4 else 1


if __name__ == "__main__":
    sys.exit(main())
