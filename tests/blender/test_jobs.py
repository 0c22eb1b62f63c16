"""Generate, from the press to the object: the real worker, the real Draft, the pump by hand."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_match import iou, picture, render
from tests.blender.test_photo import new_image

TIMEOUT = 60.0


@pytest.fixture
def results(tmp_path: Path) -> Iterator[Path]:
    """The results folder of the preferences, empty."""
    addons = bpy.context.preferences.addons  # looked up each time: disabling frees what it held
    addons[PACKAGE].preferences.results = str(tmp_path / "results")
    yield tmp_path / "results"
    addons[PACKAGE].preferences.results = ""


@pytest.fixture
def photo(sample: Path) -> bpy.types.Image:
    """The lopsided body on transparent ground, set as the panel's photo."""
    rgba = picture(str(sample / "prepared.png"))
    rgba[..., 3] = picture(str(sample / "mask.png"))[..., 0]
    image = new_image((rgba * 255 + 0.5).astype(np.uint8), "A photo.png")
    settings = bpy.context.scene.pixal3d
    settings.image = image
    settings.faces, settings.texture_size = 8000, "512"
    return image


def state():
    return addon("blender.jobs.state").STATE


def process() -> int:
    """The worker's process id."""
    return addon("blender.jobs.child").CHILD.worker._process.pid


def pump_until(
    done: Callable[[], bool], timings: list[float] | None = None, timeout: float = TIMEOUT
) -> None:
    tick = addon("blender.jobs.pump").tick
    deadline = time.monotonic() + timeout
    while not done():
        assert time.monotonic() < deadline, state()
        start = time.perf_counter()
        tick()
        if timings is not None:
            timings.append(time.perf_counter() - start)
        time.sleep(0.005)


def generate() -> None:
    assert bpy.ops.pixal3d.generate() == {"FINISHED"}


def finish() -> None:
    pump_until(lambda: state().job is None)


def listen_until_made(job) -> None:
    """Only listen: a tick may hear of the result and add it at once."""
    deadline = time.monotonic() + TIMEOUT
    while job.result is None:
        assert time.monotonic() < deadline, state()
        addon("blender.jobs.pump")._listen(job)
        time.sleep(0.005)


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []


def test_photo_becomes_an_object_that_matches_it(photo, results: Path, tmp_path: Path) -> None:
    settings = bpy.context.scene.pixal3d
    settings.fov, settings.elevation, settings.size = 0.6, 0.4, 2.0
    generate()
    finish()
    assert state().problem is None
    obj = bpy.context.active_object
    assert obj.name == "A photo" and obj.pixal3d.engine == "draft" and obj.pixal3d.note
    assert max(obj.dimensions) == pytest.approx(2.0, abs=1e-3)
    (folder,) = left_in(results)
    assert Path(obj.pixal3d.folder) == folder
    bpy.ops.pixal3d.view_through_camera()
    score = iou(folder, render(tmp_path / "render.png"))
    print(f"\nDraft in Blender: IoU {score:.4f}, {obj.pixal3d.seconds:.1f} s")
    assert score >= 0.98


def test_elevation_is_estimated_unless_the_artist_knows_it(photo, results: Path) -> None:
    settings = bpy.context.scene.pixal3d
    settings.elevation = 0.4
    for guessed in (True, False):
        settings.guess_elevation = guessed
        generate()
        finish()
        assert state().problem is None
        made = bpy.context.active_object.pixal3d
        facts = json.loads((Path(made.folder) / "result.json").read_text())
        assert facts["settings"]["guess_elevation"] is guessed
        assert made.elevation == pytest.approx(facts["camera"]["elevation"])
        assert ("The camera's elevation" in made.note) is guessed
    assert made.elevation == pytest.approx(0.4)


@pytest.mark.parametrize(
    "name", ["Kätzchen 猫.png", "x" * 63, "..", "a/b\\c:d", " ", "\"q\" 's'\n\t😀"]
)
def test_any_name_of_a_photo_will_do(photo, results: Path, name: str) -> None:
    photo.name = name
    generate()
    finish()
    assert state().problem is None
    (folder,) = left_in(results)
    assert folder.parent == results and bpy.context.active_object.pixal3d.folder == str(folder)


def test_ticks_are_short_and_progress_never_falls(photo, results: Path) -> None:
    timings, fractions, lines = [], [], set()
    generate()
    job = state().job

    def done() -> bool:
        if state().job:
            fractions.append(job.fraction)
            lines.add(job.line())
        return job.result is not None or state().job is None

    pump_until(done, timings)
    finish()
    waiting = sorted(timings[:-1])  # the last one adds the object
    print(
        f"\ntick: median {waiting[len(waiting) // 2] * 1000:.2f} ms, "
        f"longest {waiting[-1] * 1000:.2f} ms of {len(waiting)}; "
        f"with the import {timings[-1] * 1000:.0f} ms"
    )
    assert waiting[len(waiting) // 2] < 0.004
    assert fractions == sorted(fractions) and fractions[-1] > 0
    assert len(lines) > 2


def test_worker_stays_warm_and_input_files_go(photo, results: Path) -> None:
    generate()
    first, kept = process(), addon("blender.jobs.queue").folder(state().job.id)
    assert (kept / "photo.npy").exists()
    finish()
    assert not kept.exists()
    generate()
    assert process() == first
    finish()
    assert len(left_in(results)) == 2


def test_delivered_object_is_one_undo_step(photo, results: Path) -> None:
    bpy.ops.ed.undo_push(message="before")
    generate()
    finish()
    assert "A photo" in bpy.data.objects
    bpy.ops.ed.undo()
    assert "A photo" not in bpy.data.objects and not bpy.data.cameras
    assert not bpy.data.materials and not bpy.data.node_groups
    bpy.ops.ed.redo()
    assert "A photo" in bpy.data.objects


def test_missing_photo_says_why(photo, results: Path) -> None:
    assert bpy.ops.pixal3d.generate.poll()
    bpy.context.scene.pixal3d.image = None
    assert not bpy.ops.pixal3d.generate.poll()


def test_cancel_leaves_nothing_and_the_next_job_works(photo, results: Path) -> None:
    generate()
    job = state().job
    pump_until(lambda: job.fraction > 0)
    bpy.ops.pixal3d.cancel()
    assert job.line() == "Canceling"
    finish()
    assert state().problem is None and not bpy.data.meshes and not left_in(results)
    generate()
    finish()
    assert "A photo" in bpy.data.objects


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs POSIX signals")
def test_worker_that_ignores_cancel_is_ended(photo, results: Path, monkeypatch) -> None:
    pump = addon("blender.jobs.pump")
    monkeypatch.setattr(pump, "_ASK", 0.2)
    monkeypatch.setattr(pump, "_TERMINATE", 0.4)
    generate()
    child = process()
    os.kill(child, signal.SIGSTOP)
    bpy.ops.pixal3d.cancel()
    start = time.monotonic()
    finish()
    assert time.monotonic() - start < 5
    assert state().problem is None
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    generate()
    assert process() != child
    finish()
    assert "A photo" in bpy.data.objects


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_killed_worker_is_told_and_the_next_job_starts_another(photo, results: Path) -> None:
    generate()
    job = state().job
    pump_until(lambda: job.fraction > 0)
    os.kill(process(), signal.SIGKILL)
    finish()
    problem = state().problem
    assert problem.code == "worker_died" and "worker.log" in problem.remedy
    assert bpy.ops.pixal3d.open_log.poll()
    assert not bpy.data.meshes
    end = time.monotonic() + 10
    while left_in(results):
        assert time.monotonic() < end, "what it left is deleted by another process"
        time.sleep(0.01)
    generate()
    assert state().problem is None
    finish()
    assert "A photo" in bpy.data.objects


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_worker_that_died_while_idle_is_replaced(photo, results: Path) -> None:
    generate()
    finish()
    child = process()
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    generate()
    assert process() != child
    finish()
    assert state().problem is None and len(left_in(results)) == 2


def test_job_survives_another_file_and_adds_to_its_scene(photo, results: Path) -> None:
    generate()
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    bpy.context.scene.name = "Another"
    finish()
    assert state().problem is None
    assert "A photo" in bpy.data.scenes["Another"].objects


def test_object_goes_to_the_scene_that_asked(photo, results: Path) -> None:
    asked = bpy.context.scene
    generate()
    bpy.context.window.scene = bpy.data.scenes.new("Other")
    finish()
    assert "A photo" in asked.objects and not bpy.data.scenes["Other"].objects


def test_scene_that_was_deleted_is_replaced_by_the_open_one(photo, results: Path) -> None:
    asked = bpy.context.scene
    generate()
    bpy.context.window.scene = bpy.data.scenes.new("Other")
    bpy.data.scenes.remove(asked)
    finish()
    assert "A photo" in bpy.data.scenes["Other"].objects


def test_result_waits_for_object_mode(photo, results: Path) -> None:
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.active_object
    generate()
    bpy.ops.object.mode_set(mode="EDIT")
    job = state().job
    pump_until(lambda: bool(job.waiting))
    assert "Object Mode" in job.line() and "A photo" not in bpy.data.objects
    bpy.ops.object.mode_set(mode="OBJECT")
    finish()
    assert "A photo" in bpy.data.objects and cube.name in bpy.data.objects


def test_result_that_waits_can_be_given_up(photo, results: Path) -> None:
    bpy.ops.mesh.primitive_cube_add()
    generate()
    bpy.ops.object.mode_set(mode="EDIT")
    job = state().job
    pump_until(lambda: bool(job.waiting))
    bpy.ops.pixal3d.cancel()
    assert state().job is None and "A photo" not in bpy.data.objects


def test_result_that_vanished_is_told_and_adds_nothing(photo, results: Path) -> None:
    import shutil

    generate()
    job = state().job
    listen_until_made(job)
    shutil.rmtree(job.result)
    finish()
    assert state().problem.code == "result_damaged"
    assert not bpy.data.meshes and not bpy.data.objects


def test_unexpected_failure_of_the_import_ends_the_job(photo, results: Path, monkeypatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    generate()
    monkeypatch.setattr(addon("blender.result.import_result"), "import_result", fail)
    finish()
    assert state().problem.code == "internal" and state().job is None


def test_results_folder_that_cannot_be_made_is_told(photo, results: Path) -> None:
    results.write_text("a file is in the way")
    generate()
    finish()
    assert state().problem.code == "folder_unwritable"
    assert not bpy.data.meshes


def test_photo_without_an_object_gets_a_remedy(photo, results: Path) -> None:
    empty = new_image(np.zeros((64, 64, 4), np.uint8), "empty")
    bpy.context.scene.pixal3d.image = empty
    generate()
    finish()
    assert state().problem.code == "no_object" and state().problem.remedy
    assert not left_in(results)


def test_bad_mask_is_refused_before_anything_starts(photo, results: Path) -> None:
    bpy.context.scene.pixal3d.mask = new_image(np.zeros((3, 2, 4), np.uint8))
    with pytest.raises(RuntimeError, match="The mask is 2 × 3"):
        bpy.ops.pixal3d.generate()
    assert state().job is None and state().problem.code == "mask_invalid"
    assert not list(addon("blender.setup.preferences").own_folder("queue").glob("*/*"))


def test_mask_is_used(photo, results: Path, sample: Path) -> None:
    left = np.zeros((512, 512, 4), np.uint8)
    left[..., 3] = 255
    left[:, :256, :3] = 255
    bpy.context.scene.pixal3d.mask = new_image(left, "mask")
    generate()
    finish()
    assert state().problem is None
    (folder,) = left_in(results)
    whole = (picture(str(sample / "mask.png"))[..., 0] > 0.5).sum(axis=0)
    cut = (picture(str(folder / "mask.png"))[..., 0] > 0.5).sum(axis=0)
    assert np.count_nonzero(whole) / whole.max() > 1.3 * np.count_nonzero(cut) / cut.max()


def test_disabling_ends_the_worker_and_the_timer(photo, results: Path) -> None:
    generate()
    child, pump = process(), addon("blender.jobs.pump")
    bpy.ops.preferences.addon_disable(module=PACKAGE)
    try:
        assert not bpy.app.timers.is_registered(pump.tick)
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
    finally:
        bpy.ops.preferences.addon_enable(module=PACKAGE)
    (job,) = state().queue
    assert job.state == "interrupted" and not state().paused and state().job is None


def test_what_a_job_took_is_told_for_the_next_one_like_it(photo, results: Path) -> None:
    measured, group = addon("blender.jobs.measured"), bpy.context.scene.pixal3d
    group.engine = "draft"
    measured._file().unlink(missing_ok=True)  # of the jobs of other tests
    measured.attach()
    try:
        generate()
        finish()
        made = bpy.context.active_object.pixal3d
        found = measured.cost(
            "draft", addon("blender.jobs.job_settings").to_settings(group).to_dict()
        )
        assert found.seconds == pytest.approx(made.seconds) and found.memory_mb > 30
    finally:
        measured._file().unlink()
        measured.attach()
