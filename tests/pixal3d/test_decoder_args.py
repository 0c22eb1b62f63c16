"""Decoders as a checkpoint describes them: the published sizes, and what is something else."""

import json
from math import prod
from typing import Any

import pytest
import torch
from torch import nn

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.decoders import build

UNET: dict[str, Any] = {
    "latent_channels": 32,
    "model_channels": [1024, 512, 256, 128, 64],
    "num_blocks": [4, 16, 8, 4, 0],
    "block_type": ["SparseConvNeXtBlock3d"] * 5,
    "up_block_type": ["SparseResBlockC2S3d"] * 4,
    "block_args": [{"use_checkpoint": False}] * 5,
    "use_fp16": True,
}
STRUCTURE: dict[str, Any] = {
    "out_channels": 1,
    "latent_channels": 8,
    "num_res_blocks": 2,
    "num_res_blocks_middle": 2,
    "channels": [512, 128, 32],
    "use_fp16": True,
}


def file_bytes(module: nn.Module, in_float32: tuple[str, ...]) -> int:
    """How large a safetensors file of `module` is, to the byte; its other tensors are float16."""
    tensors = {
        name: (tensor.shape, "F32" if any(part in name for part in in_float32) else "F16")
        for name, tensor in module.state_dict().items()
    }
    header, end = {}, 0
    for name in sorted(tensors, key=lambda name: (tensors[name][1] != "F32", name)):
        shape, dtype = tensors[name]
        start, end = end, end + prod(shape) * int(dtype[1:]) // 8
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [start, end]}
    return 8 + -(-len(json.dumps(header, separators=(",", ":"))) // 8) * 8 + end


@pytest.mark.parametrize(
    ("kind", "args", "in_float32", "published"),
    [
        ("SparseStructureDecoder", STRUCTURE, ("norm", "input_", "out_layer"), 147_591_972),
        ("FlexiDualGridVaeDecoder", {**UNET, "resolution": 256}, (), 948_490_494),
        (
            "SparseUnetVaeDecoder",
            {**UNET, "out_channels": 6, "pred_subdiv": False},
            (),
            948_458_812,
        ),
    ],
)
def test_at_full_size_the_names_and_shapes_fill_the_published_file_to_the_byte(
    kind: str, args: dict[str, Any], in_float32: tuple[str, ...], published: int
) -> None:
    with torch.device("meta"):
        assert file_bytes(build(kind, args), in_float32) == published


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        ("NoDecoder", {}, "NoDecoder"),
        ("FlexiDualGridVaeDecoder", {"num_blocks": [1]}, "do not go together"),
        ("FlexiDualGridVaeDecoder", {"num_blocks": None}, "num_blocks is no sensible"),
        ("FlexiDualGridVaeDecoder", {"model_channels": [12, 6, 3, 2, 1]}, "eight children"),
        ("FlexiDualGridVaeDecoder", {"model_channels": []}, "model_channels is no sensible"),
        ("FlexiDualGridVaeDecoder", {"latent_channels": -1}, "latent_channels is no sensible"),
        ("FlexiDualGridVaeDecoder", {"latent_channels": 1 << 40}, "latent_channels is no"),
        ("FlexiDualGridVaeDecoder", {"block_type": ["Other"]}, "block_type is not"),
        ("FlexiDualGridVaeDecoder", {"wings": 2}, "unknown 'wings'"),
        ("SparseUnetVaeDecoder", {}, "without out_channels"),
        ("SparseUnetVaeDecoder", {"out_channels": 6, "pred_subdiv": True}, "pred_subdiv is not"),
    ],
)
def test_a_description_of_something_else_is_refused(
    kind: str, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(PixalError, match=said) as refused, torch.device("meta"):
        build(kind, {**UNET, **change})
    assert refused.value.code == "weights_mismatch" and refused.value.remedy
