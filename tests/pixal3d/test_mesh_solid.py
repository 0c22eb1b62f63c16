"""One closed surface round whatever there is, near to it."""

import numpy as np
import pytest

pytest.importorskip("embreex")

from bench.topology import examine
from pixal3d_addon.engine.mesh.cleaning.edges import edges
from pixal3d_addon.engine.mesh.cleaning.solid import simplify_closed, solid
from pixal3d_addon.engine.mesh.rays import Rays

from .dual_surfaces import ball, block, cloth, dual_surface, shell, together
from .solids import box, pipe, torus
from .test_mesh_clean import cleaned, parts, without

CELL = 1 / 64


def both(vertices: np.ndarray, faces: np.ndarray, cell: float = CELL, budget: int = 4000):
    """The solid, and what is left of it within a budget; both closed."""
    made = solid(vertices, faces, cell)
    low = simplify_closed(*made, budget, cell)
    assert len(low[1]) <= budget
    for mesh in (made, low):
        assert mesh[0].dtype == np.float32 and mesh[1].dtype == np.int32
        assert (edges(mesh[1]).uses == 2).all()
        assert examine(*mesh).volume > 0
    assert examine(*made).closed
    return made, low


def off(vertices: np.ndarray, faces: np.ndarray, points: np.ndarray) -> np.ndarray:
    """How far points [N, 3] are from a surface, by its own points."""
    from scipy.spatial import cKDTree

    random = np.random.default_rng(0)
    corners = vertices[faces]
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    face = random.choice(len(faces), 200_000, p=area / area.sum())
    weights = random.dirichlet((1, 1, 1), len(face))
    return cKDTree(np.einsum("nk,nkc->nc", weights, corners[face])).query(points)[0]


@pytest.mark.parametrize("shape", [torus(), box()])
def test_a_closed_surface_stays_where_it_is(shape):
    vertices, faces = shape
    (points, few), low = both(vertices, faces)
    assert np.mean(off(vertices, faces, points)) < 0.1 * CELL
    assert np.quantile(off(vertices, faces, points), 0.99) < 0.5 * CELL
    for mesh in ((points, few), low):
        assert examine(*mesh).volume == pytest.approx(examine(vertices, faces).volume, rel=0.02)


def test_parts_that_go_through_each_other_become_one_body():
    raw = [dual_surface(ball(0.2, (x, 0, 0)), 64) for x in (-0.12, 0.12)]
    vertices = np.concatenate([raw[0][0], raw[1][0]])
    faces = np.concatenate([raw[0][1], raw[1][1] + len(raw[0][0])])
    (points, few), low = both(*cleaned(vertices, faces))
    assert parts(points, few) == parts(*low) == 1
    union = together(*(ball(0.2, (x, 0, 0)) for x in (-0.12, 0.12)))
    union = examine(*cleaned(*dual_surface(union, 64)))
    assert examine(points, few).volume == pytest.approx(union.volume, rel=0.03)


def test_a_double_shell_becomes_solid():
    (points, few), _ = both(*cleaned(*dual_surface(shell(0.4, 0.06), 64)))
    assert parts(points, few) == 1
    assert examine(points, few).volume == pytest.approx(4 / 3 * np.pi * 0.43**3, rel=0.02)


def test_a_sheet_becomes_a_wall_a_cell_thick():
    vertices, faces = cloth(60)
    (points, few), _ = both(*cleaned(vertices, faces))
    assert parts(points, few) == 1
    far = off(vertices, faces, points)
    assert np.quantile(far, 0.95) < 0.75 * CELL
    area = examine(points, few).volume / CELL
    assert 0.6 < area < 1.1  # of the sheet: 0.64 and its waves


def test_what_is_open_becomes_a_wall_and_not_a_lump():
    vertices, faces = pipe(80, 40, 0.2)
    (points, few), _ = both(*cleaned(vertices, faces))
    assert examine(points, few).volume < 1.5 * CELL * 2 * np.pi * 0.2
    rays = Rays(points, few)
    line = np.array([[0, 0, -0.9]], np.float32)
    assert rays.free(line, np.array([[0, 0, 1]], np.float32))[0]  # still one can look through


def test_a_soup_of_triangles_becomes_a_solid():
    random = np.random.default_rng(1)
    vertices = random.uniform(-0.5, 0.5, (60, 3)).astype(np.float32)
    both(*cleaned(vertices, random.integers(0, 60, (300, 3)).astype(np.int32)))


def test_bodies_that_touch_in_an_edge_come_out_closed():
    vertices, faces = dual_surface(together(block(0.2, 0.2, 0.2), block(0.1, 0.1, 0.4)), 48)
    moved = vertices + np.float32([0.4, 0.4, 0])
    both(np.concatenate([vertices, moved]), np.concatenate([faces, faces + len(vertices)]))


@pytest.mark.parametrize("budget", [12, 100, 1000])
def test_it_stays_closed_within_the_smallest_budget(budget):
    vertices, faces = cleaned(*dual_surface(shell(0.4, 0.03), 48))
    opened = without(vertices, faces, vertices[:, 2] > 0.2)
    both(vertices, opened, budget=budget)


@pytest.mark.parametrize("limit", ["_CELLS", "_SAMPLES"])
def test_what_is_too_large_for_the_grid_gets_larger_cells(limit, monkeypatch):
    from pixal3d_addon.engine.mesh.cleaning import solid as module

    monkeypatch.setattr(module, limit, 300_000)
    vertices, faces = box()
    points, few = solid(vertices, faces, 1e-6)
    assert examine(points, few).closed and 5_000 < len(few) < 200_000


def test_the_two_sides_of_a_triangle_become_a_plate():
    upper = np.array([(0, 0, 1e-4), (0.5, 0, 1e-4), (0, 0.5, 1e-4)], np.float32)
    vertices = np.concatenate([upper, upper * np.float32([1, 1, -1])])
    made, _ = both(vertices, np.array([[0, 1, 2], [3, 5, 4]], np.int32))
    assert examine(*made).volume == pytest.approx(0.125 * CELL, rel=0.5)
