"""The flow transformers against the recorded ones, and against the published files' sizes."""

import json
import math
from typing import Any

import pytest
import torch

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d import attention
from pixal3d_addon.engine.pixal3d.chunks import stretches
from pixal3d_addon.engine.pixal3d.flow import FLOWS, FlowArgs, SLatFlowModel
from pixal3d_addon.engine.pixal3d.load import load_weights
from pixal3d_addon.engine.pixal3d.rope import phases, rotate
from tests.pixal3d.recorded import TINY, TOLERANCE, recorded, relative_error

PUBLISHED = {
    "resolution": 32, "in_channels": 32, "out_channels": 32, "model_channels": 1536,
    "cond_channels": 1024, "num_blocks": 30, "num_heads": 12, "mlp_ratio": 5.3334,
    "pe_mode": "rope", "share_mod": True, "initialization": "scaled", "qk_rms_norm": True,
    "qk_rms_norm_cross": True, "image_attn_mode": "proj", "proj_in_channels": 2048,
    "dtype": "bfloat16",
}  # fmt: skip
ONE_ROW = 1  # bytes: fewer than any row needs


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def tiny(name: str) -> Any:
    described = json.loads((TINY / "ckpts" / f"{name}.json").read_text())
    with torch.device("meta"):
        flow = FLOWS[described["name"]](FlowArgs.read(described["args"]))
    load_weights(flow, TINY / "ckpts" / f"{name}.safetensors", "cpu")
    return flow


@pytest.mark.parametrize("budget", [ONE_ROW, 1 << 28])
def test_the_structure_flow_is_the_recorded_one_whatever_the_budget(budget: int) -> None:
    d = recorded("sparse_structure_flow")
    t, cond, proj = float(d["t"]) / 1000, d["cond_global"][0], d["cond_proj"][0]
    out = tiny("ss_flow_tiny")(d["x"], t, cond, proj, budget)
    assert relative_error(out, d["out"]) < TOLERANCE


@pytest.mark.parametrize("budget", [ONE_ROW, 1 << 28])
def test_the_shape_flow_is_the_recorded_one_whatever_the_budget(budget: int) -> None:
    d = recorded("structured_latent_flow")
    t, cond = float(d["t"]) / 1000, d["cond_global"][0]
    flow = tiny("slat_flow_img2shape_512_tiny")
    out = flow(d["feats"], d["coords"], t, cond, d["cond_proj"], budget=budget)
    assert relative_error(out, d["out"]) < TOLERANCE


def test_without_fused_kernels_the_numbers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "FUSED", frozenset())
    d = recorded("structured_latent_flow")
    t, cond = float(d["t"]) / 1000, d["cond_global"][0]
    flow = tiny("slat_flow_img2shape_512_tiny")
    for budget in (ONE_ROW, 1 << 28):
        out = flow(d["feats"], d["coords"], t, cond, d["cond_proj"], budget=budget)
        assert relative_error(out, d["out"]) < TOLERANCE


@pytest.mark.parametrize("name", ["ss_flow_tiny", "slat_flow_img2shape_512_tiny"])
def test_without_the_photo_is_as_with_zeros_in_its_place(name: str) -> None:
    d, flow = recorded("structured_latent_flow"), tiny(name)
    cells = (d["feats"], d["coords"], 0.7)
    if name == "ss_flow_tiny":
        cells = (recorded("sparse_structure_flow")["x"], 0.7)
    rows = cells[0].shape[2:].numel() if len(cells) == 2 else len(cells[0])
    zeros = torch.zeros(5, flow.args.cond_channels), torch.zeros(rows, flow.args.proj_in_channels)
    assert relative_error(flow(*cells, None, None), flow(*cells, *zeros)) < TOLERANCE


def test_the_texture_flow_is_the_recorded_one() -> None:
    d = recorded("structured_latent_flow")
    t, cond = float(d["t"]) / 1000, d["cond_global"][0]
    flow = tiny("slat_flow_imgshape2tex_1024_tiny")
    out = flow(d["feats"], d["coords"], t, cond, d["cond_proj"], d["concat_feats"])
    assert relative_error(out, d["out_concat"]) < TOLERANCE


def test_the_inputs_are_left_as_they_were() -> None:
    d = recorded("structured_latent_flow")
    before = {name: tensor.clone() for name, tensor in d.items()}
    flow = tiny("slat_flow_img2shape_512_tiny")
    flow(d["feats"], d["coords"], 0.5, d["cond_global"][0], d["cond_proj"])
    assert all(torch.equal(d[name], before[name]) for name in d)


def test_the_order_of_the_tokens_does_not_matter() -> None:
    d = recorded("structured_latent_flow")
    t, cond = float(d["t"]) / 1000, d["cond_global"][0]
    order = torch.randperm(len(d["feats"]), generator=torch.Generator().manual_seed(0))
    flow = tiny("slat_flow_img2shape_512_tiny")
    out = flow(d["feats"][order], d["coords"][order], t, cond, d["cond_proj"][order])
    assert relative_error(out, d["out"][order]) < TOLERANCE


def test_bfloat16_blocks_stay_near_the_recorded_velocity() -> None:
    d = recorded("structured_latent_flow")
    flow = tiny("slat_flow_img2shape_512_tiny")
    for module in flow.blocks.modules():
        if isinstance(module, torch.nn.Linear):
            module.to(torch.bfloat16)
    t, cond = float(d["t"]) / 1000, d["cond_global"][0]
    out = flow(d["feats"], d["coords"], t, cond, d["cond_proj"])
    assert out.dtype == torch.float32
    assert relative_error(out, d["out"]) < 0.02


@pytest.mark.parametrize(
    ("kind", "changes", "published_bytes", "tensors", "phases_bytes"),
    [
        ("SparseStructureFlowModel", {"resolution": 16, "in_channels": 8, "out_channels": 8,
          "proj_in_channels": None}, 5_359_822_584, 701, 16**3 * 64 * 8),
        ("SLatFlowModel", {}, 5_546_764_048, 700, 0),
        ("SLatFlowModel", {"resolution": 64}, 5_546_764_048, 700, 0),
        ("SLatFlowModel", {"resolution": 64, "in_channels": 64}, 5_546_960_656, 700, 0),
    ],
)  # fmt: skip
def test_full_size_flows_have_the_tensors_and_bytes_of_the_published_files(
    kind: str, changes: dict[str, Any], published_bytes: int, tensors: int, phases_bytes: int
) -> None:
    args = {k: v for k, v in (PUBLISHED | changes).items() if v is not None}
    with torch.device("meta"):
        flow = FLOWS[kind](FlowArgs.read(args))
    parameters = list(flow.parameters())
    assert len(parameters) + (phases_bytes > 0) == tensors
    assert not list(flow.buffers())  # on the meta device one would lose its numbers
    found = 4 * sum(p.numel() for p in parameters) + phases_bytes
    header = published_bytes - found
    assert 0 < header < 200 * tensors  # far inside 0.1 %: what is left is the file's header
    assert 1.3e9 < found / 4 < 1.4e9


def refuse(changes: dict[str, Any]) -> str:
    args = {k: v for k, v in (PUBLISHED | changes).items() if v != "absent"}
    with pytest.raises(PixalError) as raised:
        FlowArgs.read(args)
    assert raised.value.code == "weights_mismatch"
    return raised.value.message


def test_an_unknown_argument_is_named() -> None:
    assert "'window_size'" in refuse({"window_size": 8})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pe_mode", "ape"), ("share_mod", False), ("qk_rms_norm", False),
        ("qk_rms_norm_cross", False), ("image_attn_mode", "gated_proj"), ("rope_freq", [1.0, 5.0]),
        ("num_blocks", "absent"), ("num_blocks", True), ("num_blocks", -1), ("num_heads", 11),
        ("model_channels", 1 << 40), ("mlp_ratio", math.nan), ("mlp_ratio", 1e9),
        ("mlp_ratio", None), ("in_channels", [8]), ("cond_channels", "1024"),
    ],
)  # fmt: skip
def test_another_mode_or_a_senseless_number_is_refused_by_name(name: str, value: object) -> None:
    message = refuse({name: value})
    assert name in message


def test_the_structure_flow_without_projected_channels_has_the_image_tokens_count() -> None:
    args = {k: v for k, v in PUBLISHED.items() if k != "proj_in_channels"}
    assert FlowArgs.read(args).proj_in_channels == 1024


def test_an_empty_structure_has_an_empty_velocity() -> None:
    flow = tiny("slat_flow_img2shape_512_tiny")
    assert isinstance(flow, SLatFlowModel)
    out = flow(torch.zeros(0, 8), torch.zeros(0, 4, dtype=torch.int32), 0.5,
               torch.zeros(5, 32), torch.zeros(0, 64))  # fmt: skip
    assert out.shape == (0, 8)


def test_turning_keeps_lengths_and_sees_only_the_distance() -> None:
    generator = torch.Generator().manual_seed(0)
    q, k = torch.randn(2, 1, 2, 32, generator=generator)

    def product(at: list[int], other: list[int]) -> torch.Tensor:
        turned = [rotate(x, *phases(torch.tensor([cell]), 32)) for x, cell in ((q, at), (k, other))]
        return (turned[0] * turned[1]).sum(-1)

    assert torch.allclose(
        product([3, 4, 5], [1, 9, 2]), product([13, 5, 8], [11, 10, 5]), atol=1e-4
    )
    assert not torch.allclose(product([3, 4, 5], [1, 9, 2]), product([3, 4, 5], [1, 9, 3]))
    assert torch.equal(rotate(q, *phases(torch.zeros(1, 3), 32)), q)


def test_chunks_cover_every_row_once_and_hold_one_row_at_least() -> None:
    for rows, row_bytes, budget in ((10, 8, 24), (10, 8, 1), (10, 8, 10**9), (0, 8, 24)):
        covered = [i for part in stretches(rows, row_bytes, budget) for i in range(rows)[part]]
        assert covered == list(range(rows))
