import numpy as np
import pytest
import trimesh

from bench.distance import chamfer_and_fscore, sample
from bench.surface import Surface


def ball(radius: float, shift: tuple[float, float, float] = (0, 0, 0)) -> Surface:
    mesh = trimesh.creation.icosphere(subdivisions=4, radius=radius)
    return Surface(np.asarray(mesh.vertices) + shift, np.asarray(mesh.faces, np.int32))


def test_points_are_drawn_uniformly_by_area_and_on_the_surface():
    vertices = np.array([[0, 0, 0], [3, 0, 0], [3, 1, 0], [0, 1, 0]], float)
    long, short = [0, 1, 2], [0, 2, 3]
    points = sample(Surface(vertices, np.array([long, short, short[::-1]])), 30_000, seed=0)
    assert np.ptp(points[:, 2]) == 0
    assert points[:, :2].min() >= 0
    assert np.all(points[:, :2] <= [3, 1])
    below = np.mean(points[:, 1] < points[:, 0] / 3)  # one of three equal triangles
    assert below == pytest.approx(1 / 3, abs=0.01)


def test_one_inside_the_other_is_as_far_as_their_radii_differ():
    chamfer, fscore = chamfer_and_fscore(ball(0.5), ball(0.4))
    assert chamfer == pytest.approx(0.1, abs=0.003)
    assert fscore == 0


def test_a_shift_in_depth_is_free_and_a_shift_aside_is_not():
    deeper, _ = chamfer_and_fscore(ball(0.5), ball(0.5, (0, 0.3, 0)))
    aside, _ = chamfer_and_fscore(ball(0.5), ball(0.5, (0.3, 0, 0)))
    assert deeper < 0.015  # what two draws of 20,000 points differ by
    # outside a ball the nearest point lies along the radius: | |p + s| - r | over the ball
    u = np.linspace(-1, 1, 2001)
    expected = np.abs(np.sqrt(0.25 + 0.09 + 0.3 * u) - 0.5).mean()
    assert aside == pytest.approx(expected, abs=0.005)


def test_the_same_surface_scores_one_and_repeats_exactly():
    first, second = (chamfer_and_fscore(ball(0.5), ball(0.5)) for _ in range(2))
    assert first == second
    assert first[1] == 1


def test_a_surface_without_area_is_refused():
    with pytest.raises(ValueError, match="area"):
        sample(Surface(np.zeros((3, 3)), np.array([[0, 1, 2]])), 10, seed=0)
