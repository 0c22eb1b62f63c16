"""The surface that layers of depth hold, for what more than two of them would be worth."""

import math

import numpy as np
import pytest

from bench.distance import chamfer_and_fscore
from bench.topology import examine
from pixal3d_addon.core.camera import Camera
from training import formats, framing, layers, view
from training.made.paint import Finish, part
from training.made.solids import box
from training.shape import Shape
from training.tracing import Tracer

FOV = 20.0
CAMERA = Camera(math.radians(FOV))
GREY = Finish(np.array([0.5, 0.5, 0.5]))


def hits(solid: Shape, side: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """View.layers [side, side, 4] from in front, and the true corners in the view frame."""
    tracer = Tracer(solid)
    pose = framing.framed(framing.silhouette_points(tracer), math.radians(FOV), 0, 0)
    seen = view.render(tracer, pose, side, np.random.default_rng(0))
    dense = np.full((side, side, 4), np.nan, np.float32)
    dense[seen["alpha"] > 0] = seen["layers"]
    return dense, solid.vertices @ pose.matrix[:3, :3].T + pose.matrix[:3, 3]


def volume(count: int, found: np.ndarray) -> float:
    made = layers.surface(layers.solid(found, count), CAMERA)
    topology = examine(made.vertices, made.faces)
    assert topology.open_edges == topology.twisted_edges == 0
    return topology.volume


def test_a_ball_comes_out_round_closed_and_outside_out():
    grid = np.mgrid[-1:1:40j, -1:1:42j, -1:1:44j]
    points, faces = layers.surface_nets(0.7 - np.linalg.norm(grid, axis=0))
    points = points / [19.5, 20.5, 21.5] - 1
    assert np.linalg.norm(points, axis=1) == pytest.approx(0.7, abs=0.01)
    topology = examine(points, faces)
    assert topology.closed
    assert topology.volume == pytest.approx(4 / 3 * math.pi * 0.7**3, rel=0.02)


def test_four_layers_keep_the_room_between_two_walls_and_two_fill_it():
    near, far = box(1, 0.2, 1), box(1, 0.2, 1).moved(y=0.8)
    found, corners = hits(formats.join([part(near, GREY), part(far, GREY)], formats.Z_UP))
    length = np.ptp(corners[:, 1])
    filled, hollow = volume(2, found), volume(4, found)
    assert hollow / filled == pytest.approx(0.4, abs=0.05)
    assert filled == pytest.approx(length**3, rel=0.1)


def test_both_are_the_same_for_a_solid_thing_and_lie_on_it():
    found, corners = hits(formats.join([part(box(0.6, 0.5, 1), GREY)], formats.Z_UP))
    assert volume(2, found) == pytest.approx(volume(4, found))
    made = layers.surface(layers.solid(found, 4), CAMERA)
    assert made.vertices.min(axis=0) == pytest.approx(corners.min(axis=0), abs=0.02)
    assert made.vertices.max(axis=0) == pytest.approx(corners.max(axis=0), abs=0.02)
    assert chamfer_and_fscore(made, made)[0] < 0.01


def test_a_sheet_thinner_than_the_steps_is_still_there():
    found, _ = hits(formats.join([part(box(1, 0.002, 1), GREY)], formats.Z_UP))
    assert 0 < volume(4, found) < 0.03


def test_a_coarser_picture_sees_what_its_pixels_middles_see():
    found = np.arange(8 * 8 * 4, dtype=float).reshape(8, 8, 4)
    assert (layers.seen(found, 4) == found[1::2, 1::2]).all()
    assert (layers.seen(found, 8) == found).all()
