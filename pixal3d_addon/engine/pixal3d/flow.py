"""The flow transformers: the velocity of a noisy latent, given the photo."""

import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from ...core.errors import PixalError
from . import rope
from .block import Block

_FREQUENCIES = 256  # of the time's sinusoid
_BUDGET = 256 << 20


@dataclass(frozen=True)
class FlowArgs:
    """A flow's published `args`. resolution: cells along a side of the grid."""

    resolution: int
    in_channels: int
    out_channels: int
    model_channels: int
    cond_channels: int
    num_blocks: int
    num_heads: int
    mlp_ratio: float
    proj_in_channels: int

    @classmethod
    def read(cls, args: Mapping[str, Any]) -> "FlowArgs":
        """From a checkpoint's JSON. Raises PixalError `weights_mismatch` naming what is not ours.

        Without `proj_in_channels` (the published structure flow) they are `cond_channels`.
        """
        args = dict(args)
        args.setdefault("proj_in_channels", args.get("cond_channels"))
        own = {field.name: field.type for field in fields(cls)}
        for name, only in _ONLY.items():
            if args.pop(name, only[0]) not in only:
                raise _mismatch(f"{name} is not {only[0]!r}")
        for name in _IGNORED & args.keys():
            del args[name]
        if unknown := sorted(args.keys() - own.keys()):
            raise _mismatch(f"unknown {', '.join(map(repr, unknown))}")
        if missing := [f.name for f in fields(cls) if f.default is MISSING and f.name not in args]:
            raise _mismatch(f"without {', '.join(missing)}")
        for name, kind in own.items():
            value = args[name]
            whole = type(value) is int and 0 < value <= 1 << 16
            if not (whole or (kind is float and type(value) is float and 0 < value <= 64)):
                raise _mismatch(f"{name} is no sensible number")
        if args["model_channels"] % (2 * args["num_heads"]):
            raise _mismatch("model_channels is no even multiple of num_heads")
        return cls(**args)


# Constructor arguments of the public model with one published value each (its default first).
_ONLY: Mapping[str, tuple[Any, ...]] = {
    "pe_mode": ("rope",),
    "rope_freq": ([1.0, 10000.0],),
    "share_mod": (True,),
    "qk_rms_norm": (True,),
    "qk_rms_norm_cross": (True,),
    "image_attn_mode": ("proj",),
    "vae_in_channels": (None,),
}
# They tell how it was trained, how it is stored, or what `num_heads` says already.
_IGNORED = {"initialization", "dtype", "use_checkpoint", "num_head_channels"}


class TimestepEmbedder(nn.Module):
    """Time → [C]: a sinusoid of 256 dimensions, cosines before sines, then two layers."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        first = nn.Linear(_FREQUENCIES, channels)
        self.mlp = nn.Sequential(first, nn.SiLU(), nn.Linear(channels, channels))

    def forward(self, t: float) -> Tensor:
        """t: 1 is noise, 0 is the latent; the network knows it as 1000 t."""
        weight = next(self.mlp.parameters())
        half = _FREQUENCIES // 2
        order = torch.arange(half, dtype=torch.float32, device=weight.device) / half
        angles = 1000.0 * t * torch.exp(-math.log(10000.0) * order)
        return self.mlp(torch.cat([angles.cos(), angles.sin()]).to(weight.dtype))


class Flow(nn.Module):
    """One transformer for all stages; a token is a cell of the grid with what it holds."""

    def __init__(self, args: FlowArgs) -> None:
        super().__init__()
        self.args = args
        channels, hidden = args.model_channels, int(args.model_channels * args.mlp_ratio)
        self.input_layer = nn.Linear(args.in_channels, channels)
        self.t_embedder = TimestepEmbedder(channels)
        self.adaLN_modulation = nn.Sequential(nn.SiLU(), nn.Linear(channels, 6 * channels))
        self.blocks = nn.ModuleList(
            Block(channels, args.num_heads, hidden, args.cond_channels, args.proj_in_channels)
            for _ in range(args.num_blocks)
        )
        self.out_layer = nn.Linear(channels, args.out_channels)

    def velocity(
        self,
        feats: Tensor,
        cells: Tensor,
        t: float,
        cond: Tensor | None,
        proj: Tensor | None,
        budget: int,
    ) -> Tensor:
        """feats [N, in_channels] in cells [N, 3] at time `t` → float32 [N, out_channels].

        cond: [M, cond_channels], the image's global tokens. proj: [N, proj_in_channels], each
        cell's own pixels. Both None: what zeros in their place would give, for guidance, without
        what is the same for all cells then. budget: bytes for what is made between two layers.
        """
        dtype = self.blocks.get_parameter("0.mlp.mlp.0.weight").dtype
        x = self.input_layer(feats.to(self.input_layer.weight.dtype)).to(dtype)
        moments = torch.stack([block.get_parameter("modulation") for block in self.blocks]).float()
        moments += self.adaLN_modulation(self.t_embedder(t)).float()
        moments = moments.unflatten(1, (6, -1))
        moments[:, 1::3] += 1  # the norms' gains
        moments = moments.to(dtype)
        if cond is not None and proj is not None:
            cond, proj = cond.to(dtype), proj.to(dtype)
        head_channels = self.args.model_channels // self.args.num_heads
        cos, sin = rope.phases(cells, head_channels)
        for block, moment in zip(self.blocks, moments, strict=True):
            x = block(x, cos, sin, moment, cond, proj, budget)
        x = F.layer_norm(x.float(), x.shape[-1:])
        return self.out_layer(x.to(self.out_layer.weight.dtype)).float()


class SparseStructureFlowModel(Flow):
    """Dense: one token for every cell of the grid, x slowest."""

    @torch.inference_mode()
    def forward(
        self,
        x: Tensor,
        t: float,
        cond: Tensor | None,
        proj: Tensor | None,
        budget: int = _BUDGET,
    ) -> Tensor:
        """x: [1, in_channels, R, R, R]. cond: [M, cond_channels]. proj: [R³, proj_in_channels].

        Both None without the photo. Returns float32 [1, out_channels, R, R, R].
        """
        axis = torch.arange(self.args.resolution, device=x.device)
        cells = torch.cartesian_prod(axis, axis, axis)
        out = self.velocity(x[0].flatten(1).T, cells, t, cond, proj, budget)
        return out.T.unflatten(1, x.shape[2:])[None].contiguous()


class SLatFlowModel(Flow):
    """Sparse: one token for every occupied cell."""

    @torch.inference_mode()
    def forward(
        self,
        feats: Tensor,
        coords: Tensor,
        t: float,
        cond: Tensor | None,
        proj: Tensor | None,
        concat_feats: Tensor | None = None,
        budget: int = _BUDGET,
    ) -> Tensor:
        """feats: [N, C]. coords: int [N, 4], batch, x, y, z. cond: [M, cond_channels].

        proj: [N, proj_in_channels]. Both None without the photo. concat_feats: [N, C'] beside
        `feats` on the way in, the texture's shape latent. C + C' = in_channels. Returns float32
        [N, out_channels].
        """
        if concat_feats is not None:
            feats = torch.cat([feats, concat_feats], dim=-1)
        return self.velocity(feats, coords[:, 1:], t, cond, proj, budget)


FLOWS: Mapping[str, type[SparseStructureFlowModel] | type[SLatFlowModel]] = {
    "SparseStructureFlowModel": SparseStructureFlowModel,
    "SLatFlowModel": SLatFlowModel,
    "ElasticSLatFlowModel": SLatFlowModel,  # its training name: the same network
}


def _mismatch(what: str) -> PixalError:
    return PixalError(
        "weights_mismatch",
        f"The weights' description is not a flow that this version knows: {what}.",
        "Get the weights again, or update Pixal3D for Blender.",
    )
