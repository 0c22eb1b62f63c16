"""The axis test: the import, rendered through its camera, is the photo. And stays it."""

import math
from pathlib import Path

import bpy
import numpy as np
import pytest
from mathutils import Vector

from tests.blender.conftest import add, points
from tests.blender.sample_result import write_png, write_result

UNIT_Z = Vector((0.0, 0.0, 1.0))


def picture(path: str) -> np.ndarray:
    """A file as Blender reads it: float [H, W, 4], top row first."""
    image = bpy.data.images.load(path)
    values = np.empty(image.size[0] * image.size[1] * 4, np.float32)
    image.pixels.foreach_get(values)
    values = values.reshape(image.size[1], image.size[0], 4)[::-1]
    bpy.data.images.remove(image)
    return values


def show_base_color(obj: bpy.types.Object) -> None:
    """Let the surface shine in what reaches the shader as base color."""
    tree = obj.data.materials[0].node_tree
    shine = tree.nodes.new("ShaderNodeEmission")
    output = next(node for node in tree.nodes if node.type == "OUTPUT_MATERIAL")
    tree.links.new(tree.nodes["Pixal3D Adjust"].outputs["Base Color"], shine.inputs["Color"])
    tree.links.new(shine.outputs[0], output.inputs["Surface"])


def render(path: Path, samples: int = 9) -> np.ndarray:
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device, scene.cycles.samples = "CPU", samples
    scene.cycles.use_denoising = False
    scene.render.film_transparent = True
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGBA"
    scene.view_settings.view_transform = "Standard"
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
    return picture(str(path))


def iou(folder: Path, rendered: np.ndarray) -> float:
    mask = picture(str(folder / "mask.png"))[..., 0] > 0.5
    seen = rendered[..., 3] > 0.5
    assert mask.any()
    return float((mask & seen).sum() / (mask | seen).sum())


def psnr(folder: Path, rendered: np.ndarray) -> float:
    """Inside both silhouettes, less two pixels of rim, decibels."""
    inside = (picture(str(folder / "mask.png"))[..., 0] > 0.5) & (rendered[..., 3] > 0.99)
    for axis in (0, 1):
        for shift in (-2, 2):
            inside &= np.roll(inside, shift, axis)
    photo = picture(str(folder / "prepared.png"))[..., :3]
    error = ((rendered[..., :3] - photo)[inside] ** 2).mean()
    return float(-10 * math.log10(error))


def test_render_through_the_camera_is_the_photo(folder: Path, tmp_path: Path) -> None:
    obj = add(folder)
    assert bpy.ops.pixal3d.view_through_camera() == {"FINISHED"}
    show_base_color(obj)
    rendered = render(tmp_path / "render.png")
    assert rendered.shape == (512, 512, 4)
    score, decibels = iou(folder, rendered), psnr(folder, rendered)
    print(f"\nIoU {score:.4f}, PSNR {decibels:.1f} dB")
    assert score >= 0.98
    assert decibels >= 25


def test_sliders_change_what_reaches_the_shader(folder: Path, tmp_path: Path) -> None:
    obj = add(folder)
    bpy.ops.pixal3d.view_through_camera()
    show_base_color(obj)
    adjust = obj.data.materials[0].node_tree.nodes["Pixal3D Adjust"]
    inside = picture(str(folder / "mask.png"))[..., 0] > 0.5
    adjust.inputs["Saturation"].default_value = 0.0
    grey = render(tmp_path / "grey.png", samples=1)[inside]
    assert np.ptp(grey[:, :3], axis=1).mean() < 0.005 < grey[:, :3].std()
    adjust.inputs["Saturation"].default_value = 1.0
    adjust.inputs["Tint"].default_value = 1.0, 0.0, 0.0, 1.0
    red = render(tmp_path / "red.png", samples=1)[inside]
    assert red[:, 0].mean() > 0.2 and red[:, 1:3].mean() < 0.005


def test_occlusion_darkens_as_far_as_its_slider_says(core, tmp_path: Path) -> None:
    folder = write_result(core, tmp_path / "maps", maps=True)
    obj = add(folder)
    bpy.ops.pixal3d.view_through_camera()
    show_base_color(obj)
    adjust = obj.data.materials[0].node_tree.nodes["Pixal3D Adjust"]
    inside = picture(str(folder / "mask.png"))[..., 0] > 0.5
    seen = []
    for strength in (0.0, 0.5, 1.0):
        adjust.inputs["AO Strength"].default_value = strength
        rgb = render(tmp_path / "render.png", samples=1)[inside][:, :3]
        seen.append((((rgb + 0.055) / 1.055) ** 2.4).mean())  # linear, near enough
    map_says = 64 / 255
    assert seen[1] / seen[0] == pytest.approx((1 + map_says) / 2, abs=0.02)
    assert seen[2] / seen[0] == pytest.approx(map_says, abs=0.02)


def test_normal_map_turns_the_shading_as_far_as_its_slider_says(core, tmp_path: Path) -> None:
    folder = write_result(core, tmp_path / "maps", maps=True)
    leaning = np.empty((64, 64, 3), np.uint8)
    leaning[:] = 218, 128, 218  # 45 degrees towards +U
    write_png(folder / "normal.png", leaning)
    obj = add(folder)
    bpy.ops.pixal3d.view_through_camera()
    tree = obj.data.materials[0].node_tree
    adjust = tree.nodes["Pixal3D Adjust"]
    shine = tree.nodes.new("ShaderNodeEmission")
    output = next(node for node in tree.nodes if node.type == "OUTPUT_MATERIAL")
    tree.links.new(adjust.outputs["Normal"], shine.inputs["Color"])
    tree.links.new(shine.outputs[0], output.inputs["Surface"])
    inside = picture(str(folder / "mask.png"))[..., 0] > 0.5
    right = []
    for strength in (0.0, 1.0):
        adjust.inputs["Normal Strength"].default_value = strength
        right.append(render(tmp_path / "render.png", samples=1)[inside][:, 0].mean())
    assert right[1] > right[0] + 0.2  # U runs to the right in this photo: +X


def test_match_survives_elevation_and_moving_the_object(folder: Path, tmp_path: Path) -> None:
    obj = add(folder)
    bpy.ops.pixal3d.view_through_camera()
    show_base_color(obj)
    obj.pixal3d.elevation = math.radians(-35)
    obj.location = 3, -2, 5
    obj.rotation_euler = 0.4, 0.5, 2.0
    obj.scale = 1.7, 1.7, 1.7
    rendered = render(tmp_path / "render.png")
    assert iou(folder, rendered) >= 0.98
    assert psnr(folder, rendered) >= 25


def test_match_survives_applied_transforms(folder: Path, tmp_path: Path) -> None:
    obj = add(folder)
    bpy.ops.pixal3d.view_through_camera()
    show_base_color(obj)
    obj.rotation_euler, obj.scale, obj.location = (0, 0, 1.5), (2, 2, 2), (1, 0, 0)
    bpy.ops.object.transform_apply()
    bpy.context.view_layer.update()
    obj.pixal3d.elevation = math.radians(10)
    rendered = render(tmp_path / "render.png")
    assert iou(folder, rendered) >= 0.98
    assert psnr(folder, rendered) >= 25


@pytest.mark.parametrize("shape", [(640, 320), (320, 640)])
def test_whole_square_is_in_a_picture_of_another_shape(
    folder: Path, tmp_path: Path, shape: tuple[int, int]
) -> None:
    scene = bpy.context.scene
    scene.render.resolution_x, scene.render.resolution_y = shape
    scene.render.resolution_percentage = 100
    scene.camera = add(folder).pixal3d.camera
    rendered = render(tmp_path / "render.png")
    left, top = (shape[0] - 320) // 2, (shape[1] - 320) // 2
    seen = rendered[top : top + 320, left : left + 320, 3] > 0.5
    mask = picture(str(folder / "mask.png"))[..., 0] > 0.5
    pick = ((np.arange(320) + 0.5) * 512 / 320).astype(int)
    mask = mask[pick][:, pick]
    assert (mask & seen).sum() / (mask | seen).sum() >= 0.98


def test_elevation_leaves_the_base_on_the_ground_and_the_transform_alone(folder: Path) -> None:
    obj = add(folder)
    before = points(obj.data)
    obj.pixal3d.elevation = 0.1
    after = points(obj.data)
    low, high = after.min(axis=0), after.max(axis=0)
    assert np.allclose([(low + high)[0], (low + high)[1], low[2]], 0, atol=1e-5)
    assert obj.matrix_basis.is_identity
    assert not np.allclose(before, after, atol=0.01)
    lengths = [np.linalg.norm(p - p.mean(axis=0), axis=1) for p in (before, after)]
    assert np.allclose(*lengths, atol=1e-5)


def test_positive_elevation_looks_down(folder: Path) -> None:
    obj = add(folder)
    heights = []
    for elevation in (-0.5, 0.0, 0.5):
        obj.pixal3d.elevation = elevation
        bpy.context.view_layer.update()
        forward = obj.pixal3d.camera.matrix_world.to_3x3() @ -UNIT_Z
        heights.append(-forward.z)
    assert np.allclose(heights, np.sin([-0.5, 0.0, 0.5]), atol=1e-5)


def test_a_thousand_edits_do_not_drift(folder: Path) -> None:
    obj = add(folder)
    camera = obj.pixal3d.camera
    mesh, pose = points(obj.data), np.array(camera.matrix_basis)
    steps = np.random.default_rng(0).uniform(-1.5, 1.5, 1000)
    for elevation in (*steps, 0.35):
        obj.pixal3d.elevation = elevation
    assert np.abs(points(obj.data) - mesh).max() < 3e-5
    assert np.abs(np.array(camera.matrix_basis) - pose).max() < 3e-5


def test_elevation_can_be_undone(folder: Path) -> None:
    name = add(folder).name
    bpy.ops.ed.undo_push(message="imported")
    mesh = points(bpy.data.objects[name].data)
    pose = np.array(bpy.data.objects[name].pixal3d.camera.matrix_basis)
    bpy.data.objects[name].pixal3d.elevation = -0.8
    bpy.ops.ed.undo_push(message="elevation")
    bpy.ops.ed.undo()
    obj = bpy.data.objects[name]
    assert obj.pixal3d.elevation == pytest.approx(0.35)
    assert np.array_equal(points(obj.data), mesh)
    assert np.array_equal(np.array(obj.pixal3d.camera.matrix_basis), pose)


def test_elevation_stays_editable_after_saving_and_loading(folder: Path, tmp_path: Path) -> None:
    name = add(folder).name
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "saved.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "saved.blend"))
    obj = bpy.data.objects[name]
    bpy.context.view_layer.objects.active = obj
    assert obj.pixal3d.elevation == pytest.approx(0.35)
    obj.pixal3d.elevation = -0.2
    bpy.ops.pixal3d.view_through_camera()
    show_base_color(obj)
    rendered = render(tmp_path / "render.png")
    assert iou(folder, rendered) >= 0.98 and psnr(folder, rendered) >= 25


def test_elevation_is_locked_outside_object_mode(folder: Path) -> None:
    obj = add(folder)
    bpy.ops.object.mode_set(mode="EDIT")
    obj.pixal3d.elevation = 0.9
    assert obj.pixal3d.elevation == pytest.approx(0.35)
    bpy.ops.object.mode_set(mode="OBJECT")
    obj.pixal3d.elevation = 0.9
    assert obj.pixal3d.elevation == pytest.approx(0.9)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_elevation_that_is_no_number_is_ignored_or_clamped(folder: Path, value: float) -> None:
    obj = add(folder)
    obj.pixal3d.elevation = value
    assert abs(obj.pixal3d.elevation) <= math.radians(90)
    assert np.isfinite(points(obj.data)).all()


def test_elevation_outside_its_range_stops_at_its_end(folder: Path) -> None:
    obj = add(folder)
    obj.pixal3d.elevation = 4.0
    assert obj.pixal3d.elevation == pytest.approx(math.radians(89))


def test_linked_duplicates_turn_together(folder: Path) -> None:
    obj = add(folder)
    bpy.ops.object.duplicate(linked=True)
    twin = bpy.context.active_object
    assert twin != obj and twin.data == obj.data
    twin.pixal3d.elevation = 0.7
    assert obj.pixal3d.elevation == pytest.approx(0.7)
    bpy.context.view_layer.update()
    forward = obj.pixal3d.camera.matrix_world.to_3x3() @ -UNIT_Z
    assert -forward.z == pytest.approx(math.sin(0.7), abs=1e-5)


def test_a_copy_turns_alone_and_leaves_the_first_ones_camera(folder: Path) -> None:
    obj = add(folder)
    pose = np.array(obj.pixal3d.camera.matrix_basis)
    mesh = points(obj.data)
    bpy.ops.object.duplicate()
    copy = bpy.context.active_object
    copy.pixal3d.elevation = -0.4
    assert obj.pixal3d.elevation == pytest.approx(0.35)
    assert np.array_equal(points(obj.data), mesh)
    assert np.array_equal(np.array(obj.pixal3d.camera.matrix_basis), pose)
    assert not bpy.ops.pixal3d.view_through_camera.poll()


def test_elevation_without_the_camera_still_turns_the_mesh(folder: Path) -> None:
    obj = add(folder)
    mesh = points(obj.data)
    bpy.data.objects.remove(obj.pixal3d.camera)
    obj.pixal3d.elevation = 0.0
    assert not np.allclose(points(obj.data), mesh, atol=0.01)


def test_view_through_camera_brings_a_deleted_camera_back(folder: Path) -> None:
    obj = add(folder)
    camera = obj.pixal3d.camera
    with bpy.context.temp_override(selected_objects=[camera]):
        bpy.ops.object.delete()
    assert camera.name not in bpy.context.scene.objects
    bpy.context.view_layer.objects.active = obj
    assert bpy.ops.pixal3d.view_through_camera() == {"FINISHED"}
    assert bpy.context.scene.camera == camera and camera.name in bpy.context.scene.objects


def own_camera_and_size() -> bpy.types.Object:
    """A scene that an artist has set up already, and a viewport of it."""
    scene = bpy.context.scene
    own = bpy.data.objects.new("Own", bpy.data.cameras.new("Own"))
    scene.collection.objects.link(own)
    scene.camera = own
    scene.render.resolution_x, scene.render.resolution_y = 1920, 817
    scene.render.resolution_percentage = 50
    return own


def look(obj: bpy.types.Object) -> None:
    bpy.context.view_layer.objects.active = obj
    assert bpy.ops.pixal3d.view_through_camera() == {"FINISHED"}


def test_view_through_camera_pressed_again_brings_the_artists_own_back(folder: Path) -> None:
    own, scene = own_camera_and_size(), bpy.context.scene
    one, two = add(folder), add(folder)
    (area,) = (area for area in bpy.context.screen.areas if area.type == "VIEW_3D")
    view = area.spaces.active.region_3d
    look(one)
    look(two)  # of another result in between
    assert scene.camera == two.pixal3d.camera and view.view_perspective == "CAMERA"
    assert (scene.render.resolution_x, scene.render.resolution_percentage) == (512, 100)
    look(two)
    assert scene.camera == own and view.view_perspective == "PERSP"
    render = scene.render
    assert (render.resolution_x, render.resolution_y) == (1920, 817)
    assert render.resolution_percentage == 50


def test_view_through_camera_works_where_a_viewport_has_a_camera_of_its_own(folder: Path) -> None:
    own, obj = own_camera_and_size(), add(folder)
    (area,) = (area for area in bpy.context.screen.areas if area.type == "VIEW_3D")
    space = area.spaces.active
    space.use_local_camera, space.camera = True, own
    look(obj)
    assert space.camera == bpy.context.scene.camera == obj.pixal3d.camera
    look(obj)
    assert space.camera == bpy.context.scene.camera == own


def test_view_through_camera_after_the_artist_chose_another_remembers_that(folder: Path) -> None:
    own_camera_and_size()
    obj, scene = add(folder), bpy.context.scene
    look(obj)
    scene.camera = other = bpy.data.objects.new("Other", bpy.data.cameras.new("Other"))
    scene.collection.objects.link(other)
    scene.render.resolution_y = 99
    look(obj)
    look(obj)
    assert scene.camera == other and scene.render.resolution_y == 99


@pytest.mark.parametrize(
    "stored", ["{", "3", '{"camera": 1}', '{"camera": "", "size": [1e9, "x"]}']
)
def test_damaged_view_of_before_is_left_out(folder: Path, stored: str) -> None:
    obj = add(folder)
    look(obj)
    bpy.context.scene.pixal3d.view_before = stored
    look(obj)
    assert bpy.context.scene.pixal3d.view_before == ""


def test_view_through_camera_can_be_undone(folder: Path) -> None:
    add(folder)
    scene = bpy.context.scene
    scene.render.resolution_x = 1234
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.pixal3d.view_through_camera()
    assert bpy.context.scene.render.resolution_x == bpy.context.scene.render.resolution_y == 512
    bpy.ops.ed.undo_push(message="after")
    bpy.ops.ed.undo()
    assert bpy.context.scene.camera is None
    assert bpy.context.scene.render.resolution_x == 1234
