"""Which cells of the fine grid the coarse shape asks for."""

import torch
from torch import Tensor

from ...core.errors import PixalError
from .published import CELL, LOWEST, STEP
from .voxel_index import unique


def fine_coords(
    voxels: Tensor, low: int, high: int, max_tokens: int, lowest: int = LOWEST
) -> tuple[Tensor, int]:
    """voxels int32 [N, 4] of the surface at `low`³ → tokens int32 [M, 4], and their resolution.

    The resolution is `high`, or, where that takes `max_tokens` tokens or more, the next lower one
    that does not, but not below `lowest`. Rows are sorted, the order of the noise. The fine grid's
    points are at the ends of the cube's sides, as the photo's projection has them, so that a
    voxel's center is rounded to the nearest of `high / 16` (TRELLIS.2 instead takes cells, and
    floors). Raises PixalError `structure_empty`.
    """
    while True:
        side = high // CELL
        places = ((voxels[:, 1:] + 0.5) / low * (side - 1)).round().int()
        tokens = unique(torch.cat([voxels[:, :1], places], 1))
        if len(tokens) < max_tokens or high - STEP < lowest:
            break
        high -= STEP
    if not len(tokens):
        raise PixalError(
            "structure_empty",
            "Nothing of the coarse shape is left to refine.",
            "Try another seed, or a photo in which the subject stands out more.",
        )
    return tokens, high
