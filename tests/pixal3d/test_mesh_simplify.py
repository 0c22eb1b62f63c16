"""Fewer faces, the same shape, still sound."""

import numpy as np
import pytest

from bench.topology import examine
from pixal3d_addon.engine.mesh.cleaning.edges import edges
from pixal3d_addon.engine.mesh.cleaning.rims import rims
from pixal3d_addon.engine.mesh.cleaning.simplify import simplify
from pixal3d_addon.engine.mesh.cleaning.weld import compact

from .dual_surfaces import ball, block, dual_surface, together
from .solids import box
from .test_mesh_clean import BALL, Heard, cleaned


@pytest.mark.parametrize("budget", [5000, 1000, 200])
def test_a_ball_keeps_its_shape_within_the_budget(budget: int) -> None:
    vertices, faces = simplify(*cleaned(*dual_surface(ball(0.4), 64)), budget)
    assert budget * 0.9 <= len(faces) <= budget
    topology = examine(vertices, faces)
    assert topology.closed
    assert topology.volume == pytest.approx(BALL, rel=0.03)
    assert vertices.dtype == np.float32 and faces.dtype == np.int32


def test_an_exactly_flat_box_keeps_its_corners() -> None:
    """Where all edges cost the same the library blocks itself, and what came of it was half a
    box."""
    raw = dual_surface(block(0.41, 0.31, 0.21), 64)
    vertices, faces = simplify(*cleaned(*raw), 500)
    assert len(faces) <= 500
    topology = examine(vertices, faces)
    assert topology.closed
    low, high = raw[0].min(axis=0), raw[0].max(axis=0)
    assert np.allclose(vertices.min(axis=0), low, atol=2e-3)
    assert np.allclose(vertices.max(axis=0), high, atol=2e-3)
    assert topology.volume == pytest.approx(examine(*cleaned(*raw)).volume, rel=0.005)


def test_faces_still_look_the_way_their_place_did() -> None:
    vertices, faces = simplify(*cleaned(*dual_surface(ball(0.4), 64)), 2000)
    a, b, c = vertices[faces].swapaxes(0, 1)
    normals = np.cross(b - a, c - a)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    centers = (a + b + c) / 3
    centers /= np.linalg.norm(centers, axis=1, keepdims=True)
    assert np.einsum("ij,ij->i", normals, centers).min() > 0.7


def test_a_mesh_below_the_budget_stays_as_it_is() -> None:
    vertices, faces = cleaned(*dual_surface(ball(0.4), 24))
    low, few = simplify(vertices, faces, 100_000)
    assert len(low) == len(vertices) and len(few) == len(faces)
    assert examine(low, few).closed


def test_a_thousand_parts_keep_within_the_budget() -> None:
    tetrahedron = np.array([(0, 2, 1), (0, 3, 2), (0, 1, 3), (1, 2, 3)], np.int32)
    random = np.random.default_rng(0)
    corners = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]) * 0.02
    vertices = random.uniform(-0.5, 0.5, (1000, 1, 3)) + corners
    faces = tetrahedron + 4 * np.arange(1000, dtype=np.int32)[:, None, None]
    low, few = simplify(vertices.reshape(-1, 3).astype(np.float32), faces.reshape(-1, 3), 1000)
    assert 0 < len(few) <= 1000
    assert examine(low, few).crowded_edges == 0


def test_small_and_large_numbers_give_the_same_shape() -> None:
    vertices, faces = cleaned(*dual_surface(together(ball(0.2), block(0.4, 0.05, 0.1)), 48))
    near = examine(*simplify(vertices, faces, 600))
    far = examine(*simplify(vertices * np.float32(1000), faces, 600))
    assert near.closed and far.closed
    assert far.volume / 1e9 == pytest.approx(near.volume, rel=0.01)


def test_it_says_how_far_it_is() -> None:
    heard = Heard()
    simplify(*cleaned(*dual_surface(ball(0.4), 32)), 1000, heard)
    assert heard.steps and {stage for stage, _, _ in heard.steps} == {"Simplify"}


def crumpled_plate() -> tuple[np.ndarray, np.ndarray]:
    """Thinner than its noise, so that its sides go through each other and fold when collapsed."""
    vertices, faces = box(60, (0.6, 0.4, 0.004))
    noise = np.random.default_rng(0).normal(0, 0.002, vertices.shape)
    return (vertices + noise).astype(np.float32), faces


@pytest.mark.parametrize("share", [0.5, 0.25, 0.1, 0.02])
def test_what_was_closed_stays_closed_where_it_folds(share: float) -> None:
    vertices, faces = crumpled_plate()
    budget = int(share * len(faces))
    _, few = simplify(vertices, faces, budget)
    assert 0.8 * budget < len(few) <= budget
    assert (edges(few).uses == 2).all()


def test_a_hole_stays_a_hole_and_no_other_comes_beside_it() -> None:
    vertices, faces = crumpled_plate()
    middle = vertices[faces].mean(axis=1)
    kept = faces[np.linalg.norm(middle[:, :2], axis=1) > 0.1]  # through both sides
    before = rims(*compact(vertices, kept))
    after = rims(*simplify(*compact(vertices, kept), len(kept) // 4))
    assert len(before.length) == len(after.length) == 2
    assert (after.length > 0.5 * before.length).all()  # less jagged, too
