"""Voxels to triangles, and what a voxel's attributes are between the voxels."""

import pytest
import torch
from torch import Tensor

from pixal3d_addon.engine.pixal3d.dual_grid import DualGrid
from pixal3d_addon.engine.pixal3d.sparse_attributes import SparseAttributes
from tests.pixal3d.recorded import TOLERANCE, recorded, relative_error

torch.set_num_threads(1)


def recorded_grid(weights: bool = True) -> DualGrid:
    truth = recorded("flexible_dual_grid")
    return DualGrid(
        truth["coords"],
        truth["dual_vertices"],
        truth["intersected"],
        truth["split_weight"][:, 0] if weights else None,
    )


@pytest.mark.parametrize(("weights", "suffix"), [(True, ""), (False, "_no_weight")])
@pytest.mark.parametrize("budget", [1, 1 << 40])
def test_vertices_and_faces_are_the_recorded_ones(weights: bool, suffix: str, budget: int) -> None:
    truth, grid = recorded("flexible_dual_grid"), recorded_grid(weights)
    vertices = grid.vertices(int(truth["grid_size"]))
    assert relative_error(vertices, truth[f"vertices{suffix}"]) < TOLERANCE
    assert torch.equal(grid.faces(budget), truth[f"faces{suffix}"])


def block(weights: Tensor | None, offsets: Tensor | None = None) -> DualGrid:
    """2 × 2 × 1 voxels round one crossed edge along z."""
    coords = torch.tensor([[0, 0, 0], [0, 1, 0], [1, 1, 0], [1, 0, 0]], dtype=torch.int32)
    crossed = torch.zeros(4, 3, dtype=torch.bool)
    crossed[0, 2] = True
    return DualGrid(
        coords, torch.full((4, 3), 0.5) if offsets is None else offsets, crossed, weights
    )


@pytest.mark.parametrize(
    ("weights", "faces"),
    [
        ([2.0, 1.0, 2.0, 1.0], [[0, 1, 2], [0, 2, 3]]),
        ([1.0, 2.0, 1.0, 2.0], [[0, 1, 3], [3, 1, 2]]),
        ([1.0, 1.0, 1.0, 1.0], [[0, 1, 3], [3, 1, 2]]),
    ],
)
def test_a_quad_is_split_along_the_diagonal_with_the_larger_product(
    weights: list[float], faces: list[list[int]]
) -> None:
    assert block(torch.tensor(weights)).faces().tolist() == faces


def test_without_weights_a_first_triangle_with_no_area_turns_the_diagonal() -> None:
    flat = torch.full((4, 3), 0.5)
    flat[1] = torch.tensor([1.0, 0.0, 0.5])  # onto the middle of 0-2
    assert block(None).faces().tolist() == [[0, 1, 2], [0, 2, 3]]
    assert block(None, flat).faces().tolist() == [[0, 1, 3], [3, 1, 2]]


def test_a_quad_with_a_voxel_missing_is_left_out() -> None:
    grid = block(torch.ones(4))
    for missing in range(1, 4):
        left = [row for row in range(4) if row != missing]
        part = DualGrid(grid.coords[left], grid.offsets[left], grid.crossed[left], torch.ones(3))
        assert part.faces().shape == (0, 3)


def test_no_voxels_make_an_empty_mesh() -> None:
    nothing = torch.zeros(0, 3)
    grid = DualGrid(nothing.int(), nothing, nothing.bool(), torch.zeros(0))
    assert grid.faces().shape == (0, 3) and grid.vertices(16).shape == (0, 3)


@pytest.mark.parametrize("budget", [1, 1 << 40])
def test_attributes_between_voxels_are_the_recorded_ones(budget: int) -> None:
    truth = recorded("sparse_trilinear")
    out = SparseAttributes(truth["coords"], truth["attrs"]).at(truth["query"], budget)
    assert relative_error(out, truth["out"]) < TOLERANCE


def test_a_voxels_center_has_its_own_attributes_and_so_has_all_that_it_reaches_alone() -> None:
    attributes = SparseAttributes(torch.tensor([[0, 0, 0]]).int(), torch.tensor([[3.0, 4.0]]))
    points = torch.tensor([[0.5, 0.5, 0.5], [0.0, 0.1, 0.2], [1.4, 1.4, 1.4]])
    assert torch.allclose(attributes.at(points), torch.tensor([[3.0, 4.0]]).expand(3, 2))


@pytest.mark.parametrize("point", [1e30, -1e30, float("nan"), float("inf"), -7.0, 65535.0])
def test_a_point_far_from_every_voxel_has_no_attributes(point: float) -> None:
    attributes = SparseAttributes(torch.tensor([[0, 0, 0]]).int(), torch.ones(1, 2))
    assert attributes.at(torch.full((1, 3), point)).tolist() == [[0.0, 0.0]]


def test_without_any_voxel_there_are_no_attributes() -> None:
    attributes = SparseAttributes(torch.zeros(0, 3).int(), torch.zeros(0, 2))
    assert attributes.at(torch.rand(4, 3)).tolist() == [[0.0, 0.0]] * 4
