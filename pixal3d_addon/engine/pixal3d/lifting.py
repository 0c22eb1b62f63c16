"""Back-projection: what each occupied cell of the grid sees of the photos.

Only the cells that are asked for are looked up, and NAF runs at no more than the pixels that they
read. Same numbers as sampling full maps over the full grid, in a fraction of the memory.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from .bilinear import blend, taps
from .image_features import ImageFeatures
from .naf import NAF
from .projection import View, project

_BUDGET = 64 << 20


@torch.inference_mode()
def lift(
    photos: Sequence[ImageFeatures],
    views: Sequence[View],
    cells: Tensor,
    grid: int,
    naf: NAF | None = None,
    naf_target: int = 0,
    dtype: torch.dtype = torch.float32,
    budget: int = _BUDGET,
) -> Tensor:
    """Features at the projections of `cells` int [N, 3], averaged over the views, [N, C or 2 C].

    photos, views: alike long, the main one first. grid: cells along a side. naf: with it, NAF's
    map of `naf_target` pixels a side, read at the same points, follows the patches' channels.
    dtype: of the result, and of NAF's pixels. budget: bytes for what is made on the way.
    """
    out: Tensor | None = None
    for photo, view in zip(photos, views, strict=True):
        resolution = photo.image.shape[-1]
        pixels, _ = project(cells, grid, view, resolution)
        index, weight = taps(pixels, resolution, *photo.patches.shape[-2:])
        read = [(photo.patches[0].flatten(1).T, index, weight)]
        if naf:
            index, weight = taps(pixels, resolution, naf_target, naf_target)
            asked, index = index.unique(return_inverse=True)
            table = naf(photo.image, photo.patches.to(dtype), naf_target, asked, budget)
            read.append((table, index, weight))
        channels = photo.patches.shape[1]
        if out is None:
            out = torch.zeros(len(cells), len(read) * channels, device=cells.device)
        for (table, index, weight), part in zip(read, out.split(channels, dim=1), strict=False):
            blend(table, index, weight / len(photos), part, budget)
    if out is None:
        raise ValueError("no photos")
    return out.to(dtype)


def global_tokens(photos: Sequence[ImageFeatures]) -> Tensor:
    """The mean of the views' class and register tokens, [M, C]."""
    return torch.cat([photo.tokens for photo in photos]).mean(dim=0)
