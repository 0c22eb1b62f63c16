"""The sparse U-Net's decoding half, which the shape and the texture decoder share.

Memory. A level has voxels by the million (some ten million at the last one of 1536), so nothing as
wide as a layer is ever made for all of them: convolution, norm, feed-forward and children go
through together, a stretch of rows at a time that needs about `budget` bytes. What is alive for a
whole level is its features once or twice and its neighbor map. The last level, which has no blocks
in the published models, goes straight on to the output's few channels, and its neighbors, used
once, are looked up stretch by stretch and never held.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from ...core.errors import PixalError
from .block import LayerNorm32
from .chunks import stretches
from .neighbors import Neighbors
from .sparse_conv import SparseConv3d

_EPS = 1e-6
_FULL = 0.4  # of a token's cube, after three levels; a surface through it takes a tenth of 16³
_UP_COST = 5  # what an up block takes, in blocks of its level: channels halve, voxels grow by four
BUDGET = 256 << 20

Tick = Callable[[int, int], None]  # so much done, of so much; may raise `Cancelled`


@dataclass(frozen=True)
class Subdivision:
    """Which children a level's voxels have: coords int32 [N, 4], logits [N, 8], child where > 0.

    Child k is at twice the coordinates plus (k & 1, k >> 1 & 1, k >> 2 & 1).
    """

    coords: Tensor
    logits: Tensor

    def children(self) -> tuple[Tensor, Tensor]:
        """int32 [M, 4] coordinates and int64 [M] 8 · parent's row + k, parent by parent."""
        slots = (self.logits > 0).flatten().nonzero()[:, 0]
        children = self.coords[slots >> 3] * torch.tensor([1, 2, 2, 2], device=slots.device).int()
        for axis in range(3):
            children[:, axis + 1] += (slots >> axis & 1).int()
        return children, slots


class ConvNeXtBlock(nn.Module):
    """A convolution, norm and feed-forward, beside the input itself."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = SparseConv3d(channels, channels)
        self.norm = LayerNorm32(channels, eps=_EPS)
        self.mlp = nn.Sequential(
            nn.Linear(channels, 4 * channels), nn.SiLU(), nn.Linear(4 * channels, channels)
        )

    def forward(self, x: Tensor, neighbors: Neighbors, budget: int) -> Tensor:
        """[N, C] → [N, C]."""
        out = torch.empty_like(x)
        for pairs in self.conv.pairs(neighbors, budget):
            h = self.norm(self.conv.rows(x, pairs))
            torch.add(x[pairs.part], self.mlp(h), out=out[pairs.part])
        return out


class UpBlock(nn.Module):
    """From voxels to their children. Channel-to-space: channels as (8, c), child k takes row k."""

    def __init__(self, channels: int, out_channels: int, pred_subdiv: bool) -> None:
        super().__init__()
        self.norm1 = LayerNorm32(channels, eps=_EPS)
        self.norm2 = LayerNorm32(out_channels, eps=_EPS, elementwise_affine=False)
        self.conv1 = SparseConv3d(channels, 8 * out_channels)
        self.conv2 = SparseConv3d(out_channels, out_channels)
        if pred_subdiv:
            self.to_subdiv = nn.Linear(channels, 8)
        self.repeats = out_channels // (channels // 8)

    def subdivide(self, coords: Tensor, x: Tensor, budget: int) -> Subdivision:
        logits = x.new_empty(len(x), 8)
        for part in stretches(len(x), 4 * x.shape[1], budget):
            logits[part] = self.to_subdiv(x[part])
        return Subdivision(coords, logits)

    def expand(self, x: Tensor, neighbors: Neighbors, slots: Tensor, budget: int) -> Tensor:
        """x [N, C] → the main path up to its second convolution, of all children [M, out].

        slots: from `Subdivision.children`.
        """
        normed = torch.empty_like(x)
        for part in stretches(len(x), 12 * x.shape[1], budget):
            normed[part] = F.silu(self.norm1(x[part]))
        h = x.new_empty(len(slots), len(self.conv2.weight))
        stops = [8 * part.stop for part in neighbors.parts(self.conv1.pair_bytes, budget)]
        ends = _ends(slots, stops)
        start = 0
        for pairs, end in zip(self.conv1.pairs(neighbors, budget), ends, strict=True):
            wide = self.conv1.rows(normed, pairs).reshape(-1, h.shape[1])
            rows = wide.index_select(0, slots[start:end] - 8 * pairs.part.start)
            h[start:end] = F.silu(self.norm2(rows))
            start = end
        return h

    def forward(
        self,
        h: Tensor,
        x: Tensor,
        slots: Tensor,
        neighbors: Neighbors,
        budget: int,
        finish: Callable[[Tensor], Tensor],
    ) -> Tensor:
        """h [M, out] of `expand`, x [N, C] → the children's rows, [M, out] before `finish`.

        slots: from `Subdivision.children`. neighbors: the children's. finish: goes row by row.
        """
        skip = x.reshape(8 * len(x), -1)
        out = h
        for pairs in self.conv2.pairs(neighbors, budget):
            part = pairs.part
            rows = self.conv2.rows(h, pairs)
            rows += skip[slots[part]].repeat_interleave(self.repeats, dim=1)
            rows = finish(rows)
            out = rows.new_empty(len(h), rows.shape[1]) if part.start == 0 else out
            out[part] = rows
        return out


class SparseUnet(nn.Module):
    """Computes in the type in which its blocks' weights are stored, norms in float32."""

    def __init__(
        self,
        out_channels: int,
        latent_channels: int,
        model_channels: Sequence[int],
        num_blocks: Sequence[int],
        pred_subdiv: bool,
    ) -> None:
        super().__init__()
        self.from_latent = nn.Linear(latent_channels, model_channels[0])
        self.output_layer = nn.Linear(model_channels[-1], out_channels)
        self.blocks = nn.ModuleList()
        for level, (channels, count) in enumerate(zip(model_channels, num_blocks, strict=True)):
            blocks = nn.ModuleList(ConvNeXtBlock(channels) for _ in range(count))
            if level < len(num_blocks) - 1:
                blocks.append(UpBlock(channels, model_channels[level + 1], pred_subdiv))
            self.blocks.append(blocks)

    def walk(
        self,
        coords: Tensor,
        latent: Tensor,
        guide: Sequence[Subdivision],
        budget: int,
        tick: Tick,
        features: bool = True,
    ) -> tuple[Tensor, Tensor, list[Subdivision]]:
        """coords int32 [N, 4], latent [N, latent_channels] → coords [M, 4], float32 [M, out].

        Also returns the subdivisions, which are `guide`, or where that is empty the model's own.
        features: false stops where the last coordinates are known, and returns no features.
        Raises PixalError `structure_empty`, or `structure_full` before memory runs out over it.
        """
        levels = [cast(Sequence[ConvNeXtBlock | UpBlock], level) for level in self.blocks]
        total = sum(_cost(block) for blocks in levels for block in blocks)
        done = 0
        subdivisions: list[Subdivision] = []
        neighbors = Neighbors(coords, budget=budget)
        x = _linear(self.from_latent, latent).to(self.dtype)
        for level, blocks in enumerate(levels, 1):
            for block in blocks:
                if isinstance(block, UpBlock):
                    own = guide[level - 1] if guide else block.subdivide(coords, x, budget)
                    if not bool(own.logits.isfinite().all()):
                        raise _broken()
                    subdivisions.append(own)
                    coords, slots = own.children()
                    if not len(coords):
                        raise _nothing("structure_empty", "No surface came out of the photo.")
                    if level > 2 and len(coords) > _FULL * 8**level * len(latent):
                        raise _nothing(
                            "structure_full", "What came out of the photo is no surface."
                        )
                    if level == len(levels) - 1 and not features:
                        return coords, x[:0], subdivisions
                    ends = level == len(levels) - 1 and not len(levels[-1])
                    h = block.expand(x, neighbors, slots, budget)
                    del neighbors  # before the next level's, four times as many, are made
                    neighbors = Neighbors(coords, not ends, budget)
                    finish = self._head if ends else _as_it_is
                    x = block(h, x, slots, neighbors, budget, finish)
                    del h
                else:
                    x = block(x, neighbors, budget)
                done += _cost(block)
                tick(done, total)
        if len(levels[-1]):
            x = torch.cat([self._head(x[part]) for part in stretches(len(x), 64, budget)])
        return coords, x, subdivisions

    @property
    def dtype(self) -> torch.dtype:
        """Of the blocks' weights, but the norms', which may be float32 in any case."""
        return next(p.dtype for name, p in self.blocks.named_parameters() if "conv" in name)

    def _head(self, x: Tensor) -> Tensor:
        return _linear(self.output_layer, F.layer_norm(x.float(), x.shape[-1:]))


def _ends(slots: Tensor, stops: Sequence[int]) -> list[int]:
    """How many of the sorted `slots` are below each of `stops`: one wait for the device."""
    where = "cpu" if slots.device.type == "mps" else slots.device  # see `VoxelIndex`
    return torch.searchsorted(slots.to(where), torch.tensor(stops, device=where)).tolist()


def _cost(block: nn.Module) -> int:
    return _UP_COST if isinstance(block, UpBlock) else 1


def _linear(layer: nn.Linear, x: Tensor) -> Tensor:
    """In float32, however its few weights are stored."""
    return F.linear(x.float(), layer.weight.float(), layer.bias.float())


def _as_it_is(x: Tensor) -> Tensor:
    return x


def _broken() -> PixalError:
    return PixalError(
        "numbers_broken",
        "The graphics device computed a shape that is no numbers.",
        "Update its driver, or get the weights again.",
    )


def _nothing(code: str, message: str) -> PixalError:
    return PixalError(
        code, message, "Try another seed, or a photo in which the subject stands out more."
    )
