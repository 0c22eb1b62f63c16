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
_TINY = 1e-30  # below the mean square of any features but zeros


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


def unit(x: Tensor) -> Tensor:
    """The same without `gamma`, in the type of `x`: one kernel where torch has it."""
    if x.device.type in FUSED:
        return F.rms_norm(x, x.shape[-1:], eps=_TINY)
    length = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=torch.float32)
    return (x * (x.shape[-1] ** 0.5 / length.clamp_min_(1e-12))).to(x.dtype)


class SelfAttention(nn.Module):
    """What goes token by token, so that it can run in chunks; `attend` is between the two."""

    def __init__(self, channels: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.to_qkv = nn.Linear(channels, 3 * channels)
        self.q_rms_norm = RMSNorm(heads, channels // heads)
        self.k_rms_norm = RMSNorm(heads, channels // heads)
        self.to_out = nn.Linear(channels, channels)

    def project(self, x: Tensor, cos: Tensor, sin: Tensor, out: Tensor) -> None:
        """Tokens [n, C], their `phases` → query, key and value in `out` [n, 3, heads, D]."""
        torch.addmm(self.to_qkv.bias, x, self.to_qkv.weight.T, out=out.flatten(1))
        for norm, rows in ((self.q_rms_norm, out[:, 0]), (self.k_rms_norm, out[:, 1])):
            rows.copy_(rotate(norm(rows), cos, sin))


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
        """x: [N, C]. cond: [M, cond_channels]. Returns [N, C], what `to_out` is to be given."""
        k, v = self.to_kv(cond).unflatten(-1, (2, self.heads, -1)).unbind(1)
        # The queries' gamma is the few keys' as well: the products are the same.
        k = (self.k_rms_norm(k) * self.q_rms_norm.gamma.float()).to(v.dtype)
        q = unit(self.to_q(x).unflatten(-1, (self.heads, -1)))
        q, k, v = (tensor.transpose(0, 1) for tensor in (q, k, v))
        return attend(q, k, v, budget).transpose(0, 1).flatten(1)

    def nothing(self) -> Tensor:
        """[1, C], as `forward` of a `cond` of zeros: all keys and values are alike, so that
        whoever looks sees the value."""
        return self.to_kv.bias[None, len(self.to_kv.bias) // 2 :]


class ProjectedAttention(nn.Module):
    """The dual conditioning: the whole image's tokens, and each token's own pixels."""

    def __init__(self, channels: int, heads: int, cond_channels: int, proj_channels: int) -> None:
        super().__init__()
        self.cross_attn_block = CrossAttention(channels, heads, cond_channels)
        self.proj_linear = nn.Linear(proj_channels, channels)

    def forward(self, x: Tensor, cond: Tensor, proj: Tensor, budget: int) -> Tensor:
        """x: [N, C]. cond: [M, cond_channels]. proj: [N, proj_channels], row for row with x."""
        seen = self._out(self.cross_attn_block(x, cond, budget))
        return seen.addmm_(proj, self.proj_linear.weight.T)

    def nothing(self) -> Tensor:
        """[1, C], as `forward` of a `cond` and a `proj` of zeros, whatever `x` is."""
        return self._out(self.cross_attn_block.nothing())

    def _out(self, attended: Tensor) -> Tensor:
        layer = self.cross_attn_block.to_out
        return F.linear(attended, layer.weight, layer.bias + self.proj_linear.bias)
