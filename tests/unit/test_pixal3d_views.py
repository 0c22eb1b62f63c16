"""A transforms.json and its pictures: what is read of it, and that nothing unsound is."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pixal3d_addon.core.camera import front_camera_to_world, project
from pixal3d_addon.core.errors import EXIT_CODES, PixalError
from pixal3d_addon.engine.pixal3d.views import main_camera, other_photos, read_views, see_frame

FOV = 0.7


def turned(angle: float, distance: float = 1.6) -> list[list[float]]:
    """A camera's pose, walked round the object about Z."""
    c, s = math.cos(angle), math.sin(angle)
    about_z = np.array([[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    return (about_z @ front_camera_to_world(distance)).tolist()


def written(folder: Path, change: dict[str, Any] | None = None, **frame: Any) -> Path:
    """Two sound frames, the first with `frame`, the whole with `change`."""
    (folder / "images").mkdir(exist_ok=True)
    for number in range(2):
        pixels = np.full((40, 60, 4), 255, np.uint8)
        pixels[:, :, 0] = 100 * number
        np.save(folder / "images" / f"{number}.npy", pixels)
    frames = [
        {"file_path": f"images/{number}.npy", "transform_matrix": turned(number)}
        for number in range(2)
    ]
    frames[0].update(frame)
    path = folder / "transforms.json"
    path.write_text(json.dumps({"camera_angle_x": FOV, "frames": frames, **(change or {})}))
    return path


def test_frames_are_read_in_order_with_their_cameras(tmp_path: Path) -> None:
    first, second = read_views(written(tmp_path, camera_angle_x=0.5))
    assert (first.fov, second.fov) == (0.5, FOV)
    assert first.distance == pytest.approx(1.6)
    assert np.allclose(second.camera_to_world, turned(1))
    assert second.picture == tmp_path / "images" / "1.npy"


def test_a_picture_is_found_without_its_suffix_as_the_tools_write_it(tmp_path: Path) -> None:
    path = written(tmp_path, file_path="./images/0")
    (tmp_path / "images" / "0.png").write_bytes(b"")
    assert read_views(path)[0].picture.name == "0.png"


def test_the_other_photos_stand_in_the_main_ones_view_frame(tmp_path: Path) -> None:
    (other,) = other_photos(written(tmp_path, transform_matrix=turned(0.4, 2.0)))
    assert np.allclose(other.camera_to_world, turned(0.6))
    assert other.prepared.fov == FOV and (other.prepared.rgb[30, 30] == (100, 255, 255)).all()


def test_a_picture_is_seen_whole_with_bars_to_a_square(tmp_path: Path) -> None:
    frame = read_views(written(tmp_path))[1]
    wide = see_frame(frame)
    assert wide.rgb.shape == (60, 60, 3) and wide.alpha.shape == (60, 60) and wide.fov == FOV
    assert not wide.alpha[:10].any() and wide.alpha[10:50].all() and not wide.alpha[50:].any()
    np.save(frame.picture, np.full((60, 40, 4), 255, np.uint8))
    tall = see_frame(frame)
    assert math.tan(tall.fov / 2) == pytest.approx(math.tan(FOV / 2) * 60 / 40)


def test_the_main_camera_stands_where_its_frame_says(tmp_path: Path) -> None:
    for distance in (0.8, 1.6, 5.0):
        frame = read_views(written(tmp_path, transform_matrix=turned(0, distance)))[0]
        camera = main_camera(frame, frame.fov, 0.2)
        assert camera.distance == pytest.approx(distance) and camera.elevation == 0.2
        point = np.array([[0.3, -0.2, 0.1]])
        assert np.isfinite(project(point, camera.fov, camera.distance, 512)).all()


NAN = [[float("nan")] * 4] * 4


@pytest.mark.parametrize(
    "frame",
    [
        {"file_path": "/etc/passwd"},
        {"file_path": "../secret.png"},
        {"file_path": "C:\\secret.png"},
        {"file_path": "//server/share/0.png"},
        {"file_path": ""},
        {"file_path": "x\0y"},
        {"file_path": "a" * 5000},
        {"file_path": "images/none.png"},
        {"file_path": ["images/0.npy"]},
        {"transform_matrix": NAN},
        {"transform_matrix": [[1, 2], [3]]},
        {"transform_matrix": "identity"},
        {"transform_matrix": np.zeros((4, 4)).tolist()},
        {"transform_matrix": np.diag([1, 1, -1, 1]).tolist()},
        {"transform_matrix": np.eye(4).tolist()},
        {"transform_matrix": turned(0, 1e9)},
        {"transform_matrix": (np.array(turned(0)) @ np.diag([-1, 1, -1, 1])).tolist()},
        {"camera_angle_x": 0},
        {"camera_angle_x": "0.7"},
        {"camera_angle_x": True},
        {"camera_angle_x": 10**400},
    ],
)
def test_an_unsound_frame_is_refused_by_its_number(frame: dict, tmp_path: Path) -> None:
    path = written(tmp_path, **frame)
    with pytest.raises(PixalError) as caught:
        read_views(path)
    assert caught.value.code == "views_invalid" in EXIT_CODES and caught.value.remedy
    assert "frame 1" in caught.value.message and caught.value.message.isprintable()
    assert str(tmp_path) not in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", "[" * 10**5, '{"frames": {}}', '{"frames": []}', '{"frames": [1]}',
        '{"frames": [{}]}', '{"frames": [null]}', json.dumps({"frames": [{}] * 1000}),
        " " * (5 << 20),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "transforms.json"
    path.write_text(text)
    for tried in (path, tmp_path, tmp_path / "none.json"):
        with pytest.raises(PixalError) as caught:
            read_views(tried)
        assert caught.value.code == "views_invalid"
