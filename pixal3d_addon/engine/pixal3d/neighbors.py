"""The 27 neighbors of every voxel of a level, looked up once and shared by its convolutions."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from .chunks import stretches
from .voxel_index import VoxelIndex, step

OFFSETS = tuple(itertools.product((-1, 0, 1), repeat=3))  # the kernel's order: x slowest
CENTER = len(OFFSETS) // 2
_SEARCH_BYTES = 9 * 8 * 12  # of one row: queries, positions, comparisons, answers
_INDEX_BYTES = 27 * 24  # of one row, for its pairs
_EXISTING = 12  # of a row's 27 neighbors; on a surface it is 8 or 9
_CACHE = 4 << 20  # bytes: on a processor it takes half as long again where these are 16 M
_BUDGET = 256 << 20


@dataclass(frozen=True)
class Pairs:
    """Which rows the rows of the stretch `part` see: pairs, sorted by the place in the kernel.

    source: int32 [P], the rows that are seen. counts: 27, how many at each place, in `OFFSETS`'
    order. at: int32 [n, 27], where in `source` a row's neighbors are, P where there is none.
    """

    part: slice
    source: Tensor
    counts: list[int]
    at: Tensor


class Neighbors:
    """Rows of the neighbors by row.

    coords: as `VoxelIndex` takes them. keep: hold the pairs, some 150 bytes a voxel, for a level
    with several convolutions; otherwise each stretch is looked up when it is asked for.
    budget: bytes to search with.
    """

    def __init__(self, coords: Tensor, keep: bool = True, budget: int = _BUDGET) -> None:
        self._index = VoxelIndex(coords)
        self._budget = budget
        self._keep = keep
        self._kept: dict[tuple[int, int], list[Pairs]] = {}

    def parts(self, pair_bytes: int, budget: int) -> list[slice]:
        """The stretches of `pairs`."""
        if self._index.device.type == "cpu":
            budget = min(budget, _CACHE)
        row_bytes = _EXISTING * pair_bytes + _INDEX_BYTES
        return list(stretches(len(self._index.keys), row_bytes, budget))

    def pairs(self, pair_bytes: int, budget: int) -> Iterator[Pairs]:
        """Stretch by stretch, each of about as many pairs as `budget` bytes hold.

        Kept for the last such sizes; a level's convolutions are all asked with the same.
        """
        sizes = pair_bytes, budget
        if sizes in self._kept:
            yield from self._kept[sizes]
            return
        self._kept.clear()
        found = []
        for part in self.parts(*sizes):
            pairs = self._pairs(part)
            if self._keep:
                found.append(pairs)
            yield pairs
        if self._keep:
            self._kept[sizes] = found

    def rows(self, part: slice) -> Tensor:
        """int32 [n, 27] for the voxels of `part`: a neighbor's row, in `OFFSETS`' order, or -1."""
        return self._look_up(part).to(self._index.device)

    def _pairs(self, part: slice) -> Pairs:
        rows = self._look_up(part)
        exists = rows >= 0
        counts: list[int] = exists.sum(0).tolist()  # the only wait for the device
        by_place = exists.T.flatten()
        at = torch.where(by_place, by_place.cumsum(0) - 1, sum(counts))
        # Where there is no neighbor, into one place more, which is cut off: no size to wait for.
        source = rows.new_empty(sum(counts) + 1).scatter_(0, at, rows.T.flatten())[:-1]
        at, device = at.int().view(27, -1).T.contiguous(), self._index.device
        return Pairs(part, source.to(device), counts, at.to(device))

    def _look_up(self, part: slice) -> Tensor:
        keys = self._index.keys[part]
        found = torch.empty(len(keys), 27, dtype=torch.int32, device=keys.device)
        for some in stretches(len(keys), _SEARCH_BYTES, self._budget):
            self._search(keys[some], found[some].unflatten(1, (9, 3)))
        return found

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
