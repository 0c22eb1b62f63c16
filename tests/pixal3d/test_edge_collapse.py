"""Edges collapsed where thin triangles stop the library: shape, topology, rims."""

import numpy as np
import pytest

pytest.importorskip("fast_simplification")
pytest.importorskip("scipy")
pytest.importorskip("trimesh")

from bench.surface import Surface
from bench.topology import examine
from bench.true_surface import Nearest
from pixal3d_addon.engine.interface import Surface as Finished
from pixal3d_addon.engine.mesh.cleaning.simplify import collapse
from pixal3d_addon.engine.mesh.edge_collapse import collapse_edges
from pixal3d_addon.engine.mesh.lods import Level0, _fewer
from pixal3d_addon.engine.mesh.unwrapping.unwrap import unwrap
from tests.pixal3d.solids import sheet, torus
from tests.pixal3d.test_mesh_simplify import crumpled_plate


def tin(around=1500):
    """A tin of thin triangles alone: two fans, and a wall of faces as high as it is."""
    angle = np.arange(around) * 2 * np.pi / around
    ring = np.stack([0.4 * np.cos(angle), 0.4 * np.sin(angle)], axis=1)
    levels = [np.c_[ring, np.full(around, height)] for height in (-0.25, 0.25)]
    vertices = np.concatenate([*levels, [[0, 0, -0.25], [0, 0, 0.25]]]).astype(np.float32)
    one = np.arange(around)
    two, low, high = np.roll(one, -1), 2 * around, 2 * around + 1
    faces = [
        np.stack([one, two, two + around], 1),
        np.stack([one, two + around, one + around], 1),
        np.stack([two, one, np.full(around, low)], 1),
        np.stack([one + around, two + around, np.full(around, high)], 1),
    ]
    return vertices, np.concatenate(faces).astype(np.int32)


def farthest(vertices, faces, from_vertices, from_faces):
    """How far points of one surface are at most from the other."""
    corners = from_vertices[from_faces].astype(np.float64)
    points = np.concatenate([corners.mean(axis=1), corners.reshape(-1, 3)])
    near = Nearest(Surface(vertices.astype(np.float64), faces))
    return np.linalg.norm(near(points)[0] - points, axis=1).max()


@pytest.mark.parametrize("budget", [1000, 200])
def test_a_tin_that_stops_the_library_stays_a_tin(budget):
    vertices, faces = tin()
    assert len(collapse(vertices, faces, budget)[1]) > budget
    low, few = _fewer(vertices, faces, budget)
    assert 0.9 * budget <= len(few) <= budget
    assert examine(low, few).closed
    assert farthest(vertices, faces, low, few) < 0.02
    assert np.allclose(np.ptp(low, axis=0), [0.8, 0.8, 0.5], atol=0.02)


@pytest.mark.parametrize("budget", [2000, 300])
def test_a_torus_keeps_its_shape_and_its_hole(budget):
    vertices, faces = torus()
    low, few = collapse_edges(vertices, faces, budget)
    assert 0.99 * budget <= len(few) <= budget
    assert examine(low, few).closed
    used = len(np.unique(few))
    assert used - len(few) // 2 == 0, "Euler's number of a torus"
    assert low.dtype == np.float32 and few.dtype == np.int32 and used == len(low)


def test_the_rim_of_an_open_sheet_stays_where_it_is():
    vertices, faces = sheet(40, 0.0)
    low, few = collapse_edges(vertices, faces, 60)
    assert len(few) <= 60
    assert np.allclose(low.min(axis=0), vertices.min(axis=0), atol=1e-3)
    assert np.allclose(low.max(axis=0), vertices.max(axis=0), atol=1e-3)

    def area(points, triangles):
        a, b, c = points[triangles].swapaxes(0, 1)
        return np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2

    assert area(low, few) == pytest.approx(area(vertices, faces), rel=0.01)


def test_what_cannot_become_less_ends():
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
    tetrahedron = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.int32)
    assert len(collapse_edges(corners, tetrahedron, 1)[1]) == 4
    same = collapse_edges(*tin(40), 100_000)
    assert len(same[1]) == 160


@pytest.mark.parametrize("share", [0.5, 0.25, 0.1])
def test_levels_of_a_closed_surface_are_closed_where_it_folds(share):
    vertices, faces, uvs = unwrap(*crumpled_plate(), 512)
    texture = np.zeros((512, 512, 3), np.uint8)
    lower, _ = Level0(Finished(vertices, faces, uvs, texture)).reduced(int(share * len(faces)))
    assert examine(lower.vertices, lower.faces).open_edges == 0
