"""Blender's images, of whatever kind, reach the worker as the same plain pixels."""

from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import addon
from tests.blender.sample_result import write_png
from tests.blender.test_panels import draw

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
    addon("blender.photo.pixels").write_photo(image, folder / "photo.npy")
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
    write_mask = addon("blender.photo.pixels").write_mask
    grey = np.array([[0, 255], [128, 64]], np.uint8)
    opaque = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    write_mask(new_image(opaque), photo, tmp_path / "grey.npy")
    assert np.array_equal(np.load(tmp_path / "grey.npy"), grey)
    write_mask(photo, photo, tmp_path / "alpha.npy")
    assert np.array_equal(np.load(tmp_path / "alpha.npy"), RGBA[..., 3])


def test_mask_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(addon("core.errors").PixalError, match="2 × 3"):
        addon("blender.photo.pixels").write_mask(
            new_image(np.zeros((3, 2, 4), np.uint8)), new_image(RGBA), tmp_path / "m.npy"
        )


def test_full_or_missing_disk_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(addon("core.errors").PixalError) as failed:
        written(new_image(RGBA), tmp_path / "nowhere")
    assert failed.value.code == "folder_unwritable"


@pytest.fixture
def large(tmp_path: Path) -> Iterator[bpy.types.Image]:
    """A photo of 3.3 megapixels in a file."""
    pixels = np.random.default_rng(4).integers(0, 256, (1500, 2200, 3), np.uint8)
    write_png(tmp_path / "large.png", pixels)
    yield bpy.data.images.load(str(tmp_path / "large.png"))
    addon("blender.background.other").stop()


@pytest.mark.parametrize(("longest", "roll", "packed"), [(9999, 0.0, False), (700, 0.3, True)])
def test_another_blender_reads_a_large_file_to_the_same_pixels(
    large, tmp_path: Path, longest: int, roll: float, packed: bool
) -> None:
    photo, other = addon("blender.photo.pixels"), addon("blender.background.other")
    if packed:
        large.pack()
        (tmp_path / "large.png").unlink()
    large.pixal3d.roll = roll
    asked = other.OTHER.asked
    made = photo.exhaust(photo.writing_photo(large, tmp_path / "there.npy", longest))
    assert made == (2200, 1500) and other.OTHER.asked == asked + 1 and not other.OTHER.broken
    photo.exhaust(photo.writing_pixels(large, tmp_path / "here.npy", longest, roll))
    assert np.array_equal(np.load(tmp_path / "there.npy"), np.load(tmp_path / "here.npy"))
    photo.exhaust(photo.writing_mask(large, large, tmp_path / "mask.npy", longest))
    photo.exhaust(photo.writing_grey(large, tmp_path / "grey.npy", longest, roll))
    assert np.array_equal(np.load(tmp_path / "mask.npy"), np.load(tmp_path / "grey.npy"))
    assert {path.suffix for path in tmp_path.iterdir()} <= {".npy", ".png"}


@pytest.mark.parametrize("how", ["no start", "no answer", "no file"])
def test_a_large_photo_that_no_other_blender_can_read_is_read_in_this_one(
    large, tmp_path: Path, monkeypatch, how: str
) -> None:
    other = addon("blender.background.other")
    other.stop()
    monkeypatch.setattr(other, "OTHER", other.Other())
    assert large.size[0] == 2200
    if how == "no start":
        monkeypatch.setattr(other, "_started", lambda: (_ for _ in ()).throw(OSError(2, "")))
    elif how == "no answer":
        monkeypatch.setattr(other, "_PROGRAM", tmp_path / "nothing.py")
    else:
        (tmp_path / "large.png").unlink()
    pixels = written(large, tmp_path)
    assert pixels.shape == (1500, 2200, 4) and (pixels[..., 3] == 255).all()
    assert other.OTHER.broken == ({"read"} if how == "no answer" else set()), (
        "it is not tried in vain again"
    )


def test_what_is_given_up_does_the_other_blender_no_harm(large, tmp_path: Path) -> None:
    photo, other = addon("blender.photo.pixels"), addon("blender.background.other")
    room = tmp_path / "room"
    room.mkdir()
    work = photo.writing_photo(large, room / "photo.npy")
    next(work)
    work.close()
    room.rmdir()
    photo.exhaust(photo.writing_photo(large, tmp_path / "photo.npy"))
    assert other.OTHER.process.poll() is None and not other.OTHER.broken


def test_painted_pixels_are_read_in_this_blender_which_alone_has_them(large, tmp_path) -> None:
    assert addon("blender.photo.reader").is_for(large)
    values = np.zeros(2200 * 1500 * 4, np.float32)
    large.pixels.foreach_set(values)
    assert not addon("blender.photo.reader").is_for(large)
    assert written(large, tmp_path).max() == 0


def test_a_large_photo_is_read_in_slices_and_what_is_removed_meanwhile_is_told(
    tmp_path: Path,
) -> None:
    photo, slices = addon("blender.photo.pixels"), addon("blender.slices")
    image, told = new_image(np.full((1200, 1200, 4), 255, np.uint8)), []
    work = photo.writing_photo(image, tmp_path / "photo.npy")
    task = slices.run(work, told.append, told.append)
    assert task and told == [] and bpy.app.timers.is_registered(slices.tick)
    bpy.data.images.remove(image)
    while slices.tick() is not None:
        pass
    assert [problem.code for problem in told] == ["photo_unreadable"]
    assert not (tmp_path / "photo.npy").exists() and not slices.busy()


def test_a_job_of_a_large_photo_is_queued_once_that_is_read_and_the_panel_says_so() -> None:
    state, slices = addon("blender.jobs.state").STATE, addon("blender.slices")
    image = new_image(np.full((1200, 1200, 4), 255, np.uint8))
    bpy.context.scene.pixal3d.image, state.paused = image, True
    try:
        assert bpy.ops.pixal3d.generate() == {"FINISHED"}
        assert state.queue == [] and ("label", "Looking at the photo") in draw("PIXAL3D_PT_main")
        bpy.data.images.remove(image)
        slices.finish()
        assert state.problem.code == "photo_unreadable" and state.reading == 0
        bpy.context.scene.pixal3d.image = new_image(np.full((1200, 1200, 4), 255, np.uint8))
        bpy.ops.pixal3d.generate()
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
        (job,) = state.queue
        assert Path(job.message.photo).is_file() and job.scene == ""
    finally:
        state.paused, state.problem = False, None


def test_work_that_is_cancelled_ends_where_it_is() -> None:
    slices, told = addon("blender.slices"), []

    def endless() -> Iterator[object]:
        try:
            while True:
                yield slices.WAIT
        finally:
            told.append("closed")

    task = slices.run(endless(), told.append, told.append)
    slices.tick()
    task.cancel()
    assert told == ["closed"] and slices.tick() is None


@pytest.mark.parametrize("kind", ["grey", "colored", "clear"])
def test_a_mask_is_kept_in_the_file_as_it_was_painted(kind: str) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (70, 90, 1), np.uint8).repeat(4, axis=2)
    pixels[..., 3] = 255
    if kind == "colored":
        pixels[3, 4, 0] ^= 255
    elif kind == "clear":
        pixels[3, 4, 3] = 0
    image = new_image(pixels)
    addon("blender.photo.mask_file").keep(image)
    assert image.packed_file and not image.is_dirty
    values = np.array(image.pixels[:]).reshape(70, 90, 4)[::-1] * 255
    kept = pixels[..., 3] > 0
    assert np.array_equal(np.rint(values)[kept], pixels[kept])
