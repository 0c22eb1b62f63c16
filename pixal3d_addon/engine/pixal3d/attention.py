"""Attention with root-mean-square normed queries and keys, through torch's fused kernels."""

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from .chunks import stretches
from .rope import rotate

# Where torch has fused kernels, whose memory is linear in tokens. Apple's are left alone: they hold
# all pairs of tokens at once, and were silently wrong or imprecise in version after version
# (pytorch/pytorch 169222, 174861, 190791).
FUSED = {"cuda", "cpu", "xpu"}


def attend(q: Tensor, k: Tensor, v: Tensor, budget: int) -> Tensor:
    """q: [heads, N, D]. k, v: [heads, M, D]. Returns [heads, N, D].

    budget: bytes for the weights of some queries at a time, where there is no fused kernel.
    """
    if q.device.type in FUSED:
        return F.scaled_dot_product_attention(q[None], k[None], v[None])[0]
    out = torch.empty_like(q)
    for head in range(len(q)):
        keys, values = k[head].float().T * q.shape[-1] ** -0.5, v[head].float()
        for part in stretches(q.shape[1], 3 * 4 * k.shape[1], budget):
            weights = (q[head, part].float() @ keys).softmax(dim=-1)
            out[head, part] = (weights @ values).to(out.dtype)
    return out


class RMSNorm(nn.Module):
    """Each head's features to length √D, times `gamma` [heads, D]; float32 inside."""

    def __init__(self, heads: int, head_channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(heads, head_channels))

    def forward(self, x: Tensor) -> Tensor:
        """x: [N, heads, D]. Returns float32, for what follows; few passes, for it is memory's."""
        length = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=torch.float32)
        gain = self.gamma.float() * x.shape[-1] ** 0.5
        return (x * gain).div_(length.clamp_min_(1e-12))


class SelfAttention(nn.Module):
    """What goes token by token, so that it can run in chunks; `attend` is between the two."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.to_qkv = nn.Linear(channels, 3 * channels)
        self.q_rms_norm = RMSNorm(heads, channels // heads)
        self.k_rms_norm = RMSNorm(heads, channels // heads)
        self.to_out = nn.Linear(channels, channels)

    def project(self, x: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Tokens [n, C], their `phases` → query, key in float32, value, each [n, heads, D]."""
        q, k, v = self.to_qkv(x).unflatten(-1, (3, self.heads, -1)).unbind(1)
        return rotate(self.q_rms_norm(q), cos, sin), rotate(self.k_rms_norm(k), cos, sin), v


class CrossAttention(nn.Module):
    """Tokens look at the few tokens of the whole image."""

    def __init__(self, channels: int, heads: int, cond_channels: int) -> None:
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(channels, channels)
        self.to_kv = nn.Linear(cond_channels, 2 * channels)
        self.q_rms_norm = RMSNorm(heads, channels // heads)
        self.k_rms_norm = RMSNorm(heads, channels // heads)
        self.to_out = nn.Linear(channels, channels)

    def forward(self, x: Tensor, cond: Tensor, budget: int) -> Tensor:
        """x: [N, C]. cond: [M, cond_channels]. Returns [N, C]."""
        q = self.q_rms_norm(self.to_q(x).unflatten(-1, (self.heads, -1))).to(x.dtype)
        k, v = self.to_kv(cond).unflatten(-1, (2, self.heads, -1)).unbind(1)
        k = self.k_rms_norm(k).to(v.dtype)
        q, k, v = (tensor.transpose(0, 1) for tensor in (q, k, v))
        return self.to_out(attend(q, k, v, budget).transpose(0, 1).flatten(1))


class ProjectedAttention(nn.Module):
    """The dual conditioning: the whole image's tokens, and each token's own pixels."""

    def __init__(self, channels: int, heads: int, cond_channels: int, proj_channels: int) -> None:
        super().__init__()
        self.cross_attn_block = CrossAttention(channels, heads, cond_channels)
        self.proj_linear = nn.Linear(proj_channels, channels)

    def forward(self, x: Tensor, cond: Tensor, proj: Tensor, budget: int) -> Tensor:
        """x: [N, C]. cond: [M, cond_channels]. proj: [N, proj_channels], row for row with x."""
        return self.cross_attn_block(x, cond, budget) + self.proj_linear(proj)
