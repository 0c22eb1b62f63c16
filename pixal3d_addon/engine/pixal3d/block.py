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
        if not _fuses_gelu(x):
            return self.mlp(x)
        first, _, second = self.mlp
        # torch's own, though its name has no public one: the product with GELU (tanh) on its way
        # out, which saves reading and writing the widest layer once more.
        return second(torch._addmm_activation(first.bias, x, first.weight.T, use_gelu=True))


def _fuses_gelu(x: Tensor) -> bool:
    """On NVIDIA's alone: elsewhere it is another GELU, or not known to be this one."""
    return x.is_cuda and torch.version.hip is None and hasattr(torch, "_addmm_activation")


class LayerNorm32(nn.LayerNorm):
    """Computed in float32, whatever comes in."""

    def forward(self, x: Tensor) -> Tensor:
        if x.device.type in FUSED:  # whose kernels are in float32 inside
            own = (None if p is None else p.to(x.dtype) for p in (self.weight, self.bias))
            return F.layer_norm(x, self.normalized_shape, *own, self.eps)
        weight, bias = (None if p is None else p.float() for p in (self.weight, self.bias))
        return F.layer_norm(x.float(), self.normalized_shape, weight, bias, self.eps).to(x.dtype)


class ModulatedNorm(nn.LayerNorm):
    """A norm whose weight and bias are the moment's, so that all of it is one kernel."""

    def forward(self, x: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
        """x: [N, C], of which it gives `norm(x) * gain + shift`, computed in float32."""
        if x.device.type in FUSED:
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

    def row_bytes(self, x: Tensor) -> int:
        """Of the widest row that is alive at once: q in float32, turned, too, or the hidden layer
        before and after its GELU."""
        size, hidden = x.element_size(), 1 if _fuses_gelu(x) else 2
        projected = size * self.channels + 3 * 4 * self.channels
        fed = hidden * size * self.hidden + 3 * size * self.channels
        return max(projected, fed)

    def forward(
        self,
        x: Tensor,
        cos: Tensor,
        sin: Tensor,
        moment: Tensor,
        cond: Tensor | None,
        proj: Tensor | None,
        budget: int,
    ) -> Tensor:
        """Change tokens `x` [N, C] in place and return them.

        cos, sin: `rope.phases`. moment: [6, C], shift, gain and gate of self-attention and
        feed-forward. cond: [M, cond_channels]. proj: [N, proj_channels]. Without the photo both
        are None, which is what zeros would do. Only attention sees all tokens at once; everything
        else goes through in chunks that need about `budget` bytes on the way.
        """
        shift1, gain1, gate1, shift2, gain2, gate2 = moment
        heads, row_bytes = self.self_attn.heads, self.row_bytes(x)
        qkv = x.new_empty(len(x), 3, heads, x.shape[1] // heads)
        for part in stretches(len(x), row_bytes, budget):
            rows = self.norm1(x[part], gain1, shift1)
            self.self_attn.project(rows, cos[part], sin[part], qkv[part])
        q, k, v = qkv.permute(1, 2, 0, 3)
        attended = attend(q, k, v, budget)
        del qkv, q, k, v
        for part in stretches(len(x), row_bytes, budget):
            rows = x[part]
            seen = self.self_attn.to_out(attended[:, part].transpose(0, 1).flatten(1))
            rows.addcmul_(gate1, seen)
            if cond is None or proj is None:
                rows += self.cross_attn.nothing()
            else:
                rows += self.cross_attn(self.norm2(rows), cond, proj[part], budget)
            rows.addcmul_(gate2, self.mlp(self.norm3(rows, gain2, shift2)))
        return x
