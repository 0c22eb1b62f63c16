"""What a voxel grid's attributes are at any point."""

import itertools

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from .chunks import stretches
from .voxel_index import MAX_COORDINATE, VoxelIndex, keys_of

_BUDGET = 256 << 20


class SparseAttributes:
    """Trilinear between the centers of the voxels that exist.

    coords: int32 [N, 3], no row twice. attrs: [N, C].
    """

    def __init__(self, coords: Tensor, attrs: Tensor) -> None:
        self._index = VoxelIndex(F.pad(coords, (1, 0)))
        self._attrs = attrs

    def at(self, points: Tensor, budget: int = _BUDGET) -> Tensor:
        """points: float32 [P, 3] in voxels, a center is its index + 0.5. Returns float32 [P, C].

        Of the 8 voxels round a point those that exist count, by their trilinear weights made to
        sum to 1; 0 where none does, and for a point that is no number.
        """
        out = points.new_zeros(len(points), self._attrs.shape[1], dtype=torch.float32)
        row_bytes = 8 * (8 * 8 + 8 * self._attrs.shape[1])
        for part in stretches(len(points), row_bytes, budget):
            out[part] = self._stretch(points[part].float())
        return out

    def _stretch(self, points: Tensor) -> Tensor:
        # Outside the range nothing exists: clamped to its rim, which never holds a voxel.
        points = (points - 0.5).nan_to_num(nan=-2.0).clamp(-2, MAX_COORDINATE + 1)
        lowest = points.floor()
        total = points.new_zeros(len(points), 1)
        out = points.new_zeros(len(points), self._attrs.shape[1])
        for corner in itertools.product((0, 1), repeat=3):
            cell = lowest + torch.tensor(corner, device=points.device)
            weight = (1 - (points - cell).abs()).prod(1, keepdim=True)
            cell = cell.clamp(-1, MAX_COORDINATE + 1).long()
            row = self._index.find(keys_of(F.pad(cell, (1, 0))))
            hit = (row >= 0).nonzero()[:, 0]
            total.index_add_(0, hit, weight[hit])
            out.index_add_(0, hit, weight[hit] * self._attrs[row[hit]].float())
        return torch.where(total > 0, out / total, 0)
