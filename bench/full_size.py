"""The published model at its published sizes, with random weights: no download, the same work."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from pixal3d_addon.engine.pixal3d.checkpoint import Model
from pixal3d_addon.engine.pixal3d.models import build_model
from pixal3d_addon.engine.pixal3d.published import SamplerParams

_FLOW = {
    "model_channels": 1536, "cond_channels": 1024, "num_blocks": 30, "num_heads": 12,
    "mlp_ratio": 5.3334, "share_mod": True, "qk_rms_norm": True, "qk_rms_norm_cross": True,
    "image_attn_mode": "proj",
}  # fmt: skip
_UNET = {
    "latent_channels": 32, "model_channels": [1024, 512, 256, 128, 64],
    "num_blocks": [4, 16, 8, 4, 0],
}  # fmt: skip


@dataclass(frozen=True)
class Published:
    """A file of the published table. stored: bytes of a number of its tensors in the file.

    tensors: how many, or 0 where the table does not say. in_float32: parts of the names of tensors
    that are stored so in any case. besides: bytes that are no parameter (a constant that is left).
    """

    kind: str
    args: Mapping[str, Any]
    bytes: int
    stored: int = 4
    tensors: int = 700
    in_float32: tuple[str, ...] = ()
    besides: int = 0


def _flow(resolution: int, channels: int, proj: int = 2048, out: int = 32) -> dict[str, Any]:
    own = {"resolution": resolution, "in_channels": channels, "out_channels": out}
    return {**_FLOW, **own, "proj_in_channels": proj}


TABLE: Mapping[str, Published] = {
    "sparse_structure_flow_model": Published(
        "SparseStructureFlowModel", _flow(16, 8, 1024, 8), 5_359_822_584, besides=16**3 * 64 * 8
    ),
    "sparse_structure_decoder": Published(
        "SparseStructureDecoder",
        {"out_channels": 1, "latent_channels": 8, "num_res_blocks": 2, "channels": [512, 128, 32]},
        147_591_972, 2, 0, ("norm", "input_", "out_layer"),
    ),
    "shape_slat_flow_model_512": Published("SLatFlowModel", _flow(32, 32), 5_546_764_048),
    "shape_slat_flow_model_1024": Published("SLatFlowModel", _flow(64, 32), 5_546_764_048),
    "shape_slat_decoder": Published("FlexiDualGridVaeDecoder", _UNET, 948_490_494, 2, 0),
    "tex_slat_flow_model_1024": Published("SLatFlowModel", _flow(64, 64), 5_546_960_656),
    "tex_slat_decoder": Published(
        "SparseUnetVaeDecoder", {**_UNET, "out_channels": 6}, 948_458_812, 2, 0
    ),
}  # fmt: skip
FLOWS = tuple(role for role in TABLE if "flow" in role)
STRUCTURE = SamplerParams(12, 7.5, 0.7, (0.6, 1.0), 5.0, 1e-5)
SHAPE = SamplerParams(12, 7.5, 0.5, (0.6, 1.0), 3.0, 1e-5)
TEXTURE = SamplerParams(12, 1.0, 0.0, (0.6, 0.9), 3.0, 1e-5)
_HEADERS = 0, 100_000  # bytes of names, shapes and places before a file's numbers


def build(role: str, blocks: int | None = None) -> nn.Module:
    """The network of `role` without weights, a flow with so many of its 30 equal blocks."""
    published = TABLE[role]
    args = {**published.args, **({"num_blocks": blocks} if blocks else {})}
    return build_model(Model(role, published.kind, args, Path()))


def check(role: str) -> tuple[int, int, str]:
    """Parameters, bytes of the header that would be left in the file, and what is wrong or ""."""
    published, tensors = TABLE[role], dict(build(role).named_parameters())
    numbers = published.besides
    for name, tensor in tensors.items():
        wide = any(part in name for part in published.in_float32)
        numbers += tensor.numel() * (4 if wide else published.stored)
    parameters, left = sum(t.numel() for t in tensors.values()), published.bytes - numbers
    wrong = ""
    if not _HEADERS[0] < left < _HEADERS[1]:
        wrong = f"{left:,} bytes are left of the published {published.bytes:,}"
    elif published.tensors and len(tensors) != published.tensors:
        wrong = f"{len(tensors)} tensors instead of {published.tensors}"
    return parameters, left, wrong


def materialize(
    module: nn.Module, device: str, dtype: torch.dtype, numbers: bool = True
) -> nn.Module:
    """Weights for a module on the meta device, stored as the product stores them.

    dtype: of all but what the conversion of a flow leaves in float32. numbers: random ones of a
    size that keeps the network in range, or else memory that nobody has written.
    """
    flow = hasattr(module, "t_embedder")

    def made(name: str, tensor: Tensor) -> Tensor:
        matrix = name.startswith("blocks.") and name.endswith((".weight", ".bias"))
        wide = flow and not (matrix and "norm" not in name)
        out = torch.empty(tensor.shape, device=device, dtype=torch.float32 if wide else dtype)
        if not numbers:
            return out
        if tensor.dim() == 1 or "gamma" in name:
            return out.fill_(0.0 if name.endswith(("bias", "modulation")) else 1.0)
        return out.normal_(0, tensor[0].numel() ** -0.5)

    state = {name: made(name, tensor) for name, tensor in module.state_dict().items()}
    module.load_state_dict(state, assign=True)
    for part in module.modules():  # what no file holds: constants, such as DINOv3's frequencies
        for name, tensor in part.named_buffers(recurse=False):
            if tensor.is_meta:
                setattr(part, name, torch.ones(tensor.shape, device=device))
    return module.eval().requires_grad_(False)


def dinov3() -> nn.Module:
    """ViT-L/16 without weights."""
    from transformers import DINOv3ViTConfig, DINOv3ViTModel

    config = DINOv3ViTConfig(
        hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096,
        num_register_tokens=4, patch_size=16,
    )  # fmt: skip
    with torch.device("meta"):
        return DINOv3ViTModel(config)
