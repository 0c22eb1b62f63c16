"""Whether an environment works: its files are there, and a small computation runs on the device."""

import subprocess
from pathlib import Path

from .environment import CLONE, Environment
from .failed import Failed
from .pythons import child_environment
from .torch_build import Plan

_TORCH = """
import sys
sys.path.insert(0, sys.argv[1])
import torch
from pixal3d_addon.engine.pixal3d.device import best_device
from pixal3d_addon.engine.pixal3d.machine import describe
device = best_device()
ones = torch.ones(64, 64, device=device)
assert float((ones @ ones).sum()) == 64**3
print(device.type, describe())
"""
_NUMPY = """
import numpy
ones = numpy.ones((64, 64), numpy.float32)
assert float((ones @ ones).sum()) == 64**3
print("numpy", numpy.__version__)
"""
# What pip noted of every file that it installed: there, and as long as it was. Without its note
# or name a package could not even be replaced. Not `files`: from Python 3.12 on what is missing is
# left out of it.
_FILES = """
import csv, importlib.metadata
for each in importlib.metadata.distributions():
    name, record = each.metadata["Name"] or "Python", each.read_text("RECORD")
    if record is None or name == "Python":
        print("Python")
    for path, _, size in csv.reader((record or "").splitlines()):
        if path.endswith(".pyc"):
            continue
        try:
            found = each.locate_file(path).stat().st_size
        except OSError:
            found = -1
        if found < 0 or (size and found != int(size)):
            print(name)
            break
"""


def try_torch(python: Path, build: str, log: Path) -> str:
    """A small computation on the device that `build` is for. Returns what ran it, in words.

    log: receives Python's words where it fails. Raises Failed.
    """
    device = {"cpu": "cpu", "mps": "mps"}.get(build, "cuda")
    done = _run(python, _TORCH)
    found, _, words = done.stdout.strip().partition(" ")
    if done.returncode:
        log.write_text(done.stderr, encoding="utf-8")
        raise Failed(
            f"PyTorch was installed but does not run here; its words are in {log.parent.name}/"
            f"{log.name}.",
            "Install the newest driver and restart, or take --build cpu.",
        )
    if device != "cpu" and found != device:
        raise Failed(
            "PyTorch was installed but finds no graphics card.",
            "Install the newest driver and restart, or take --build cpu.",
        )
    return words


def try_environment(environment: Environment, chosen: Plan | None = None) -> str:
    """Compute in it, with PyTorch where it has that. Returns what ran, in words. Raises Failed."""
    log = environment.home / f"{environment.name}-trial.log"
    if "torch" in environment.locks:
        build = chosen.build if chosen else environment.installed_build()
        return try_torch(environment.python, build, log)
    done = _run(environment.python, _NUMPY)
    if done.returncode:
        log.write_text(done.stderr, encoding="utf-8")
        raise Failed(
            f"The runtime was installed but does not run here; its words are in {log.parent.name}/"
            f"{log.name}.",
            "Repair it; if it stays so, report it with that file.",
        )
    return done.stdout.strip()


def damaged(environment: Environment) -> list[str]:
    """The packages of which a file is missing or has another size; "Python" for all of it."""
    try:
        done = _run(environment.python, _FILES)
    except OSError:  # it may not even be called
        return ["Python"]
    return ["Python"] if done.returncode else done.stdout.split()


def _run(python: Path, program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [python, "-I", "-c", program, str(CLONE)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
        env=child_environment(),
    )
