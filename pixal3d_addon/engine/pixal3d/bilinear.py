"""Bilinear reading of a map at single points: which four pixels, and how much of each."""

import torch
from torch import Tensor

from .chunks import stretches


def taps(pixels: Tensor, resolution: int, height: int, width: int) -> tuple[Tensor, Tensor]:
    """For `pixels` [N, 2] of an image `resolution` wide: flat indices into a map of `height` ×
    `width` over the same square, int64 [N, 4], and their weights [N, 4].

    As `grid_sample(align_corners=False, padding_mode="border")` at `(pixel + 0.5) / resolution`.
    """
    sides = pixels.new_tensor([width, height])
    at = (pixels + 0.5) / resolution * sides - 0.5
    at = torch.minimum(at.nan_to_num().clamp(min=0), sides - 1)
    first = at.floor()
    (fx, fy), (x0, y0) = (at - first).unbind(-1), first.long().unbind(-1)
    x1, y1 = (x0 + 1).clamp(max=width - 1), (y0 + 1).clamp(max=height - 1)
    index = torch.stack([y0 * width + x0, y0 * width + x1, y1 * width + x0, y1 * width + x1], -1)
    weight = torch.stack([(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy], dim=-1)
    return index, weight


def blend(table: Tensor, index: Tensor, weight: Tensor, out: Tensor, budget: int) -> None:
    """Add the weighted rows of `table` [P, C] at `index`, `weight` [N, 4] to `out` [N, C]."""
    for part in stretches(len(index), 8 * 4 * table.shape[1], budget):
        rows = table[index[part]].to(weight.dtype)
        out[part] += (weight[part, None] @ rows).squeeze(1).to(out.dtype)
