"""Photos that come otherwise than by the file browser."""

from pathlib import Path

import bpy
import numpy as np
import pytest
from mathutils import Matrix

from tests.blender.conftest import addon
from tests.blender.test_photo import RGBA, new_image


def saved(path: Path) -> Path:
    image = new_image(RGBA)
    image.filepath_raw, image.file_format = str(path), "PNG"
    image.save()
    bpy.data.images.remove(image)
    return path


def drop(*paths: Path) -> set[str]:
    files = [{"name": path.name} for path in paths]
    return bpy.ops.pixal3d.drop_photo(directory=str(paths[0].parent), files=files)


def test_dropped_file_becomes_the_photo(tmp_path: Path) -> None:
    path = saved(tmp_path / "chair.png")
    assert drop(path) == {"FINISHED"}
    assert Path(bpy.path.abspath(bpy.context.scene.pixal3d.image.filepath)) == path
    assert drop(path) == {"FINISHED"}
    assert [image.name for image in bpy.data.images] == ["chair.png"], "and is opened once"


@pytest.mark.parametrize("content", [None, b"", b"no picture"])
def test_dropped_file_that_is_no_picture_is_refused(tmp_path: Path, content) -> None:
    path = tmp_path / "broken.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RuntimeError, match=r"broken\.png"):
        drop(path)
    assert bpy.context.scene.pixal3d.image is None
    assert len(bpy.data.images) == 0


@pytest.mark.parametrize("kind", [".heic", ".HEIF", ".avif"])
def test_photo_of_a_phone_that_blender_cannot_read_is_told_so(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"IMG_0001{kind}"
    path.write_bytes(b"\0\0\0\x18ftypheic")
    assert kind.lower() in bpy.types.PIXAL3D_FH_photo.bl_file_extensions.split(";")
    with pytest.raises(RuntimeError, match="save it as JPEG or PNG"):
        drop(path)
    with pytest.raises(RuntimeError, match="save it as JPEG or PNG"):
        bpy.ops.pixal3d.choose_photo(filepath=str(path))
    image = bpy.data.images.load(str(path))
    with pytest.raises(addon("core.errors").PixalError) as told:
        addon("blender.photo.pixels").write_photo(image, tmp_path / "photo.npy")
    assert "JPEG" in told.value.problem.remedy


def test_viewport_takes_picture_files() -> None:
    handler = bpy.types.PIXAL3D_FH_photo
    assert handler.bl_import_operator == "pixal3d.drop_photo"
    assert {".png", ".jpg", ".webp"} <= set(handler.bl_file_extensions.split(";"))


def test_image_empty_gives_its_image() -> None:
    assert not bpy.ops.pixal3d.photo_from_empty.poll()
    empty = bpy.data.objects.new("Reference", None)
    empty.empty_display_type, empty.data = "IMAGE", new_image(RGBA)
    bpy.context.collection.objects.link(empty)
    bpy.context.view_layer.objects.active = empty
    assert bpy.ops.pixal3d.photo_from_empty() == {"FINISHED"}
    assert bpy.context.scene.pixal3d.image == empty.data


def test_render_becomes_a_photo_that_the_worker_can_read(tmp_path: Path) -> None:
    scene = bpy.context.scene
    bpy.ops.mesh.primitive_cube_add()
    bpy.ops.object.camera_add(location=(0, -8, 0), rotation=(np.pi / 2, 0, 0))
    scene.camera = bpy.context.object
    render = scene.render
    render.engine, render.film_transparent = "CYCLES", True
    scene.cycles.samples = 1
    render.resolution_x = render.resolution_y = 64
    render.image_settings.file_format = "JPEG"
    bpy.ops.render.render()
    assert bpy.ops.pixal3d.photo_from_render() == {"FINISHED"}
    assert render.image_settings.file_format == "JPEG"
    image = scene.pixal3d.image
    assert image.packed_file and tuple(image.size) == (64, 64) and not image.filepath
    addon("blender.photo.pixels").write_photo(image, tmp_path / "photo.npy")
    pixels = np.load(tmp_path / "photo.npy")
    assert pixels[32, 32, 3] == 255 and pixels[1, 1, 3] == 0


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_what_a_viewport_shows_becomes_a_packed_picture_of_straight_alpha(kind: type) -> None:
    shown = np.zeros((70, 90, 4), np.uint8)  # premultiplied, bottom row first
    shown[:30] = 100, 50, 0, 100
    shown[30:40] = 10, 20, 30, 255
    pixels = shown if kind is np.uint8 else shown.astype(np.float32) / 255
    image = addon("blender.slices").exhaust(addon("blender.photo.from_view")._imaging(pixels))()
    values = np.rint(np.array(image.pixels[:]).reshape(70, 90, 4) * 255)
    assert image.packed_file and not image.is_dirty and tuple(image.size) == (90, 70)
    assert (values[:30] == (255, 128, 0, 100)).all() and (values[30:40] == (10, 20, 30, 255)).all()
    assert (values[40:] == 0).all()


def rendered(**camera: object) -> bpy.types.PropertyGroup:
    """The panel after Photo from Render of a cube, with `camera` changed; as it begins else."""
    scene = bpy.context.scene
    if scene.camera is None:
        bpy.ops.mesh.primitive_cube_add()
        bpy.ops.object.camera_add()
        scene.camera = bpy.context.object
        scene.render.engine, scene.render.film_transparent = "CYCLES", True
        scene.cycles.samples = 4
        scene.render.resolution_x, scene.render.resolution_y = 96, 64
    for name, value in camera.items():
        data = name in ("lens", "type")
        setattr(scene.camera.data if data else scene.camera, name, value)
    bpy.ops.render.render()
    assert bpy.ops.pixal3d.photo_from_render() == {"FINISHED"}
    return scene.pixal3d


def test_camera_of_a_render_comes_along() -> None:
    tilt = np.radians(60.0)
    away = (0.0, -8 * np.sin(tilt), 8 * np.cos(tilt))
    group = rendered(location=away, rotation_euler=(tilt, 0, 0), lens=40.0)
    assert group.fov_source == "PHOTO" and not group.guess_elevation
    assert group.photo_fov == pytest.approx(2 * np.arctan(18 / 40), abs=1e-5)
    assert group.elevation == pytest.approx(np.radians(30.0), abs=1e-5)
    assert group.image.pixal3d.roll == 0.0


def test_render_of_a_camera_that_leans_is_made_level(tmp_path: Path) -> None:
    group = rendered(location=(0, -8, 0), rotation_euler=(np.pi / 2, 0, 0))
    write = addon("blender.photo.pixels").write_photo
    write(group.image, tmp_path / "level.npy")
    bpy.context.scene.camera.rotation_euler = (np.pi / 2, 0.0, 0.0)
    group = rendered(rotation_euler=(np.pi / 2, np.radians(-25.0), 0.0))
    assert abs(group.image.pixal3d.roll) == pytest.approx(np.radians(25.0), abs=1e-4)
    write(group.image, tmp_path / "leaning.npy")
    level, leaning = (
        np.load(tmp_path / name)[..., 3] > 127 for name in ("level.npy", "leaning.npy")
    )
    assert (level & leaning).sum() / (level | leaning).sum() > 0.95


def test_orthographic_render_has_next_to_no_perspective() -> None:
    group = rendered(location=(0, -8, 0), rotation_euler=(np.pi / 2, 0, 0), type="ORTHO")
    assert 0.0 < group.photo_fov < np.radians(6.0) and group.elevation == pytest.approx(0, abs=1e-5)


def test_render_of_another_size_or_a_panorama_tells_no_camera() -> None:
    group = rendered(location=(0, -8, 0), rotation_euler=(np.pi / 2, 0, 0), type="PANO")
    assert group.guess_elevation and group.fov_source == "SQUARE"
    rendered(type="PERSP")
    image, scene = group.image, bpy.context.scene
    told = addon("blender.photo.scene_camera").told_of
    assert told(image, bpy.context) is not None
    scene.render.resolution_x = 100
    assert told(image, bpy.context) is None
    scene.camera = None
    assert told(image, bpy.context) is None


@pytest.mark.parametrize("roll", [0.0, 0.3, -2.0])
def test_view_that_leans_tells_its_roll(roll: float) -> None:
    view = Matrix.Rotation(0.7, 3, "Z") @ Matrix.Rotation(np.pi / 2 - 0.4, 3, "X")
    leaning = view @ Matrix.Rotation(-roll, 3, "Z")
    told = addon("blender.photo.scene_camera").stance_of(leaning)
    assert told == pytest.approx((0.4, roll), abs=1e-6)


def test_view_from_straight_above_has_no_roll() -> None:
    assert addon("blender.photo.scene_camera").stance_of(Matrix.Rotation(0.7, 3, "Z"))[1] == 0.0
