"""Several jobs: their order, what fails, and that a restart loses none and makes none twice."""
# ruff: noqa: F811  fixtures of another file

import json
import math
import os
import signal
import time
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_jobs import (  # noqa: F401
    finish,
    generate,
    left_in,
    photo,
    process,
    pump_until,
    results,
    state,
)
from tests.blender.test_panels import draw
from tests.blender.test_photo import new_image


@pytest.fixture
def small(photo) -> bpy.types.PropertyGroup:
    group = bpy.context.scene.pixal3d
    group.engine, group.faces = "draft", 1000
    return group


def do(job, action: str) -> None:
    assert bpy.ops.pixal3d.queue_job(job=job.id, action=action) == {"FINISHED"}


def records() -> list[dict]:
    """What is kept on the disk, in order."""
    kept = addon("blender.setup.preferences").own_folder("queue").glob("*/*/job.json")
    return sorted((json.loads(path.read_text()) for path in kept), key=lambda told: told["place"])


def finish_all() -> None:
    pump_until(lambda: state().job is None and addon("blender.jobs.queue").following() is None)


def names(scene: bpy.types.Scene | None = None) -> list[str]:
    scene = scene or bpy.context.scene
    return sorted(obj.name for obj in scene.objects if obj.type == "MESH")


def restart() -> None:
    """As when Blender ends and is started again: the add-on goes and comes back."""
    bpy.ops.preferences.addon_disable(module=PACKAGE)
    bpy.ops.preferences.addon_enable(module=PACKAGE)


def test_a_second_press_waits_and_runs_with_the_settings_of_its_time(small, results) -> None:
    generate()
    small.size = 2.0
    generate()
    small.size = 3.0
    assert [job.state for job in state().queue] == ["running", "waiting"]
    assert [told["state"] for told in records()] == ["running", "waiting"]
    finish_all()
    sizes = [max(bpy.data.objects[name].dimensions) for name in names()]
    assert sizes == [pytest.approx(1.0, abs=1e-3), pytest.approx(2.0, abs=1e-3)]
    assert state().queue == [] and records() == []


def test_paused_jobs_wait_and_are_put_in_another_order(small, results) -> None:
    generate()
    for small.seed in (1, 2, 3):
        generate()
    assert bpy.ops.pixal3d.queue_pause() == {"FINISHED"}
    running, one, two, three = state().queue
    do(three, "FIRST")
    do(one, "DOWN")
    do(two, "UP")
    assert state().queue == [running, two, three, one]
    order = [job.id for job in state().queue]
    assert [told["message"]["id"] for told in records()] == order
    finish()
    assert len(names()) == 1 and not bpy.ops.pixal3d.queue_pause.poll()
    do(one, "REMOVE")
    bpy.ops.pixal3d.queue_resume()
    finish_all()
    assert len(names()) == 3


def test_a_failed_job_is_kept_told_and_retried_while_the_others_go_on(small, results) -> None:
    generate()
    generate()
    os.kill(process(), signal.SIGKILL)
    finish_all()
    (job,) = state().queue
    assert job.state == "failed" and job.problem.code == "worker_died" and len(names()) == 1
    assert ("label", "A photo") in draw("PIXAL3D_PT_queue")
    do(job, "RETRY")
    finish_all()
    assert state().queue == [] and len(names()) == 2 and len(left_in(results)) == 2


def test_what_all_jobs_would_fail_of_pauses_the_queue(small, results) -> None:
    results.write_text("a file is in the way")
    for _ in range(3):
        generate()
    pump_until(lambda: state().job is None)
    assert state().paused and state().problem.code == "folder_unwritable"
    assert [job.state for job in state().queue] == ["failed", "waiting", "waiting"]
    results.unlink()
    assert bpy.ops.pixal3d.queue_retry_all() == {"FINISHED"}
    finish_all()
    assert len(names()) == 3


def test_a_canceled_job_leaves_nothing_and_the_next_begins(small, results) -> None:
    generate()
    generate()
    first = state().job
    bpy.ops.pixal3d.cancel()
    pump_until(lambda: state().job is not first)
    finish_all()
    assert len(names()) == 1 and len(left_in(results)) == 1 and records() == []


def test_of_a_job_that_was_done_when_it_was_canceled_nothing_stays(small, results) -> None:
    generate()
    (job,) = state().queue
    receipt = addon("blender.jobs.queue").folder(job.id) / "made.txt"
    deadline = time.monotonic() + 60
    while not receipt.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    bpy.ops.pixal3d.cancel()
    finish_all()
    deadline = time.monotonic() + 20
    while left_in(results):  # another process deletes it
        assert time.monotonic() < deadline, left_in(results)
        time.sleep(0.05)
    assert names() == [] and records() == []


def test_variations_have_their_seeds_and_share_the_photo(small, results) -> None:
    assert not bpy.ops.pixal3d.generate_variations.poll()
    small.engine, small.seed, small.variations = "auto", 7, 3
    assert bpy.ops.pixal3d.generate_variations() == {"FINISHED"}
    told = records()
    assert [each["message"]["settings"]["seed"] for each in told] == [7, 8, 9]
    files = [Path(each["message"]["photo"]).stat() for each in told]
    assert os.name == "nt" or len({file.st_ino for file in files}) == 1
    finish_all()
    seeds = [json.loads(bpy.data.objects[name].pixal3d.settings)["seed"] for name in names()]
    assert sorted(seeds) == [7, 8, 9]


def test_variations_that_cannot_start_are_in_no_queue(small, results) -> None:
    small.engine = "pixal3d"
    with pytest.raises(RuntimeError, match="needs a runtime"):
        bpy.ops.pixal3d.generate_variations()
    assert state().queue == [] and records() == [] and not state().paused


def test_a_jobs_settings_go_to_the_panel_and_back(small, results) -> None:
    generate()
    small.seed, small.size = 5, 4.0
    generate()
    waiting = state().queue[1]
    small.seed, small.size = 0, 1.0
    do(waiting, "LOAD")
    assert small.seed == 5 and small.size == pytest.approx(4.0)
    small.seed, small.size = 9, 0.5
    do(waiting, "APPLY")
    assert waiting.message.settings["size"] == 0.5 and waiting.message.settings["seed"] == 5
    assert records()[1]["message"]["settings"]["size"] == 0.5
    finish_all()
    assert sorted(max(bpy.data.objects[name].dimensions) for name in names()) == [
        pytest.approx(0.5, abs=1e-3), pytest.approx(1.0, abs=1e-3),
    ]  # fmt: skip


def test_a_lens_means_what_it_means_on_the_photo_of_the_job(small, results) -> None:
    generate()
    small.image = new_image(np.full((100, 50, 4), 255, np.uint8), "upright")
    generate()
    waiting = state().queue[1]
    small.image = bpy.data.images["A photo.png"]
    small.fov_source, small.lens = "LENS", 36.0
    do(waiting, "APPLY")
    seen = waiting.message.settings["photo_fov"]
    assert seen == pytest.approx(2 * math.atan(18.0 / 2 / 36.0), abs=1e-3)
    Path(waiting.message.photo).unlink()
    with pytest.raises(RuntimeError, match="photo of the job is gone"):
        do(waiting, "APPLY")


def test_a_job_that_began_meanwhile_is_left_alone(small, results) -> None:
    generate()
    running = state().job
    assert bpy.ops.pixal3d.queue_job(job=running.id, action="REMOVE") == {"CANCELLED"}
    assert bpy.ops.pixal3d.queue_job(job="gone", action="UP") == {"CANCELLED"}
    assert state().queue == [running]


def test_a_new_job_joins_a_paused_queue(small, results) -> None:
    generate()
    generate()
    bpy.ops.pixal3d.queue_pause()
    finish()
    assert ("operator", "pixal3d.queue_resume") in draw("PIXAL3D_PT_queue")
    generate()
    assert state().job is None and len(state().queue) == 2
    assert bpy.ops.pixal3d.queue_clear() == {"FINISHED"}
    assert state().queue == [] and not state().paused and records() == []
    assert not bpy.types.PIXAL3D_PT_queue.poll(bpy.context)
