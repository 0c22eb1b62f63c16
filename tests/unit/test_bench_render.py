import math

import numpy as np
import pytest

from bench.render import front, render
from bench.surface import Surface
from pixal3d_addon.core.camera import distance_from_fov, project

FOV = math.radians(35)
QUAD = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
UVS = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)[QUAD]


def card(width: float, height: float, texture: np.ndarray, tilt: float = 0.0) -> Surface:
    """Facing the camera at depth 0; `tilt` pushes its right edge away and pulls its left nearer."""
    x, z = width / 2, height / 2
    vertices = np.array([[-x, -tilt, -z], [x, tilt, -z], [x, tilt, z], [-x, -tilt, z]])
    return Surface(vertices, QUAD, UVS, texture)


WHITE = np.full((2, 2, 3), 255, np.uint8)


def test_a_card_at_depth_zero_covers_its_share_of_the_frame():
    picture = render(card(0.5, 0.25, WHITE), front(FOV, 64))
    assert picture[..., 3].sum() == 32 * 16
    assert picture[24:40, 16:48].min() == 1


def test_an_edge_through_pixels_is_anti_aliased():
    picture = render(card(0.5 + 1 / 64, 0.5, WHITE), front(FOV, 64), samples=4)
    assert picture[32, 15, 3] == pytest.approx(0.5)


def test_a_silhouette_is_neither_grown_nor_shrunk():
    turned = card(0.6, 0.6, WHITE)
    c, s = math.cos(0.3), math.sin(0.3)
    rotation = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    turned = Surface(turned.vertices @ rotation.T, QUAD, UVS, WHITE)
    area = np.count_nonzero(render(turned, front(FOV, 512), shade=None)[..., 3] >= 0.5)
    assert area == pytest.approx((0.6 * 512) ** 2, rel=5e-4)  # 0.1 px of its outline: 1.3e-3


def test_the_texture_stands_upright_and_is_not_mirrored():
    texture = np.zeros((2, 2, 3), np.uint8)
    texture[0, 0], texture[0, 1], texture[1, 0] = [255, 0, 0], [0, 255, 0], [0, 0, 255]
    picture = render(card(0.5, 0.5, texture), front(FOV, 64))
    assert np.allclose(picture[18, 18, :3], [1, 0, 0], atol=1e-6)
    assert np.allclose(picture[18, 45, :3], [0, 1, 0], atol=1e-6)
    assert np.allclose(picture[45, 18, :3], [0, 0, 1], atol=1e-6)


def test_texture_is_read_between_texels():
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    picture = render(card(1, 1, ramp), front(FOV, 64))
    expected = ((np.arange(64) + 0.5) * 4 - 0.5) / 255
    assert np.allclose(picture[32, :, 0], expected, atol=1e-4)


def test_a_tilted_card_is_perspective_correct():
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    tilt, width = 0.4, 0.6
    picture = render(card(width, 0.5, ramp, tilt), front(FOV, 256), samples=4)
    distance = distance_from_fov(FOV)
    for u in (0.25, 0.5, 0.75):
        point = np.array([[(u - 0.5) * width, (2 * u - 1) * tilt, 0.0]])
        column = project(point, FOV, distance, 256)[0, 0]
        seen = np.interp(column - 0.5, np.arange(256), picture[128, :, 0])
        assert seen == pytest.approx(u, abs=0.004)


def test_the_nearer_surface_hides_the_farther_one():
    push = np.array([0, 0.2, 0])
    near, far = card(0.3, 0.3, WHITE), card(0.6, 0.6, WHITE)
    vertices = np.concatenate([far.vertices + push, near.vertices - push])
    texture = np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8)
    uvs = np.full((4, 3, 2), 0.5, np.float32)
    uvs[:2, :, 0], uvs[2:, :, 0] = 0.0, 1.0
    picture = render(
        Surface(vertices, np.concatenate([QUAD, QUAD + 4]), uvs, texture), front(FOV, 64)
    )
    assert picture[32, 32, :3].tolist() == [0, 0, 1]
    assert picture[32, 16, :3].tolist() == [1, 0, 0]


def test_the_renderers_camera_is_the_cores():
    points = np.random.default_rng(0).uniform(-0.5, 0.5, (50, 3))
    expected = project(points, FOV, distance_from_fov(FOV), 640)[:, :2]
    assert np.allclose(front(FOV, 640).project(points), expected, atol=1e-4)


def test_a_surface_outside_the_frame_leaves_it_empty():
    surface = card(0.5, 0.5, WHITE)
    aside = Surface(surface.vertices + np.array([5, 0, 0]), QUAD, UVS, WHITE)
    assert render(aside, front(FOV, 32)).max() == 0
