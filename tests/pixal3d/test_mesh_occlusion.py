"""Ambient occlusion of texels by rays: the share of the sky that each sees."""

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("scipy")

from pixal3d_addon.engine.interface import RawSurface
from pixal3d_addon.engine.mesh.baking.bake import bake
from pixal3d_addon.engine.mesh.unwrapping.unwrap import unwrap
from tests.engine.pictures import Silent
from tests.pixal3d.solids import ball, sheet
from tests.pixal3d.test_mesh_bake import points_of, volume_of

SIZE = 256


def occlusion(vertices, faces, size=SIZE):
    """0…1 and the place of every covered texel, and the whole texture."""
    vertices, faces, uvs = unwrap(vertices, faces, size)
    raw = RawSurface(vertices, faces, volume_of(vertices))
    maps = bake(vertices, faces, uvs, raw, size, Silent(), occlusion=True)
    index, point = points_of(vertices, faces, uvs, size)
    red = maps.metallic_roughness[..., 0]
    return red.reshape(-1)[index] / 255, point, red


def floor_and_wall():
    """Two squares that meet at a right angle: y < 0 and z > 0 is the open side."""
    floor, faces = sheet(20, waves=0)
    floor = floor * np.float32([1, 0, 1])
    floor = floor[:, [0, 2, 1]] + np.float32([0, -np.ptp(floor[:, 2]) / 2, 0])
    wall = floor[:, [0, 2, 1]] * np.float32([1, 1, -1])
    both = np.concatenate([floor, wall]).astype(np.float32)
    faces = np.concatenate([faces, faces[:, ::-1] + len(floor)])
    a, b, c = both[faces].swapaxes(0, 1)
    normal = np.cross(b - a, c - a)
    turned = normal[:, 2] - normal[:, 1] < 0
    faces[turned] = faces[turned][:, ::-1]
    return both, faces


def test_a_ball_sees_the_whole_sky():
    seen, _, whole = occlusion(*ball(30))
    assert seen.min() > 0.9 and seen.mean() > 0.99
    assert whole.min() > 200  # gutters too


@pytest.mark.parametrize("size", [256, 2048])  # a sample for 2 × 2 texels, and for 4 × 4
def test_a_floor_sees_half_the_sky_at_the_foot_of_a_wall_and_more_away_from_it(size):
    vertices, faces = floor_and_wall()
    seen, point, _ = occlusion(vertices, faces, size)
    high, half = np.ptp(vertices[:, 2]), np.ptp(vertices[:, 0]) / 2
    middle = (np.abs(point[:, 0]) < 0.05) & (point[:, 2] < 1e-4)
    for share in (0.1, 0.3, 0.6):
        distance = share * high
        here = middle & (np.abs(-point[:, 1] - distance) < 0.01)
        # The form factor of a rectangle seen from a point of a plane square to it, twice its half.
        slope = np.hypot(distance, high)
        hidden = np.arctan(half / distance) - distance / slope * np.arctan(half / slope)
        assert seen[here].mean() == pytest.approx(1 - hidden / np.pi, abs=0.03)
        assert seen[here].std() < 0.04  # no noise


def test_without_being_asked_there_is_none():
    vertices, faces, uvs = unwrap(*ball(10), SIZE)
    maps = bake(vertices, faces, uvs, RawSurface(vertices, faces, volume_of(vertices)), SIZE,
                Silent())  # fmt: skip
    assert not maps.metallic_roughness[..., 0].any()
