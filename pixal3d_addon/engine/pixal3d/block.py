"""One block of the flow transformers."""

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from .attention import FUSED, ProjectedAttention, SelfAttention, attend
from .chunks import stretches

_EPS = 1e-6


class FeedForward(nn.Module):
    def __init__(self, channels: int, hidden: int) -> None:
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Linear(channels, hidden), nn.GELU(approximate="tanh"), nn.Linear(hidden, channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.mlp(x)


class LayerNorm32(nn.LayerNorm):
    """Computed in float32, whatever comes in."""

    def forward(self, x: Tensor) -> Tensor:
        weight, bias = (None if p is None else p.float() for p in (self.weight, self.bias))
        return F.layer_norm(x.float(), self.normalized_shape, weight, bias, self.eps).to(x.dtype)


class ModulatedNorm(nn.LayerNorm):
    """A norm whose weight and bias are the moment's, so that all of it is one kernel."""

    def forward(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        """x: [N, C], of which it gives `norm(x) * (1 + scale) + shift`, computed in float32."""
        gain = 1 + scale
        if x.device.type in FUSED:  # whose kernels are in float32 inside
            return F.layer_norm(x, self.normalized_shape, gain, shift, self.eps)
        wide = F.layer_norm(x.float(), self.normalized_shape, gain.float(), shift.float(), self.eps)
        return wide.to(x.dtype)


class Block(nn.Module):
    """Self-attention, both conditions, feed-forward; the time's modulation around them."""

    def __init__(
        self, channels: int, heads: int, hidden: int, cond_channels: int, proj_channels: int
    ) -> None:
        super().__init__()
        self.norm1 = ModulatedNorm(channels, eps=_EPS, elementwise_affine=False)
        self.norm2 = LayerNorm32(channels, eps=_EPS)
        self.norm3 = ModulatedNorm(channels, eps=_EPS, elementwise_affine=False)
        self.self_attn = SelfAttention(channels, heads)
        self.cross_attn = ProjectedAttention(channels, heads, cond_channels, proj_channels)
        self.mlp = FeedForward(channels, hidden)
        self.modulation = nn.Parameter(torch.zeros(6 * channels))
        self.channels, self.hidden = channels, hidden

    def row_bytes(self, dtype: torch.dtype) -> int:
        """Of the widest row that is alive at once: q and k in float32, too, or the hidden layer."""
        size = dtype.itemsize
        projected = 5 * size * self.channels + 4 * 4 * self.channels
        fed = 2 * size * self.hidden + 4 * size * self.channels
        return max(projected, fed)

    def forward(
        self,
        x: Tensor,
        cos: Tensor,
        sin: Tensor,
        modulation: Tensor,
        cond: Tensor,
        proj: Tensor,
        budget: int,
    ) -> Tensor:
        """Change tokens `x` [N, C] in place and return them.

        cos, sin: `rope.phases`. modulation: [6 C], all blocks' share. cond: [M, cond_channels].
        proj: [N, proj_channels]. Only attention sees all tokens at once; everything else goes
        through in chunks that need about `budget` bytes on the way.
        """
        dtype = x.dtype
        shift1, scale1, gate1, shift2, scale2, gate2 = (
            (self.modulation.float() + modulation.float()).to(dtype).chunk(6)
        )
        heads, row_bytes = self.self_attn.heads, self.row_bytes(dtype)
        q, k, v = x.new_empty(3, heads, len(x), x.shape[1] // heads)
        for part in stretches(len(x), row_bytes, budget):
            projected = self.self_attn.project(
                self.norm1(x[part], scale1, shift1), cos[part], sin[part]
            )
            for whole, rows in zip((q, k, v), projected, strict=True):
                whole[:, part] = rows.transpose(0, 1)
        attended = attend(q, k, v, budget)
        del q, k, v
        for part in stretches(len(x), row_bytes, budget):
            rows = x[part]
            seen = self.self_attn.to_out(attended[:, part].transpose(0, 1).flatten(1))
            rows.addcmul_(gate1, seen)
            rows += self.cross_attn(self.norm2(rows), cond, proj[part], budget)
            rows.addcmul_(gate2, self.mlp(self.norm3(rows, scale2, shift2)))
        return x
