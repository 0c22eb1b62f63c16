"""Captured light: as few numbers as do, and still the light that was there."""

import math

import numpy as np
import pytest

from training import light, skies

NORMALS = np.random.default_rng(0).normal(size=(64, 3))
NORMALS /= np.linalg.norm(NORMALS, axis=1, keepdims=True)


def panorama() -> np.ndarray:
    """A blue sky, a dark floor, a bright window and a small sun."""
    directions, _ = skies.rays(128, 256)
    image = np.where(directions[..., 2:] > 0, [0.5, 0.7, 1.0], [0.25, 0.2, 0.15])
    image = image + 0.4 * np.maximum(directions[..., :1], 0) ** 2
    window, sun = np.array([0.6, -0.7, 0.4]), np.array([-0.3, 0.4, 0.87])
    image[directions @ (window / np.linalg.norm(window)) > math.cos(0.15)] = [25, 22, 16]
    image[directions @ (sun / np.linalg.norm(sun)) > math.cos(0.03)] = [400, 380, 300]
    return image


def test_light_on_a_surface_is_that_of_the_whole_panorama() -> None:
    image = panorama()
    directions, area = skies.rays(*image.shape[:2])
    facing = np.maximum(np.einsum("rcn,kn->rck", directions, NORMALS), 0)
    true = np.einsum("rck,rcn,rc->kn", facing, image, area) / math.pi
    up = np.maximum(directions[..., 2], 0)
    true /= np.einsum("rc,rcn,rc->n", up, image, area).mean() / math.pi
    found = skies.measured(image)
    assert len(found.lamps) == 2
    assert np.abs(found.irradiance(NORMALS) - true).max() < 0.05 * true.max()


def test_a_turned_sky_lights_turned_surfaces_alike() -> None:
    sky, angle = skies.load()[0], 0.7
    c, s = math.cos(angle), math.sin(angle)
    turned = NORMALS @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]).T
    assert sky.turned(angle).irradiance(turned) == pytest.approx(sky.irradiance(NORMALS), abs=1e-9)


def test_every_captured_sky_is_bright_above_and_nowhere_negative() -> None:
    assert len(skies.load()) == 8
    for sky in skies.load():
        assert sky.irradiance(np.array([[0.0, 0, 1]])).mean() == pytest.approx(1, abs=1e-3)
        drawn = light.captured(np.random.default_rng(1), sky)
        assert (drawn.ambient(NORMALS) >= 0).all()
        assert all(
            np.linalg.norm(lamp.towards) == pytest.approx(1, abs=1e-3) for lamp in drawn.lamps
        )
