"""What the bench of finishing measures: layouts, the facing region, the true surface."""

import numpy as np
import pytest
import trimesh

from bench.facing import facing_region, psnr_in
from bench.finishing_run import StepClock
from bench.layout import examine_layout
from bench.render import front, render
from bench.surface import Surface
from bench.true_surface import TrueSurface

SQUARE = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float)
TWO = np.array([[0, 1, 2], [0, 2, 3]], np.int32)


def test_a_square_laid_flat_as_it_is_has_one_island_and_no_stretch():
    layout = examine_layout(SQUARE, TWO, (SQUARE[TWO][..., :2] / 2).astype(np.float32))
    assert (layout.islands, layout.mirrored) == (1, 0)
    assert layout.use == pytest.approx(0.25) and layout.stretch == pytest.approx(1, abs=1e-6)


def test_stretch_is_the_larger_scale_against_the_mean_and_cut_faces_are_two_islands():
    uvs = (SQUARE[TWO][..., :2] * (1, 0.25)).astype(np.float32)
    assert examine_layout(SQUARE, TWO, uvs).stretch == pytest.approx(2)
    uvs[1] += 0.3
    uvs[1, :, 0] *= -1
    layout = examine_layout(SQUARE, TWO, uvs)
    assert (layout.islands, layout.mirrored) == (2, 0.5)


def test_the_facing_region_ends_before_the_outline_and_where_the_surface_turns_away():
    ball = trimesh.creation.icosphere(4, 0.4)
    surface = Surface(np.asarray(ball.vertices), np.asarray(ball.faces, np.int32))
    camera = front(0.4, 96)
    photo = render(surface, camera, None)
    region = facing_region(surface, camera, photo)
    assert region[48, 48]
    rows, columns = np.nonzero(region)
    reach = np.hypot(rows - 47.5, columns - 47.5).max() / 96
    # A ball of radius r turns away by 60 degrees at sin 60 of its half width, nearly.
    assert 0.30 < reach < 0.37
    assert psnr_in(photo + 0.1, photo, region) == pytest.approx(20, abs=1e-3)


def test_true_colors_and_distances_are_those_of_the_nearest_part():
    near, far = (trimesh.creation.icosphere(3, radius) for radius in (0.2, 0.4))
    near.visual = trimesh.visual.TextureVisuals(
        material=trimesh.visual.material.PBRMaterial(baseColorFactor=[255, 0, 0, 255])
    )
    truth = TrueSurface([near, far])
    points, faces = truth.nearest(np.array([[0.22, 0, 0], [0, 0.39, 0]]))
    assert np.linalg.norm(points, axis=1) == pytest.approx([0.2, 0.4], abs=5e-3)
    assert truth.colors(points, faces).tolist() == [[255, 0, 0], [160, 160, 160]]
    shell = Surface(np.asarray(far.vertices), np.asarray(far.faces, np.int32))
    assert truth.lost(shell, 2e-3) == 0  # the inner ball is not seen
    small = Surface(np.asarray(near.vertices), np.asarray(near.faces, np.int32))
    assert truth.lost(small, 0.02) == 1


def test_each_step_has_its_own_seconds_and_memory():
    clock = StepClock()
    clock.progress("Clean")
    block = np.ones(8_000_000)
    clock.progress("Clean", 1, 2)
    clock.progress("Bake")
    clock.end()
    del block
    assert list(clock.steps) == ["Clean", "Bake"]
    assert clock.steps["Clean"].memory_mb > 60
    assert clock.steps["Clean"].cpu >= 0 <= clock.steps["Bake"].wall < clock.steps["Clean"].wall
