"""Levels of detail and the collision mesh: where they are, what they share, how they go along."""

import math
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import add, addon, points
from tests.blender.sample_result import write_result
from tests.blender.test_import import blocks
from tests.blender.test_panels import draw

NAMES = [f"lopsided_LOD{number}" for number in range(4)]


@pytest.fixture
def folder(core, tmp_path: Path) -> Path:
    return write_result(core, tmp_path / "result", parts=True)


def parts() -> list[bpy.types.Object]:
    return [bpy.data.objects[name] for name in (*NAMES[1:], "lopsided_Collision")]


def layer(name: str, view_layer: bpy.types.ViewLayer | None = None) -> bpy.types.LayerCollection:
    found = (view_layer or bpy.context.view_layer).layer_collection
    for step in ("Pixal3D", "lopsided", name):
        found = found.children[step]
    return found


def test_each_level_is_in_a_collection_of_its_name_and_only_the_first_is_shown(folder) -> None:
    bpy.context.scene.view_layers.new("Second")
    obj = add(folder)
    home = bpy.data.collections["lopsided"]
    assert [child.name for child in home.children] == [*NAMES, "lopsided_Collision"]
    assert set(home.objects) == {obj.pixal3d.camera}
    assert obj.name == "lopsided_LOD0" and bpy.context.selected_objects == [obj]
    for number, name in enumerate(NAMES):
        assert [inside.name for inside in bpy.data.collections[name].objects] == [name]
        for view_layer in bpy.context.scene.view_layers:
            assert layer(name, view_layer).hide_viewport == (number > 0)
        assert bpy.data.collections[name].hide_render == (number > 0)
    faces = [len(bpy.data.objects[name].data.polygons) for name in NAMES]
    assert faces == sorted(faces, reverse=True) and len(set(faces)) == 4


def test_levels_share_material_and_layout_and_take_their_normals(core, folder) -> None:
    obj = add(folder)
    assert len(bpy.data.materials) == 1
    for number, part in enumerate(parts()[:3], 1):
        assert part.data.materials[0] == obj.data.materials[0]
        stored = core.safetensors.load(folder / "lods" / f"lod{number}.safetensors")
        uvs = np.empty(len(part.data.loops) * 2, np.float32)
        part.data.uv_layers["UVMap"].uv.foreach_get("vector", uvs)
        assert np.array_equal(uvs, stored["corner_uvs"].ravel())
        turn = addon("core.camera").stand(stored["vertices"], core.camera.Camera(0.7, 0.35), 1.0)
        corners = stored["normals"][stored["faces"].ravel()] @ turn.matrix()[:3, :3].T
        corners /= np.linalg.norm(corners, axis=1, keepdims=True)
        made = np.empty(len(part.data.loops) * 3, np.float32)
        part.data.corner_normals.foreach_get("vector", made)
        assert np.abs(made.reshape(-1, 3) - corners).max() < 0.01


def test_collision_mesh_is_a_wireframe_that_no_render_shows(folder) -> None:
    obj = add(folder)
    box = bpy.data.objects["lopsided_Collision"]
    assert box.display_type == "WIRE" and box.hide_render and not box.data.materials
    assert layer("lopsided_Collision").hide_viewport
    for side in ("min", "max"):
        ends = [getattr(points(which.data), side)(axis=0) for which in (obj, box)]
        assert np.allclose(*ends, atol=1e-5)


def test_parts_go_where_the_object_goes(folder) -> None:
    obj = add(folder)
    obj.location, obj.scale = (1, 2, 3), (2, 2, 2)
    bpy.context.view_layer.update()
    for part in parts():
        assert np.allclose(part.matrix_world, obj.matrix_world)


def test_elevation_turns_every_part_the_same_wherever_it_was_moved(folder) -> None:
    obj = add(folder)
    before = {part: points(part.data) for part in [obj, *parts()]}
    bpy.data.objects["lopsided_LOD2"].location = (5, 0, 1)
    obj.pixal3d.elevation = obj.pixal3d.elevation - math.radians(30)
    after = points(obj.data)
    # The motion that took the object's points there, found from them alone.
    ones = np.c_[before[obj], np.ones(len(after))]
    motion = np.linalg.lstsq(ones, after, rcond=None)[0]
    for part in parts():
        shift = np.array(part.location)
        meant = np.c_[before[part] + shift, np.ones(len(before[part]))] @ motion - shift
        assert np.allclose(points(part.data), meant, atol=1e-4), part.name
        assert part.data.pixal3d.elevation == pytest.approx(obj.pixal3d.elevation)
    obj.pixal3d.elevation = obj.pixal3d.elevation + math.radians(30)
    for part, was in before.items():
        assert np.allclose(points(part.data), was, atol=1e-5)


def test_elevation_is_locked_while_a_level_is_edited(folder) -> None:
    obj = add(folder)
    layer(NAMES[1]).hide_viewport = False
    bpy.context.view_layer.objects.active = level = bpy.data.objects[NAMES[1]]
    bpy.ops.object.mode_set(mode="EDIT")
    before = obj.pixal3d.elevation
    obj.pixal3d.elevation = before - 0.3
    assert obj.pixal3d.elevation == before == level.data.pixal3d.elevation
    bpy.ops.object.mode_set(mode="OBJECT")
    obj.pixal3d.elevation = before - 0.3
    assert level.data.pixal3d.elevation == pytest.approx(before - 0.3)


def test_a_level_or_the_collision_mesh_stands_for_its_result(folder) -> None:
    obj = add(folder)
    stance = addon("blender.result.stance")
    for part in parts():
        assert stance.result_of(part) == obj
    bpy.context.view_layer.objects.active = bpy.data.objects["lopsided_Collision"]
    assert bpy.types.PIXAL3D_PT_result.poll(bpy.context)
    assert bpy.ops.pixal3d.view_through_camera() == {"FINISHED"}
    bpy.data.objects["lopsided_Collision"].parent = None
    assert not bpy.types.PIXAL3D_PT_result.poll(bpy.context)


@pytest.mark.parametrize("number", [2, 0])
def test_show_in_the_panel_shows_one_level_alone(folder, number: int) -> None:
    obj = add(folder)
    assert ("prop", "level") in draw("PIXAL3D_PT_result")
    obj.pixal3d.level = "1"
    obj.pixal3d.level = str(number)
    for each, name in enumerate(NAMES):
        assert (
            layer(name).hide_viewport == bpy.data.collections[name].hide_render == (each != number)
        )
    shown = bpy.data.objects[NAMES[number]]
    assert bpy.context.active_object == shown and bpy.context.selected_objects == [shown]
    assert layer("lopsided_Collision").hide_viewport
    assert bpy.types.PIXAL3D_PT_result.poll(bpy.context)


def test_a_level_that_was_deleted_is_not_shown(folder) -> None:
    obj = add(folder)
    bpy.data.objects.remove(bpy.data.objects[NAMES[3]])
    obj.pixal3d.level = "3"
    assert not layer(NAMES[0]).hide_viewport


def test_a_second_result_of_that_name_has_one_number_throughout(folder) -> None:
    add(folder)
    again = add(folder)
    assert again.name == "lopsided.001_LOD0"
    home = bpy.data.collections["lopsided.001"]
    ends = ("_LOD0", "_LOD1", "_LOD2", "_LOD3", "_Collision")
    assert [child.name for child in home.children] == [f"lopsided.001{end}" for end in ends]
    assert all(child.objects[0].name == child.name for child in home.children)


def test_a_name_as_long_as_names_may_be_keeps_its_ends() -> None:
    free = addon("blender.result.parts").free_name
    assert (
        free("x" * 300) + "_Collision"
        == bpy.data.collections.new(free("x" * 300) + "_Collision").name
    )
    assert free("猫" * 100).encode().decode() and free("") == "Object"


def test_one_undo_step_takes_all_parts_away(folder) -> None:
    bpy.ops.ed.undo_push(message="before")
    before = blocks()
    add(folder)
    bpy.ops.ed.undo_push(message="after")
    bpy.ops.ed.undo()
    assert blocks() == before
    bpy.ops.ed.redo()
    assert layer(NAMES[3]).hide_viewport


def _cut(folder: Path) -> None:
    path = folder / "lods" / "lod3.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def _change(core, path: Path, **arrays: np.ndarray) -> None:
    stored = {name: value.copy() for name, value in core.safetensors.load(path).items()}
    core.safetensors.save(path, {**stored, **arrays})


DAMAGE = {
    "a level is cut off": lambda core, folder: _cut(folder),
    "a level without faces": lambda core, folder: _change(
        core,
        folder / "lods" / "lod1.safetensors",
        faces=np.zeros((0, 3), np.int32),
        corner_uvs=np.zeros((0, 3, 2), np.float32),
    ),
    "normals that are no numbers": lambda core, folder: _change(
        core, folder / "lods" / "lod2.safetensors", normals=np.full((1, 3), np.nan, np.float32)
    ),
    "collision beyond its points": lambda core, folder: _change(
        core, folder / "collision.safetensors", faces=np.full((1, 3), 99, np.int32)
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_part_leaves_the_file_as_it_was(core, folder, kind: str) -> None:
    before = blocks()
    DAMAGE[kind](core, folder)
    with pytest.raises(RuntimeError, match=r"damaged|holds no faces"):
        bpy.ops.pixal3d.import_result(directory=str(folder))
    assert blocks() == before


def test_failure_after_the_parts_were_made_leaves_nothing(folder, monkeypatch) -> None:
    before = blocks()
    module = addon("blender.result.import_result")

    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "hide", fail)
    with pytest.raises(ZeroDivisionError):
        module.import_result(folder, bpy.context.scene, bpy.context.view_layer)
    assert blocks() == before


def test_degenerate_faces_of_a_level_do_no_harm(core, folder) -> None:
    path = folder / "lods" / "lod1.safetensors"
    faces = core.safetensors.load(path)["faces"].copy()
    faces[5] = faces[5, 0]
    faces[9] = faces[8]
    _change(core, path, faces=faces)
    add(folder)
    assert len(bpy.data.objects[NAMES[1]].data.polygons) == len(faces) - 2
