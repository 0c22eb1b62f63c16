"""Blender's images, of whatever kind, reach the worker as the same plain pixels."""

from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import addon
from tests.blender.sample_result import write_png

RGBA = np.array(  # top row first: red, half green / clear, grey
    [[[255, 0, 0, 255], [0, 255, 0, 128]], [[0, 0, 0, 0], [119, 119, 119, 255]]], np.uint8
)


def new_image(pixels: np.ndarray, name: str = "photo", is_float: bool = False) -> bpy.types.Image:
    """A generated image that shows uint8 `pixels` [H, W, 4], straight sRGB, top row first."""
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(name, width, height, alpha=True, float_buffer=is_float)
    values = pixels[::-1].astype(np.float32) / 255
    if is_float:
        color = values[..., :3]
        low = color <= 0.04045
        color = np.where(low, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
        values[..., :3] = color * values[..., 3:]
    image.pixels.foreach_set(values.ravel())
    return image


def written(image: bpy.types.Image, folder: Path) -> np.ndarray:
    addon("blender.photo").write_photo(image, folder / "photo.npy")
    return np.load(folder / "photo.npy")


def test_generated_bytes_arrive_unchanged_top_row_first(tmp_path: Path) -> None:
    assert np.array_equal(written(new_image(RGBA), tmp_path), RGBA)


def test_packed_and_unsaved_edits_arrive(tmp_path: Path) -> None:
    image = new_image(RGBA)
    image.pack()
    changed = RGBA.copy()
    changed[0, 0] = 10, 20, 30, 255
    image.pixels.foreach_set((changed[::-1].astype(np.float32) / 255).ravel())
    assert np.array_equal(written(image, tmp_path), changed)


def test_linear_premultiplied_floats_become_straight_srgb(tmp_path: Path) -> None:
    pixels = written(new_image(RGBA, is_float=True), tmp_path)
    assert np.abs(pixels.astype(int) - RGBA).max() <= 1


def test_floats_out_of_range_and_not_a_number_stay_in_bytes(tmp_path: Path) -> None:
    image = new_image(RGBA, is_float=True)
    wild = np.array([np.nan, np.inf, -np.inf, 1.0] * 4, np.float32)
    image.pixels.foreach_set(wild)
    pixels = written(image, tmp_path)
    assert (pixels[..., 2] == 0).all() and (pixels[..., 1] == 255).all()


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 3)])
def test_file_without_alpha_is_opaque(tmp_path: Path, shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    write_png(tmp_path / "x.png", pixels)
    rgba = written(bpy.data.images.load(str(tmp_path / "x.png")), tmp_path)
    expected = pixels if pixels.ndim == 3 else pixels[..., None].repeat(3, axis=2)
    assert np.array_equal(rgba[..., :3], expected) and (rgba[..., 3] == 255).all()


def test_sixteen_bit_file_keeps_its_colors(tmp_path: Path) -> None:
    pixels = np.random.default_rng(3).integers(0, 65536, (6, 7, 3), np.uint16)
    write_png(tmp_path / "deep.png", pixels)
    rgba = written(bpy.data.images.load(str(tmp_path / "deep.png")), tmp_path)
    assert np.abs(rgba[..., :3].astype(float) - pixels / 257).max() <= 1
    assert (rgba[..., 3] == 255).all()


def test_large_photo_is_converted_in_bands_without_a_seam(tmp_path: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (600, 40, 4), np.uint8)
    assert np.array_equal(written(new_image(pixels), tmp_path), pixels)


def test_render_result_is_refused_with_a_remedy(tmp_path: Path, core) -> None:
    image = bpy.data.images.get("Render Result")
    if image is None:
        bpy.context.scene.render.resolution_x = bpy.context.scene.render.resolution_y = 8
        bpy.context.scene.camera = bpy.data.objects.new("c", bpy.data.cameras.new("c"))
        bpy.context.scene.render.engine = "CYCLES"
        bpy.context.scene.cycles.samples = 1
        bpy.ops.render.render()
        image = bpy.data.images["Render Result"]
    with pytest.raises(addon("core.errors").PixalError, match="render result"):
        written(image, tmp_path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    write_png(tmp_path / "x.png", np.zeros((4, 4, 3), np.uint8))
    image = bpy.data.images.load(str(tmp_path / "x.png"))
    (tmp_path / "x.png").unlink()
    image.reload()
    with pytest.raises(addon("core.errors").PixalError, match="missing or damaged"):
        written(image, tmp_path)


def test_image_sequence_is_refused(tmp_path: Path) -> None:
    image = new_image(RGBA)
    image.source = "SEQUENCE"
    with pytest.raises(addon("core.errors").PixalError, match="sequence"):
        written(image, tmp_path)


def test_mask_is_the_grey_or_else_the_alpha(tmp_path: Path) -> None:
    photo = new_image(RGBA)
    write_mask = addon("blender.photo").write_mask
    grey = np.array([[0, 255], [128, 64]], np.uint8)
    opaque = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    write_mask(new_image(opaque), photo, tmp_path / "grey.npy")
    assert np.array_equal(np.load(tmp_path / "grey.npy"), grey)
    write_mask(photo, photo, tmp_path / "alpha.npy")
    assert np.array_equal(np.load(tmp_path / "alpha.npy"), RGBA[..., 3])


def test_mask_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(addon("core.errors").PixalError, match="2 × 3"):
        addon("blender.photo").write_mask(
            new_image(np.zeros((3, 2, 4), np.uint8)), new_image(RGBA), tmp_path / "m.npy"
        )


def test_full_or_missing_disk_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(addon("core.errors").PixalError) as failed:
        written(new_image(RGBA), tmp_path / "nowhere")
    assert failed.value.code == "folder_unwritable"
