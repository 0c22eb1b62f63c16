"""Finish Again: the real worker makes a result anew, which takes the place of the old one."""
# ruff: noqa: F811  fixtures of another file

import math
import shutil
from pathlib import Path

import bpy
import numpy as np
import pytest

from pixal3d_addon.setup.environment import PIXAL3D
from tests.blender.conftest import add, addon, points
from tests.blender.sample_result import write_result
from tests.blender.test_import import blocks
from tests.blender.test_jobs import (  # noqa: F401
    finish,
    left_in,
    listen_until_made,
    pump_until,
    results,
    state,
)
from tests.blender.test_panels import draw
from tests.blender.test_runtime import nothing_set, own_preferences  # noqa: F401

needs_runtime = pytest.mark.skipif(
    not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d sets its runtime up"
)


@pytest.fixture
def folder(core, tmp_path: Path) -> Path:
    return write_result(core, tmp_path / "source" / "result", maps=True)


@pytest.fixture
def old(folder: Path, results: Path) -> bpy.types.Object:
    return add(folder)


def finish_again() -> None:
    assert bpy.ops.pixal3d.finish_again() == {"FINISHED"}
    finish()
    assert state().problem is None, state().problem


def hidden(obj: bpy.types.Object) -> bool:
    return obj.hide_get() and obj.hide_render


def test_new_result_takes_the_place_of_the_old_one_which_is_hidden(old, results: Path) -> None:
    bpy.context.scene.camera = eye = old.pixal3d.camera
    old.pixal3d.finish.collision = "box"
    finish_again()
    new = bpy.context.active_object
    assert new != old and new.name == "lopsided.001" and bpy.context.selected_objects == [new]
    assert hidden(old) and hidden(eye) and not new.hide_get() and not new.hide_render
    assert bpy.context.scene.camera == new.pixal3d.camera
    assert bpy.data.objects["lopsided.001_Collision"].parent == new
    (made,) = left_in(results)
    assert Path(new.pixal3d.folder) == made
    assert new.pixal3d.finish.collision == "box"


def test_it_stands_turns_and_looks_as_the_old_one_did(old, results) -> None:
    empty = bpy.data.objects.new("Empty", None)
    bpy.context.scene.collection.objects.link(empty)
    empty.location = 1, 0, 0
    old.parent = empty
    old.location, old.rotation_euler, old.scale = (3, -2, 5), (0.4, 0.5, 2.0), (2, 2, 2)
    old.pixal3d.elevation = math.radians(-20)
    sliders = old.data.materials[0].node_tree.nodes["Pixal3D Adjust"].inputs
    sliders["Tint"].default_value, sliders["Roughness"].default_value = (1, 0.5, 0, 1), 0.25
    sliders["AO Strength"].default_value = 0.75
    bpy.context.view_layer.update()
    finish_again()
    new = bpy.context.active_object
    bpy.context.view_layer.update()
    assert new.parent == empty and new.pixal3d.elevation == pytest.approx(math.radians(-20))
    for one, two in ((old, new), (old.pixal3d.camera, new.pixal3d.camera)):
        assert np.allclose(one.matrix_world, two.matrix_world, atol=1e-5)
    assert np.allclose(points(old.data), points(new.data), atol=1e-5)
    kept = new.data.materials[0].node_tree.nodes["Pixal3D Adjust"].inputs
    for name in ("Tint", "Roughness", "AO Strength"):
        values = [socket[name].default_value for socket in (sliders, kept)]
        assert np.allclose(*values), name


def test_it_stands_where_a_transform_was_applied(old, results) -> None:
    old.rotation_euler, old.scale, old.location = (0, 0, 1.5), (2, 2, 2), (1, 0, 0)
    bpy.ops.object.transform_apply()
    bpy.context.view_layer.update()
    finish_again()
    new = bpy.context.active_object
    bpy.context.view_layer.update()
    there = points(new.data) @ np.array(new.matrix_world)[:3, :3].T + new.matrix_world.translation
    assert np.allclose(there, points(old.data), atol=1e-4)


def test_it_is_one_undo_step(old, results) -> None:
    bpy.ops.ed.undo_push(message="before")
    before = blocks()
    finish_again()
    bpy.ops.ed.undo()
    assert blocks() == before
    assert not hidden(bpy.data.objects["lopsided"])
    bpy.ops.ed.redo()
    assert hidden(bpy.data.objects["lopsided"]) and "lopsided.001" in bpy.data.objects


def test_the_settings_of_the_new_result_are_those_of_the_old_but_for_what_changed(
    core, old, results
) -> None:
    old.pixal3d.finish.texture_size = "1024"
    finish_again()
    (made,) = left_in(results)
    was, now = (core.results.read(Path(where)) for where in (old.pixal3d.folder, made))
    assert {**was.settings.to_dict(), "texture_size": 1024} == now.settings.to_dict()
    assert now.facts["finished_from"] == {"result": "result", "start": "mesh"}


def test_cancel_leaves_everything_as_it_was(old, results) -> None:
    before = blocks()
    assert bpy.ops.pixal3d.finish_again() == {"FINISHED"}
    bpy.ops.pixal3d.cancel()
    finish()
    assert blocks() == before and not hidden(old)
    assert state().problem is None and left_in(results) == []


def test_what_blenders_python_cannot_do_is_told_with_a_button_to_the_preferences(
    old, results
) -> None:
    pytest.importorskip("numpy")
    old.pixal3d.finish.lods = True
    assert bpy.ops.pixal3d.finish_again() == {"FINISHED"}
    finish()
    assert state().problem.code == "engine_unavailable" and "scipy" in state().problem.message
    assert ("operator", "preferences.addon_show") in draw("PIXAL3D_PT_main")
    assert not hidden(old) and left_in(results) == []


def test_a_damaged_folder_is_told_before_anything_starts(old, folder, results) -> None:
    (folder / "result.json").write_text("[]")
    with pytest.raises(RuntimeError, match="damaged"):
        bpy.ops.pixal3d.finish_again()
    assert state().job is None and state().problem.code == "result_damaged"


def test_a_folder_that_is_gone_disables_the_button(old, folder, results) -> None:
    assert bpy.ops.pixal3d.finish_again.poll()
    shutil.rmtree(folder)
    assert not bpy.ops.pixal3d.finish_again.poll()


def test_an_object_deleted_meanwhile_is_not_missed(old, results) -> None:
    bpy.ops.pixal3d.finish_again()
    bpy.data.objects.remove(old)
    finish()
    assert state().problem is None and bpy.context.active_object.name == "lopsided.001"


def test_failure_of_the_import_leaves_the_old_one_shown(old, results, monkeypatch) -> None:
    before = blocks()
    monkeypatch.setattr(
        addon("blender.result.import_result"), "take_place", lambda *_: {}["in the middle of it"]
    )
    bpy.ops.pixal3d.finish_again()
    finish()
    assert state().problem.code == "internal" and blocks() == before and not hidden(old)


def test_panel_shows_what_can_be_changed_and_the_bar_while_it_runs(old, results) -> None:
    panel = bpy.types.PIXAL3D_PT_finish
    assert panel.bl_parent_id == "PIXAL3D_PT_result" and "DEFAULT_CLOSED" in panel.bl_options
    plain = ["faces", "texture_size", *addon("blender.jobs.finish_properties").OF_ANY]
    notes = draw("PIXAL3D_PT_finish")
    assert [what for kind, what in notes if kind == "prop"] == plain
    assert notes[-1] == ("operator", "pixal3d.finish_again")
    old.pixal3d.raw = True
    shown = [what for kind, what in draw("PIXAL3D_PT_finish") if kind == "prop"]
    assert shown == [*plain, *addon("blender.jobs.finish_properties").OF_RAW]
    bpy.ops.pixal3d.finish_again()
    notes = draw("PIXAL3D_PT_finish")
    assert ("operator", "pixal3d.cancel") in notes, "and the next can be asked for"
    assert notes[-1] == ("operator", "pixal3d.finish_again")
    bpy.ops.pixal3d.cancel()
    finish()


def test_one_that_was_renamed_meanwhile_is_still_the_one(old, results) -> None:
    old.location = (1.0, 2.0, 0.0)
    bpy.ops.pixal3d.finish_again()
    old.name = "Hero prop"
    finish()
    new = bpy.context.active_object
    assert new is not old and tuple(new.location) == (1.0, 2.0, 0.0) and hidden(old)


def test_of_several_alike_none_is_taken_for_one_that_is_gone(old, results) -> None:
    twin = bpy.data.objects.new("Twin", old.data)
    bpy.context.collection.objects.link(twin)
    third = bpy.data.objects.new("Third", old.data)
    bpy.context.collection.objects.link(third)
    twin.pixal3d.folder = third.pixal3d.folder = old.pixal3d.folder
    bpy.ops.pixal3d.finish_again()
    bpy.data.objects.remove(old)
    finish()
    assert state().problem is None and not hidden(twin) and not hidden(third)


def test_what_blender_rounds_is_not_a_change(core, old) -> None:
    job_settings = addon("blender.jobs.job_settings")
    given = core.settings.Settings(smallest=0.013, holes=0.07, photo_strength=0.3, collision="hull")
    job_settings.load_finishing(old.pixal3d.finish, given)
    assert job_settings.changed_finishing(old.pixal3d.finish, given) == {}
    old.pixal3d.finish.holes, old.pixal3d.finish.collision = 0.5, "none"
    changed = job_settings.changed_finishing(old.pixal3d.finish, given)
    assert changed == {"holes": 0.5, "collision": ""}


@needs_runtime
def test_levels_come_from_the_runtime_with_the_faces_that_were_asked_for(
    old, results, nothing_set
) -> None:
    own_preferences().runtime = str(PIXAL3D.folder)
    old.pixal3d.finish.faces, old.pixal3d.finish.lods = 4000, True
    old.pixal3d.finish.collision = "hull"
    finish_again()
    new = bpy.context.active_object
    assert new.name == "lopsided.001_LOD0" and new.data.materials[0].users == 4
    faces = [len(bpy.data.objects[f"lopsided.001_LOD{n}"].data.polygons) for n in range(4)]
    for count, share in zip(faces, (1, 0.5, 0.25, 0.1), strict=True):
        assert 0.8 * share * 4000 < count <= share * 4000
    assert "lopsided.001_Collision" in bpy.data.objects
    before = len(bpy.data.objects)
    finish_again()  # and once more, of a result with parts: all of the old one is hidden
    assert all(hidden(bpy.data.objects[f"lopsided.001_LOD{n}"]) or n for n in range(4))
    assert hidden(bpy.data.objects["lopsided.001_Collision"])
    assert len(bpy.data.objects) == before + 6
