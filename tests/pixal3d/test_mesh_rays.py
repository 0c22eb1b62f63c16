"""libigl's rays, for Linux on ARM, meet what embreex's meet."""

import sys

import numpy as np
import pytest
import trimesh

from pixal3d_addon.engine.mesh.rays import Rays
from pixal3d_addon.engine.mesh.rays_libigl import LibiglScene


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> tuple[Rays, Rays]:
    """The same ball, by embreex and by libigl."""
    ball = trimesh.creation.icosphere(4)
    usual = Rays(ball.vertices, ball.faces)
    monkeypatch.setitem(sys.modules, "embreex.mesh_construction", None)
    return usual, Rays(ball.vertices, ball.faces)


def test_without_embreex_rays_meet_the_same_as_far_and_in_the_same_place(
    both: tuple[Rays, Rays],
) -> None:
    usual, other = both
    assert isinstance(other._scene, LibiglScene) and not isinstance(usual._scene, LibiglScene)
    random = np.random.default_rng(1)
    origins, ways = (random.normal(size=(20_000, 3)).astype(np.float32) for _ in range(2))
    for reach in (None, random.uniform(0, 2, len(origins)).astype(np.float32)):
        ours, theirs = usual.first(origins, ways, reach), other.first(origins, ways, reach)
        assert 0.05 < (ours[0] >= 0).mean() < 0.95
        np.testing.assert_array_equal(ours[0], theirs[0])
        np.testing.assert_allclose(ours[1], theirs[1], rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(ours[2], theirs[2], atol=1e-4)
        assert [part.dtype for part in ours] == [part.dtype for part in theirs]
    np.testing.assert_array_equal(usual.free(origins, ways), other.free(origins, ways))


def test_a_reach_stays_as_it_was_given(both: tuple[Rays, Rays]) -> None:
    origins = np.array([[0, 0, 3]], np.float32)
    for each in both:
        reach = np.array([9], np.float32)
        assert each.first(origins, -origins, reach)[0] >= 0 and reach == 9


def test_no_ray_at_all_is_no_hit(both: tuple[Rays, Rays]) -> None:
    none = np.zeros((0, 3), np.float32)
    for each in both:
        assert len(each.first(none, none)[0]) == len(each.free(none, none)) == 0
