"""The panel shows the square before anything runs, and it follows what is set."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import bpy
import numpy as np
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_photo import new_image


def ball(middle: tuple[int, int] = (120, 80), name: str = "ball") -> bpy.types.Image:
    """A red ball before a plain backdrop, 200 × 160."""
    v, u = np.mgrid[:160, :200]
    pixels = np.full((160, 200, 4), 255, np.uint8)
    pixels[..., :3] = 200, 205, 210
    pixels[np.hypot(u - middle[0], v - middle[1]) < 40, :3] = 180, 20, 30
    return new_image(pixels, name)


@pytest.fixture
def prepared() -> Iterator[ModuleType]:
    module = addon("blender.photo.prepared")
    module.detach()
    module.attach()
    yield module
    module.detach()
    module.attach()


def look(prepared: ModuleType) -> np.ndarray:
    """Have the panel's photo prepared; the picture, uint8 [S, S, 3], top row first."""
    prepared.want(bpy.context.scene)
    end = time.monotonic() + 30
    while prepared.LOOK.seen != prepared._key(bpy.context.scene):
        assert time.monotonic() < end, prepared.LOOK
        prepared.tick()
        time.sleep(0.005)
    if prepared.LOOK.icons is None:
        return np.zeros((0, 0, 3), np.uint8)
    square = prepared.LOOK.icons["square"]
    pixels = np.array(square.image_pixels[:], np.int32).view(np.uint8)
    return pixels.reshape(square.image_size[1], square.image_size[0], 4)[::-1, :, :3]


def test_the_square_is_that_of_the_engine_and_the_backdrop_dim(prepared) -> None:
    bpy.context.scene.pixal3d.image = ball()
    picture = look(prepared)
    assert prepared.LOOK.problem is None and prepared.LOOK.cut_off == ()
    assert picture.shape[0] == pytest.approx(86, abs=4)
    assert np.abs(picture[44, 44].astype(int) - (180, 20, 30)).max() <= 2
    assert 40 < picture[2, 2].max() < 80


def test_it_follows_crop_mask_and_photo(prepared) -> None:
    group = bpy.context.scene.pixal3d
    group.image = ball()
    still = look(prepared)
    group.image.pixal3d.crop_scale = 2.0
    assert len(look(prepared)) == pytest.approx(2 * len(still), abs=2)
    group.image.pixal3d.property_unset("crop_scale")
    left = np.zeros((160, 200, 4), np.uint8)
    left[..., 3], left[:, :120, :3] = 255, 255
    group.mask = new_image(left, "mask")
    assert prepared.LOOK.seen != prepared._key(bpy.context.scene)
    look(prepared)
    assert set(prepared.LOOK.cut_off) == {"left", "top", "bottom"}
    group.image = ball((60, 60), "other")
    assert group.mask is None, "the mask is the first photo's"
    assert len(look(prepared)) == pytest.approx(len(still), abs=2)


def test_the_same_is_not_prepared_twice(prepared) -> None:
    bpy.context.scene.pixal3d.image = ball()
    look(prepared)
    number = prepared.LOOK.number
    prepared.want(bpy.context.scene)
    assert prepared.tick() == pytest.approx(60.0) and prepared.LOOK.number == number


def test_the_worker_ends_when_nothing_changes_for_a_while(prepared, monkeypatch) -> None:
    bpy.context.scene.pixal3d.image = ball()
    look(prepared)
    worker = prepared.PREPARER.worker
    monkeypatch.setattr(prepared, "_REST", 0.0)
    assert prepared.tick() is None and prepared.PREPARER.worker is None
    end = time.monotonic() + 10
    while addon("blender.jobs.leaving").look():
        assert time.monotonic() < end, "Blender does not wait for it, but sees that it ends"
        time.sleep(0.01)
    assert not worker.running
    bpy.context.scene.pixal3d.image.pixal3d.crop[0] = 0.1
    assert len(look(prepared)), "and another begins when one is needed"


def test_a_photo_without_a_subject_says_so_and_a_mask_helps(prepared) -> None:
    group = bpy.context.scene.pixal3d
    group.image = new_image(np.full((64, 64, 4), 255, np.uint8))
    assert look(prepared).size == 0
    assert prepared.LOOK.problem.code == "no_object"
    assert bpy.ops.pixal3d.paint_mask() == {"FINISHED"}
    mask = np.array(group.mask.pixels[:]).reshape(64, 64, 4)
    assert (mask[..., :3] == 0).all(), "nothing is known of the subject"
    mask[16:48, 16:48] = 1.0
    group.mask.pixels.foreach_set(mask.astype(np.float32).ravel())
    prepared.touch()
    assert len(look(prepared)) > 30 and prepared.LOOK.problem is None


def test_a_new_mask_begins_with_what_was_found(prepared) -> None:
    group = bpy.context.scene.pixal3d
    group.image = ball()
    look(prepared)
    bpy.ops.pixal3d.paint_mask()
    mask = np.array(group.mask.pixels[:]).reshape(160, 200, 4)[::-1, :, 0]
    assert mask[80, 120] == 1.0 and mask[10, 10] == 0.0
    assert group.mask.packed_file and group.mask.name == "ball Mask"
    first = group.mask
    bpy.ops.pixal3d.paint_mask()
    assert group.mask == first, "it is painted on, not made anew"


def test_a_new_mask_lies_over_a_photo_that_is_turned_level(prepared, tmp_path: Path) -> None:
    group = bpy.context.scene.pixal3d
    group.image = ball((150, 80))
    group.image.pixal3d.roll = 0.5
    look(prepared)
    bpy.ops.pixal3d.paint_mask()
    mask = np.array(group.mask.pixels[:]).reshape(160, 200, 4)[::-1, :, 0]
    columns, rows = mask.sum(axis=0), mask.sum(axis=1)
    middle = (columns @ np.arange(200)) / columns.sum(), (rows @ np.arange(160)) / rows.sum()
    assert middle == pytest.approx((150, 80), abs=2), "as it was taken"


def test_painted_masks_are_kept_in_the_file(prepared, tmp_path: Path) -> None:
    group = bpy.context.scene.pixal3d
    group.image = ball()
    group.image.pack()
    look(prepared)
    bpy.ops.pixal3d.paint_mask()
    group.mask.pixels.foreach_set(np.ones(160 * 200 * 4, np.float32))
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "kept.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "kept.blend"))
    mask = bpy.context.scene.pixal3d.mask
    assert np.array(mask.pixels[:]).min() == 1.0


def test_a_runtime_that_does_not_start_leaves_it_to_blenders_python(prepared, tmp_path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    own = bpy.context.preferences.addons[PACKAGE].preferences
    own.runtime = str(broken)
    try:
        bpy.context.scene.pixal3d.image = ball()
        assert len(look(prepared)) and prepared.PREPARER.worker.python == Path(sys.executable)
    finally:
        own.runtime = ""


def test_another_file_forgets_the_picture(prepared) -> None:
    bpy.context.scene.pixal3d.image = ball()
    look(prepared)
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    assert prepared.LOOK.icons is None and prepared.mask_file(bpy.context.scene) is None


def test_asking_costs_nothing(prepared) -> None:
    bpy.context.scene.pixal3d.image = ball()
    look(prepared)
    begin = time.perf_counter()
    for _ in range(200):
        prepared.want(bpy.context.scene)
    assert (time.perf_counter() - begin) / 200 < 2e-4
