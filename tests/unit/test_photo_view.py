"""The matched camera: what it draws over a photo is what the engines' camera sees."""

import math

import numpy as np
import pytest

from pixal3d_addon.core import camera
from pixal3d_addon.core.photo_view import MARGIN, PhotoView
from pixal3d_addon.engine.image.turn import footprint, turn_towards


def view(**changes) -> PhotoView:
    given = dict(
        width=600, height=400, fov=0.8, elevation=0.3, roll=0.0, middle=(300, 200), side=150
    )
    return PhotoView(**{**given, **changes})


def corners() -> np.ndarray:
    return np.array([[n & 1, n >> 1 & 1, n >> 2 & 1] for n in range(8)]) - 0.5


def test_centred_cube_is_where_the_shared_camera_projects_it():
    seen = view()
    fov = camera.crop_fov(seen.fov, seen.width, seen.side)
    upright = corners() @ camera.rotation_x(seen.elevation)[:3, :3].T  # the world's, in the view
    pixels = camera.project(upright, fov, camera.distance_from_fov(fov), seen.side)[:, :2]
    pixels += (seen.width / 2 - seen.side / 2, seen.height / 2 - seen.side / 2)
    ends = {(round(x, 3), round(y, 3)) for line in seen.cube() for x, y in line}
    assert len(seen.cube()) == 12
    assert ends == {(round(x, 3), round(y, 3)) for x, y in pixels.tolist()}


def test_square_and_field_of_view_are_those_that_the_engines_crop():
    seen = view(middle=(430, 150), side=90, elevation=0.2, turn=0.5)
    points = np.array([end for line in seen.cube() for end in line])
    solid = np.zeros((400, 600), bool)
    hull = points.round().astype(int)
    for x, y in hull:
        solid[y, x] = True
    turned = turn_towards(solid, seen.fov, MARGIN)
    assert seen.crop_fov() == pytest.approx(turned.fov, rel=0.05)
    left, top, right, bottom = footprint(turned)
    at = np.array([left, right]) * seen.focal + 300, np.array([top, bottom]) * seen.focal + 200
    x, y, side = seen.crop()
    np.testing.assert_allclose([x, x + side], at[0], atol=6)
    np.testing.assert_allclose([y, y + side], at[1], atol=6)


@pytest.mark.parametrize("elevation", [-0.3, 0.0, 0.2, 0.6])
def test_horizon_is_as_far_from_the_middle_as_the_camera_looks_down(elevation):
    seen = view(elevation=elevation)
    (_, left), (_, right) = seen.horizon()
    assert left == pytest.approx(right)
    assert left == pytest.approx(200 - seen.focal * math.tan(elevation))


def test_ground_runs_towards_the_horizon():
    seen = view(elevation=0.15, turn=0.4)
    (_, level), _ = seen.horizon()
    near, far = seen.line((0, 0, -0.5), (0, 1e6, -0.5))
    assert near[1] > level and far[1] == pytest.approx(level, abs=0.1)


@pytest.mark.parametrize("roll", [-0.4, 0.0, 0.25])
def test_cube_stays_on_its_spot_of_the_photo_when_that_is_levelled(roll):
    seen = view(roll=roll, middle=(400, 120))
    spot = seen.levelled(seen.middle)
    assert seen.taken(spot) == pytest.approx(seen.middle)
    start, end = seen.line((0, 0, -1e-9), (0, 0, 1e-9))
    assert start == pytest.approx(spot, abs=1e-3) and end == pytest.approx(spot, abs=1e-3)


def test_positive_roll_turns_the_photo_clockwise():
    right_of_middle = view(roll=math.pi / 2).levelled((400, 200))
    assert right_of_middle == pytest.approx((300, 300)), "down, on a screen"


def test_lines_behind_the_camera_are_cut():
    seen = view(side=2000.0)
    assert seen.line((0, -9, 0), (1, -9, 0)) is None
    for line in (*seen.cube(), *seen.grid()):
        assert all(math.isfinite(value) for point in line for value in point)
    assert seen.crop()[2] > 0


def test_extreme_values_are_drawn_without_errors():
    for fov in (math.radians(1), math.radians(120)):
        for elevation in (-math.radians(89), 0.0, math.radians(89)):
            for side in (1.0, 5000.0):
                seen = view(fov=fov, elevation=elevation, side=side, roll=3.1, middle=(-200, 900))
                assert seen.grid() is not None and seen.crop_fov() > 0
                seen.horizon()


def test_the_square_is_moved_and_scaled_as_the_engines_do():
    left, top, side = view().crop()
    moved = view(moved=(0.25, 0.5, 2.0)).crop()
    assert moved == pytest.approx((left - side / 4, top - side, 2 * side))
