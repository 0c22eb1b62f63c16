"""The add-on as a user gets it: the zip that Blender builds, installed into a throw-away profile.

Runs in a virtual environment with a bpy wheel; one Blender version a process.
"""

import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from release.pip_wheel import carry_pip
from tests.blender.sample_result import write_result

if TYPE_CHECKING:
    import bpy

ROOT = Path(__file__).parents[2]
SCRATCH = Path(tempfile.mkdtemp(prefix="pixal3d-test-"))
os.environ["BLENDER_USER_RESOURCES"] = str(SCRATCH / "profile")  # before bpy is imported
PACKAGE = "bl_ext.user_default.pixal3d"

collect_ignore_glob = [] if importlib.util.find_spec("bpy") else ["test_*.py"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "since(version): of what an older Blender does not have")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [(item, mark) for item in items if (mark := item.get_closest_marker("since"))]
    here = tuple(map(int, version("bpy").split(".")[:2])) if marked else ()
    left_out = [item for item, mark in marked if here < mark.args]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_report_header() -> str:
    if collect_ignore_glob:
        return "tests/blender left out: this environment has no bpy wheel"
    return f"bpy {version('bpy')}"


def blender_ext(*args: object) -> str:
    """Run the wheel's own extension tool; its output."""
    wheel = Path(importlib.util.find_spec("bpy").origin).parent
    (tool,) = wheel.glob("*/scripts/addons_core/bl_pkg/cli/blender_ext.py")
    done = subprocess.run(
        [sys.executable, str(tool), *map(str, args)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def archive() -> Path:
    folder = SCRATCH / "dist"
    folder.mkdir()
    carry_pip()  # as our own packing does first
    blender_ext("build", "--source-dir", ROOT, "--output-dir", folder)
    (path,) = folder.glob("*.zip")
    return path


@pytest.fixture(scope="session", autouse=True)
def installed(archive: Path) -> None:
    import bpy

    bpy.ops.extensions.package_install_files(
        filepath=str(archive), repo="user_default", enable_on_install=True
    )


def addon(name: str):
    """A module of the installed add-on."""
    return importlib.import_module(f"{PACKAGE}.pixal3d_addon.{name}")


def add(folder: Path) -> "bpy.types.Object":
    """Import a result folder as a user's script would; the object."""
    import bpy

    assert bpy.ops.pixal3d.import_result(directory=str(folder)) == {"FINISHED"}
    return bpy.context.active_object


def points(mesh: "bpy.types.Mesh") -> np.ndarray:
    """The vertices of `mesh`, float32 [V, 3], in its own frame."""
    values = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", values)
    return values.reshape(-1, 3)


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """A result of one's own, to look at or to damage."""
    return Path(shutil.copytree(sample, tmp_path / "result"))


@pytest.fixture(scope="session")
def sample(core: SimpleNamespace) -> Path:
    return write_result(core, SCRATCH / "sample")


@pytest.fixture(scope="session")
def core(installed: None) -> SimpleNamespace:
    names = ("camera", "errors", "messages", "results", "safetensors", "settings")
    return SimpleNamespace(**{name: addon(f"core.{name}") for name in names})


@pytest.fixture(autouse=True)
def fresh_file() -> Iterator[None]:
    """Every test begins in an empty file and leaves no job behind."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    yield
    if f"{PACKAGE}.pixal3d_addon" in sys.modules and hasattr(bpy.types.Scene, "pixal3d"):
        pump = addon("blender.jobs.pump")
        pump.stop()
        state, queue = addon("blender.jobs.state").STATE, addon("blender.jobs.queue")
        for job in list(state.queue):
            queue.remove(job)
        state.problem = None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave at once, after the summary: Blender 4.2 as a module crashes in its own clean-up."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    status = getattr(config, "_pixal3d_status", None)
    if status is not None and "bpy" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config._pixal3d_status = int(exitstatus)
