"""Holes are closed so that the surface goes on, in the colors of their rims."""

import math

import numpy as np
import pytest

from bench.topology import examine
from pixal3d_addon.engine.interface import Volume
from pixal3d_addon.engine.mesh.baking.volume import VolumeReader
from pixal3d_addon.engine.mesh.cleaning.disks import disk
from pixal3d_addon.engine.mesh.cleaning.holes import fill
from pixal3d_addon.engine.mesh.cleaning.patch_colors import color_patches
from pixal3d_addon.engine.mesh.cleaning.rims import rims

from .solids import ball, grid, pipe, sheet, torus
from .test_mesh_bake import volume_of
from .test_mesh_clean import cleaned, without


@pytest.mark.parametrize("aspect", [1.0, 0.3, 0.01])
@pytest.mark.parametrize("round", [3, 4, 5, 7, 12, 60, 500])
def test_a_disk_has_its_whole_rim_and_no_other_edge_between_two_of_it(round, aspect):
    made = disk(round, aspect)
    ends = np.concatenate([made.faces[:, [0, 1]], made.faces[:, [1, 2]], made.faces[:, [2, 0]]])
    both, uses = np.unique(np.sort(ends, axis=1), axis=0, return_counts=True)
    on_rim = both[uses == 1]
    assert len(on_rim) == round and on_rim.max() == round - 1
    assert uses.max() <= 2
    between = (both < round).all(axis=1)
    assert between.sum() == round  # no other: it may be an edge of the mesh already
    assert round + made.inside - len(both) + len(made.faces) == 1
    assert (made.area > 0).all()


@pytest.mark.parametrize("height", [0.38, 0.3, 0.2])
def test_a_cap_cut_off_a_ball_grows_back(height):
    vertices, faces = ball(40)
    opened = without(vertices, faces, vertices[:, 2] > height)
    points, closed, beside = fill(vertices, opened, math.inf)
    assert examine(points, closed).closed
    assert len(closed) == len(opened) + len(beside) and beside.max() < len(opened)
    assert np.array_equal(closed[: len(opened)], opened)
    radius = np.linalg.norm(points[len(vertices) :], axis=1)
    deep = 0.4 - height  # a flat lid would be as far off
    assert np.abs(radius - 0.4).max() < 0.3 * deep


def test_the_surface_bends_across_the_rim_no_more_than_before():
    vertices, faces = torus()
    gone = (vertices[:, 0] > 0.25) & (np.abs(vertices[:, 1]) < 0.12) & (vertices[:, 2] > 0)
    opened = without(vertices, faces, gone)
    points, closed, _ = fill(vertices, opened, math.inf)
    assert examine(points, closed).closed
    rim = rims(vertices, opened).vertices
    corners = points[closed].astype(np.float64)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    new = np.arange(len(closed)) >= len(opened)
    for vertex in rim:
        own = (closed == vertex).any(axis=1)
        assert normals[own & new].mean(axis=0) @ normals[own & ~new].mean(axis=0) > 0.9


def test_only_holes_up_to_the_perimeter_are_closed():
    vertices, faces = pipe(40, 20, 0.3)
    assert len(rims(vertices, faces).length) == 2
    assert np.array_equal(fill(vertices, faces, 1.8)[1], faces)
    assert examine(*fill(vertices, faces, 1.9)[:2]).closed


def test_a_slit_and_a_bent_rim_are_closed_without_crowded_edges():
    vertices, faces = ball(50)
    slit = (np.abs(vertices[:, 0]) < 0.02) & (np.abs(vertices[:, 1]) < 0.25) & (vertices[:, 2] > 0)
    angle = np.arctan2(vertices[:, 1], vertices[:, 0])
    star = (vertices[:, 2] < -0.25 - 0.05 * np.cos(5 * angle)) & ~slit
    points, closed, _ = fill(vertices, without(vertices, faces, slit | star), math.inf)
    assert examine(points, closed).closed
    assert np.abs(np.linalg.norm(points[len(vertices) :], axis=1) - 0.4).max() < 0.06


def test_a_piece_of_cloth_gets_no_lid():
    vertices, faces = sheet(40)
    assert np.array_equal(fill(vertices, faces, math.inf)[1], faces)
    torn = without(vertices, faces, np.linalg.norm(vertices[:, [0, 2]], axis=1) < 0.1)
    points, closed, _ = fill(vertices, torn, math.inf)
    assert examine(points, closed).open_edges == 4 * 39


def test_a_single_face_a_line_and_rims_that_meet_are_no_holes():
    points = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0)], np.float32)
    assert not len(rims(points, np.array([[0, 1, 2]], np.int32)).length)
    bow = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (-1, 0, 0), (0, -1, 0)], np.float32)
    assert not len(rims(bow, np.array([[0, 1, 2], [0, 3, 4]], np.int32)).length)


def test_the_work_grows_no_faster_than_the_holes():
    """A chunk of them never knows of the others: a surface and its copy come out alike."""
    vertices, faces = ball(40)
    gone = np.zeros(len(vertices), bool)
    gone[50::97] = True
    opened = without(vertices, faces, gone)
    once = fill(vertices, opened, math.inf)
    far = vertices + np.float32(4)
    both = fill(
        np.concatenate([vertices, far]),
        np.concatenate([opened, opened + len(vertices)]),
        math.inf,
    )
    assert len(both[2]) == 2 * len(once[2]) > 200
    assert examine(*both[:2]).closed


def test_patches_take_the_colors_of_their_rims_evenly():
    def halves(points):
        red = np.where(points[:, 0] < 0, 40.0, 200.0)
        return np.stack([red, red, red, 0 * red, red, 0 * red + 255], axis=1)

    vertices, faces = ball(40)
    high = vertices[:, 2] > 0.25
    volume = volume_of(vertices[~high], 64, halves)
    opened = without(vertices, faces, high)
    points, closed, _ = fill(vertices, opened, math.inf)
    colored = color_patches(volume, points[closed[len(opened) :]])
    assert len(colored.coords) > len(volume.coords) + 500
    assert len(np.unique(colored.coords, axis=0)) == len(colored.coords)
    assert np.array_equal(colored.attributes[: len(volume.coords)], volume.attributes)
    new = points[len(vertices) :]
    red = VolumeReader(colored).read(new)[:, 0]
    left, middle, right = (red[np.abs(new[:, 0] - x) < 0.03].mean() for x in (-0.2, 0.0, 0.2))
    assert left < 80 and right > 160 and middle == pytest.approx(120, abs=15)
    assert VolumeReader(colored).read(new)[:, 5] == pytest.approx(255)


def test_without_patches_the_volume_is_the_same():
    volume = Volume(np.zeros((1, 3), np.int32), np.zeros((1, 6), np.uint8), 8)
    assert color_patches(volume, np.zeros((0, 3, 3), np.float32)) is volume


def test_holes_in_one_skin_are_closed_before_it_is_taken_for_a_sheet():
    vertices, faces = ball(60)
    gone = np.random.default_rng(0).random(len(vertices)) < 0.03
    low, few = cleaned(vertices, without(vertices, faces, gone), holes=0.5)
    assert examine(low, few).closed
    assert examine(low, few).volume == pytest.approx(examine(vertices, faces).volume, rel=0.02)


def test_a_grid_of_holes_is_closed_at_once():
    points = np.stack(np.meshgrid(*[np.arange(90.0)] * 2, indexing="ij"), -1).reshape(-1, 2)
    vertices = np.c_[points, np.zeros(len(points))].astype(np.float32)
    faces = grid(90, 90)
    gone = ((points % 3 == 2) & (points < 88)).all(axis=1)
    opened = without(vertices, faces, gone)
    assert len(rims(vertices, opened).length) == 29**2 + 1
    points, closed, _ = fill(vertices, opened, 20.0)
    assert examine(points, closed).open_edges == 4 * 89
    assert np.abs(points[:, 2]).max() < 1e-5
