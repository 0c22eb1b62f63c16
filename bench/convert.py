"""How a flow's weights become bfloat16 and get back: `python -m bench.convert FOLDER`.

Writes a float32 file of random numbers with the names and shapes of a published flow (5.5 GB) and
its conversion (2.8 GB) into FOLDER, and deletes both. Reads are cold: the system is asked to forget
the files first. Needs torch: .runtime/pixal3d/bin/python, after `vendor_install.py test pixal3d`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from pixal3d_addon.engine.pixal3d.convert import converted
from pixal3d_addon.engine.pixal3d.weights_file import read_header

BLOCKS, WIDTH, HIDDEN, HEADS, COND, PROJ, LATENT = 30, 1536, 8192, 12, 1024, 2048, 32
PUBLISHED_BYTES, PUBLISHED_TENSORS = 5_546_764_048, 700  # of slat_flow_img2shape_dit_1_3B_1024_bf16
MOST_EXTRA_MB = 600
PIECE = 1 << 22
ROUNDS = 3


def shapes(blocks: int) -> dict[str, tuple[int, ...]]:
    """The published names and shapes of a shape flow."""

    def linear(name: str, inputs: int, outputs: int) -> dict[str, tuple[int, ...]]:
        return {f"{name}.bias": (outputs,), f"{name}.weight": (outputs, inputs)}

    found = {
        **linear("adaLN_modulation.1", WIDTH, 6 * WIDTH),
        **linear("input_layer", LATENT, WIDTH),
        **linear("out_layer", WIDTH, LATENT),
        **linear("t_embedder.mlp.0", 256, WIDTH),
        **linear("t_embedder.mlp.2", WIDTH, WIDTH),
    }
    for block in (f"blocks.{number}" for number in range(blocks)):
        cross = f"{block}.cross_attn.cross_attn_block"
        for attention in (cross, f"{block}.self_attn"):
            for norm in ("q_rms_norm", "k_rms_norm"):
                found[f"{attention}.{norm}.gamma"] = (HEADS, WIDTH // HEADS)
        found |= linear(f"{block}.self_attn.to_qkv", WIDTH, 3 * WIDTH)
        found |= linear(f"{block}.self_attn.to_out", WIDTH, WIDTH)
        found |= linear(f"{cross}.to_q", WIDTH, WIDTH)
        found |= linear(f"{cross}.to_kv", COND, 2 * WIDTH)
        found |= linear(f"{cross}.to_out", WIDTH, WIDTH)
        found |= linear(f"{block}.cross_attn.proj_linear", PROJ, WIDTH)
        found |= linear(f"{block}.mlp.mlp.0", WIDTH, HIDDEN)
        found |= linear(f"{block}.mlp.mlp.2", HIDDEN, WIDTH)
        found |= {f"{block}.norm2.weight": (WIDTH,), f"{block}.norm2.bias": (WIDTH,)}
        found[f"{block}.modulation"] = (6 * WIDTH,)
    return dict(sorted(found.items()))


def write_random(path: Path, blocks: int) -> None:
    """A float32 file with random numbers, a piece at a time."""
    header, end = {}, 0
    for name, shape in shapes(blocks).items():
        start, end = end, end + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    random = np.random.default_rng(0)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for start in range(0, end // 4, PIECE):
            count = min(PIECE, end // 4 - start)
            file.write(random.standard_normal(count, np.float32).data)
        file.flush()
        os.fsync(file.fileno())


def forget(path: Path) -> None:
    """Ask the system to drop its copy of `path` from memory, where it can be asked."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def memory_mb(kind: str) -> float:
    """VmHWM (the most that was resident at once), RssAnon (not backed by a file), …"""
    text = Path("/proc/self/status").read_text()
    return int(text.partition(f"{kind}:")[2].split()[0]) / 1024


def plain_read(path: Path) -> float:
    """Seconds to read all of `path` once, cold."""
    forget(path)
    buffer = bytearray(8 << 20)
    started = time.perf_counter()
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass
    return time.perf_counter() - started


def report_conversion(source: Path, cache: Path) -> None:
    """In a process of its own, so that the most it ever held is the conversion's."""
    before = memory_mb("VmHWM")
    started = time.perf_counter()
    target = converted(source, cache, lambda done, total: None)
    seconds = time.perf_counter() - started
    facts = {"target": str(target), "seconds": seconds, "extra_mb": memory_mb("VmHWM") - before}
    print(json.dumps(facts))


def report_load(path: Path, device: str) -> None:
    """In a process of its own: the file into a module on the device, every page of it."""
    import torch
    from torch import nn

    from pixal3d_addon.engine.pixal3d.load import load_weights

    module = nn.Module()
    for name, tensor in read_header(path).tensors.items():
        *parents, last = name.split(".")
        inner = module
        for parent in parents:
            if not hasattr(inner, parent):
                inner.add_module(parent, nn.Module())
            inner = getattr(inner, parent)
        inner.register_parameter(last, nn.Parameter(torch.empty(tensor.shape, device="meta")))
    if device != "cpu":
        torch.ones(1, device=device)  # starting the device is not loading
    before = memory_mb("RssAnon")
    forget(path)
    started = time.perf_counter()
    load_weights(module, path, device)
    if device == "cpu":  # its parameters are the mapped file: touch each page once
        for parameter in module.parameters():
            parameter.detach().view(torch.uint8).flatten()[::4096].sum()
    else:
        torch.ones(1, device=device).item()
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "anonymous_mb": memory_mb("RssAnon") - before}))


def child(*arguments: str) -> dict:
    command = [sys.executable, "-m", "bench.convert", *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.convert", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--blocks", type=int, default=BLOCKS, help="fewer for a smaller file")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--step", choices=("convert", "load"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step == "convert":
        report_conversion(arguments.file, arguments.folder)
        return 0
    if arguments.step == "load":
        report_load(arguments.file, arguments.device)
        return 0
    needed = PUBLISHED_BYTES * 1.6 * arguments.blocks / BLOCKS
    if shutil.disk_usage(arguments.folder).free < needed:
        parser.error(f"{arguments.folder} needs {needed / 1e9:.0f} GB of free disk")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        return measure(Path(folder), arguments.blocks, arguments.device)


def measure(folder: Path, blocks: int, device: str) -> int:
    source = folder / "flow.safetensors"
    write_random(source, blocks)
    size, tensors = source.stat().st_size, len(shapes(blocks))
    print(f"source      {size / 1e9:6.2f} GB  {tensors} tensors", end="")
    same = abs(size - PUBLISHED_BYTES) < 1 << 16 and tensors == PUBLISHED_TENSORS
    print(f"  {'as published' if same else 'NOT the published size'}")
    read = plain_read(source)
    forget(source)
    done = child(str(folder / "cache"), "--step", "convert", "--file", str(source))
    target = Path(done["target"])
    new = target.stat().st_size
    rate = size / 1e9 / done["seconds"]
    print(f"read it     {read:6.1f} s   {size / 1e9 / read:.2f} GB/s: the disk, plainly")
    print(f"convert     {done['seconds']:6.1f} s   {rate:.2f} GB/s of source")
    print(f"  memory    {done['extra_mb']:6.0f} MB  beside what the process held (VmHWM)")
    print(f"  result    {new / 1e9:6.2f} GB")
    reads, loads = [], []
    for _ in range(ROUNDS):  # by turns: what is below the system may remember the file, too
        reads.append(plain_read(target))
        loads.append(
            child(str(folder), "--step", "load", "--file", str(target), "--device", device)
        )
    read, back = min(reads), min(loads, key=lambda load: load["seconds"])
    print(f"read result {read:6.1f} s   {new / 1e9 / read:.2f} GB/s: the disk, plainly")
    print(
        f"map back    {back['seconds']:6.1f} s   {new / 1e9 / back['seconds']:.2f} GB/s to {device}"
    )
    print(f"  memory    {back['anonymous_mb']:6.0f} MB  that is no mapped file (RssAnon)")
    return 0 if done["extra_mb"] <= MOST_EXTRA_MB else 1


if __name__ == "__main__":
    sys.exit(main())
