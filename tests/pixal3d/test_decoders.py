"""From latents to voxels: the recorded truth, the published sizes, the memory, and bad input."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from pixal3d_addon.core.errors import EXIT_CODES, Cancelled, PixalError
from pixal3d_addon.engine.pixal3d import neighbors
from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from pixal3d_addon.engine.pixal3d.decoders import build
from pixal3d_addon.engine.pixal3d.models import load_model
from pixal3d_addon.engine.pixal3d.shape_decoder import FlexiDualGridVaeDecoder, dual_grid
from pixal3d_addon.engine.pixal3d.sparse_unet import Subdivision
from pixal3d_addon.engine.pixal3d.structure_decoder import occupied
from pixal3d_addon.engine.pixal3d.texture_decoder import attributes
from pixal3d_addon.engine.pixal3d.voxel_index import VoxelIndex, keys_of
from tests.pixal3d.recorded import TINY, TOLERANCE, recorded, relative_error

torch.set_num_threads(1)


@cache
def decoder(role: str) -> nn.Module:
    return load_model(open_checkpoint(TINY).models[role], "cpu", TINY, lambda done, total: None)


@cache
def chain() -> tuple[dict[str, Tensor], Tensor, Tensor, list[Subdivision], Tensor]:
    """The recorded chain's end, decoded: recorded, coords, shape, subdivisions, texture."""
    truth = recorded("pipeline")
    decoded = decoder("shape_slat_decoder")(truth["hr_coords"], truth["hr_slat"])
    _, texture = decoder("tex_slat_decoder")(truth["tex_slat"], decoded[2])
    return truth, *decoded, texture


def test_the_structure_decoder_meets_the_recorded_logits() -> None:
    truth = recorded("sparse_structure_decoder")
    out = decoder("sparse_structure_decoder")(truth["z"])
    assert relative_error(out, truth["out"]) < TOLERANCE


def test_the_structure_comes_in_the_order_of_the_noise() -> None:
    truth = recorded("pipeline")
    logits = decoder("sparse_structure_decoder")(truth["ss_latent"])
    assert torch.equal(occupied(logits, open_checkpoint(TINY).sizes.structure), truth["ss_coords"])


def test_the_shape_decoder_meets_every_recorded_level() -> None:
    truth = recorded("shape_decoder")
    coords, feats, subdivisions = decoder("shape_slat_decoder")(
        truth["latent_coords"], truth["latent_feats"]
    )
    assert torch.equal(coords, truth["out_coords"])
    assert relative_error(feats, truth["out_feats"]) < TOLERANCE
    for level, subdivision in enumerate(subdivisions):
        assert torch.equal(subdivision.coords, truth[f"subdivision_coords_{level}"])
        wanted = truth[f"subdivision_logits_{level}"]
        assert relative_error(subdivision.logits, wanted) < TOLERANCE
    grid, resolution = dual_grid(coords, feats), int(truth["resolution"])
    assert relative_error(grid.vertices(resolution), truth["mesh_vertices"]) < TOLERANCE
    assert torch.equal(grid.faces(), truth["mesh_faces"])


def test_coordinates_alone_are_those_of_the_whole_decoding() -> None:
    truth = recorded("shape_decoder")
    coords = decoder("shape_slat_decoder").upsample(truth["latent_coords"], truth["latent_feats"])
    assert torch.equal(coords, truth["upsampled_coords"])


def test_the_texture_decoder_follows_the_shapes_subdivisions() -> None:
    shape, truth = recorded("shape_decoder"), recorded("texture_decoder")
    _, _, guide = decoder("shape_slat_decoder")(shape["latent_coords"], shape["latent_feats"])
    coords, feats = decoder("tex_slat_decoder")(truth["latent_feats"], guide)
    assert torch.equal(coords, truth["out_coords"])
    assert relative_error(feats, truth["out_feats"]) < TOLERANCE


def test_the_chain_ends_in_the_recorded_mesh_and_voxels() -> None:
    truth, coords, feats, _, texture = chain()
    assert len(coords) == truth["voxel_count"]
    grid = dual_grid(coords, feats)
    vertices, faces = grid.vertices(open_checkpoint(TINY).sizes.high), grid.faces()
    assert len(faces) == truth["face_count"]
    corners = vertices[faces.long()].double().sum((0, 1))
    assert relative_error(corners, truth["face_corner_sum"]) < TOLERANCE
    probes = torch.nn.functional.pad(truth["probe_coords"].int(), (1, 0))
    rows = VoxelIndex(coords).find(keys_of(probes))
    assert (rows >= 0).all()
    assert relative_error(vertices[rows], truth["probe_vertices"]) < TOLERANCE
    assert relative_error(attributes(texture)[rows], truth["probe_attrs"]) < TOLERANCE


@pytest.mark.parametrize("budget", [1 << 14, 1 << 40])
def test_the_budget_changes_the_memory_and_not_the_result(budget: int) -> None:
    shape, texture = recorded("shape_decoder"), recorded("texture_decoder")
    coords, feats, guide = decoder("shape_slat_decoder")(
        shape["latent_coords"], shape["latent_feats"], budget
    )
    _, colors = decoder("tex_slat_decoder")(texture["latent_feats"], guide, budget)
    assert torch.equal(coords, shape["out_coords"])
    assert relative_error(feats, shape["out_feats"]) < TOLERANCE
    assert relative_error(colors, texture["out_feats"]) < TOLERANCE


class Largest(TorchDispatchMode):
    """The most bytes that one tensor took."""

    bytes = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        out = func(*args, **(kwargs or {}))
        for tensor in out if isinstance(out, tuple | list) else (out,):
            if isinstance(tensor, Tensor):
                self.bytes = max(self.bytes, tensor.untyped_storage().nbytes())
        return out


def test_nothing_larger_than_a_levels_features_is_ever_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neighbors, "_CACHE", 1 << 40)  # so that the budget alone counts
    truth, shape = recorded("pipeline"), decoder("shape_slat_decoder")
    latent = truth["hr_coords"][:300], truth["hr_slat"][:300]
    with Largest() as largest:
        coords, _, subdivisions = shape(*latent, 1 << 18)
    features, parents = len(coords) * 8 * 4, len(subdivisions[-1].coords)
    assert largest.bytes <= max(features, parents * 27 * 4, 2 << 18)
    with Largest() as unlimited:
        shape(*latent, 1 << 40)
    assert unlimited.bytes > 3 * largest.bytes


def test_half_precision_stays_close_with_norms_in_float32() -> None:
    truth, texture = recorded("shape_decoder"), recorded("texture_decoder")
    half = build("FlexiDualGridVaeDecoder", open_checkpoint(TINY).models["shape_slat_decoder"].args)
    half.load_state_dict(decoder("shape_slat_decoder").state_dict())
    coords, feats, _ = half.half()(truth["latent_coords"], truth["latent_feats"])
    known = VoxelIndex(truth["out_coords"]).find(keys_of(coords))
    assert (known >= 0).float().mean() > 0.99 and len(coords) > 0.99 * len(truth["out_coords"])
    assert feats.dtype == torch.float32
    # A child whose logit is nearly 0 may change sides, and its neighbors with it.
    wrong = (feats[known >= 0] - truth["out_feats"][known[known >= 0]]).norm(dim=1)
    assert wrong.quantile(0.99) < 0.02 * truth["out_feats"].norm(dim=1).median()
    guide = [
        Subdivision(truth[f"subdivision_coords_{n}"], truth[f"subdivision_logits_{n}"])
        for n in range(4)
    ]
    half = build("SparseUnetVaeDecoder", open_checkpoint(TINY).models["tex_slat_decoder"].args)
    half.load_state_dict(decoder("tex_slat_decoder").state_dict())
    _, colors = half.half()(texture["latent_feats"], guide)
    assert relative_error(colors, texture["out_feats"]) < 1e-2


def test_the_last_level_may_have_blocks() -> None:
    torch.manual_seed(0)
    args = {"latent_channels": 4, "model_channels": [8, 8], "num_blocks": [1, 2]}
    module = build("FlexiDualGridVaeDecoder", args)
    coords = torch.cartesian_prod(*[torch.arange(3)] * 3).int()
    coords = torch.nn.functional.pad(coords, (1, 0))
    nn.init.ones_(module.blocks[0][1].to_subdiv.bias)
    ticks: list[tuple[int, int]] = []
    found, feats, _ = module(coords, torch.randn(27, 4), 1 << 9, lambda *done: ticks.append(done))
    assert found.shape == (216, 4) and feats.shape == (216, 7)
    assert ticks == [(1, 8), (6, 8), (7, 8), (8, 8)]


def test_a_processor_gets_float32_where_float16_is_stored(tmp_path: Path) -> None:
    model = open_checkpoint(TINY).models["shape_slat_decoder"]
    half = {name: tensor.half() for name, tensor in load_file(model.weights).items()}
    save_file(half, tmp_path / "half.safetensors")
    model = replace(model, weights=tmp_path / "half.safetensors")
    module = load_model(model, "cpu", tmp_path, lambda done, total: None)
    assert {tensor.dtype for tensor in module.state_dict().values()} == {torch.float32}
    assert not any(parameter.requires_grad for parameter in module.parameters())


def test_decoding_can_be_cancelled_between_its_blocks() -> None:
    truth = recorded("shape_decoder")

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        decoder("shape_slat_decoder")(
            truth["latent_coords"], truth["latent_feats"], 1 << 20, cancel
        )


@pytest.mark.parametrize(
    ("value", "code"),
    [(-1.0, "structure_empty"), (1.0, "structure_full"), (float("nan"), "numbers_broken")],
)
def test_a_structure_that_is_no_object_is_an_error_with_a_remedy(value: float, code: str) -> None:
    with pytest.raises(PixalError) as refused:
        occupied(torch.full((1, 1, 8, 8, 8), value), 4)
    assert refused.value.code == code and refused.value.remedy and code in EXIT_CODES


def test_a_closed_box_round_the_whole_cube_is_no_full_structure() -> None:
    logits = torch.ones(1, 1, 16, 16, 16)
    logits[..., 2:-2, 2:-2, 2:-2] = -1
    assert len(occupied(logits, 8)) == 8**3 - 6**3


def with_bias(level: int, bias: float) -> nn.Module:
    """The tiny shape decoder, whose voxels of `level` all have eight children or none."""
    module = FlexiDualGridVaeDecoder(8, [32, 16, 16, 8, 8], [1, 1, 1, 1, 0])
    module.load_state_dict(decoder("shape_slat_decoder").state_dict())
    nn.init.constant_(module.blocks[level][1].to_subdiv.bias, bias)
    return module


@pytest.mark.parametrize("level", [0, 2, 3])
def test_a_shape_whose_voxels_have_no_children_is_an_error_with_a_remedy(level: int) -> None:
    truth = recorded("shape_decoder")
    with pytest.raises(PixalError) as refused:
        with_bias(level, -1e6)(truth["latent_coords"], truth["latent_feats"])
    assert refused.value.code == "structure_empty" and refused.value.remedy


def test_a_shape_that_fills_its_cells_is_refused_before_it_fills_the_memory() -> None:
    truth, module = recorded("shape_decoder"), with_bias(0, 1e6)
    for level in (1, 2):
        nn.init.constant_(module.blocks[level][1].to_subdiv.bias, 1e6)
    with pytest.raises(PixalError) as refused:
        module(truth["latent_coords"], truth["latent_feats"])
    assert refused.value.code == "structure_full" and refused.value.remedy
