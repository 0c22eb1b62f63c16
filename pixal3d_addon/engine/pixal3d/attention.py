"""Attention with root-mean-square normed queries and keys, through torch's fused kernels."""

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from .rope import rotate


class RMSNorm(nn.Module):
    """Each head's features to length √D, times `gamma` [heads, D]; float32 inside."""

    def __init__(self, heads: int, head_channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(heads, head_channels))

    def forward(self, x: Tensor) -> Tensor:
        """x: [N, heads, D]."""
        length = x.shape[-1] ** 0.5
        return (F.normalize(x.float(), dim=-1) * self.gamma.float() * length).to(x.dtype)


class SelfAttention(nn.Module):
    """Its three steps apart: the first and the last go token by token, so they run in chunks."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.to_qkv = nn.Linear(channels, 3 * channels)
        self.q_rms_norm = RMSNorm(heads, channels // heads)
        self.k_rms_norm = RMSNorm(heads, channels // heads)
        self.to_out = nn.Linear(channels, channels)

    def project(self, x: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Tokens [n, C] and their `phases` → query, key, value, each [n, heads, D]."""
        q, k, v = self.to_qkv(x).unflatten(-1, (3, self.heads, -1)).unbind(1)
        return rotate(self.q_rms_norm(q), cos, sin), rotate(self.k_rms_norm(k), cos, sin), v

    def forward(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """[heads, N, D] each → [heads, N, D], before `to_out`."""
        return F.scaled_dot_product_attention(q[None], k[None], v[None])[0]


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

    def forward(self, x: Tensor, cond: Tensor) -> Tensor:
        """x: [N, C]. cond: [M, cond_channels]. Returns [N, C]."""
        q = self.q_rms_norm(self.to_q(x).unflatten(-1, (self.heads, -1)))
        k, v = self.to_kv(cond).unflatten(-1, (2, self.heads, -1)).unbind(1)
        q, k, v = (tensor.transpose(0, 1)[None] for tensor in (q, self.k_rms_norm(k), v))
        out = F.scaled_dot_product_attention(q, k, v)[0]
        return self.to_out(out.transpose(0, 1).flatten(1))


class ProjectedAttention(nn.Module):
    """The dual conditioning: the whole image's tokens, and each token's own pixels."""

    def __init__(self, channels: int, heads: int, cond_channels: int, proj_channels: int) -> None:
        super().__init__()
        self.cross_attn_block = CrossAttention(channels, heads, cond_channels)
        self.proj_linear = nn.Linear(proj_channels, channels)

    def forward(self, x: Tensor, cond: Tensor, proj: Tensor) -> Tensor:
        """x: [N, C]. cond: [M, cond_channels]. proj: [N, proj_channels], row for row with x."""
        return self.cross_attn_block(x, cond) + self.proj_linear(proj)
