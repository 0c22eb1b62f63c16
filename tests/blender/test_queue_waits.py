"""Results that cannot be added yet, or could not be: the next jobs run, none is made twice."""
# ruff: noqa: F811  fixtures of other files

import shutil

import bpy

from tests.blender.conftest import addon
from tests.blender.test_jobs import finish, generate, left_in, photo, pump_until, results, state  # noqa: F401
from tests.blender.test_panels import draw
from tests.blender.test_queue import do, finish_all, names, small  # noqa: F401


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


def test_a_result_waits_while_its_scene_is_one_of_another_file(small, results, tmp_path) -> None:
    blend = str(tmp_path / "other.blend")
    bpy.context.scene.name = "Theirs"
    bpy.ops.wm.save_as_mainfile(filepath=blend, copy=True)
    bpy.context.scene.name = "Ours"
    generate()
    job = state().job
    with bpy.data.libraries.load(blend, link=True) as (_, here):
        here.scenes = ["Theirs"]
    job.scene = "Theirs"  # as where that is the one that is open
    pump_until(lambda: bool(job.waiting))
    assert job.line() == "Ready, waiting for a scene of this file"
    job.scene = "Ours"
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


def test_what_the_artist_has_selected_meanwhile_stays_selected(small, results) -> None:
    def selected() -> list[str]:
        return [obj.name for obj in bpy.context.selected_objects]

    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.active_object
    generate()
    generate()
    pump_until(lambda: len(names()) == 2)
    assert selected() == [bpy.context.active_object.name] == ["A photo"], "as when it was asked for"
    cube.select_set(True)
    bpy.context.view_layer.objects.active = cube
    finish_all()
    assert len(names()) == 3 and bpy.context.active_object == cube
    assert selected() == ["A photo", "Cube"]
    bpy.ops.object.select_all(action="DESELECT")
    bpy.context.view_layer.objects.active = None
    generate()
    finish_all()
    assert selected() == [bpy.context.active_object.name] == ["A photo.002"]
