"""Which row of a sparse tensor is a given voxel: 64-bit keys, sorted once, binary search."""

from typing import TypeVar

import torch
from torch import Tensor

Number = TypeVar("Number", Tensor, int)
_BITS = 16
MAX_COORDINATE = (1 << _BITS) - 3  # a rim of one stays free, so that no neighbor wraps round


class VoxelIndex:
    """Rows by voxel, and nothing dense.

    coords: int32 [N, 4] (batch, x, y, z), each from 0 to `MAX_COORDINATE`, no row twice; else
    ValueError. It is built and searched on the processor where coords are on Apple's backend, whose
    64-bit search is not to be relied on; answers come back to the coords' device.
    """

    def __init__(self, coords: Tensor) -> None:
        self.device = coords.device
        coords = coords.cpu() if coords.device.type == "mps" else coords
        if len(coords) and not 0 <= int(coords.min()) <= int(coords.max()) <= MAX_COORDINATE:
            raise ValueError("a voxel is out of range")
        self.keys = keys_of(coords)
        self.sorted, self.order = self.keys.sort()
        if bool((self.sorted[1:] == self.sorted[:-1]).any()):
            raise ValueError("a voxel is there twice")

    def find(self, keys: Tensor) -> Tensor:
        """int64 of any shape, from `keys_of` → int64 of that shape: the voxel's row, or -1."""
        if not len(self.keys):
            return torch.full_like(keys, -1, device=self.device)
        keys = keys.to(self.keys.device)
        at = torch.searchsorted(self.sorted, keys).clamp(max=len(self.sorted) - 1)
        return torch.where(self.sorted[at] == keys, self.order[at], -1).to(self.device)


def keys_of(coords: Tensor) -> Tensor:
    """[..., 4] → int64 [...], in the order of coords; each from -1 to `MAX_COORDINATE` + 1."""
    batch, x, y, z = coords.long().unbind(-1)
    return step(batch, x + 1, y + 1, z + 1)


def step(batch: Number, x: Number, y: Number, z: Number) -> Number:
    """What a key grows by where the voxel moves by so much."""
    side = 1 << _BITS
    return ((batch * side + x) * side + y) * side + z


def unique(coords: Tensor) -> Tensor:
    """int32 [N, 4] → its different rows, sorted; x slowest within a batch."""
    keys = keys_of(coords.cpu() if coords.device.type == "mps" else coords).unique()
    mask = (1 << _BITS) - 1
    x, y, z = ((keys >> _BITS * axis & mask) - 1 for axis in (2, 1, 0))
    return torch.stack([keys >> 3 * _BITS, x, y, z], 1).int().to(coords.device)
