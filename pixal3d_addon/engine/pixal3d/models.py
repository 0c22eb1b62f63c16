"""The networks of a checkpoint, built from their description and given their weights."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn

from ...core.errors import PixalError
from .checkpoint import Model
from .convert import Progress
from .decoders import build
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

    cache: receives the converted weights of a flow; progress: of converting, once. Raises
    PixalError `weights_…` where file and description are not each other's, or not this role's.
    """
    module = build_model(model)
    load_weights(module, weights_of(model, cache, progress), device)
    return module


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
