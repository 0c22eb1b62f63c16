"""Several jobs: their order, what fails, and that a restart loses none and makes none twice."""
# ruff: noqa: F811  fixtures of another file

import errno
import json
import os
import shutil
import signal
import statistics
import time
from pathlib import Path
from types import SimpleNamespace

import bpy
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
from tests.blender.test_panels import Recorder, Silent, draw


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


def test_while_a_result_waits_for_object_mode_the_next_jobs_run(small, results) -> None:
    bpy.ops.mesh.primitive_cube_add()
    for small.seed in range(3):
        generate()
    bpy.ops.object.mode_set(mode="EDIT")
    pump_until(lambda: [job.state for job in state().queue] == ["made"] * 3)
    assert names() == ["Cube"] and len(left_in(results)) == 3
    bpy.ops.object.mode_set(mode="OBJECT")
    finish_all()
    assert state().queue == [] and len(names()) == 4 and len(left_in(results)) == 3


def test_a_result_that_waits_joins_the_scene_while_another_job_runs(small, results) -> None:
    bpy.ops.mesh.primitive_cube_add()
    for small.seed in range(2):
        generate()
    first, second = state().queue
    bpy.ops.object.mode_set(mode="EDIT")
    pump_until(lambda: state().job is second)
    assert ("label", "Ready, waiting for Object Mode") in draw("PIXAL3D_PT_queue")
    bpy.ops.object.mode_set(mode="OBJECT")
    pump_until(lambda: first not in state().queue)
    assert state().job is second and second.state == "running" and len(names()) == 2
    bpy.ops.pixal3d.cancel()
    finish_all()


def test_a_result_that_waits_is_added_though_the_queue_was_paused(small, results) -> None:
    bpy.ops.mesh.primitive_cube_add()
    for small.seed in range(3):
        generate()
    _, second, third = state().queue
    bpy.ops.object.mode_set(mode="EDIT")
    pump_until(lambda: state().job is second)
    bpy.ops.pixal3d.queue_pause()
    pump_until(lambda: second.state == "made")
    bpy.ops.object.mode_set(mode="OBJECT")
    pump_until(lambda: state().job is None)
    assert state().queue == [third] and state().paused and len(names()) == 3


def test_a_result_waits_while_a_scene_of_another_file_is_open(small, results, tmp_path) -> None:
    blend = str(tmp_path / "other.blend")
    bpy.data.libraries.write(blend, {bpy.data.scenes.new("Theirs")})
    bpy.data.scenes.remove(bpy.data.scenes["Theirs"])
    generate()
    job, own = state().job, bpy.context.scene
    with bpy.data.libraries.load(blend, link=True) as (_, here):
        here.scenes = ["Theirs"]
    bpy.context.window.scene = here.scenes[0]
    own.name = "Ours"
    pump_until(lambda: bool(job.waiting))
    assert job.line() == "Ready, waiting for a scene of this file"
    bpy.context.window.scene = own
    finish()
    assert names() == ["A photo"]


def test_a_result_that_could_not_be_added_is_added_on_retry_and_not_made_again(
    small, results, monkeypatch
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    generate()
    with monkeypatch.context() as broken:
        broken.setattr(addon("blender.result.import_result"), "import_result", fail)
        pump_until(lambda: state().job is None)
    (job,) = state().queue
    assert job.state == "failed" and names() == []
    do(job, "RETRY")
    assert job.state == "made"
    finish_all()
    assert len(names()) == 1 and len(left_in(results)) == 1


def test_a_result_that_went_before_it_was_added_is_made_anew_on_retry(small, results) -> None:
    bpy.ops.mesh.primitive_cube_add()
    generate()
    bpy.ops.object.mode_set(mode="EDIT")
    job = state().job
    pump_until(lambda: bool(job.waiting))
    shutil.rmtree(job.result)
    bpy.ops.object.mode_set(mode="OBJECT")
    pump_until(lambda: state().job is None)
    assert job.problem.code == "result_damaged" and names() == ["Cube"]
    do(job, "RETRY")
    assert job.state == "running"
    finish_all()
    assert len(names()) == 2 and state().problem is None


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


def test_a_job_that_began_meanwhile_is_left_alone(small, results) -> None:
    generate()
    running = state().job
    assert bpy.ops.pixal3d.queue_job(job=running.id, action="REMOVE") == {"CANCELLED"}
    assert bpy.ops.pixal3d.queue_job(job="gone", action="UP") == {"CANCELLED"}
    assert state().queue == [running]


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


def test_a_paused_queue_is_told_beside_the_button_with_resume(small, results) -> None:
    generate()
    generate()
    bpy.ops.pixal3d.queue_pause()
    assert ("operator", "pixal3d.queue_resume") not in draw("PIXAL3D_PT_main")
    finish()
    notes = draw("PIXAL3D_PT_main")
    assert ("label", "The queue is paused") in notes
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
