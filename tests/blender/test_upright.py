"""A photo that was taken upright is upright, though Blender shows it as the sensor had it."""

import struct
import zlib
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import addon
from tests.blender.sample_result import write_png

SCENE = np.zeros((20, 30, 3), np.uint8)  # upright, wide; red above left
SCENE[:8, :8, 0] = 255
TURNS = {  # what the sensor had, by EXIF's orientation
    1: SCENE, 2: SCENE[:, ::-1], 3: SCENE[::-1, ::-1], 4: SCENE[::-1],
    5: SCENE.swapaxes(0, 1), 6: np.rot90(SCENE), 7: np.rot90(SCENE[:, ::-1], -1),
    8: np.rot90(SCENE, -1),
}  # fmt: skip


def write_photo(path: Path, orientation: int, pixels: np.ndarray | None = None) -> Path:
    """A PNG of `pixels`, whose EXIF tells `orientation`."""
    write_png(path, np.ascontiguousarray(TURNS[orientation] if pixels is None else pixels))
    exif = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x112, 3, 1, orientation, 0, 0)
    chunk = b"eXIf" + exif
    data = path.read_bytes()
    chunk = struct.pack(">I", len(exif)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    path.write_bytes(data[:33] + chunk + data[33:])  # after the header
    return path


def written(image: bpy.types.Image, folder: Path) -> np.ndarray:
    addon("blender.photo.pixels").write_photo(image, folder / "photo.npy")
    return np.load(folder / "photo.npy")[..., :3]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_turned_upright_as_its_file_tells(tmp_path: Path, orientation: int) -> None:
    image = bpy.data.images.load(str(write_photo(tmp_path / "x.png", orientation)))
    assert np.array_equal(written(image, tmp_path), SCENE)
    assert addon("blender.photo.upright").size(image) == (30, 20)


def test_large_photo_that_another_blender_reads_is_upright_too(tmp_path: Path) -> None:
    scene = np.random.default_rng(5).integers(0, 256, (1500, 2200, 3), np.uint8)
    path = write_photo(tmp_path / "x.png", 6, np.rot90(scene))
    work = addon("blender.photo.pixels").writing_photo(
        bpy.data.images.load(str(path)), tmp_path / "photo.npy"
    )
    try:
        assert addon("blender.slices").exhaust(work) == (2200, 1500)
        assert "read" in addon("blender.background.other").OTHER.proven
    finally:
        addon("blender.background.other").stop()
    assert np.array_equal(np.load(tmp_path / "photo.npy")[..., :3], scene)


@pytest.fixture
def group(tmp_path: Path):
    group = bpy.context.scene.pixal3d
    group.image = bpy.data.images.load(str(write_photo(tmp_path / "tall.png", 6)))
    yield group
    group.image = group.mask = None


def test_lens_is_across_the_photo_as_it_was_held(group) -> None:
    group.fov_source, group.lens = "LENS", 36.0  # 36 mm of the longer side, which lies across
    wide = addon("blender.photo.camera").photo_fov(group)
    assert wide == pytest.approx(2 * np.arctan(0.5), abs=1e-6)


def test_match_shows_the_photo_upright(group) -> None:
    view = addon("blender.photo.camera").view(group)
    assert (view.width, view.height) == (30, 20)
    shown = addon("blender.slices").exhaust(
        addon("blender.photo.pixels").to_screen(group.image, None, 2048)
    )
    assert np.array_equal(shown[..., :3] > 0.5, SCENE > 127)


def test_mask_is_painted_and_taken_over_the_upright_photo(group, tmp_path: Path) -> None:
    mask = addon("blender.photo.mask_paint").new_mask(bpy.context.scene)
    assert tuple(mask.size) == (30, 20)
    addon("blender.photo.pixels").write_mask(mask, group.image, tmp_path / "mask.npy")
    assert np.load(tmp_path / "mask.npy").shape == (20, 30)
    lying = bpy.data.images.new("lying", 20, 30)
    with pytest.raises(addon("core.errors").PixalError, match="photo is 30 × 20"):
        addon("blender.photo.pixels").write_mask(lying, group.image, tmp_path / "mask.npy")


def test_photo_is_turned_by_hand_with_what_is_known_of_it(group, tmp_path: Path) -> None:
    photo = group.image.pixal3d
    photo.middle, photo.crop = (0.25, 0.5), (0.1, 0.0)
    group.fov_source, group.photo_fov = "PHOTO", 1.0
    assert bpy.ops.pixal3d.rotate_photo() == {"FINISHED"}
    assert np.array_equal(written(group.image, tmp_path), np.rot90(SCENE, -1))
    assert tuple(photo.middle) == pytest.approx((0.5, 0.75))
    assert tuple(photo.crop) == pytest.approx((0.0, -0.1))
    assert np.tan(group.photo_fov / 2) == pytest.approx(np.tan(0.5) * 20 / 30, rel=1e-5)
    for _ in range(3):
        bpy.ops.pixal3d.rotate_photo()
    assert np.array_equal(written(group.image, tmp_path), SCENE)
    assert tuple(photo.middle) == pytest.approx((0.25, 0.5))
    assert group.photo_fov == pytest.approx(1.0, rel=1e-5)


def test_photo_with_a_mask_is_not_turned_by_hand(group) -> None:
    group.mask = bpy.data.images.new("mask", 30, 20)
    with pytest.raises(RuntimeError, match="remove that first"):
        bpy.ops.pixal3d.rotate_photo()


def test_looking_again_takes_what_the_file_tells_now_but_keeps_a_turn_by_hand(
    group, tmp_path: Path
) -> None:
    bpy.ops.pixal3d.rotate_photo()
    bpy.ops.pixal3d.look_again()
    assert group.image.pixal3d.orientation == 3
    write_photo(tmp_path / "tall.png", 1)
    group.image.reload()
    bpy.ops.pixal3d.look_again()
    assert np.array_equal(written(group.image, tmp_path), SCENE)


def test_image_that_was_edited_here_is_as_it_is_seen(tmp_path: Path) -> None:
    image = bpy.data.images.load(str(write_photo(tmp_path / "x.png", 6)))
    image.pixels[0] = 0.5
    assert image.is_dirty
    assert written(image, tmp_path).shape == (30, 20, 3)
