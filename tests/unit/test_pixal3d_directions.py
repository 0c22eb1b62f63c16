"""Photos of one object from told directions become squares of one scale with cameras."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixal3d_addon.core.camera import Camera, project
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.pixal3d.directions import (
    by_direction,
    camera_to_world,
    check_views,
    lay_out,
    read_directions,
)
from pixal3d_addon.engine.pixal3d.views import other_photos, read_views, see_frame


def box(folder: Path, name: str, width: int, height: int, middle: tuple[int, int]) -> None:
    """A red rectangle with alpha, in 400 × 300."""
    rgba = np.zeros((300, 400, 4), np.uint8)
    x, y = middle[0] - width // 2, middle[1] - height // 2
    rgba[y : y + height, x : x + width] = 200, 30, 20, 255
    np.save(folder / name, rgba)


def written(folder: Path, *frames: dict[str, Any]) -> Path:
    """A car: narrow from the front, long from the right."""
    box(folder, "front.npy", 100, 80, (150, 140))
    box(folder, "right.npy", 240, 80, (220, 160))
    told = [{"file_path": "front.npy", "azimuth": 0}, {"file_path": "right.npy", "azimuth": 90}]
    for frame, change in zip(told, frames, strict=False):
        frame.update(change)
    path = folder / "views.json"
    path.write_text(json.dumps({"frames": told}))
    return path


def test_both_kinds_of_files_are_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert by_direction(path)
    check_views(path)
    laid, _ = lay_out(path, Settings(), tmp_path / "squares")
    assert not by_direction(laid)
    check_views(laid)


def test_the_object_has_one_scale_and_is_in_the_middle_of_every_square(tmp_path: Path) -> None:
    laid, _ = lay_out(written(tmp_path), Settings(), tmp_path / "squares")
    heights = []
    for frame in read_views(laid):
        square = see_frame(frame)
        rows, columns = np.nonzero(square.alpha > 204)
        side = len(square.alpha)
        heights.append(np.ptp(rows) / side)
        assert (columns.max() + columns.min()) / 2 == pytest.approx(side / 2, abs=1.5)
        assert (rows.max() + rows.min()) / 2 == pytest.approx(side / 2, abs=1.5)
        assert (square.rgb[side // 2, side // 2] == (200, 30, 20)).all()
    assert heights == pytest.approx([80 / 240 / 1.1] * 2, abs=0.01)


def test_the_right_is_to_the_right_of_who_looks_from_the_front(tmp_path: Path) -> None:
    pose = camera_to_world(math.radians(90), 0.0, 2.0)
    assert pose[:3, 3] == pytest.approx((2.0, 0.0, 0.0), abs=1e-9)
    above = camera_to_world(0.0, math.radians(30), 2.0)
    assert above[2, 3] == pytest.approx(1.0)
    laid, _ = lay_out(written(tmp_path), Settings(fov=0.6), tmp_path / "squares")
    (right,) = other_photos(laid)
    assert right.camera_to_world[:3, 3] == pytest.approx((Camera(0.6).distance, 0, 0), abs=1e-6)
    near = np.linalg.inv(right.camera_to_world) @ (0.5, 0.0, 0.0, 1.0)
    assert -near[2] == pytest.approx(Camera(0.6).distance - 0.5), "it sees what the front has right"
    assert project(np.zeros((1, 3)), 0.6, 2.0, 512)[0, :2] == pytest.approx((256, 256))


def test_an_elevation_that_is_not_told_is_the_main_photos(tmp_path: Path) -> None:
    path = written(tmp_path)
    laid, elevation = lay_out(path, Settings(elevation=0.3), tmp_path / "a")
    assert elevation == 0.3
    heights = [frame.camera_to_world[2, 3] / frame.distance for frame in read_views(laid)]
    assert heights == pytest.approx([math.sin(0.3)] * 2)
    _, elevation = lay_out(
        path, Settings(), tmp_path / "b", lambda _square, camera: Camera(camera.fov, 0.2)
    )
    assert elevation == 0.2
    told = written(tmp_path, {"elevation": 10}, {"elevation": 20})
    laid, elevation = lay_out(told, Settings(), tmp_path / "c")
    heights = [frame.camera_to_world[2, 3] / frame.distance for frame in read_views(laid)]
    assert math.degrees(elevation) == pytest.approx(10)
    assert np.degrees(np.arcsin(heights)) == pytest.approx([10, 20])


def test_masks_are_heard(tmp_path: Path) -> None:
    path = written(tmp_path, {}, {"mask_path": "mask.npy"})
    mask = np.zeros((300, 400), np.uint8)
    mask[120:200, 100:220] = 255
    np.save(tmp_path / "mask.npy", mask)
    laid, _ = lay_out(path, Settings(), tmp_path / "squares")
    square = see_frame(read_views(laid)[1])
    columns = np.nonzero(square.alpha.max(axis=0) > 204)[0]
    assert np.ptp(columns) / len(square.alpha) == pytest.approx(120 / 120 / 1.1, abs=0.02)


@pytest.mark.parametrize(
    "frame",
    [
        {"azimuth": "right"},
        {"azimuth": 1000},
        {"azimuth": None},
        {"azimuth": True},
        {"azimuth": 0},
        {"elevation": 91},
        {"elevation": "high"},
        {"file_path": "gone.npy"},
        {"file_path": "../right.npy"},
        {"file_path": 3},
        {"mask_path": "/etc/passwd"},
        {"mask_path": "gone.npy"},
    ],
)
def test_what_is_not_sound_is_refused(tmp_path: Path, frame: dict[str, Any]) -> None:
    with pytest.raises(PixalError) as refused:
        read_directions(written(tmp_path, {}, frame))
    assert refused.value.code == "views_invalid"
    assert str(tmp_path.parent) not in refused.value.message


def test_the_first_photo_has_to_be_the_front(tmp_path: Path) -> None:
    with pytest.raises(PixalError, match="front"):
        read_directions(written(tmp_path, {"azimuth": 45}))


def test_a_photo_without_an_object_is_named_by_its_direction(tmp_path: Path) -> None:
    path = written(tmp_path)
    np.save(tmp_path / "right.npy", np.zeros((300, 400, 4), np.uint8))
    with pytest.raises(PixalError, match="from 90°") as refused:
        lay_out(path, Settings(), tmp_path / "squares")
    assert refused.value.code == "no_object"
