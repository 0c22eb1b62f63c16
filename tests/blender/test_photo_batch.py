"""Several photos at once become a job each, with the panel's settings."""
# ruff: noqa: F811  fixtures of another file

import math
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import bpy
import numpy as np
import pytest

from tests.blender.conftest import addon
from tests.blender.test_jobs import finish, photo, results  # noqa: F401
from tests.blender.test_photo import new_image
from tests.blender.test_prepared import ball


@pytest.fixture
def batch() -> Iterator[ModuleType]:
    """Jobs wait, instead of running."""
    module, state = addon("blender.photo.batch"), addon("blender.jobs.state").STATE
    state.paused = True
    yield module
    module.detach()
    state.paused = False


def saved(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"ball-{number}.png" for number in range(count)]
    for number, path in enumerate(paths):
        image = ball((60 + 20 * number, 80))
        image.filepath_raw, image.file_format = str(path), "PNG"
        image.save()
        bpy.data.images.remove(image)
    return paths


def run(batch: ModuleType, paths: list[Path]) -> None:
    files = [{"name": path.name} for path in paths]
    done = bpy.ops.pixal3d.generate_files(directory=str(paths[0].parent), files=files)
    assert done == {"FINISHED"}
    ticks = 0
    while batch.tick() is not None:
        ticks += 1
    assert ticks == len(paths) - 1, "one each tick"


def test_each_becomes_a_job_of_its_own_and_the_panel_stays(batch, tmp_path: Path) -> None:
    group = bpy.context.scene.pixal3d
    group.image, group.engine, group.size = ball(), "draft", 2.0
    group.mask = new_image(np.full((160, 200, 4), 255, np.uint8), "mask")
    group.image.pixal3d.crop_scale = 2.0
    images = set(bpy.data.images)
    paths = saved(tmp_path, 3)
    run(batch, paths)
    jobs = addon("blender.jobs.state").STATE.queue
    assert [job.name for job in jobs] == ["ball-0", "ball-1", "ball-2"]
    for number, job in enumerate(jobs):
        assert job.message.settings["size"] == 2.0 and job.message.settings["crop_scale"] == 1.0
        assert job.message.mask == "", "mask and crop are of the panel's photo"
        red = np.load(job.message.photo)[80, :, 1] < 100
        assert np.flatnonzero(red).mean() == pytest.approx(60 + 20 * number, abs=1)
    assert set(bpy.data.images) == images and group.image.name == "ball"


def test_a_lens_is_that_of_each_photos_own_width(batch, tmp_path: Path) -> None:
    group = bpy.context.scene.pixal3d
    group.fov_source, group.lens = "LENS", 50.0
    paths = saved(tmp_path, 1)
    tall = new_image(np.full((200, 100, 4), 255, np.uint8), "tall")
    tall.filepath_raw, tall.file_format = str(tmp_path / "tall.png"), "PNG"
    tall.save()
    run(batch, [*paths, tmp_path / "tall.png"])
    fovs = [job.message.settings["photo_fov"] for job in addon("blender.jobs.state").STATE.queue]
    assert fovs == pytest.approx([2 * math.atan(18 / 50), 2 * math.atan(9 / 50)], rel=1e-5)


def test_what_cannot_be_read_is_named_and_the_others_are_queued(batch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    run(batch, [*saved(tmp_path, 2), broken, tmp_path / "gone.png"])
    state = addon("blender.jobs.state").STATE
    assert [job.name for job in state.queue] == ["ball-0", "ball-1"]
    assert "broken.png, gone.png" in state.problem.message
    assert str(tmp_path) not in state.problem.message + state.problem.remedy
    assert not [image for image in bpy.data.images if image.name.startswith(("broken", "gone"))]


def test_files_that_are_dropped_together_are_not_made_the_photo(batch, tmp_path: Path) -> None:
    files = [{"name": path.name} for path in saved(tmp_path, 2)]
    bpy.ops.pixal3d.drop_photo(directory=str(tmp_path), files=files)
    assert bpy.context.scene.pixal3d.image is None


def test_no_file_is_no_job(batch, tmp_path: Path) -> None:
    assert bpy.ops.pixal3d.generate_files(directory=str(tmp_path)) == {"CANCELLED"}
    assert addon("blender.jobs.state").STATE.queue == []


def test_what_was_refused_is_told_until_something_is_generated(
    batch, photo, results, tmp_path: Path
) -> None:
    state = addon("blender.jobs.state").STATE
    bpy.context.scene.pixal3d.engine = "draft"
    run(batch, [*saved(tmp_path, 1), tmp_path / "gone.png"])
    state.paused = False
    addon("blender.jobs.pump").submit(state.queue[0])
    finish()
    assert not state.queue and "gone.png" in state.problem.message
    assert bpy.ops.pixal3d.generate() == {"FINISHED"}
    finish()
    assert state.problem is None
