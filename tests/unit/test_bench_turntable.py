import math

import numpy as np
import pytest

from bench.render import front
from bench.shading import clay
from bench.surface import Surface
from bench.turntable import above, orbit, orbit_pictures
from pixal3d_addon.core.camera import Camera, rotation_x

CAMERA = Camera(math.radians(30), math.radians(25))
CORNERS = np.array([[x, y, z] for x in (-0.2, 0.2) for y in (-0.3, 0.3) for z in (-0.4, 0.4)])
QUADS = [[0, 4, 5, 1], [2, 3, 7, 6], [0, 1, 3, 2], [4, 6, 7, 5], [1, 5, 7, 3], [0, 2, 6, 4]]
FACES = np.array([[q[i] for i in t] for q in QUADS for t in ((0, 1, 2), (0, 2, 3))], np.int32)
BOX = Surface(CORNERS @ rotation_x(CAMERA.elevation)[:3, :3].T, FACES)  # pitched, as seen


def test_the_front_view_is_the_matched_camera():
    assert np.allclose(orbit(BOX, CAMERA, 0, 64).pose, front(CAMERA.fov, 64).pose)
    assert orbit(BOX, CAMERA, 0, 64).focal == pytest.approx(front(CAMERA.fov, 64).focal)


def test_the_orbit_is_about_the_upright_axis_so_verticals_stay_vertical():
    for azimuth in (45, 90, 180, 270):
        pixels = orbit(BOX, CAMERA, azimuth, 64).project(BOX.vertices)
        axis = orbit(BOX, CAMERA, azimuth, 64).project(
            np.array([[0, 0, -0.4], [0, 0, 0.4]]) @ rotation_x(CAMERA.elevation)[:3, :3].T
        )
        assert np.allclose(axis[:, 0], 32)
        assert pixels.min() > 0
        assert pixels.max() < 64


def test_at_ninety_degrees_the_objects_right_side_faces_the_camera():
    camera = orbit(BOX, CAMERA, 90, 64)
    assert camera.pose[0, 3] > 1
    assert abs(camera.pose[0, 3]) > abs(camera.pose[1, 3])


def test_from_above_the_camera_looks_down_the_upright_axis():
    looks = -above(BOX, CAMERA, 64).pose[:3, 2]
    down = rotation_x(CAMERA.elevation)[:3, :3] @ [0, 0, -1]
    assert np.allclose(looks, down)


def test_clay_shows_faces_from_behind_in_magenta():
    (outside,) = orbit_pictures(BOX, CAMERA, [30.0], clay, 48)
    (inside,) = orbit_pictures(Surface(BOX.vertices, FACES[:, ::-1]), CAMERA, [30.0], clay, 48)
    assert np.ptp(outside.astype(int), axis=2).max() == 0
    middle = inside[24, 24].astype(int)
    assert middle[0] > middle[2] > middle[1]
