"""The networks of a checkpoint, built from their description and given their weights."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn

from ...core.errors import PixalError
from .checkpoint import Model
from .convert import Progress
from .decoders import build
from .device import runs_bfloat16
from .flow import FLOWS, FlowArgs
from .load import load_weights, weights_of
from .weights_file import printable

_SLAT = {"SLatFlowModel", "ElasticSLatFlowModel"}
KINDS: Mapping[str, set[str]] = {  # role → the published classes that can play it
    "sparse_structure_flow_model": {"SparseStructureFlowModel"},
    "sparse_structure_decoder": {"SparseStructureDecoder"},
    "shape_slat_flow_model_512": _SLAT,
    "shape_slat_flow_model_1024": _SLAT,
    "shape_slat_decoder": {"FlexiDualGridVaeDecoder"},
    "tex_slat_flow_model_1024": _SLAT,
    "tex_slat_decoder": {"SparseUnetVaeDecoder"},
}


def load_model(
    model: Model, device: torch.device | str, cache: Path, progress: Progress
) -> nn.Module:
    """`model` on `device`, ready to run, in the precision that it was published for.

    On a processor the decoders run in float32, whatever is stored (float16 takes it 33 times as
    long), and so do flows where it has no instructions for bfloat16.
    cache: receives the converted weights of a flow; progress: of converting, once. Raises
    PixalError `weights_…` where file and description are not each other's, or not this role's.
    """
    device = torch.device(device)
    module = build_model(model)
    load_weights(module, file_for(model, device, cache, progress), device)
    return module.float() if device.type == "cpu" and model.kind not in FLOWS else module


def file_for(model: Model, device: torch.device, cache: Path, progress: Progress) -> Path:
    """The file that `load_model` reads, converted now where that is due."""
    return weights_of(model, cache, progress) if runs_bfloat16(device) else model.weights


def build_model(model: Model) -> nn.Module:
    """`model` without weights: on torch's meta device, where it takes no memory."""
    if model.kind not in KINDS[model.role]:
        raise PixalError(
            "weights_mismatch",
            f"A {printable(model.kind)} is no {model.role}.",
            "Files of different models are mixed: download the weights again.",
        )
    with torch.device("meta"):
        if model.kind in FLOWS:
            return FLOWS[model.kind](FlowArgs.read(model.args))
        return build(model.kind, model.args)
