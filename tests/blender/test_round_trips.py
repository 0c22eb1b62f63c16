"""A result goes through a file and back: saved, appended, linked, overridden, copied, deleted."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np
import pytest
from bpy_extras.object_utils import world_to_camera_view

from tests.blender.conftest import add, addon, points

UP = math.radians(10)


@pytest.fixture
def blend(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "file with ünusual name.blend"
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)


def seen(obj: bpy.types.Object) -> np.ndarray:
    """Where the vertices are in the picture of the result's camera, [V, 2]."""
    bpy.context.view_layer.update()
    camera, scene = addon("blender.result.stance").camera_of(obj), bpy.context.scene
    world = np.array(obj.matrix_world)
    places = points(obj.data) @ world[:3, :3].T + world[:3, 3]
    return np.array([world_to_camera_view(scene, camera, _vector(p))[:2] for p in places])


def _vector(place: np.ndarray):
    from mathutils import Vector

    return Vector(place.tolist())


def turns_with_its_camera(obj: bpy.types.Object) -> None:
    """Another elevation moves mesh and camera, and the picture stays."""
    before, shape = seen(obj), points(obj.data)
    value = obj.pixal3d.elevation + UP
    obj.pixal3d.elevation = value
    assert obj.pixal3d.elevation == pytest.approx(value, abs=1e-6)
    assert np.abs(points(obj.data) - shape).max() > 0.01
    assert np.abs(seen(obj) - before).max() < 1e-4


def save(blend: Path) -> None:
    assert bpy.ops.wm.save_as_mainfile(filepath=str(blend)) == {"FINISHED"}


def load_from(blend: Path, name: str, link: bool) -> bpy.types.Object:
    """The object `name` of the file, appended or linked into an empty one."""
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    with bpy.data.libraries.load(str(blend), link=link) as (there, here):
        assert name in there.objects
        here.objects = [name]
    (obj,) = here.objects
    bpy.context.scene.collection.objects.link(obj)
    if camera := obj.pixal3d.camera:
        bpy.context.scene.collection.objects.link(camera)
    bpy.context.view_layer.objects.active = obj
    return obj


def test_saved_and_opened_again_it_is_the_same_and_still_turns(folder: Path, blend: Path) -> None:
    obj = add(folder)
    obj.pixal3d.elevation += UP
    name, before, facts = obj.name, seen(obj), obj.pixal3d.settings
    elevation = obj.pixal3d.elevation
    save(blend)
    bpy.ops.wm.open_mainfile(filepath=str(blend))
    obj = bpy.data.objects[name]
    assert obj.pixal3d.elevation == pytest.approx(elevation, abs=1e-6)
    assert obj.pixal3d.settings == facts and Path(obj.pixal3d.folder) == folder
    assert np.abs(seen(obj) - before).max() < 1e-5
    turns_with_its_camera(obj)


def test_its_pictures_are_in_the_file_though_the_folder_goes(folder: Path, blend: Path) -> None:
    add(folder)
    bpy.data.orphans_purge()
    save(blend)
    shutil.rmtree(folder)
    bpy.ops.wm.open_mainfile(filepath=str(blend))
    images = [image for image in bpy.data.images if image.users]
    assert images and all(len(image.pixels) and image.packed_file for image in images)


def test_appended_into_another_file_it_brings_its_camera_and_turns(folder, blend) -> None:
    obj = add(folder)
    name, before = obj.name, seen(obj)
    save(blend)
    obj = load_from(blend, name, link=False)
    assert obj.library is None and obj.pixal3d.camera.library is None
    assert np.abs(seen(obj) - before).max() < 1e-5
    turns_with_its_camera(obj)


def test_linked_from_another_file_it_stays_as_it_is_there_and_says_why(folder, blend) -> None:
    obj = add(folder)
    name, shape = obj.name, points(obj.data)
    save(blend)
    obj = load_from(blend, name, link=True)
    assert obj.library is not None
    assert addon("blender.result.stance").locked_because(obj) == "Linked from another file"
    elevation = obj.pixal3d.elevation
    obj.pixal3d.elevation = elevation + UP
    assert obj.pixal3d.elevation == elevation and np.array_equal(points(obj.data), shape)


def test_an_override_of_a_linked_one_keeps_to_the_mesh_of_its_file(folder, blend) -> None:
    obj = add(folder)
    name, shape = obj.name, points(obj.data)
    save(blend)
    own = load_from(blend, name, link=True).override_create()
    assert own.library is None and own.data.library is not None
    own.pixal3d.elevation += UP
    assert np.array_equal(points(own.data), shape)
    own.location = 1, 2, 3  # what an override is for
    assert own.location[:] == (1, 2, 3)


def test_a_duplicate_with_its_camera_turns_alone_and_without_it_leaves_the_others(folder) -> None:
    obj = add(folder)
    original, eye = obj, obj.pixal3d.camera
    before, place = seen(original), eye.matrix_world.copy()
    bpy.ops.object.select_all(action="DESELECT")
    original.select_set(True)
    bpy.ops.object.duplicate()
    copy = bpy.context.active_object
    assert copy != original and copy.data != original.data
    copy.pixal3d.elevation += UP
    bpy.context.view_layer.update()
    assert eye.matrix_world == place and np.array_equal(seen(original), before)

    bpy.ops.object.select_all(action="DESELECT")
    for each in (original, eye):
        each.select_set(True)
    bpy.context.view_layer.objects.active = original
    bpy.ops.object.duplicate()
    both = next(each for each in bpy.context.selected_objects if each.type == "MESH")
    assert addon("blender.result.stance").camera_of(both) not in (None, eye)
    turns_with_its_camera(both)
    assert np.array_equal(seen(original), before)


def test_deleted_and_undone_nothing_of_it_is_missed(folder: Path) -> None:
    bpy.ops.ed.undo_push(message="Before")
    obj = add(folder)
    bpy.ops.ed.undo_push(message="Added")
    name, before = obj.name, seen(obj)
    bpy.ops.object.select_all(action="DESELECT")
    obj.select_set(True)
    bpy.ops.object.delete()
    bpy.ops.ed.undo_push(message="Delete")
    assert name not in bpy.data.objects
    bpy.ops.ed.undo()
    obj = bpy.data.objects[name]
    assert np.abs(seen(obj) - before).max() < 1e-6
    turns_with_its_camera(obj)


def test_a_camera_that_the_scene_has_stays_its_camera(folder: Path) -> None:
    scene = bpy.context.scene
    own = bpy.data.objects.new("Mine", bpy.data.cameras.new("Mine"))
    scene.collection.objects.link(own)
    scene.camera = own
    obj = add(folder)
    assert scene.camera == own and obj.pixal3d.camera != own


def test_a_file_that_may_only_be_read_takes_a_result_in_memory(folder: Path, blend: Path) -> None:
    save(blend)
    blend.chmod(0o444)
    bpy.ops.wm.open_mainfile(filepath=str(blend))
    content = blend.read_bytes()
    turns_with_its_camera(add(folder))
    assert blend.read_bytes() == content


def test_a_scene_linked_from_another_file_is_refused_with_a_reason(folder: Path, blend) -> None:
    bpy.context.scene.name = "Elsewhere"
    save(blend)
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    with bpy.data.libraries.load(str(blend), link=True) as (_, here):
        here.scenes = ["Elsewhere"]
    scene = here.scenes[0]
    with bpy.context.temp_override(scene=scene, view_layer=scene.view_layers[0]):
        with pytest.raises(RuntimeError, match="This scene is linked from another file"):
            bpy.ops.pixal3d.import_result(directory=str(folder))
    assert not bpy.data.meshes


def test_a_shelf_that_is_an_override_is_left_alone_and_another_made(folder: Path, blend) -> None:
    add(folder)
    save(blend)
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    with bpy.data.libraries.load(str(blend), link=True) as (_, here):
        here.collections = ["Pixal3D"]
    scene = bpy.context.scene
    linked = here.collections[0]
    scene.collection.children.link(linked)
    linked.override_hierarchy_create(scene, bpy.context.view_layer)
    if linked.name_full in {each.name_full for each in scene.collection.children}:
        scene.collection.children.unlink(linked)
    assert [bool(each.override_library) for each in scene.collection.children] == [True]
    obj = add(folder)
    (shelf,) = [each for each in scene.collection.children if obj.name in each.all_objects]
    assert shelf.override_library is None and shelf.library is None
    turns_with_its_camera(obj)
