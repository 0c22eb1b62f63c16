"""The light in a photo, told from the colours that it falls on."""

import numpy as np
import pytest

pytest.importorskip("embreex")
pytest.importorskip("scipy")

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.engine.interface import Prepared
from pixal3d_addon.engine.mesh.baking.photo import Photo
from pixal3d_addon.engine.mesh.baking.shading import encoded, fitted, linear
from tests.pixal3d.solids import ball

LAMP = np.array([0.4, -0.6, 0.7]) / np.linalg.norm([0.4, -0.6, 0.7])


def scene(count=4000, seed=0):
    """Colours of a chequered thing without light and in light, and its normals."""
    random = np.random.default_rng(seed)
    normals = random.normal(size=(count, 3))
    normals[:, 1] = -np.abs(normals[:, 1])  # what a camera at -Y sees
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    albedo = np.where(random.random((count, 1)) < 0.5, (200, 60, 50), (70, 90, 160)).astype(float)
    light = 0.35 + 0.6 * np.clip(normals @ LAMP, 0, None)
    return encoded(linear(albedo) * light[:, None]), albedo, normals


def decibels(one, two):
    return 10 * np.log10(255**2 / ((one - two) ** 2).mean())


def test_light_is_taken_out_and_colors_are_left():
    photo, albedo, normals = scene()
    found = fitted(photo, albedo, normals, np.ones(len(photo)))
    clean = found.removed(photo, normals, 1.0)
    assert decibels(photo, albedo) < 21
    assert decibels(clean, albedo) > 35
    half = found.removed(photo, normals, 0.5)
    assert decibels(photo, albedo) < decibels(half, albedo) < decibels(clean, albedo)
    assert found.removed(photo, normals, 0.0) == pytest.approx(photo, abs=0.01)


def test_lettering_and_shadows_are_not_taken_for_light():
    photo, albedo, normals = scene()
    plain = fitted(photo, albedo, normals, np.ones(len(photo)))
    some = np.random.default_rng(1).random(len(photo)) < 0.25
    photo = np.where(some[:, None], photo * 0.25, photo)
    found = fitted(photo, albedo, normals, np.ones(len(photo)))
    given = np.full_like(photo, 128.0)
    one, two = (light.removed(given, normals, 1.0) for light in (plain, found))
    assert decibels(one, two) > 32


def test_what_is_burnt_out_or_black_tells_nothing():
    normals = scene()[2]
    white, black = np.full((len(normals), 3), 255.0), np.zeros((len(normals), 3))
    assert fitted(white, white, normals, np.ones(len(normals))) is None
    assert fitted(black, black, normals, np.ones(len(normals))) is None


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_lit_photo_on_a_gray_ball_becomes_gray_only_where_asked(share):
    vertices, faces = ball(60)
    normals = vertices / np.linalg.norm(vertices, axis=1, keepdims=True)
    side, camera = 512, Camera(0.5)
    # The ball's own picture: normals of the pixels, nearly as from far away.
    across = (np.arange(side) + 0.5) / side - 0.5
    x, z = np.meshgrid(across / 0.4, -across / 0.4)
    inside = x**2 + z**2 < 0.98
    y = -np.sqrt(np.clip(1 - x**2 - z**2, 0, 1))
    light = 0.35 + 0.6 * np.clip(np.stack([x, y, z], -1) @ LAMP, 0, None)
    gray = encoded(linear(np.full((side, side), 140.0)) * light)
    rgb = np.repeat((gray * inside)[..., None], 3, 2).astype(np.uint8)
    photo = Photo(
        Prepared(rgb, np.where(inside, 255, 0).astype(np.uint8), 0.5), camera, vertices, faces,
        remove_shading=share,
    )  # fmt: skip
    colors = np.full(vertices.shape, 140.0)
    photo.match(vertices, normals, colors)
    color = photo.over(vertices, normals, normals, colors, photo.light)
    front = normals[:, 1] < -0.6
    error = np.abs(color[front] - 140).mean()
    assert error < 6 if share else error > 15
    assert len(photo.notes) == (1 if share else 0)
