"""The obvious alternatives to our finishing, each in a process of its own with a time limit."""

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.interface import RawSurface, Surface
from pixal3d_addon.engine.mesh.baking.volume import VolumeReader
from tests.environments import BLENDERS

from .finishing_run import STEPS, Finished, Step

LIMIT = 300.0  # seconds
_ROOT = Path(__file__).parents[1]


def rivals() -> dict[str, list[str | Path] | str]:
    """Name → command that takes RAW.npz DONE.npz FACES SIDE, or why it cannot run here."""
    blender = next((each for each in BLENDERS[1:] if each.python.exists()), None)
    has_xatlas = all(find_spec(name) for name in ("xatlas", "fast_simplification"))
    return {
        f"blender {blender.name.removeprefix('bpy-')}" if blender else "blender": [
            blender.python, "-m", "bench.finishing_in_blender",
        ] if blender else "python vendor_install.py test blender sets one up",
        "trimesh + xatlas": [sys.executable, "-m", "bench.finishing_with_xatlas"]
        if has_xatlas
        else "this Python has no xatlas or no fast_simplification",
    }  # fmt: skip


def finish_with(command: list[str | Path] | str, raw: RawSurface, settings: Settings) -> Finished:
    """`raw` finished by a rival; its `error` tells where it was not."""
    if isinstance(command, str):
        return Finished(None, None, error=f"not here: {command}")
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch, "raw.npz"), Path(scratch, "done.npz")
        attributes = VolumeReader(raw.volume).read(raw.vertices)
        colors = np.full((len(raw.vertices), 4), 255, np.uint8)
        colors[:, :3] = np.clip(attributes[:, :3] + 0.5, 0, 255)
        np.savez(
            source, vertices=raw.vertices, faces=raw.faces, colors=colors,
            resolution=raw.volume.resolution,
        )  # fmt: skip
        sizes = [str(settings.faces), str(settings.texture_size)]
        try:
            done = subprocess.run(
                [*command, source, target, *sizes], cwd=_ROOT, timeout=LIMIT,
                capture_output=True, text=True, errors="replace", env={**os.environ},
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Finished(None, None, error=f"not done in {LIMIT:.0f} s")
        if not target.exists():
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            return Finished(None, None, error=f"exit status {done.returncode} {' '.join(last)}")
        with np.load(target) as arrays:
            return _finished(dict(arrays))


def _finished(arrays: dict[str, np.ndarray]) -> Finished:
    surface = Surface(
        arrays["vertices"], arrays["faces"].astype(np.int32), arrays["corner_uvs"],
        arrays["base_color"],
    )  # fmt: skip
    steps = {name: Step(*arrays[name]) if name in arrays else Step() for name in STEPS}
    return Finished(surface, surface.base_color, steps)
