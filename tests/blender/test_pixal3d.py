"""Pixal3D from the press of Generate to the object, in its own Python, on a tiny checkpoint."""
# ruff: noqa: F811  fixtures of another file

import time
from pathlib import Path

import bpy
import numpy as np
import pytest

from pixal3d_addon.setup.environment import PIXAL3D
from tests.blender.conftest import ROOT, addon
from tests.blender.test_jobs import (  # noqa: F401
    finish,
    generate,
    left_in,
    process,
    pump_until,
    results,
    state,
)
from tests.blender.test_match import picture
from tests.blender.test_photo import new_image
from tests.blender.test_preview import in_world
from tests.blender.test_runtime import check, nothing_set, own_preferences  # noqa: F401

REFERENCE = ROOT / "tests" / "reference"
pytestmark = pytest.mark.skipif(
    not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d sets its runtime up"
)


@pytest.fixture
def ready(nothing_set: None) -> bpy.types.PropertyGroup:
    """The panel and the preferences as an artist has them before pressing Generate."""
    own_preferences().runtime = str(PIXAL3D.folder)
    own_preferences().weights = str(REFERENCE / "tiny-pixal3d")
    rgba = picture(str(REFERENCE / "input_rgba.png"))
    group = bpy.context.scene.pixal3d
    group.image = new_image((rgba * 255 + 0.5).astype(np.uint8), "A photo.png")
    group.engine, group.faces, group.texture_size = "pixal3d", 5000, "512"
    return group


def busy_seconds() -> float:
    """Of this process and those that it has ended: what else the machine does is left out."""
    try:
        from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
    except ImportError:  # Windows
        return time.monotonic()
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def test_photo_becomes_an_object_within_20_seconds_of_work(ready, results) -> None:
    began, busy = time.monotonic(), busy_seconds()
    generate()
    job, lines, shapes = state().job, set(), []

    def done() -> bool:
        lines.add(job.line())
        shape = addon("blender.jobs.preview").PREVIEW.shape
        if shape is not None and not any(shape is other for other in shapes):
            shapes.append(shape)
        return state().job is None

    pump_until(done, timeout=600)
    seconds = time.monotonic() - began
    addon("blender.jobs.pump").stop()  # its seconds count once it has ended
    worked = busy_seconds() - busy
    print(f"\nPixal3D in Blender: {seconds:.1f} s, {worked:.1f} s of work; {sorted(lines)}")
    assert state().problem is None
    assert worked < 20
    assert any(line.startswith("Structure ") and "/" in line for line in lines)

    assert [shape.faces is None for shape in shapes] == [True, False, False]
    assert addon("blender.jobs.preview").PREVIEW.shape is None
    for shape in shapes:  # each where the object will stand, as large
        points = in_world(shape)
        assert np.ptp(points, axis=0).max() == pytest.approx(1.0, abs=1e-3)
        assert points[:, 2].min() == pytest.approx(0.0, abs=1e-4)

    obj = bpy.context.active_object
    assert obj.name == "A photo" and obj.pixal3d.engine == "pixal3d"
    assert 100 < len(obj.data.polygons) <= 5000
    assert max(obj.dimensions) == pytest.approx(1.0, abs=1e-3)
    lowest = min((obj.matrix_world @ vertex.co).z for vertex in obj.data.vertices)
    assert lowest == pytest.approx(0.0, abs=1e-4)
    (folder,) = left_in(results)
    assert (folder / "latents.safetensors").is_file()

    nodes = obj.material_slots[0].material.node_tree.nodes
    maps = [node.image for node in nodes if node.type == "TEX_IMAGE"]
    assert maps and all(tuple(image.size) == (512, 512) for image in maps)
    assert _camera_error(obj, folder) < 1e-3


def test_object_of_pixal3d_is_finished_again_from_its_latents_without_sampling(
    ready, results
) -> None:
    generate()
    finish()
    old = bpy.context.active_object
    old.pixal3d.finish.faces, old.pixal3d.finish.texture_size = 1000, "1024"
    stages = set()

    def done() -> bool:
        if state().job is not None:
            stages.add(state().job.line().split()[0])
        return state().job is None

    assert bpy.ops.pixal3d.finish_again() == {"FINISHED"}
    pump_until(done, timeout=600)
    assert state().problem is None, state().problem
    new = bpy.context.active_object
    assert new != old and old.hide_get() and not new.hide_get()
    assert 100 < len(new.data.polygons) <= 1000 < len(old.data.polygons)
    nodes = new.material_slots[0].material.node_tree.nodes
    maps = [node.image for node in nodes if node.type == "TEX_IMAGE"]
    assert all(tuple(image.size) == (1024, 1024) for image in maps)
    assert "Bake" in stages and not stages & {"Structure", "Shape"}
    assert _camera_error(new, Path(new.pixal3d.folder)) < 1e-3


def _camera_error(obj: bpy.types.Object, folder: Path) -> float:
    """How far a vertex is at most, through the object's camera, from where the network saw it, in
    shares of the square."""
    from bpy_extras.object_utils import world_to_camera_view

    bpy.ops.pixal3d.view_through_camera()
    stored, scene = addon("core.results").read(folder), bpy.context.scene
    camera = stored.camera
    seen = addon("core.camera").project(stored.mesh()["vertices"], camera.fov, camera.distance, 1)
    world = [obj.matrix_world @ vertex.co for vertex in obj.data.vertices]
    shown = np.array([world_to_camera_view(scene, scene.camera, point)[:2] for point in world])
    shown[:, 1] = 1 - shown[:, 1]  # up there, down in a picture
    return float(np.abs(shown - seen[:, :2]).max())


def test_worker_of_pixal3d_is_warm_for_the_next_job_and_makes_room_for_draft(
    ready, results
) -> None:
    generate()
    first = process()
    pump_until(lambda: addon("blender.jobs.child").CHILD.greeted)
    bpy.ops.pixal3d.cancel()
    finish()
    assert not bpy.data.meshes and left_in(results) == []
    generate()
    assert process() == first
    bpy.ops.pixal3d.cancel()
    finish()
    ready.engine = "draft"
    generate()
    assert process() != first
    finish()
    assert state().problem is None
    assert bpy.context.active_object.pixal3d.engine == "draft"


def test_check_says_that_pixal3d_can_run_or_that_the_weights_are_missing(ready, tmp_path) -> None:
    assert check()[1] == "Pixal3D: ready"
    assert "Automatic: " in addon("blender.jobs.runtime").lines()[2]
    own_preferences().weights = str(tmp_path)
    assert addon("blender.jobs.runtime").lines()[1] == "Pixal3D: not checked yet"
    assert "pipeline.json" in check()[1]


def test_missing_weights_are_told_with_a_button_to_the_preferences(ready, results) -> None:
    own_preferences().weights = "OWNER/NAME"
    generate()
    finish()
    assert state().problem.code == "weights_missing" and state().problem.remedy
    assert left_in(results) == [] and not bpy.data.meshes


def test_auto_takes_draft_in_the_runtime_where_pixal3d_cannot_run(ready, results) -> None:
    own_preferences().weights, ready.engine = "OWNER/NAME", "auto"
    generate()
    finish()
    assert state().problem is None
    assert bpy.context.active_object.pixal3d.engine == "draft"
    (folder,) = left_in(results)
    reason = addon("core.results").read(folder).facts["engine_reason"]
    assert "Not Pixal3D: " in reason  # no graphics card, or else no weights
