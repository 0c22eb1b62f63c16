"""The command line runs Pixal3D the whole way, as a user starts it: a process, a photo, a GLB."""

import json
import math
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixal3d_addon.core import results, safetensors
from tests.gltf_validator import issues

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests" / "reference"
PHOTO = REFERENCE / "input_rgba.png"
TINY = ["--engine", "pixal3d", "--weights", "tests/reference/tiny-pixal3d"]
QUICK = ["--faces", "5000", "--texture-size", "512"]


ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def started(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pixal3d_addon", "generate", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env=ONE_THREAD)


def busy_seconds() -> float:
    """Of the processes that have ended: what others do on the machine meanwhile is left out."""
    try:
        from resource import RUSAGE_CHILDREN, getrusage
    except ImportError:  # Windows
        return math.inf
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def generate(output: Path, options: Sequence[str] = ()) -> dict:
    """What the command told of the photo, as JSON."""
    child = started(PHOTO, "-o", output, "--json", *TINY, *QUICK, *options)
    told, progress = child.communicate(timeout=600)
    assert child.returncode == 0, told + progress
    return json.loads(told)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict, float]:
    """A result folder, what the command told, seconds of one processor from start to exit."""
    began, busy = time.monotonic(), busy_seconds()
    told = generate(tmp_path_factory.mktemp("out"), ["--seed", "7", "--steps", "3"])
    seconds, worked = time.monotonic() - began, busy_seconds() - busy
    print(f"\nphoto to GLB: {seconds:.1f} s, {worked:.1f} s of them at work; {told['seconds']}")
    return Path(told["folder"]), told, min(seconds, worked)


def test_photo_becomes_a_glb_within_20_seconds_of_work(made) -> None:
    _, told, seconds = made
    assert seconds < 20
    assert told["engine"] == "pixal3d" and 100 < told["mesh"]["faces"] <= 5000


def test_glb_is_sound_and_has_its_materials(made) -> None:
    folder, told, _ = made
    assert issues(folder / results.GLB) == []
    data = (folder / results.GLB).read_bytes()
    (length,) = struct.unpack_from("<I", data, 12)
    scene = json.loads(data[20 : 20 + length])
    (mesh,) = scene["meshes"]
    (part,) = mesh["primitives"]
    corners = scene["accessors"][part["indices"]]["count"]
    assert corners == 3 * told["mesh"]["faces"]
    box = scene["accessors"][part["attributes"]["POSITION"]]
    assert max(np.subtract(box["max"], box["min"])) == pytest.approx(1.0, abs=1e-3)
    assert box["min"][1] == pytest.approx(0.0, abs=1e-4), "it stands on the ground"
    material = scene["materials"][part["material"]]["pbrMetallicRoughness"]
    assert {"baseColorTexture", "metallicRoughnessTexture"} <= set(material)


def test_result_keeps_settings_latents_and_every_file(made) -> None:
    folder, _, _ = made
    stored = results.read(folder)
    settings = stored.settings
    assert (settings.engine, settings.seed, settings.steps) == ("pixal3d", 7, 3)
    assert Path(settings.weights).is_absolute()
    assert stored.mesh()["faces"].shape[1] == 3
    assert safetensors.load(folder / "latents.safetensors")
    assert np.asarray(Image.open(folder / results.PREPARED)).std() > 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals as POSIX has them")
@pytest.mark.parametrize("stage", ["Structure", "Unwrap"])
def test_ctrl_c_leaves_nothing(tmp_path: Path, stage: str) -> None:
    child = started(PHOTO, "-o", tmp_path / "out" / "x.glb", *TINY, *QUICK)
    assert child.stderr
    for line in child.stderr:
        if line.rstrip().endswith(stage):
            child.send_signal(signal.SIGINT)
            break
    told, progress = child.communicate(timeout=60)
    assert child.returncode == 130, progress
    assert told == "" and "Cancelled" in progress and "Traceback" not in progress
    assert not list(tmp_path.iterdir())


def test_folder_without_weights_is_told_before_any_work(tmp_path: Path) -> None:
    child = started(PHOTO, "-o", tmp_path / "x.glb", *TINY[:2], "--weights", tmp_path)
    told, progress = child.communicate(timeout=60)
    assert child.returncode == 5 and "pipeline.json" in progress
    assert told == "" and "Traceback" not in progress and not list(tmp_path.iterdir())
