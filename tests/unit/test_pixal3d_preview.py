"""Meshes to look at while the rest is computed: closed, oriented, small, near their points."""

from pathlib import Path

import numpy as np
import pytest

from pixal3d_addon.core import safetensors
from pixal3d_addon.engine.pixal3d.preview import hull, write_preview


def ball(count: int, radius: float) -> np.ndarray:
    way = np.random.default_rng(0).normal(size=(count, 3))
    return (way / np.linalg.norm(way, axis=1)[:, None] * radius).astype(np.float32)


def volume(mesh: dict[str, np.ndarray]) -> float:
    a, b, c = mesh["vertices"].astype(np.float64)[mesh["faces"]].transpose(1, 0, 2)
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def is_closed(faces: np.ndarray) -> bool:
    """Every edge is walked as often one way as the other."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    there, back = (edges @ order for order in ([1 << 32, 1], [1, 1 << 32]))
    return np.array_equal(np.sort(there), np.sort(back))


@pytest.mark.parametrize("finest", [256, 64, 16])
def test_a_ball_of_points_becomes_a_closed_ball_seen_from_outside(finest: int) -> None:
    mesh = hull(ball(400_000, 0.4), finest)
    assert mesh["vertices"].dtype == np.float32 and mesh["faces"].dtype == np.int32
    assert 0 < len(mesh["faces"]) <= 50_000 and is_closed(mesh["faces"])
    assert volume(mesh) == pytest.approx(4 / 3 * np.pi * 0.4**3, rel=0.03)
    radii = np.linalg.norm(mesh["vertices"], axis=1)
    assert np.abs(radii - 0.4).max() < 0.5 / min(finest, 64)


def test_corners_have_the_colors_of_the_points_round_them() -> None:
    points = ball(200_000, 0.45)
    colors = np.where(points[:, :1] > 0, [[200, 0, 0]], [[0, 100, 0]]).astype(np.uint8)
    mesh = hull(points, 64, colors)
    right, left = mesh["vertices"][:, 0] > 0.05, mesh["vertices"][:, 0] < -0.05
    assert mesh["colors"].dtype == np.uint8
    assert (mesh["colors"][right] == [200, 0, 0]).all()
    assert (mesh["colors"][left] == [0, 100, 0]).all()


@pytest.mark.parametrize("points", [np.zeros((0, 3)), np.zeros((1, 3)), np.full((4, 3), 0.5)])
def test_few_points_make_no_error(points: np.ndarray) -> None:
    mesh = hull(points.astype(np.float32), 512)
    assert np.isfinite(mesh["vertices"]).all() and is_closed(mesh["faces"])
    assert (len(mesh["faces"]) > 0) == (len(points) > 0)


def test_points_everywhere_still_make_a_small_mesh() -> None:
    points = np.random.default_rng(0).uniform(-0.5, 0.5, (200_000, 3)).astype(np.float32)
    assert len(hull(points, 512)["faces"]) <= 50_000


def test_a_preview_is_written_whole_beside_the_result(tmp_path: Path) -> None:
    points = ball(10, 0.1)
    path = write_preview(tmp_path, "structure", {"points": points})
    assert path == tmp_path / "previews" / "structure.safetensors"
    assert np.array_equal(safetensors.load(path)["points"], points)
    write_preview(tmp_path, "structure", {"points": points[:2]})
    assert len(safetensors.load(path)["points"]) == 2
    assert [found.name for found in path.parent.iterdir()] == ["structure.safetensors"]
