"""The 27 neighbors of every voxel of a level, looked up once and shared by its convolutions."""

import itertools

import torch
from torch import Tensor

from .chunks import stretches
from .voxel_index import VoxelIndex, step

OFFSETS = tuple(itertools.product((-1, 0, 1), repeat=3))  # the kernel's order: x slowest
_SEARCH_BYTES = 9 * 8 * 12  # of one row: queries, positions, comparisons, answers
_BUDGET = 256 << 20


class Neighbors:
    """Rows of the neighbors by row.

    coords: as `VoxelIndex` takes them. keep: hold the whole map, 108 bytes a voxel, for a level
    with several convolutions; otherwise each stretch is looked up when it is asked for.
    budget: bytes to search with.
    """

    def __init__(self, coords: Tensor, keep: bool = True, budget: int = _BUDGET) -> None:
        self._index = VoxelIndex(coords)
        self._budget = budget
        self._map: Tensor | None = None
        if keep:
            self._map = self._look_up(slice(0, len(coords)))

    def rows(self, part: slice) -> Tensor:
        """int32 [n, 27] for the voxels of `part`: a neighbor's row, in `OFFSETS`' order, or -1."""
        return self._look_up(part) if self._map is None else self._map[part]

    def _look_up(self, part: slice) -> Tensor:
        keys = self._index.keys[part]
        found = torch.empty(len(keys), 27, dtype=torch.int32, device=keys.device)
        for some in stretches(len(keys), _SEARCH_BYTES, self._budget):
            self._search(keys[some], found[some].unflatten(1, (9, 3)))
        return found.to(self._index.device)

    def _search(self, keys: Tensor, found: Tensor) -> None:
        """z is the fastest axis of the keys: 9 searches find the first of 3, the others follow."""
        lowest = torch.tensor([step(0, *offset) for offset in OFFSETS[::3]], device=keys.device)
        wanted = keys[:, None] + lowest
        at = torch.searchsorted(self._index.sorted, wanted)
        for z in range(3):
            at.clamp_(max=len(self._index.sorted) - 1)
            hit = self._index.sorted[at] == wanted
            found[..., z] = torch.where(hit, self._index.order[at], -1)
            at += hit
            wanted += 1
