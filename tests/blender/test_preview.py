"""What a job shows while it runs: read in a short tick, in no data of the file, gone with it."""
# ruff: noqa: F811  fixtures of another file

import time
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_jobs import finish, generate, photo, results, state  # noqa: F401


@pytest.fixture
def shape(photo, results, core, tmp_path: Path):
    """A preview of a running job, 50,000 faces; read in a tick of its own."""
    side = 158
    grid = np.mgrid[0:side, 0:side].reshape(2, -1).T.astype(np.float32) / side - 0.5
    vertices = np.insert(grid, 1, 0.3 * np.sin(grid[:, 0] * 9), axis=1).astype(np.float32)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).reshape(-1, 1)
    faces = np.concatenate(
        [corner + np.array(to) for to in ((0, 1, side), (1, side + 1, side))]
    ).astype(np.int32)
    colors = np.full((len(vertices), 3), (255, 0, 51), np.uint8)
    bpy.context.scene.pixal3d.size = 2.0
    generate()
    take(core, "mesh", tmp_path / "mesh.safetensors", {
        "vertices": vertices, "faces": faces, "colors": colors,
        "elevation": np.array([0.4], np.float32),
    })  # fmt: skip
    return vertices


def take(core, kind: str, path: Path, arrays: dict[str, np.ndarray]) -> float:
    """As the worker would send it; how long the tick took that shows it, in seconds."""
    core.safetensors.save(path, arrays)
    addon("blender.jobs.preview").take(core.messages.Preview("", kind, str(path)), state().job)
    start = time.perf_counter()
    addon("blender.jobs.pump").tick()
    seconds = time.perf_counter() - start
    path.unlink(missing_ok=True)  # it may go: what is shown was copied
    return seconds


def shown():
    return addon("blender.jobs.preview").PREVIEW.shape


def in_world(shape) -> np.ndarray:
    matrix = shape.standing.matrix()
    return shape.points @ matrix[:3, :3].T + matrix[:3, 3]


def test_a_preview_stands_where_the_object_will(shape, core) -> None:
    standing = core.camera.stand(shape, core.camera.Camera(elevation=0.4), 2.0)
    there = shape @ standing.matrix()[:3, :3].T + standing.matrix()[:3, 3]
    assert np.abs(in_world(shown()) - there).max() < 1e-5
    assert shown().colors[0].tolist() == pytest.approx([1.0, 0.0, 0.2, 1.0])
    assert shown().scene == bpy.context.scene.name


def test_a_preview_is_no_data_of_the_file_and_no_undo_step(photo, results, core, tmp_path) -> None:
    def blocks() -> dict[str, int]:
        return {name: len(getattr(bpy.data, name)) for name in ("objects", "meshes", "images")}

    generate()
    before, dirty = blocks(), bpy.data.is_dirty
    points = np.random.default_rng(0).random((500, 3), np.float32)
    take(core, "points", tmp_path / "points.safetensors", {"points": points})
    assert shown().faces is None and shown().cell > 0
    assert blocks() == before and bpy.data.is_dirty == dirty


def test_a_tick_with_a_preview_of_50000_faces_takes_less_than_four_milliseconds(
    shape, core, tmp_path: Path
) -> None:
    vertices = shape
    faces = np.random.default_rng(0).integers(0, len(vertices), (50_000, 3)).astype(np.int32)
    arrays = {"vertices": vertices, "faces": faces, "colors": np.zeros(vertices.shape, np.uint8)}
    times = sorted(take(core, "mesh", tmp_path / f"{n}.safetensors", arrays) for n in range(21))
    print(f"\ntick with a preview: median {times[10] * 1e3:.2f} ms, longest {times[-1] * 1e3:.2f}")
    assert times[10] < 0.004


def test_a_newer_preview_takes_the_place_of_the_older(shape, core, tmp_path: Path) -> None:
    older = shown()
    points = np.eye(3, dtype=np.float32)
    take(core, "points", tmp_path / "points.safetensors", {"points": points})
    assert shown() is not older and len(shown().points) == 3


@pytest.mark.parametrize("cells", [16, 64])
def test_a_point_is_as_large_as_a_cell_of_its_grid(shape, core, tmp_path: Path, cells: int) -> None:
    points = np.random.default_rng(0).integers(0, cells, (2000, 3)).astype(np.float32) / cells
    take(core, "points", tmp_path / "grid.safetensors", {"points": points - 0.5})
    assert shown().cell == pytest.approx(1.0 / cells, abs=2e-4)


def test_of_a_large_cloud_some_points_are_left_out(shape, core, tmp_path: Path) -> None:
    points = np.random.default_rng(1).random((450_000, 3), np.float32)
    colors = (points * 255).astype(np.uint8)
    take(core, "points", tmp_path / "a.safetensors", {"points": points, "colors": colors})
    assert len(shown().points) == len(shown().colors) == 90_000
    assert np.allclose(shown().colors[:, :3], colors[::5] / 255, atol=1e-6)


@pytest.mark.parametrize("arrays", [
    {}, {"points": np.zeros((0, 3), np.float32)}, {"points": np.zeros((3, 2), np.float32)},
    {"points": np.full((3, 3), np.nan, np.float32)}, {"points": np.zeros((3, 3), np.int32)},
    {"points": np.eye(3, dtype=np.float32), "elevation": np.zeros(0, np.float32)},
    {"points": np.eye(3, dtype=np.float32), "elevation": np.full(1, np.inf, np.float32)},
    {"points": np.eye(3, dtype=np.float32), "colors": np.zeros((9, 3), np.uint8)},
])  # fmt: skip
def test_a_damaged_preview_is_left_out_and_the_job_goes_on(
    shape, core, tmp_path: Path, arrays
) -> None:
    older = shown()
    take(core, "points", tmp_path / "points.safetensors", arrays)
    assert shown() is older and state().job is not None


def test_cancel_takes_the_preview_away_at_once(shape) -> None:
    bpy.ops.pixal3d.cancel()
    assert shown() is None


def test_another_file_takes_the_preview_away(shape) -> None:
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    assert shown() is None and state().job is not None


def test_the_end_of_the_add_on_takes_the_preview_away(shape) -> None:
    preview = addon("blender.jobs.preview")
    bpy.ops.preferences.addon_disable(module=PACKAGE)
    assert preview.PREVIEW.shape is None and preview.PREVIEW.handler is None
    bpy.ops.preferences.addon_enable(module=PACKAGE)


def test_a_finished_job_takes_the_preview_away(shape) -> None:
    finish()
    assert shown() is None and bpy.context.active_object is not None
