"""Jobs outlive Blender, its workers, updates and full disks: none is lost, and none made twice."""
# ruff: noqa: F811  fixtures of other files

import errno
import json
import os
import shutil
import signal
import time
from pathlib import Path

import bpy
import pytest

from tests.blender.conftest import addon
from tests.blender.test_jobs import generate, left_in, photo, process, pump_until, results, state  # noqa: F401
from tests.blender.test_queue import finish_all, names, records, restart, small  # noqa: F401


def test_ten_jobs_survive_a_restart_another_file_and_two_killed_workers(small, results) -> None:
    for small.seed in range(10):
        generate()
    pump_until(lambda: len(left_in(results)) >= 2 and len(names()) >= 2)
    done = len(names())
    restart()
    assert state().paused and len(state().queue) == 10 - done
    assert [job.state for job in state().queue].count("interrupted") == 1
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    bpy.context.scene.name = "Another"
    assert bpy.ops.pixal3d.queue_resume() == {"FINISHED"}
    for _ in range(2):
        killed = state().job
        os.kill(process(), signal.SIGKILL)
        pump_until(lambda killed=killed: killed.state == "failed")
    assert bpy.ops.pixal3d.queue_retry_all() == {"FINISHED"}
    finish_all()
    assert state().queue == [] and records() == []
    seeds = {json.loads(bpy.data.objects[name].pixal3d.settings)["seed"] for name in names()}
    assert len(names()) == 10 - done == len(seeds)


def test_a_result_that_waited_when_blender_ended_is_added_once(small, results) -> None:
    bpy.ops.mesh.primitive_cube_add()
    generate()
    bpy.ops.object.mode_set(mode="EDIT")
    pump_until(lambda: bool(state().job.waiting))
    restart()
    (job,) = state().queue
    assert job.state == "made" and state().paused
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    bpy.ops.pixal3d.queue_resume()
    finish_all()
    assert names() == ["A photo"] and len(left_in(results)) == 1 and records() == []


@pytest.mark.parametrize("end", ["blender", "worker"])
def test_what_was_made_when_blender_or_the_worker_died_is_not_made_again(
    small, results, end: str
) -> None:
    generate()
    (job,) = state().queue
    receipt = addon("blender.jobs.queue").folder(job.id) / "made.txt"
    deadline = time.monotonic() + 60
    while not receipt.exists():  # Blender hears nothing of it: it hangs, say
        assert time.monotonic() < deadline
        time.sleep(0.01)
    if end == "blender":
        restart()
        assert [job.state for job in state().queue] == ["made"]
        bpy.ops.pixal3d.queue_resume()
    else:
        os.kill(process(), signal.SIGKILL)
    finish_all()
    assert names() == ["A photo"] and len(left_in(results)) == 1 and state().queue == []


def test_a_job_that_cannot_be_kept_says_why_and_where(small, results, monkeypatch) -> None:
    records = addon("core.job_records")

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(records, "_write", full)
    with pytest.raises(RuntimeError, match=r"disk is full: …/pixal3d/queue .* then try again"):
        bpy.ops.pixal3d.generate()
    assert state().queue == [] and state().job is None


def test_without_a_folder_of_its_own_blender_starts_and_says_so_later(
    small, results, monkeypatch, tmp_path
) -> None:
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "queue"

    def no_place(_package: str, path: str, create: bool = False) -> str:
        return "" if create else str(place.with_name(path))

    with monkeypatch.context() as patched:
        patched.setattr(bpy.utils, "extension_path_user", no_place)
        restart()
        with pytest.raises(RuntimeError, match=r"file/queue could not be written\. Let Blender"):
            bpy.ops.pixal3d.generate()
        assert not Path("queue").exists() and not Path("results").exists()
    restart()
    generate()
    assert state().job is not None


def test_an_update_of_the_extension_ends_the_worker_and_keeps_the_jobs(
    small, results, archive
) -> None:
    generate()
    generate()
    child = process()
    bpy.ops.extensions.package_install_files(
        filepath=str(archive), repo="user_default", enable_on_install=True
    )
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert [job.state for job in state().queue] == ["interrupted", "waiting"] and state().paused
    assert bpy.ops.pixal3d.queue_retry_all() == {"FINISHED"}
    finish_all()
    assert len(names()) == 2 and len(left_in(results)) == 2


def test_a_script_can_wait_for_its_job(small, results) -> None:
    assert bpy.ops.pixal3d.generate(wait=True) == {"FINISHED"}
    assert names() == ["A photo"] and state().queue == []
    bpy.ops.mesh.primitive_cube_add()
    bpy.ops.object.mode_set(mode="EDIT")
    assert bpy.ops.pixal3d.generate(wait=True) == {"FINISHED"}
    assert [job.state for job in state().queue] == ["made"], "which is told, and not waited for"
    bpy.ops.object.mode_set(mode="OBJECT")
    finish_all()
    shutil.rmtree(results)
    results.write_text("a file is in the way")
    with pytest.raises(RuntimeError, match="could not be written"):
        bpy.ops.pixal3d.generate(wait=True)


def test_a_blender_without_a_window_leaves_the_jobs_of_others_and_says_how_to_wait(
    small, results, monkeypatch, capfd
) -> None:
    generate()
    for module in ("queue", "awaited"):
        monkeypatch.setattr(addon(f"blender.jobs.{module}"), "unattended", lambda: True)
    restart()
    assert state().queue == [] and len(records()) == 1
    capfd.readouterr()
    generate()
    assert "ask with wait=True" in capfd.readouterr().out
    monkeypatch.undo()
    restart()
    assert len(state().queue) == 2, "of the one before and of this one"
