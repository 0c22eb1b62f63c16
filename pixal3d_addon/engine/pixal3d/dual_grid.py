"""The flexible dual grid as triangles: a vertex in each voxel, a quad round each crossed edge."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from .chunks import stretches
from .voxel_index import VoxelIndex, step

# By axis of the edge: the voxel and its three neighbors round it.
_QUADS = (
    ((0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0)),
    ((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)),
    ((0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 0)),
)
_ALONG_02 = (0, 1, 2, 0, 2, 3)
_ALONG_13 = (0, 1, 3, 3, 1, 2)
_ROW_BYTES = 3 * (4 * 8 * 6 + 6 * 8 * 4)  # of a voxel with three quads: keys, rows, triangles


@dataclass(frozen=True)
class DualGrid:
    """A surface by voxel, row for row.

    coords: int32 [N, 3] (x, y, z), no row twice. offsets: float32 [N, 3], the vertex from its
    voxel's lower corner, in voxels. crossed: bool [N, 3], whether the surface goes through the
    voxel's edge along x, y, z. weights: float32 [N], or None: then all quads are split
    along 0-2, but for those whose first triangle has no area.
    """

    coords: Tensor
    offsets: Tensor
    crossed: Tensor
    weights: Tensor | None

    def vertices(self, resolution: int) -> Tensor:
        """float32 [N, 3] in the object's cube of `resolution`³ voxels, -0.5 to 0.5."""
        return (self.coords + self.offsets) * (1 / resolution) - 0.5

    def faces(self, budget: int = 256 << 20) -> Tensor:
        """int32 [F, 3], rows of `vertices`. Their winding says nothing of inside and outside.

        budget: bytes for what is made on the way.
        """
        index = VoxelIndex(F.pad(self.coords, (1, 0)))
        corners = torch.tensor([_ALONG_02, _ALONG_13], device=self.coords.device)
        parts = [corners.new_empty(0, 3, dtype=torch.int32)]
        for part in stretches(len(self.coords), _ROW_BYTES, budget):
            quads = self._quads(index, part)
            along_02 = self._split_along_02(quads)[:, None]
            chosen = torch.where(along_02, quads[:, corners[0]], quads[:, corners[1]])
            parts.append(chosen.reshape(-1, 3).int())
        return torch.cat(parts)

    def _quads(self, index: VoxelIndex, part: slice) -> Tensor:
        """int64 [Q, 4] of the voxels of `part`, axes x, y, z; those alone with all four voxels."""
        device = self.coords.device
        row, axis = self.crossed[part].nonzero(as_tuple=True)
        moves = torch.tensor([[step(0, *corner) for corner in quad] for quad in _QUADS])
        keys = index.keys[part].to(device)[row][:, None] + moves.to(device)[axis]
        quads = index.find(keys)
        return quads[(quads >= 0).all(1)]

    def _split_along_02(self, quads: Tensor) -> Tensor:
        if self.weights is not None:
            w = self.weights[quads]
            return w[:, 0] * w[:, 2] > w[:, 1] * w[:, 3]
        # The public code means to take the flatter split, but compares a triangle with itself and
        # with nothing. What comes out is this, and it is what was recorded.
        a, b, c = (self.coords + self.offsets)[quads[:, :3]].unbind(1)
        return torch.linalg.cross(b - a, c - a).any(1)
