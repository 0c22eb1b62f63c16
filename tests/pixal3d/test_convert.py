"""Weights from the published layout into our networks, as stored and as converted."""

import shutil
from pathlib import Path

import pytest
import torch
from torch import nn

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.checkpoint import Model, open_checkpoint
from pixal3d_addon.engine.pixal3d.flow import FLOWS, FlowArgs, SLatFlowModel
from pixal3d_addon.engine.pixal3d.load import load_weights, weights_of

TINY = Path(__file__).parents[1] / "reference" / "tiny-pixal3d"
ROLES = (
    "sparse_structure_flow_model",
    "shape_slat_flow_model_512",
    "shape_slat_flow_model_1024",
    "tex_slat_flow_model_1024",
)


def quiet(done: int, total: int) -> None:
    pass


def loaded(model: Model, cache: Path) -> nn.Module:
    with torch.device("meta"):
        module = FLOWS[model.kind](FlowArgs.read(model.args))
    load_weights(module, weights_of(model, cache, quiet), "cpu")
    return module


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The tiny checkpoint, its flows to be run in bfloat16 as the published ones are."""
    folder = shutil.copytree(TINY, tmp_path / "weights")
    for path in (folder / "ckpts").glob("*flow*.json"):
        path.write_text(path.read_text().replace('"float32"', '"bfloat16"'))
    return folder


def velocity(flow: SLatFlowModel) -> torch.Tensor:
    torch.manual_seed(0)
    args = flow.args
    return flow(
        torch.randn(50, args.in_channels),
        torch.cat([torch.zeros(50, 1), torch.randint(args.resolution, (50, 3))], 1).int(),
        0.7,
        torch.randn(5, args.cond_channels),
        torch.randn(50, args.proj_in_channels),
    )


@pytest.mark.parametrize("role", ROLES)
def test_every_flow_takes_its_file_and_its_converted_file(
    role: str, weights: Path, tmp_path: Path
) -> None:
    exact = loaded(open_checkpoint(TINY).models[role], tmp_path)
    half = loaded(open_checkpoint(weights).models[role], tmp_path)
    assert {p.dtype for p in exact.parameters()} == {torch.float32}
    assert half.blocks[0].mlp.mlp[0].weight.dtype == torch.bfloat16
    assert half.input_layer.weight.dtype == torch.float32
    for name, tensor in half.state_dict().items():
        assert torch.equal(tensor, exact.state_dict()[name].to(tensor.dtype))


def test_a_converted_flow_computes_nearly_what_the_original_does(
    weights: Path, tmp_path: Path
) -> None:
    role = "shape_slat_flow_model_512"
    exact = velocity(loaded(open_checkpoint(TINY).models[role], tmp_path))
    half = velocity(loaded(open_checkpoint(weights).models[role], tmp_path))
    error = ((half - exact).norm() / exact.norm()).item()
    assert 0 < error < 0.03


def test_parameters_are_the_mapped_file_itself(weights: Path, tmp_path: Path) -> None:
    model = open_checkpoint(weights).models["shape_slat_flow_model_512"]
    module = loaded(model, tmp_path)
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("needs /proc")
    file = str(weights_of(model, tmp_path, quiet))
    ranges = [
        tuple(int(end, 16) for end in line.split()[0].split("-"))
        for line in maps.read_text().splitlines()
        if line.endswith(file)
    ]
    for parameter in module.parameters():
        assert any(start <= parameter.data_ptr() < end for start, end in ranges)


def test_swapped_files_are_refused(weights: Path, tmp_path: Path) -> None:
    ckpts = weights / "ckpts"
    shutil.copy(ckpts / "slat_flow_imgshape2tex_1024_tiny.safetensors", ckpts / "x")
    (ckpts / "x").replace(ckpts / "slat_flow_img2shape_512_tiny.safetensors")
    with pytest.raises(PixalError, match=r"input_layer.weight is \[64, 16\], not \[64, 8\]") as no:
        loaded(open_checkpoint(weights).models["shape_slat_flow_model_512"], tmp_path)
    assert no.value.code == "weights_mismatch"
