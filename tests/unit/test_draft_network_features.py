"""What the draft network is shown: planes where they are, a picture that mirrors with the photo."""

import math

import numpy as np
import pytest

from pixal3d_addon.core.camera import Camera, rotation_x
from pixal3d_addon.engine.draft.net import features
from pixal3d_addon.engine.draft.relief import Relief


def disc(radius=0.4, u0=0.0):
    axis = (np.arange(features.SIDE) + 0.5) / features.SIDE - 0.5
    u, w = np.meshgrid(axis, -axis)
    return np.clip((radius - np.hypot(u - u0, w)) * features.SIDE + 0.5, 0, 1).astype(np.float32)


def points(rows, camera):
    """View-frame points of each picture row's depth, in the column u = 0."""
    w = 0.5 - (np.arange(features.SIDE) + 0.5) / features.SIDE
    nothing = np.zeros((1, 1), np.float32)
    return Relief(nothing, nothing, camera, 1.0, 0.0, 0.0).points(np.zeros_like(w), w, rows)


def test_the_outline_of_a_disc_is_a_ball():
    found = features.outline(disc())
    middle = features.SIDE // 2
    center = (slice(middle - 1, middle + 1),) * 2
    assert found.half[center] == pytest.approx(0.4, abs=0.02)
    assert found.inset[center] == pytest.approx(0.4, abs=0.03)
    assert found.aspect == 1 and found.middle == pytest.approx(0, abs=1e-6)
    assert found.low == pytest.approx(-0.4, abs=0.02)


@pytest.mark.parametrize("degrees", [5, 20, 45])
def test_the_floor_is_level_and_the_wall_upright(degrees):
    camera = Camera(math.radians(35), math.radians(degrees))
    rows = features.planes(camera.fov, camera.elevation, 0.3, 0.0, -0.4)
    turn = rotation_x(-camera.elevation)[:3, :3].T
    floor, wall = (points(rows[:, i], camera) @ turn for i in (1, 2))
    seen = np.abs(rows[:, 1]) < 0.9
    assert np.ptp(floor[seen, 2]) < 1e-5  # height
    assert np.ptp(wall[:, 1]) < 1e-5  # depth, upright
    assert rows[:, 0] == pytest.approx(0.3 * points(rows[:, 0] * 0, camera)[:, 2], abs=1e-5)


def test_the_mirrored_photo_gives_the_mirrored_picture():
    cover = disc(0.3, 0.1)
    rgb = np.random.default_rng(0).random((*cover.shape, 3)).astype(np.float32)
    rows = features.planes(0.6, 0.3, 0.1, 0.0, -0.3)
    one, two = (
        features.picture(rgb[:, ::turn], cover[:, ::turn], found.inset, found.half, rows)
        for turn in (1, -1)
        for found in [features.outline(cover[:, ::turn])]
    )
    two = two[:, ::-1].copy()
    two[..., 6] *= -1
    assert one.shape == (features.SIDE, features.SIDE, features.CHANNELS)
    assert np.abs(one - two).max() < 1e-6


def test_what_is_not_known_does_not_show():
    knows = np.zeros(2)
    one = features.camera_values(0.5, 0.4, 0.2, knows)
    two = features.camera_values(0.9, 0.1, 0.5, knows)
    assert one.shape == (features.CAMERA,)
    assert np.array_equal(one, two)
