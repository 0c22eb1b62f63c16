"""The bench of the whole network: its counter, its structures, the published sizes."""

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from bench import full_size
from bench.structures import LEVELS, gyroid, of_voxels
from bench.tally import Tally
from pixal3d_addon.engine.pixal3d import rope
from pixal3d_addon.engine.pixal3d.block import Block
from pixal3d_addon.engine.pixal3d.voxel_index import unique

torch.set_num_threads(1)


@torch.inference_mode()
def test_a_storage_counts_once_however_many_views_it_has_and_until_the_last_is_gone() -> None:
    with Tally() as tally:
        whole = torch.empty(1000, 1000)
        views = [whole[3:].T, whole.view(-1)]
        assert tally.live == 4_000_000
        del whole
        assert tally.live == 4_000_000
        del views
        assert tally.live == 0 and tally.peak == 4_000_000
        tally.restart()
        assert tally.peak == 0
        weights = torch.empty(250)
        tally.hold([weights, weights])
        assert tally.live == 1000


@torch.inference_mode()
def test_the_peak_is_what_is_alive_at_once_on_the_way_of_a_formula() -> None:
    x = torch.zeros(1000)
    with Tally() as tally:
        tally.hold([x])
        y = (x + 1) * 2  # x, the sum and the product
        assert tally.peak == 12_000 and tally.live == 8_000
        y += 1
        assert tally.peak == 12_000


@torch.inference_mode()
def test_flops_are_those_of_products_convolutions_and_attention() -> None:
    with Tally() as tally:
        F.linear(torch.ones(100, 50), torch.ones(30, 50), torch.ones(30))
        assert tally.work.flops == 2 * 100 * 50 * 30
        tally.restart()
        q, k, v = torch.ones(1, 2, 100, 16), torch.ones(1, 2, 7, 16), torch.ones(1, 2, 7, 16)
        F.scaled_dot_product_attention(q, k, v)
        assert tally.work.flops == 2 * 2 * 2 * 100 * 7 * 16
        tally.restart()
        F.conv3d(torch.ones(1, 3, 8, 8, 8), torch.ones(4, 3, 3, 3, 3), padding=1)
        assert tally.work.flops == 2 * 8**3 * 3 * 27 * 4


@torch.inference_mode()
def test_the_floor_is_the_slower_of_computing_and_moving() -> None:
    with Tally() as tally:
        torch.ones(10, 20) @ torch.ones(20, 30)
    flops, moved = 2 * 10 * 20 * 30, 4 * (10 * 20 + 20 * 30 + 10 * 30)
    assert tally.work.floor(flops, 1e30) == pytest.approx(1.0)
    assert tally.work.floor(1e30, moved) == pytest.approx(1.0)


def everything(coords: Tensor) -> tuple[int, ...]:
    """Something of every kind that the network does; the shapes that came out."""
    x = torch.ones(len(coords), 64, dtype=torch.bfloat16)
    y = F.silu(F.layer_norm(F.linear(x, x[:64]).float(), (64,)))
    y.index_add_(0, coords[:5, 1].long() % 3, y[:5].clone())
    chosen = y[coords[:, 1] % 2 == 0]
    q = F.scaled_dot_product_attention(*y[:96].reshape(3, 1, 2, 32, 32))
    wide = x.expand(3, -1, -1).reshape(-1)
    row, _ = (coords > 2).nonzero(as_tuple=True)
    bags = F.embedding_bag(coords % 7, y[:8], mode="sum", padding_idx=2)
    return (*bags.shape, *chosen.shape, *q.shape, *wide.shape, *y.index_select(0, row).shape)


@torch.inference_mode()
def test_floats_that_are_not_computed_change_no_size_and_no_count() -> None:
    coords = gyroid(300, 16).coords
    with Tally() as real:
        shapes = everything(coords)
    with Tally(dry=True) as left_out:
        assert everything(coords) == shapes
    assert (left_out.peak, left_out.live) == (real.peak, real.live)
    assert left_out.work == real.work


@torch.inference_mode()
def test_a_network_that_is_given_back_takes_nothing_even_where_floats_are_not_computed() -> None:
    with Tally(dry=True) as tally:
        module = torch.nn.Linear(100, 100)
        assert tally.live == 4 * 100 * 101
        module.to("meta")
        assert tally.live == 0


@torch.inference_mode()
def test_a_block_keeps_to_its_budget() -> None:
    block = Block(48, 2, 96, 16, 32).bfloat16()
    inputs = torch.ones(3000, 12), torch.zeros(3000, 12), torch.zeros(6, 48).bfloat16()
    seen = torch.ones(5, 16).bfloat16(), torch.ones(3000, 32).bfloat16()
    peaks = []
    for budget in (1 << 16, 1 << 30):
        with Tally() as tally:
            block(torch.ones(3000, 48).bfloat16(), *inputs, *seen, budget)
        peaks.append(tally.peak)
    held = (1 + 3 + 1) * 3000 * 48 * 2 + 2 * 3000 * 4  # tokens, q k v, attended, its statistics
    assert peaks[0] < held + 1.5 * (1 << 16) < peaks[1]


def test_a_gyroid_takes_about_the_tokens_that_were_asked_for_and_its_levels_fit() -> None:
    structure = gyroid(1500, 32)
    assert abs(len(structure.coords) - 1500) < 150
    assert len(structure.guide) == LEVELS and structure.coords is structure.guide[0].coords
    for above, below in zip(structure.guide, structure.guide[1:], strict=False):
        assert torch.equal(above.children()[0], below.coords)
    coarse = structure.coarser()
    parents = structure.coords.clone()
    parents[:, 1:] >>= 1
    assert torch.equal(coarse.coords, unique(parents))


def test_a_structures_finest_voxels_are_those_that_it_was_made_of() -> None:
    voxels = torch.tensor([[0, 5, 6, 7], [0, 5, 6, 8], [0, 31, 0, 1], [0, 5, 6, 7]]).int()
    structure = of_voxels("three", 2, voxels)
    assert torch.equal(unique(structure.guide[-1].children()[0]), unique(voxels))
    assert structure.coords.tolist() == [[0, 0, 0, 0], [0, 1, 0, 0]] and structure.voxels == 3


@pytest.mark.parametrize("role", full_size.TABLE)
def test_every_network_has_the_published_size_and_another_is_noticed(
    role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_size.check(role)[2] == ""
    published = full_size.TABLE[role]
    key = "latent_channels" if "latent_channels" in published.args else "in_channels"
    args = {**published.args, key: published.args[key] + 64}
    other = full_size.Published(**{**vars(published), "args": args})
    monkeypatch.setitem(full_size.TABLE, role, other)
    assert "left" in full_size.check(role)[2]


def test_turning_without_complex_numbers_is_the_same() -> None:
    torch.manual_seed(0)
    q = torch.randn(7, 2, 32)
    cos, sin = rope.phases(torch.randint(0, 64, (7, 3)), 32)
    plain = rope.turned(q.unflatten(-1, (-1, 2)), cos[:, None], sin[:, None]).flatten(-2)
    assert torch.allclose(rope.rotate(q, cos, sin), plain, atol=1e-6)
