"""Rotary position embedding in three dimensions: where a token is, told by turning its features."""

import torch
from torch import Tensor


def phases(cells: Tensor, head_channels: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine of each token's angles, both float32 [N, head_channels / 2].

    cells: integer [N, 3], x, y, z in the grid. An axis has `head_channels // 6` frequencies
    `10000^(-i / count)`; pairs that are left over are not turned.
    """
    count = head_channels // 2 // 3
    order = torch.arange(count, dtype=torch.float32, device=cells.device) / count
    angles = cells.float()[:, :, None] * (1.0 / 10000.0**order)
    angles = torch.nn.functional.pad(angles.flatten(1), (0, head_channels // 2 - 3 * count))
    return angles.cos(), angles.sin()


def rotate(features: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn adjacent pairs of `features` float32 [N, heads, D] by `phases` [N, D / 2]."""
    pairs, cos, sin = features.unflatten(-1, (-1, 2)), cos[:, None], sin[:, None]
    if features.device.type == "mps":  # whose complex numbers came late, and not for all systems
        return turned(pairs, cos, sin).flatten(-2)
    phase = torch.complex(cos, sin)
    return torch.view_as_real(torch.view_as_complex(pairs) * phase).flatten(-2)


def turned(pairs: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """The same, [..., D / 2, 2], without complex numbers: twice the passes over memory."""
    even, odd = pairs.unbind(-1)
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1)
