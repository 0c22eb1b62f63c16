"""The elevation with keys: object and camera tilt together on every frame, with or without us."""

import json
import math
import subprocess
import sys
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import add, addon, points
from tests.blender.sample_result import write_result
from tests.blender.test_ground import span
from tests.blender.test_match import iou, psnr, render, show_base_color
from tests.blender.test_panels import draw
from tests.blender.test_round_trips import blend, load_from, save, seen  # noqa: F401  a fixture

FIRST, LAST = 1, 21
VALUES = (math.radians(-20), math.radians(60))
NAME = "Pixal3D Elevation"
HALF_A_PIXEL = 0.5 / 1024  # of a picture's side


def animated(folder: Path) -> bpy.types.Object:
    """A result with two keys, the second of which needs no operator."""
    obj = add(folder)
    bpy.context.scene.frame_set(FIRST)
    obj.pixal3d.elevation = VALUES[0]
    assert bpy.ops.pixal3d.key_elevation() == {"FINISHED"}
    obj[NAME] = VALUES[1]
    assert obj.keyframe_insert(f'["{NAME}"]', frame=LAST)
    bpy.context.scene.frame_set(FIRST)
    return obj


def turns_on_every_frame(obj: bpy.types.Object) -> None:
    """The picture stays within half a pixel, the object on its ground, while it turns."""
    scene, pictures, grounds, stands = bpy.context.scene, [], [], []
    for frame in range(FIRST, LAST + 1):
        scene.frame_set(frame)
        pictures.append(seen(obj))
        grounds.append(span(obj)[0])
        stands.append(obj.matrix_world.copy())
    apart = max(np.linalg.norm(picture - pictures[0], axis=1).max() for picture in pictures)
    assert apart < HALF_A_PIXEL, f"{apart * 1024:.2f} px"
    assert np.ptp(grounds) < 1e-4 * obj.pixal3d.height
    turn = (stands[0].inverted() @ stands[-1]).to_quaternion().angle
    assert turn == pytest.approx(VALUES[1] - VALUES[0], abs=1e-4)


def test_the_first_key_moves_nothing(folder: Path) -> None:
    obj = add(folder)
    obj.rotation_euler, obj.location, obj.scale = (0.2, 0.1, 0.7), (1, 2, 3), (2, 2, 2)
    bpy.context.view_layer.update()
    before, world, shape = seen(obj), obj.matrix_world.copy(), points(obj.data)
    facts = obj.pixal3d.elevation, obj.pixal3d.height, obj.pixal3d.above_ground
    bpy.ops.pixal3d.key_elevation()
    bpy.context.view_layer.update()
    assert np.abs(seen(obj) - before).max() < 1e-5 and np.array_equal(points(obj.data), shape)
    assert all(abs(obj.matrix_world[i][j] - world[i][j]) < 1e-6 for i in range(4) for j in range(4))
    now = obj.pixal3d.elevation, obj.pixal3d.height, obj.pixal3d.above_ground
    assert now == pytest.approx(facts, abs=1e-5)


@pytest.mark.parametrize("mode", ["XYZ", "ZXY", "QUATERNION", "AXIS_ANGLE"])
def test_keys_turn_object_and_camera_and_the_picture_stays(folder: Path, mode: str) -> None:
    obj = animated(folder)
    obj.rotation_euler.z, obj.scale, obj.location = 0.8, (3, 3, 3), (1, -2, 0.5)
    obj.rotation_mode = mode
    turns_on_every_frame(obj)


@pytest.mark.parametrize("mode", ["XYZ", "YZX", "QUATERNION"])
def test_it_turns_about_the_view_though_a_rotation_was_applied(folder: Path, mode: str) -> None:
    obj = add(folder)
    obj.rotation_euler, obj.rotation_mode = (0, 0, 0.6), mode
    obj.select_set(True)
    bpy.ops.object.transform_apply(rotation=True)
    right = obj.pixal3d.camera.matrix_world.to_3x3().col[0].copy()
    assert abs(right.y) > 0.1
    obj.pixal3d.elevation = VALUES[0]
    bpy.ops.pixal3d.key_elevation()
    bpy.context.scene.frame_set(LAST)
    obj[NAME] = VALUES[1]
    obj.keyframe_insert(f'["{NAME}"]', frame=LAST)
    turns_on_every_frame(obj)
    now = obj.pixal3d.camera.matrix_world.to_3x3().col[0]
    assert (now - right).length < 1e-3, "the horizon stays level"


def test_it_stands_as_when_the_elevation_is_set_without_keys(folder: Path) -> None:
    """In the middle of the animation as where the mesh itself is turned."""
    obj = animated(folder)
    bpy.context.scene.frame_set(8)
    value = obj.pixal3d.elevation
    assert VALUES[0] < value < VALUES[1]
    shown = points(obj.data) @ np.array(obj.matrix_world)[:3, :3].T
    shown = shown + np.array(obj.matrix_world)[:3, 3]
    other = add(folder)
    other.pixal3d.elevation = value
    assert np.abs(points(other.data) - shown).max() < 1e-4


def test_height_and_ground_are_what_that_frame_shows(folder: Path) -> None:
    obj = animated(folder)
    for frame in (FIRST, 9, LAST):
        bpy.context.scene.frame_set(frame)
        low, high = span(obj)
        assert obj.pixal3d.height == pytest.approx(high - low, abs=1e-4)
        assert obj.pixal3d.above_ground == pytest.approx(low, abs=1e-4)
    obj.pixal3d.height = 5.0
    obj.pixal3d.above_ground = 1.0
    low, high = span(obj)
    assert (low, high - low) == pytest.approx((1, 5), abs=1e-3)


def test_render_of_the_last_frame_is_the_photo_still(folder: Path, tmp_path: Path) -> None:
    obj = animated(folder)
    bpy.ops.pixal3d.view_through_camera()
    show_base_color(obj)
    bpy.context.scene.frame_set(LAST)
    rendered = render(tmp_path / "render.png")
    assert iou(folder, rendered) >= 0.98 and psnr(folder, rendered) >= 25


def test_parts_turn_along(core, tmp_path: Path) -> None:
    obj = animated(write_result(core, tmp_path / "parts", parts=True))
    scene = bpy.context.scene
    part = next(p for p in obj.children if p.pixal3d.part == "LOD1")
    part.users_collection[0].hide_viewport = False
    before = obj.matrix_world.inverted() @ part.matrix_world
    scene.frame_set(LAST)
    after = obj.matrix_world.inverted() @ part.matrix_world
    assert all(abs(before[i][j] - after[i][j]) < 1e-5 for i in range(4) for j in range(4))


WITHOUT_US = """
import json, sys, bpy
bpy.ops.wm.read_factory_settings(use_empty=True)
assert not hasattr(bpy.types.Object, "pixal3d")
bpy.ops.wm.open_mainfile(filepath=sys.argv[1], use_scripts=False)
obj, found = bpy.data.objects[sys.argv[2]], {}
for frame in json.loads(sys.argv[3]):
    bpy.context.scene.frame_set(frame)
    found[frame] = [[list(row) for row in o.matrix_world] for o in (obj, *obj.children)]
print("\\nFOUND " + json.dumps(found), flush=True)
"""


def test_a_blender_without_the_add_on_and_without_scripts_plays_it(
    folder: Path,
    blend: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    obj = animated(folder)
    save(blend)
    frames = (FIRST, 6, LAST)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_US, blend, obj.name, json.dumps(frames)],
        capture_output=True,
        text=True,
        timeout=120,
        env={"BLENDER_USER_RESOURCES": str(tmp_path / "nobody"), "PATH": ""},
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("FOUND ")]
    assert told, done.stdout + done.stderr
    found = json.loads(told[0].removeprefix("FOUND "))
    for frame in frames:
        bpy.context.scene.frame_set(frame)
        here = [[list(row) for row in o.matrix_world] for o in (obj, *obj.children)]
        assert np.allclose(found[str(frame)], here, atol=1e-5)


def test_saved_and_opened_again_it_turns(folder: Path, blend: Path) -> None:  # noqa: F811
    name = animated(folder).name
    save(blend)
    bpy.ops.wm.open_mainfile(filepath=str(blend))
    turns_on_every_frame(bpy.data.objects[name])


@pytest.mark.parametrize("link", [False, True])
def test_appended_or_linked_it_brings_its_animation(
    folder: Path,
    blend: Path,  # noqa: F811
    link: bool,
) -> None:
    name = animated(folder).name
    save(blend)
    obj = load_from(blend, name, link)
    turns_on_every_frame(obj)
    if link:
        assert addon("blender.result.stance").locked_because(obj) == "Linked from another file"
        assert not bpy.ops.pixal3d.key_elevation.poll()


def test_an_override_has_keys_of_its_own(folder: Path, blend: Path, tmp_path: Path) -> None:  # noqa: F811
    name = animated(folder).name
    save(blend)
    own = load_from(blend, name, link=True).override_create(remap_local_usages=True)
    own.animation_data.action = None
    own.pixal3d.elevation = 0.3
    assert own.keyframe_insert(f'["{NAME}"]', frame=1)
    own.pixal3d.elevation = 0.9
    assert own.keyframe_insert(f'["{NAME}"]', frame=11)
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "other.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "other.blend"))
    own = next(o for o in bpy.data.objects if o.name == name and not o.library)
    worlds = []
    for frame in (1, 11):
        bpy.context.scene.frame_set(frame)
        worlds.append(own.matrix_world.copy())
    turn = (worlds[0].inverted() @ worlds[1]).to_quaternion().angle
    assert turn == pytest.approx(0.6, abs=1e-4)


def test_a_duplicate_turns_by_its_own_value(folder: Path) -> None:
    obj = animated(folder)
    obj.animation_data.action = None
    camera = obj.pixal3d.camera
    for each in (obj, camera):
        each.select_set(True)
    bpy.ops.object.duplicate()
    copy = next(o for o in bpy.context.selected_objects if o.type == "MESH")
    before, picture = obj.matrix_world.copy(), seen(copy)
    copy.pixal3d.elevation = 1.0
    assert np.abs(seen(copy) - picture).max() < HALF_A_PIXEL
    assert obj.matrix_world == before and copy.matrix_world != before


def test_a_linked_duplicate_without_keys_says_why_it_cannot_turn(folder: Path) -> None:
    obj = animated(folder)
    other = obj.copy()
    other.constraints.remove(other.constraints[0])
    shape = points(obj.data)
    reason = addon("blender.result.stance").locked_because(other)
    assert reason == "A linked duplicate has keys for it"
    other.pixal3d.elevation += 0.2
    assert np.array_equal(points(obj.data), shape)


def test_undo_takes_the_keys_back_and_redo_brings_them(folder: Path) -> None:
    name = add(folder).name
    bpy.ops.ed.undo_push(message="Added")
    bpy.ops.pixal3d.key_elevation()
    bpy.ops.ed.undo_push(message="Keyed")
    bpy.ops.ed.undo()
    obj = bpy.data.objects[name]
    assert not obj.constraints and NAME not in obj
    obj.pixal3d.elevation = 0.1
    bpy.ops.ed.undo_push(message="Elevation")
    bpy.ops.ed.undo()
    assert bpy.data.objects[name].pixal3d.elevation != pytest.approx(0.1)


def test_cleared_the_elevation_stays_as_in_that_frame(folder: Path) -> None:
    obj = animated(folder)
    obj.keyframe_insert("location", frame=FIRST)
    bpy.context.scene.frame_set(9)
    value, picture, ground = obj.pixal3d.elevation, seen(obj), span(obj)
    assert bpy.ops.pixal3d.unkey_elevation() == {"FINISHED"}
    assert obj.pixal3d.elevation == pytest.approx(value, abs=1e-6)
    assert np.abs(seen(obj) - picture).max() < HALF_A_PIXEL
    assert span(obj) == pytest.approx(ground, abs=1e-4)
    assert not obj.constraints and NAME not in obj and not obj.animation_data.drivers
    assert not bpy.ops.pixal3d.unkey_elevation.poll()
    for frame in (FIRST, LAST):
        bpy.context.scene.frame_set(frame)
        assert obj.pixal3d.elevation == pytest.approx(value, abs=1e-6)
    assert obj.animation_data.action, "the keys of the location stay"


def test_fitted_to_a_changed_shape_it_stays_on_the_ground(folder: Path) -> None:
    obj = animated(folder)
    obj.data.vertices[0].co.z -= 0.4
    obj.data.update()
    assert bpy.ops.pixal3d.fit_elevation() == {"FINISHED"}
    assert len([a for a in bpy.data.actions if "Elevation" in a.name]) == 1
    turns_on_every_frame(obj)


def test_finished_again_the_new_object_has_the_keys(folder: Path) -> None:
    old = animated(folder)
    new = addon("blender.result.import_result").import_result(
        folder, bpy.context.scene, bpy.context.view_layer, old
    )
    turns_on_every_frame(new)


def test_the_panel_has_the_dot_and_then_the_property_itself(folder: Path) -> None:
    obj = add(folder)
    notes = draw("PIXAL3D_PT_result")
    assert ("prop", "elevation") in notes and ("operator", "pixal3d.key_elevation") in notes
    bpy.ops.pixal3d.key_elevation()
    notes = draw("PIXAL3D_PT_result")
    assert ("prop", f'["{NAME}"]') in notes and ("prop", "elevation") not in notes
    assert ("operator", "pixal3d.unkey_elevation") in notes
    obj.pixal3d.elevation = math.radians(200)
    assert obj.pixal3d.elevation == pytest.approx(math.radians(89))
