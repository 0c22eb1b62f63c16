"""Surfaces in voxels, from the tokens of a latent down to the finest grid: what the decoders meet.

Random weights would subdivide at random. A real surface's voxels are known, so that its
subdivisions are too, and the decoders can be guided by them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from pixal3d_addon.engine.pixal3d.sparse_unet import Subdivision
from pixal3d_addon.engine.pixal3d.voxel_index import VoxelIndex, keys_of, unique

LEVELS = 4  # doublings from a token to the surface's voxels
_POINTS = 1 << 21  # at once
_TRIES = 20


@dataclass(frozen=True)
class Structure:
    """One surface. side: tokens along the cube; the surface's grid is 16 times as fine.

    coords: int32 [N, 4], sorted. guide: the subdivisions of every level, first level first.
    """

    name: str
    side: int
    coords: Tensor
    guide: list[Subdivision]

    @property
    def voxels(self) -> int:
        return int((self.guide[-1].logits > 0).sum())

    def to(self, device: str, dtype: torch.dtype) -> "Structure":
        guide = [Subdivision(s.coords.to(device), s.logits.to(device, dtype)) for s in self.guide]
        return Structure(self.name, self.side, guide[0].coords, guide)

    def coarser(self) -> "Structure":
        """The same surface on half the grid: of this one's tokens, and a level more at the end."""
        return of_voxels(self.name, self.side // 2, self.guide[-1].coords)


def of_voxels(name: str, side: int, voxels: Tensor) -> Structure:
    """voxels: int32 [M, 4] of the grid with 16 · side along the cube, in any order."""
    levels = [unique(voxels)]
    for _ in range(LEVELS):
        parents = levels[0].clone()
        parents[:, 1:] >>= 1
        levels.insert(0, unique(parents))
    guide, coords = [], levels[0]
    moves = torch.tensor([[0, k & 1, k >> 1 & 1, k >> 2] for k in range(8)])
    for finer in levels[1:]:
        children = keys_of(coords[:, None] * torch.tensor([1, 2, 2, 2]) + moves)
        exists = VoxelIndex(finer).find(children) >= 0
        guide.append(Subdivision(coords, exists * 2.0 - 1.0))
        coords, _ = guide[-1].children()
    return Structure(name, side, levels[0], guide)


def gyroid(tokens: int, side: int) -> Structure:
    """A gyroid in a ball, as fine as it takes for about so many tokens: a surface without end.

    Its coarsest waves that do it are searched for; `tokens` is met to a few per cent.
    """

    def within(points: Tensor, margin: float, waves: float) -> Tensor:
        a = 2 * math.pi * waves * points
        value = (a.sin() * a.roll(1, 1).cos()).sum(1) / (2 * math.pi * waves * math.sqrt(2))
        return (value.abs() < margin) & (points.norm(dim=1) < 0.45)

    low, high = 0.0, side / 4
    for _ in range(_TRIES):
        waves = (low + high) / 2
        coords = _shell(side, within, waves)
        low, high = (waves, high) if len(coords) < tokens else (low, waves)
        if abs(len(coords) - tokens) < 0.01 * tokens:
            break
    for level in range(1, LEVELS + 1):
        coords = _shell(side << level, within, waves, coords)
    return of_voxels(f"gyroid, {waves:.1f} waves", side, coords)


def _shell(
    side: int,
    within: Callable[[Tensor, float, float], Tensor],
    waves: float,
    parents: Tensor | None = None,
) -> Tensor:
    """int32 [N, 4]: the cells whose center is within half a cell's width of the surface.

    parents: cells of half the grid, outside whose children none is looked for.
    """
    if parents is None:
        axis = torch.arange(side, dtype=torch.int32)
        cells = torch.cartesian_prod(axis, axis, axis)
    else:
        moves = torch.cartesian_prod(*[torch.arange(2, dtype=torch.int32)] * 3)
        cells = (parents[:, None, 1:] * 2 + moves).flatten(0, 1)
    keep = torch.cat(
        [within((part + 0.5) / side - 0.5, 0.5 / side, waves) for part in cells.split(_POINTS)]
    )
    return F.pad(cells[keep], (1, 0))
