"""Two Pythons, one worker: which one runs a job, and what becomes of a runtime that is broken."""
# ruff: noqa: F811  fixtures of another file

import os
import stat
import sys
import time
from pathlib import Path

import bpy
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_jobs import (  # noqa: F401
    finish,
    generate,
    left_in,
    photo,
    process,
    results,
    state,
)

posix = pytest.mark.skipif(os.name != "posix", reason="needs shell scripts")


@pytest.fixture(autouse=True)
def nothing_set():
    yield
    own_preferences().runtime = own_preferences().weights = ""


def own_preferences():
    return bpy.context.preferences.addons[PACKAGE].preferences


def environment(folder: Path, script: str) -> Path:
    """A folder like a virtual environment's, whose Python is a shell script."""
    python = folder / "bin" / "python3"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return folder


def working(folder: Path) -> Path:
    return environment(folder, f'exec "{sys.executable}" "$@"')


def alive(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


def ends(child: int) -> bool:
    """Blender does not wait for a worker that it lets go, but sees that it ends."""
    end = time.monotonic() + 10
    while alive(child) and time.monotonic() < end:
        addon("blender.jobs.leaving").look()
        time.sleep(0.01)
    return not alive(child)


def check() -> list[str]:
    """What the preferences say after Check."""
    assert bpy.ops.pixal3d.check_runtime() == {"FINISHED"}
    deadline = time.monotonic() + 30
    while state().checking:
        assert time.monotonic() < deadline
        addon("blender.jobs.pump").tick()
        time.sleep(0.005)
    return addon("blender.jobs.runtime").lines()


def test_pixal3d_without_a_runtime_is_told_with_a_remedy_and_nothing_starts(photo, results) -> None:
    bpy.context.scene.pixal3d.engine = "pixal3d"
    with pytest.raises(RuntimeError, match="needs a runtime"):
        bpy.ops.pixal3d.generate()
    assert state().problem.code == "engine_unavailable" and "Runtime" in state().problem.remedy
    assert state().job is None and addon("blender.jobs.child").CHILD.worker is None


@posix
def test_auto_takes_the_runtime_and_draft_blenders_own_python(photo, results, tmp_path) -> None:
    own_preferences().runtime = str(working(tmp_path / "venv")) + "/"
    child = addon("blender.jobs.child").CHILD
    generate()
    first = process()
    assert child.worker.python == tmp_path / "venv" / "bin" / "python3"
    finish()
    assert bpy.context.active_object.pixal3d.engine == "draft", "there is no torch in it"
    bpy.context.scene.pixal3d.engine = "draft"
    generate()
    assert child.worker.python == Path(sys.executable) and ends(first)
    finish()
    assert state().problem is None and len(left_in(results)) == 2


@posix
def test_another_runtime_ends_the_idle_worker_of_the_last(photo, results, tmp_path) -> None:
    own_preferences().runtime = str(working(tmp_path / "one"))
    generate()
    finish()
    first = process()
    own_preferences().runtime = str(working(tmp_path / "two"))
    assert ends(first) and not state().engines
    generate()
    assert addon("blender.jobs.child").CHILD.worker.python.parts[-3] == "two"
    finish()
    assert state().problem is None


@posix
def test_change_of_runtime_leaves_the_running_job_alone(photo, results, tmp_path) -> None:
    own_preferences().runtime = str(working(tmp_path / "one"))
    generate()
    own_preferences().runtime = ""
    finish()
    assert state().problem is None and "A photo" in bpy.data.objects


BROKEN = {
    "gone": None,
    "ends": "exit 0",
    "crashes": "kill -SEGV $$",
    "nonsense": "echo hello; sleep 0.2",
    "no packages": f'exec "{sys.executable}" -S "$@"',
}


def broken(how: str, folder: Path) -> str:
    script = BROKEN[how]
    return str(environment(folder, script) if script else folder)


@posix
@pytest.mark.parametrize("how", BROKEN)
def test_broken_runtime_lets_auto_fall_back_to_draft_and_says_so(
    photo, results, tmp_path, how
) -> None:
    own_preferences().runtime = broken(how, tmp_path / "venv")
    generate()
    finish()
    assert state().problem is None
    obj = bpy.context.active_object
    assert obj.name == "A photo" and "without the runtime" in obj.pixal3d.note


@posix
@pytest.mark.parametrize("how", BROKEN)
def test_broken_runtime_fails_pixal3d_with_a_remedy(photo, results, tmp_path, how) -> None:
    own_preferences().runtime = broken(how, tmp_path / "venv")
    bpy.context.scene.pixal3d.engine = "pixal3d"
    try:
        generate()
        finish()
    except RuntimeError:
        assert how == "gone"
    problem = state().problem
    assert problem.code in {"engine_unavailable", "worker_start"}
    assert "Set Runtime" in problem.remedy and state().job is None
    assert not bpy.data.meshes and left_in(results) == []


@posix
def test_file_that_cannot_be_run_is_a_broken_runtime_too(photo, results, tmp_path) -> None:
    (tmp_path / "text").write_text("no program")
    own_preferences().runtime = str(tmp_path / "text")
    generate()
    finish()
    assert "without the runtime" in bpy.context.active_object.pixal3d.note
    bpy.context.scene.pixal3d.engine = "pixal3d"
    with pytest.raises(RuntimeError, match="did not start"):
        bpy.ops.pixal3d.generate()
    assert state().job is None and "Set Runtime" in state().problem.remedy


@posix
def test_runtime_that_never_answers_can_be_cancelled(photo, results, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(addon("blender.jobs.pump"), "_ASK", 0.2)
    own_preferences().runtime = str(environment(tmp_path / "venv", "sleep 60"))
    generate()
    child = process()
    bpy.ops.pixal3d.cancel()
    finish()
    assert not alive(child) and state().problem is None and not bpy.data.meshes


@posix
def test_check_says_what_can_run_in_the_runtime(tmp_path) -> None:
    runtime = addon("blender.jobs.runtime")
    assert runtime.lines()[0] == "Draft: built in" and "needs a runtime" in runtime.lines()[1]
    own_preferences().runtime = str(tmp_path / "gone")
    assert "no Python at" in runtime.lines()[1]
    with pytest.raises(RuntimeError, match="no Python at"):
        bpy.ops.pixal3d.check_runtime()
    own_preferences().runtime = str(working(tmp_path / "venv"))
    assert runtime.lines()[1] == "Pixal3D: not checked yet"
    assert "needs PyTorch" in check()[1]
    own_preferences().runtime = str(environment(tmp_path / "ends", "exit 3"))
    assert "did not start" in check()[1] and "worker.log" in check()[1]


def test_weights_are_a_folder_by_its_absolute_path_or_a_name(tmp_path) -> None:
    preferences = addon("blender.setup.preferences")
    for given, meant in {
        f"{tmp_path}/": str(tmp_path),
        "OWNER/NAME": "OWNER/NAME",
        "OWNER/NAME/": "OWNER/NAME",
        " ": "",
        "": "",
    }.items():
        own_preferences().weights = given
        assert preferences.weights() == meant
