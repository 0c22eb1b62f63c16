"""The elevation that a finished shape tells, of solids whose stance is known."""

import math

import numpy as np
import pytest
import trimesh

from pixal3d_addon.core.camera import rotation_x
from pixal3d_addon.engine.upright import guess_stance

CHEST = trimesh.creation.box((0.5, 0.3, 0.4)).subdivide()
LEGS = [(x, y) for x in (-0.2, 0.2) for y in (-0.2, 0.2)]


def table() -> trimesh.Trimesh:
    legs = [trimesh.creation.cylinder(0.02, 0.4) for _ in LEGS]
    for leg, (x, y) in zip(legs, LEGS, strict=True):
        leg.apply_translation((x, y, 0.2))
    top = trimesh.creation.box((0.5, 0.5, 0.03))
    top.apply_translation((0, 0, 0.41))
    return trimesh.util.concatenate([top, *legs])


def seen(body: trimesh.Trimesh, elevation: float, azimuth: float) -> tuple[np.ndarray, np.ndarray]:
    """`body` as it is in the view frame."""
    turned = body.copy().apply_transform(
        trimesh.transformations.rotation_matrix(math.radians(azimuth), (0, 0, 1))
    )
    view = rotation_x(math.radians(elevation))[:3, :3]
    return np.asarray(turned.vertices) @ view.T, np.asarray(turned.faces)


@pytest.mark.parametrize("elevation", [0, 12, 40])
@pytest.mark.parametrize("body", [CHEST, table()], ids=["chest", "table"])
def test_elevation_of_what_stands_firmly_is_found(body, elevation) -> None:
    guess = guess_stance(*seen(body, elevation, 30))
    assert math.degrees(guess.elevation) == pytest.approx(elevation, abs=2)
    assert guess.confidence > 0.9


def test_shape_outweighs_what_the_photo_tells() -> None:
    guess = guess_stance(*seen(table(), 35, 30), photo=math.radians(20))
    assert math.degrees(guess.elevation) == pytest.approx(35, abs=2)


def test_a_ball_tells_nothing_and_the_photo_is_believed_without_confidence() -> None:
    ball = trimesh.creation.icosphere(4)
    assert guess_stance(ball.vertices, ball.faces).confidence < 0.5
    guess = guess_stance(ball.vertices, ball.faces, photo=math.radians(33))
    assert math.degrees(guess.elevation) == pytest.approx(33, abs=2)
    assert guess.confidence < 0.9


def test_a_floor_that_was_only_assumed_does_not_confirm_itself() -> None:
    """A ball cut off flat at 40 degrees, as Draft cuts what stands on a floor."""
    ball = trimesh.creation.icosphere(4)
    ball.vertices[:, 2] = np.maximum(ball.vertices[:, 2], -0.6)
    body = seen(ball, 40, 0)
    photo = math.radians(15)
    own, assumed = (guess_stance(*body, photo, own_floor) for own_floor in (True, False))
    assert math.degrees(own.elevation) == pytest.approx(40, abs=2)
    assert own.confidence > 0.9 and assumed.confidence < 0.6


def test_size_and_place_do_not_matter() -> None:
    vertices, faces = seen(table(), 25, 30)
    one, other = guess_stance(vertices, faces), guess_stance(vertices * 300 + 7, faces)
    assert one.elevation == pytest.approx(other.elevation, abs=1e-3)


@pytest.mark.parametrize("faces", [np.empty((0, 3), np.int32), np.zeros((4, 3), np.int32)])
def test_a_surface_without_area_tells_nothing(faces) -> None:
    assert guess_stance(np.random.default_rng(0).random((3, 3)), faces) is None
