"""A new result stands beside the others and is seen, wherever the artist looks."""
# ruff: noqa: F811  fixtures of another file

from itertools import pairwise
from pathlib import Path

import bpy
import numpy as np
import pytest
from mathutils import Vector

from tests.blender.conftest import add
from tests.blender.test_jobs import (  # noqa: F401
    finish,
    generate,
    photo,
    pump_until,
    results,
    state,
)
from tests.blender.test_library import choose, two  # noqa: F401
from tests.blender.test_panels import draw
from tests.blender.test_preview import in_world, shown, take


def span(obj: bpy.types.Object) -> tuple[float, float]:
    """From where to where it is along X."""
    bpy.context.view_layer.update()
    xs = [(obj.matrix_world @ Vector(corner)).x for corner in obj.bound_box]
    return min(xs), max(xs)


def made() -> bpy.types.Object:
    generate()
    finish()
    assert state().problem is None
    return bpy.context.active_object


def viewport() -> bpy.types.Area:
    (window,) = bpy.context.window_manager.windows
    return next(area for area in window.screen.areas if area.type == "VIEW_3D")


def test_results_stand_in_a_row_not_in_each_other(photo, results: Path) -> None:
    objects = [made() for _ in range(3)]
    assert tuple(objects[0].location) == (0.0, 0.0, 0.0)
    spans = [span(obj) for obj in objects]
    assert all(one[1] < two[0] for one, two in pairwise(spans))
    apart = [obj.pixal3d.camera.matrix_world.translation - obj.location for obj in objects]
    assert all((one - apart[0]).length < 1e-5 for one in apart)  # the cameras went along


def test_result_takes_the_place_of_one_that_was_moved_or_hidden(photo, results: Path) -> None:
    one = made()
    one.location.y = 5.0
    two = made()
    assert two.location.x == 0.0
    two.hide_set(True)
    three = made()
    assert three.location.x == 0.0


def test_result_of_the_library_stands_beside_what_is_there(two: list[str]) -> None:
    choose(two[0])
    spans = []
    for _ in range(2):
        assert bpy.ops.pixal3d.library_add() == {"FINISHED"}
        spans.append(span(bpy.context.active_object))
    assert spans[0][1] < spans[1][0]


def test_result_of_a_folder_stands_beside_what_is_there(folder: Path) -> None:
    one, two = add(folder), add(folder)
    assert one.location.x == 0.0 and span(one)[1] < span(two)[0]


def test_panel_of_a_result_stays_while_its_camera_is_selected(folder: Path) -> None:
    obj = add(folder)
    camera = obj.pixal3d.camera
    bpy.context.view_layer.objects.active = camera
    assert ("operator", "pixal3d.view_through_camera") in draw("PIXAL3D_PT_result")
    camera.parent = None  # it is somebody else's now
    assert not bpy.types.PIXAL3D_PT_result.poll(bpy.context)


def test_previews_are_where_the_object_comes(photo, results: Path, core, tmp_path: Path) -> None:
    first = made()
    generate()
    points = np.random.default_rng(0).random((500, 3)).astype(np.float32) - 0.5
    take(core, "points", tmp_path / "points.safetensors", {"points": points})
    across = in_world(shown())[:, 0]
    low, high = across.min(), across.max()
    assert low > span(first)[1]
    finish()
    left, right = span(bpy.context.active_object)
    assert (left + right) / 2 == pytest.approx((low + high) / 2, abs=0.1)


@pytest.mark.parametrize("switch", ["exclude", "hide_viewport"])
def test_result_is_seen_though_the_artist_has_put_the_others_out_of_sight(
    folder: Path, switch: str
) -> None:
    old = add(folder)
    (layer,) = bpy.context.view_layer.layer_collection.children
    setattr(layer, switch, True)
    new = add(folder)
    bpy.context.view_layer.update()
    assert new.visible_get() and bpy.context.active_object == new
    assert old.name not in bpy.context.view_layer.objects or not old.visible_get()


def test_first_result_shows_its_colors_where_blender_would_show_none(folder: Path) -> None:
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    shading = viewport().spaces.active.shading
    assert (shading.type, shading.color_type) == ("SOLID", "MATERIAL")
    add(folder)
    assert shading.color_type == "TEXTURE"
    shading.color_type = "MATERIAL"  # by the artist, who wants it so
    add(folder)
    assert shading.color_type == "MATERIAL"


@pytest.mark.parametrize("kind", ["RENDERED", "SOLID"])
def test_shading_that_was_chosen_stays(folder: Path, kind: str) -> None:
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    shading = viewport().spaces.active.shading
    shading.type, shading.color_type = kind, "RANDOM"
    add(folder)
    assert (shading.type, shading.color_type) == (kind, "RANDOM")


@pytest.mark.since(5, 0)  # before that there is no local view in the background
def test_result_joins_the_local_view_that_the_artist_is_in(folder: Path) -> None:
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    area = viewport()
    region = next(region for region in area.regions if region.type == "WINDOW")
    bpy.context.view_layer.update()
    with bpy.context.temp_override(area=area, region=region):
        bpy.data.objects["Cube"].select_set(True)
        bpy.ops.view3d.localview()
    space = area.spaces.active
    assert not bpy.data.objects["Camera"].local_view_get(space)
    obj = add(folder)
    assert obj.local_view_get(space) and obj.pixal3d.camera.local_view_get(space)


def other(name: str) -> bpy.types.Object:
    """What the artist turns to: another object, selected and active."""
    obj = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(obj)
    bpy.ops.object.select_all(action="DESELECT")
    obj.select_set(True)
    bpy.context.view_layer.objects.active = obj
    return obj


def test_result_leaves_the_selection_alone_that_the_artist_has_turned_to(
    photo, results: Path
) -> None:
    generate()
    busy = other("Busy")
    finish()
    (obj,) = (obj for obj in bpy.data.objects if obj.pixal3d.folder)
    assert bpy.context.active_object == busy and bpy.context.selected_objects == [busy]
    assert not obj.select_get()
    assert ("operator", "pixal3d.select_added") in draw("PIXAL3D_PT_main")
    assert bpy.ops.pixal3d.select_added() == {"FINISHED"}
    assert bpy.context.active_object == obj and bpy.context.selected_objects == [obj]
    assert ("operator", "pixal3d.select_added") not in draw("PIXAL3D_PT_main")
    assert not bpy.ops.pixal3d.select_added.poll()


def test_results_take_the_selection_from_what_it_was_and_from_each_other(
    photo, results: Path
) -> None:
    other("Before")
    generate()
    generate()
    pump_until(lambda: len(state().queue) == 1)
    first = bpy.context.active_object
    assert first.pixal3d.folder and bpy.context.selected_objects == [first]
    finish()
    second = bpy.context.active_object
    assert second.pixal3d.folder and second != first
    generate()
    bpy.ops.object.select_all(action="DESELECT")
    finish()
    assert bpy.context.active_object not in (first, second), "nothing was selected"
