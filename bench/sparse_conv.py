"""The sparse convolution beside a dense `conv3d` of the same box: `python -m bench.sparse_conv`.

The voxels are a sphere's surface. Each of the two runs in a process of its own, so that peaks do
not mix; both see the same numbers and have to agree. Memory is what one adds to its process.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from pixal3d_addon.engine.pixal3d.neighbors import Neighbors
from pixal3d_addon.engine.pixal3d.sparse_conv import SparseConv3d

BUDGET = 64 << 20
KINDS = ("sparse", "dense")


def surface(side: int, device: str) -> Tensor:
    """int32 [N, 4]: the voxels within 0.7 of a sphere of 0.4 of the side."""
    axis = torch.arange(side)
    layers = []
    for x in range(side):  # never the whole box: what was once taken hides what is taken later
        cells = F.pad(torch.cartesian_prod(axis, axis), (1, 0), value=x)
        distance = (cells + 0.5 - side / 2).norm(dim=1) - 0.4 * side
        layers.append(cells[distance.abs() < 0.7])
    return F.pad(torch.cat(layers), (1, 0)).int().to(device)


def peak(device: str) -> int:
    """Bytes; of the whole process where the device is the processor."""
    if device == "cuda":
        return torch.cuda.max_memory_allocated()
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def dense(conv: SparseConv3d, feats: Tensor, coords: Tensor, side: int) -> Tensor:
    box = feats.new_zeros(1, feats.shape[1], side, side, side)
    _, x, y, z = coords.long().unbind(1)
    box[0, :, x, y, z] = feats.T
    out = F.conv3d(box, conv.weight.permute(0, 4, 1, 2, 3), conv.bias, padding=1)
    return out[0, :, x, y, z].T


def products_per_second(channels: int, device: str) -> float:
    """Multiplications of one dense matrix product with the layer's own weights' shape."""
    a, b = torch.randn(8192, channels, device=device), torch.randn(channels, channels).to(device)
    best = 0.0
    for _ in range(5):
        start = time.perf_counter()
        float((a @ b)[0, 0])
        best = max(best, a.numel() * channels / (time.perf_counter() - start))
    return best


@torch.inference_mode()
def measure(kind: str, side: int, channels: int, device: str, threads: int) -> dict[str, float]:
    """Seconds of one convolution, what it took of memory, and a sum to compare.

    floor_seconds: its multiplications, with existing neighbors alone, at the speed of a product.
    """
    if threads:
        torch.set_num_threads(threads)
    torch.manual_seed(0)
    coords = surface(side, device)
    feats = torch.randn(len(coords), channels).to(device)
    conv = SparseConv3d(channels, channels)
    torch.nn.init.normal_(conv.weight, std=0.02)
    conv.to(device)
    dense(conv, feats[:1], coords[:1] * 0, 3)  # what a first call loads
    conv(feats[:1], Neighbors(coords[:1]), BUDGET)
    before, pairs, looked_up = peak(device), side**3 * 27, 0.0
    start = time.perf_counter()
    if kind == "dense":
        out = dense(conv, feats, coords, side)
    else:
        neighbors = Neighbors(coords, budget=BUDGET)
        looked_up = time.perf_counter() - start
        out = conv(feats, neighbors, BUDGET)
    checked = float(out.abs().sum())
    seconds, taken = time.perf_counter() - start, peak(device) - before
    if kind == "sparse":
        pairs = int((neighbors.rows(slice(None)) >= 0).sum())
    return {
        "seconds": seconds,
        "bytes": taken,
        "checked": checked,
        "voxels": len(coords),
        "lookup_seconds": looked_up,
        "neighbors": pairs / (len(coords) if kind == "sparse" else side**3),
        "floor_seconds": pairs * channels**2 / products_per_second(channels, device),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.sparse_conv", description=__doc__)
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--channels", type=int, default=64)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    case = (chosen.side, chosen.channels, chosen.device, chosen.threads)
    if chosen.one:
        print(json.dumps(measure(chosen.one, *case)))
        return 0
    found = {}
    for kind in KINDS:
        command = [sys.executable, "-m", "bench.sparse_conv", "--one", kind, *sys.argv[1:]]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found[kind] = json.loads(done.stdout)
    sparse, full = (found[kind] for kind in KINDS)
    share = sparse["voxels"] / chosen.side**3
    print(f"{chosen.side}³ cells, {sparse['voxels']:,.0f} voxels ({share:.1%}), ", end="")
    print(f"{chosen.channels} channels, float32, {chosen.device}, torch {torch.__version__}")
    for kind, row in found.items():
        print(f"{kind:8}{row['seconds']:8.3f} s {row['bytes'] / 2**20:8.0f} MB", end="")
        print(f"{row['neighbors']:8.1f} products a row, floor {row['floor_seconds']:.3f} s")
    print(f"of the sparse seconds {sparse['lookup_seconds']:.3f} are for the neighbor map")
    times, memory = (full[key] / sparse[key] for key in ("seconds", "bytes"))
    print(f"the dense one takes {times:.1f} × the time and {memory:.1f} × the memory")
    if abs(sparse["checked"] - full["checked"]) > 1e-4 * full["checked"]:
        print("FAILED: they do not agree")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
