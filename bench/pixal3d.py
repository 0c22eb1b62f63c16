"""The whole network at its published size: memory and seconds of every stage, beside their floor.

    python -m bench.pixal3d [CASES] [--full|--reduced] [--tokens 8192,32768] [--device cuda]

Random weights of the published sizes, which are checked against the published table first. The
structures are surfaces in voxels: of the objects in CASES (bench/README.md; needs trimesh), or of
gyroids as fine as it takes. Up to 32,768 tokens they are of a surface at 1024, above of one at
1536. The decoders are guided by them, for random weights would subdivide at random.

Memory is counted on the processor, whatever the device: the product's own code runs at full size,
with every float left uncomputed, and `bench.tally` follows what it takes and gives back. Flows run
with 2 of their 30 equal blocks, and the weights of the other 28 are added. On CUDA what torch says
it took stands beside it.

The floor of a stage: each of its matrix products, convolutions and attentions at the rate of a
large matrix product in the stage's type, or of a copy of what it reads and writes, whichever is
slower; both rates measured in the same run.

--full, the default on CUDA, times every stage as it is, and runs 8k, 16k, 32k and 49k tokens.

--reduced, the default elsewhere, times flows of one block and 2,048 tokens, decoders of 200 tokens
and a photo of 512, and prints that; the seconds of the whole (with "~") are then a reckoning: the
floor at full size times what was measured above the floor, and for the mesh by voxels. It takes
8k tokens, where --tokens says nothing else, and also runs `bench.lifting` and `bench.sparse_conv`.

Counted 2026-11-23, the most of any stage at once, which is the texture decoder's but at 8k:

    gyroid,   8,148 tokens at 1024,  1,406,790 voxels   3.28 GB (a flow)
    cases,   33,361 tokens at 1024,  9,476,154 voxels   4.65 GB (crate and medkit in one)
    gyroid,  48,742 tokens at 1536,  8,514,112 voxels   4.27 GB

On an H200 (2026-11-26, torch 2.11, 16 cores to itself, second run in a process; structures of the
same sizes made on the GPU; seconds of the whole, times the floor, before and after flows and
sparse convolutions were made of fewer, larger operations):

    tokens at 1024                  8,148           16,394           32,514
    whole                     5.5 →  4.4 s    10.6 →  9.0 s    25.8 → 23.7 s
    of it the decoders         14 →   11 %      13 →   10 %      12 →   10 %
    shape, an evaluation     1.90 →   1.6     1.65 →   1.49    1.53 →   1.44
    texture                  1.91 →   1.6     1.67 →   1.50    1.53 →   1.45
    coarse shape             2.67 →   2.4     2.0  →   1.8     1.80 →   1.61
    structure (4,096)         2.2 →   2.0
    a decoder, seconds        0.32 →  0.21    0.58 →   0.41    1.3  →   1.03

Evaluations without the photo take 1 to 20 % less besides. Rates: 731 TFLOP/s in bfloat16, copies
3.9 TB/s; attention, which torch gives to cuDNN there, runs at 600 to 640. What did not end within
two minutes in an earlier run with 32k tokens was not the network, which took 26 s: it is counting
memory on the processor (49 s on one core) and making gyroids there (6 s), before anything is timed.

On two cores of a shared x86-64 virtual machine, with one other
process beside it (2026-11-24, `CASES --reduced --tokens 2048`, OMP_NUM_THREADS=1, 3 minutes): flows
took 1.28 to 1.40 times their floor, the decoders 1.3 times, image features 1.02, lifting 1.5 to
2.2; reckoned for the whole, 6 % of the time is the decoders'. Lean lifting took a ninth of the
dense one's memory and half its time, the sparse convolution a fourteenth and a seventeenth.
With more beside it the rates mean little.

It exits with 1 where sizes are not the published ones, memory is above 6 GB at 1024 or 8 GB at
1536, lean lifting takes more than an eighth of the dense one's memory, or the sparse convolution
and the dense one do not agree.
"""

import argparse
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

# Threads that spin while they wait took ten times as long beside other programs' work.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch

from bench import full_size
from bench.rates import DECODERS, Pace, Rates, measured_rates
from bench.stages import UNSEEN, Ground, Meter, Stage, decoders, flows, lifting, photo
from bench.structures import Structure, gyroid
from bench.tally import Tally

TOKENS = (8192, 16384, 32768, 49152)
LIMITS = {1024: 6e9, 1536: 8e9}  # bytes
_BLOCKS = 2  # of a flow, where memory is counted
_SMALL = 2048, 200  # tokens of flows and decoders that are timed on a processor
_PHOTO = 512  # its size there, too


def counted(structure: Structure, coarse: Structure) -> list[Stage]:
    """Every stage at full size, on the processor, with floats uncomputed."""
    ground = Ground("cpu", torch.bfloat16, torch.float16, _BLOCKS, numbers=False)
    tally = Tally(dry=True)
    meter = Meter("cpu", tally)
    with tally:
        run(ground, meter, structure, structure, coarse, 1024)
    return [_whole(stage) for stage in meter.stages]


def timed(ground: Ground, *given: Any) -> list[Stage]:
    """The stages for real, on CUDA for the second time: what is loaded first is no stage's."""
    if ground.device == "cuda":
        run(ground, Meter(ground.device), *given)
    meter = Meter(ground.device)
    run(ground, meter, *given)
    return meter.stages


def run(
    ground: Ground,
    meter: Meter,
    sparse: Structure,
    decoded: Structure,
    coarse: Structure,
    image_size: int,
) -> None:
    """All stages. sparse: what flows see. coarse: what the cascade sees."""
    photo(ground, meter, image_size)
    lifting(ground, meter, sparse, image_size)
    flows(ground, meter, sparse, sparse.coarser())
    decoders(ground, meter, decoded, coarse)


def _whole(stage: Stage) -> Stage:
    """From a flow of 2 blocks to the one of 30: all of them take the same, one after the other."""
    role = {
        "structure": "sparse_structure_flow_model", "coarse shape": "shape_slat_flow_model_512",
        "shape": "shape_slat_flow_model_1024", "texture": "tex_slat_flow_model_1024",
    }.get(stage.name.removesuffix(UNSEEN))  # fmt: skip
    if role is None:
        return stage
    block = full_size.build(role, 1).blocks[0]
    matrices = sum(p.numel() for n, p in block.named_parameters() if _narrow(n))
    block_bytes = 4 * sum(p.numel() for p in block.parameters()) - 2 * matrices
    more = (30 - _BLOCKS) * block_bytes
    work = replace(stage.work, flops=stage.work.flops * 30 // _BLOCKS)
    work.products = type(work.products)({k: v * 30 // _BLOCKS for k, v in work.products.items()})
    return replace(stage, weights=stage.weights + more, peak=stage.peak + more, work=work)


def _narrow(name: str) -> bool:
    return name.endswith((".weight", ".bias")) and "norm" not in name


TIMED = f"{'stage':24}{'tokens':>10}{'floor s':>9}{'/ floor':>9}{'seconds':>10}"
HEAD = (
    f"{'stage':24}{'tokens':>10}{'asked':>6}{'weights MB':>12}{'peak MB':>9}{'CUDA MB':>9}"
    f"{'TFLOP':>9}{'floor s':>9}{'/ floor':>9}{'seconds':>10}"
)


def line(stage: Stage, floor: float, seconds: float, reckoned: bool) -> str:
    """Once for all that it is asked: FLOPs, floor and seconds."""
    asked = stage.asked
    cuda = f"{stage.allocated / 2**20:9,.0f}" if stage.allocated else f"{'-':>9}"
    above = f"{seconds / floor:9.2f}" if floor else f"{'-':>9}"
    total = f"{'~' if reckoned else ''}{seconds * asked:,.2f}"
    return (
        f"{stage.name:24}{stage.tokens:10,}{asked:6}{stage.weights / 2**20:12,.0f}"
        f"{stage.peak / 2**20:9,.0f}{cuda}{stage.work.flops * asked / 1e12:9,.1f}"
        f"{floor * asked:9.2f}{above}{total:>10}"
    )


def check_sizes() -> bool:
    """Print every network's parameters beside the published file."""
    good = True
    for role, published in full_size.TABLE.items():
        parameters, left, wrong = full_size.check(role)
        good &= not wrong
        said = wrong or f"published {published.bytes:,} bytes, {left:,} of them no numbers"
        print(f"{role:30}{parameters:15,} parameters, {said}")
    return good


def report(
    structure: Structure, ground: Ground, rates: Rates, paces: dict[str, Pace], full: bool
) -> bool:
    """One structure's table. Whether its memory is within the limit."""
    coarse, resolution = structure.coarser(), 16 * structure.side
    print(
        f"\n{structure.name}: {len(structure.coords):,} tokens, {structure.voxels:,} voxels at "
        f"{resolution}, {len(coarse.coords):,} tokens of the coarse shape\n{HEAD}",
        flush=True,
    )
    stages, total, decoding = counted(structure, coarse), 0.0, 0.0
    if full:
        for stage, ran in zip(
            stages, timed(ground, structure, structure, coarse, 1024), strict=True
        ):
            stage.allocated, stage.reserved = ran.allocated, ran.reserved
            floor = rates.floor(stage, ground)
            paces[stage.name] = Pace(stage.tokens, ran.seconds, floor)
    for stage in stages:
        floor = rates.floor(stage, ground)
        seconds = paces[stage.name].seconds_of(stage, floor)
        print(line(stage, floor, seconds, not full), flush=True)
        total += seconds * stage.asked
        decoding += seconds * stage.asked * (stage.name in DECODERS)
    peak = max(max(stage.peak, stage.allocated) for stage in stages)
    good = peak <= LIMITS[1024 if resolution <= 1024 else 1536]
    print(
        f"{'~' if not full else ''}{total:,.1f} s, {decoding / total:.0%} of it for the "
        f"decoders; peak {peak / 1e9:.2f} GB" + ("" if good else "  <-- TOO MUCH")
    )
    if full and ground.device == "cuda":
        print(f"CUDA reserved {max(stage.reserved for stage in stages) / 1e9:.2f} GB at most")
    return good


def reduced_paces(ground: Ground, rates: Rates) -> dict[str, Pace]:
    """Stage → what it took at a size that a processor can do in a minute; printed, too."""
    small = replace(ground, blocks=1)
    sparse, decoded = gyroid(_SMALL[0], 32), gyroid(_SMALL[1], 16)
    empty, tally = replace(small, numbers=False, device="cpu"), Tally(dry=True)
    meter = Meter("cpu", tally)
    with tally:
        run(empty, meter, sparse, decoded, decoded, _PHOTO)
    print(f"\ntimed: a photo of {_PHOTO}, flows of one block\n{TIMED}", flush=True)
    paces = {}
    for stage, ran in zip(
        meter.stages, timed(small, sparse, decoded, decoded, _PHOTO), strict=True
    ):
        floor = rates.floor(stage, ground)
        paces[stage.name] = Pace(ran.tokens, ran.seconds, floor)
        above = f"{ran.seconds / floor:9.2f}" if floor else f"{'-':>9}"
        print(f"{ran.name:24}{ran.tokens:10,}{floor:9.2f}{above}{ran.seconds:10.2f}")
    return paces


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pixal3d")
    parser.add_argument("cases", nargs="?", type=Path)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--full", action="store_true")
    size.add_argument("--reduced", action="store_true")
    parser.add_argument("--tokens", type=_numbers, help="default: 8k to 49k, reduced: 8k")
    parser.add_argument("--device", choices=("cpu", "cuda"))
    asked = parser.parse_args()
    device = asked.device or ("cuda" if torch.cuda.is_available() else "cpu")
    full = asked.full or (device == "cuda" and not asked.reduced)
    good = check_sizes()

    ground = Ground(device, torch.bfloat16, torch.float16 if device == "cuda" else torch.float32)
    rates = measured_rates(device, {ground.flow, ground.decoder, torch.float32})
    said = ", ".join(
        f"{rate / 1e12:.3g} TFLOP/s in {dtype}" for dtype, rate in rates.products.items()
    )
    print(f"\ntorch {torch.__version__} on {device}: {said}, copies {rates.copy / 1e9:.1f} GB/s")
    paces = {} if full else reduced_paces(ground, rates)
    for tokens in asked.tokens or (TOKENS if full else TOKENS[:1]):
        side = 64 if tokens <= 32768 else 96
        if asked.cases:
            from bench.case_structures import objects  # brings trimesh

            structure = objects(asked.cases).pick(tokens, side)
        else:
            structure = gyroid(tokens, side)
        good &= report(structure, ground, rates, paces, full)
    if not full:
        for command in (["bench.lifting"], ["bench.sparse_conv"]):
            print(f"\n{' '.join(command)}", flush=True)
            good &= subprocess.run([sys.executable, "-m", *command]).returncode == 0
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
