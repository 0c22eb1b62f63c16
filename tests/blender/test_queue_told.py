"""What the queue's panel and the status bar tell: what failed and why, and that it is paused."""
# ruff: noqa: F811  fixtures of other files

import os
import signal
import statistics
import time
from types import SimpleNamespace

import bpy
import pytest

from tests.blender.conftest import addon
from tests.blender.test_jobs import finish, generate, photo, process, pump_until, results, state  # noqa: F401
from tests.blender.test_panels import Recorder, Silent, draw
from tests.blender.test_queue import do, finish_all, names, restart, small  # noqa: F401


def test_a_paused_queue_is_told_beside_the_button_with_resume(small, results) -> None:
    generate()
    generate()
    bpy.ops.pixal3d.queue_pause()
    assert ("operator", "pixal3d.queue_resume") not in draw("PIXAL3D_PT_main")
    finish()
    notes = draw("PIXAL3D_PT_main")
    assert ("operator", "pixal3d.queue_resume") in notes
    assert notes[-1] == ("operator", "pixal3d.generate")


def test_why_any_of_the_failed_jobs_failed_can_be_seen_after_a_restart_as_well(
    small, results
) -> None:
    for name in ("one", "two"):
        generate()
        queue, problem = addon("blender.jobs.queue"), addon("core.errors").Problem
        pump_until(lambda: bool(state().job.fraction))
        state().queue[-1].name = name
        os.kill(process(), signal.SIGKILL)
        finish()
    queue.become(state().queue[0], "failed", problem("no_object", "No object.", "See."))
    restart()
    one, two = state().queue
    operator = bpy.types.PIXAL3D_OT_queue_job
    asked = SimpleNamespace(job=one.id, action="WHY")
    assert operator.description(bpy.context, asked) == "No object. See."
    asked = SimpleNamespace(job=two.id, action="RETRY")
    assert operator.description(bpy.context, asked).startswith("The worker was ended by the system")
    assert state().problem is None
    do(one, "WHY")
    assert state().problem.code == "no_object"
    do(two, "WHY")
    assert state().problem.code == "worker_died"
    do(two, "REMOVE")
    assert state().problem is None and state().queue == [one]


def test_an_interrupted_job_says_what_happened(small, results) -> None:
    generate()
    restart()
    (job,) = state().queue
    asked = SimpleNamespace(job=job.id, action="RETRY")
    told = bpy.types.PIXAL3D_OT_queue_job.description(bpy.context, asked)
    assert told == "Blender was closed while it ran. Run it again"
    with pytest.raises(RuntimeError, match="did not fail"):
        do(job, "WHY")


def test_clearing_the_queue_asks_first(small, results, monkeypatch) -> None:
    assert not bpy.ops.pixal3d.queue_clear.poll()
    generate()
    assert not bpy.ops.pixal3d.queue_clear.poll()
    generate()
    generate()
    asked: list[dict] = []

    def ask(_operator, _event, **words: str) -> set[str]:
        asked.append(words)
        return {"CANCELLED"}

    context = SimpleNamespace(window_manager=SimpleNamespace(invoke_confirm=ask))
    bpy.types.PIXAL3D_OT_queue_clear.invoke(None, context, None)
    assert "with their settings: 2." in asked[0]["message"] and len(state().queue) == 3


def test_a_jobs_settings_in_the_panel_are_undone_in_one_step(small, results) -> None:
    generate()
    small.size = 4.0
    generate()
    small.size = 1.0
    bpy.ops.ed.undo_push(message="before")
    do(state().queue[1], "LOAD")
    assert bpy.context.scene.pixal3d.size == pytest.approx(4.0)
    bpy.ops.ed.undo()
    assert bpy.context.scene.pixal3d.size == pytest.approx(1.0)


def test_the_status_bar_tells_of_the_running_job_and_what_waits(small, results) -> None:
    header = SimpleNamespace(layout=Recorder())
    addon("blender.jobs.status")._draw(header, bpy.context)
    assert header.layout.notes == []
    generate()
    generate()
    addon("blender.jobs.status")._draw(header, bpy.context)
    assert ("progress", "Starting") in header.layout.notes
    assert ("operator", "pixal3d.cancel") in header.layout.notes
    assert ("label", "A photo · 1 more") in header.layout.notes


def test_a_failure_is_told_while_the_next_jobs_run_until_something_is_asked_for(
    small, results
) -> None:
    for _ in range(3):
        generate()
    os.kill(process(), signal.SIGKILL)
    pump_until(lambda: state().problem is not None)
    pump_until(lambda: state().job is not None and state().job.fraction > 0.0)
    assert state().problem.code == "worker_died"
    finish_all()
    assert state().problem.code == "worker_died" and len(names()) == 2
    (job,) = state().queue
    do(job, "RETRY")
    assert state().problem is None
    finish_all()


def test_the_status_bar_tells_that_a_job_failed_until_that_is_dismissed(small, results) -> None:
    header = SimpleNamespace(layout=Recorder())
    state().problem = addon("core.errors").Problem("mask_invalid", "Only a press.", "")
    addon("blender.jobs.status")._draw(header, bpy.context)
    assert header.layout.notes == [], "the panel that was pressed tells that"
    generate()
    os.kill(process(), signal.SIGKILL)
    finish()
    addon("blender.jobs.status")._draw(header, bpy.context)
    assert any("ended by the system" in str(what) for _, what in header.layout.notes)
    assert header.layout.notes[-1] == ("operator", "pixal3d.dismiss")
    bpy.ops.pixal3d.dismiss()
    header.layout.notes.clear()
    addon("blender.jobs.status")._draw(header, bpy.context)
    assert header.layout.notes == []


def test_many_jobs_are_drawn_in_less_than_a_millisecond(small, results) -> None:
    jobs = addon("blender.jobs.state")
    state().queue = [jobs.Job(str(number), "", "draft") for number in range(500)]
    times = []
    for _ in range(200):
        start = time.perf_counter()
        bpy.types.PIXAL3D_PT_queue.draw(SimpleNamespace(layout=Silent()), bpy.context)
        times.append(time.perf_counter() - start)
    state().queue = []
    print(f"\nPIXAL3D_PT_queue.draw: {statistics.median(times) * 1000:.3f} ms with 500 jobs")
    assert statistics.median(times) < 0.001
