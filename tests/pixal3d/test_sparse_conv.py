"""Sparse convolution against the recorded one, a dense one, and hostile sets of voxels."""

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from bench.sparse_conv import measure
from pixal3d_addon.engine.pixal3d.neighbors import OFFSETS, Neighbors
from pixal3d_addon.engine.pixal3d.sparse_conv import SparseConv3d
from pixal3d_addon.engine.pixal3d.voxel_index import MAX_COORDINATE, VoxelIndex, keys_of
from tests.pixal3d.recorded import recorded, relative_error

BUDGET = 1 << 20
torch.set_num_threads(1)


def random_conv(in_channels: int, out_channels: int) -> SparseConv3d:
    conv = SparseConv3d(in_channels, out_channels)
    torch.nn.init.normal_(conv.weight, std=0.1)
    torch.nn.init.normal_(conv.bias)
    return conv.requires_grad_(False)


def dense(conv: SparseConv3d, feats: Tensor, coords: Tensor, side: int) -> Tensor:
    box = torch.zeros(int(coords[:, 0].max()) + 1, side, side, side, feats.shape[1])
    where = coords.long().unbind(1)
    box[where] = feats
    out = F.conv3d(box.permute(0, 4, 1, 2, 3), conv.weight.permute(0, 4, 1, 2, 3), conv.bias, 1, 1)
    return out.permute(0, 2, 3, 4, 1)[where]


def random_voxels(count: int, side: int, batches: int = 1) -> Tensor:
    chosen = torch.randperm(batches * side**3)[:count]
    rest, z = chosen // side, chosen % side
    rest, y = rest // side, rest % side
    return torch.stack([rest // side, rest % side, y, z], 1).int()


def test_the_recorded_convolution_is_met() -> None:
    truth = recorded("sparse_conv3d")
    conv = SparseConv3d(8, 6).requires_grad_(False)
    conv.load_state_dict({"weight": truth["weight"], "bias": truth["bias"]})
    out = conv(truth["feats"], Neighbors(truth["coords"]), BUDGET)
    assert relative_error(out, truth["out"]) < 1e-5


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("budget", [1, 1 << 16, 1 << 30])
def test_it_is_the_dense_convolution_at_the_voxels_for_any_budget(keep: bool, budget: int) -> None:
    torch.manual_seed(0)
    coords = random_voxels(600, 9, batches=2)
    conv, feats = random_conv(5, 7), torch.randn(600, 5)
    out = conv(feats, Neighbors(coords, keep, budget), budget)
    assert relative_error(out, dense(conv, feats, coords, 9)) < 1e-5


def test_a_full_cube_has_all_27_neighbors_inside_and_is_the_dense_convolution() -> None:
    torch.manual_seed(0)
    coords = random_voxels(6**3, 6)
    conv, feats = random_conv(4, 3), torch.randn(6**3, 4)
    neighbors = Neighbors(coords)
    inside = ((coords[:, 1:] > 0) & (coords[:, 1:] < 5)).all(1)
    assert ((neighbors.rows(slice(None)) >= 0).all(1) == inside).all()
    assert relative_error(conv(feats, neighbors, BUDGET), dense(conv, feats, coords, 6)) < 1e-5


def test_no_voxels_at_all_give_no_rows() -> None:
    conv = random_conv(4, 3)
    for keep in (True, False):
        neighbors = Neighbors(torch.zeros(0, 4, dtype=torch.int32), keep)
        assert conv(torch.zeros(0, 4), neighbors, BUDGET).shape == (0, 3)
    assert VoxelIndex(torch.zeros(0, 4, dtype=torch.int32)).find(torch.tensor([5])).item() == -1


@pytest.mark.parametrize("corner", [0, MAX_COORDINATE])
def test_one_voxel_at_the_edge_of_the_range_sees_only_itself(corner: int) -> None:
    conv, feats = random_conv(4, 3), torch.randn(1, 4)
    coords = torch.tensor([[1, corner, corner, corner]], dtype=torch.int32)
    assert (Neighbors(coords).rows(slice(None)) >= 0).sum() == 1
    out = conv(feats, Neighbors(coords), BUDGET)
    assert torch.allclose(out, feats @ conv.weight[:, 1, 1, 1].T + conv.bias, atol=1e-6)


def test_voxels_at_opposite_faces_and_of_other_objects_are_no_neighbors() -> None:
    end = MAX_COORDINATE
    coords = [[0, 0, 0, end], [0, 0, 1, 0], [0, 0, end, 5], [0, 1, 0, 5], [1, 0, 0, end]]
    found = Neighbors(torch.tensor(coords, dtype=torch.int32)).rows(slice(None))
    assert found.ge(0).sum() == 5 and found[:, OFFSETS.index((0, 0, 0))].tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "coords", [[[0, 1, 1, 1]] * 2, [[0, -1, 0, 0]], [[0, 0, MAX_COORDINATE + 1, 0]]]
)
def test_voxels_that_cannot_be_told_apart_are_refused(coords: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="voxel"):
        Neighbors(torch.tensor(coords, dtype=torch.int32))


def test_a_voxel_is_found_by_its_place_and_a_missing_one_is_not() -> None:
    torch.manual_seed(0)
    coords = random_voxels(300, 8, batches=2)
    index = VoxelIndex(coords)
    assert index.find(keys_of(coords)).tolist() == list(range(300))
    taken = {tuple(voxel) for voxel in coords.tolist()}
    outside = [[b, x, y, z] for b in (0, 1) for x in range(-1, 9) for y in (0, 8) for z in range(8)]
    missing = torch.tensor([voxel for voxel in outside if tuple(voxel) not in taken])
    assert len(missing) and (index.find(keys_of(missing)) == -1).all()


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float16, 1e-3), (torch.bfloat16, 8e-3)])
def test_half_precision_stays_close_because_the_sum_is_kept_in_float32(
    dtype: torch.dtype, tolerance: float
) -> None:
    torch.manual_seed(0)
    coords = random_voxels(900, 10)
    conv, feats = random_conv(32, 16), torch.randn(900, 32)
    wanted = dense(conv, feats, coords, 10)
    out = conv.to(dtype)(feats.to(dtype), Neighbors(coords), BUDGET)
    assert out.dtype == dtype and relative_error(out, wanted) < tolerance


def test_the_same_input_gives_the_same_bits() -> None:
    torch.manual_seed(0)
    coords, feats, conv = random_voxels(500, 8), torch.randn(500, 6), random_conv(6, 6)
    outs = [conv(feats, Neighbors(coords), BUDGET) for _ in range(2)]
    assert torch.equal(*outs)


def test_the_bench_compares_like_with_like() -> None:
    sparse, dense_one = (measure(kind, 16, 4, "cpu", 1) for kind in ("sparse", "dense"))
    assert sparse["voxels"] == dense_one["voxels"] > 0
    assert sparse["checked"] == pytest.approx(dense_one["checked"], rel=1e-4)
