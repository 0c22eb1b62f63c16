"""Submanifold 3 × 3 × 3 convolution without compiled kernels: gather, matrix product, add."""

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from .chunks import stretches
from .neighbors import Neighbors


class SparseConv3d(nn.Module):
    """A convolution whose output has the voxels of its input; outside them everything is zero.

    weight: [out, 3, 3, 3, in], kernel axes x, y, z, a cross-correlation. bias: [out].
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out_channels, 3, 3, 3, in_channels))
        self.bias = nn.Parameter(torch.zeros(out_channels))

    @property
    def row_bytes(self) -> int:
        """What `rows` needs for one row, besides its arguments."""
        gathered_and_products = (self.weight.shape[-1] + 2 * len(self.weight)) * 4
        return gathered_and_products + len(self.weight) * 4 + 27 * 24

    def rows(self, feats: Tensor, neighbors: Tensor) -> Tensor:
        """feats [N, in], neighbors int32 [n, 27] from `Neighbors.rows` → [n, out].

        One product for each of the 27 places of the kernel, with the rows alone that have a
        neighbor there: on a surface half of them or less, so that it is twice as fast as one
        product over all 27 with zeros in between, and needs a fraction of its memory. The sum is
        kept in float32. Within a place no row comes twice: the same order, the same bits.

        A decoder of 9.5 M voxels asks for 100,000 operations so, and waits for the device twice a
        stretch (`bench.pixal3d` counts them). Not timed on a GPU yet: where launches are what it
        waits for, a larger budget makes fewer.
        """
        weight = self.weight.flatten(1, 3)
        out = self.bias.float().expand(len(neighbors), -1).clone()
        exists = neighbors >= 0
        place, row = exists.T.nonzero(as_tuple=True)
        source = neighbors[row, place]
        counts = exists.sum(0).tolist()
        for k, (to, of) in enumerate(zip(row.split(counts), source.split(counts), strict=True)):
            if len(to):
                products = F.linear(feats.index_select(0, of), weight[:, k])
                out.index_add_(0, to, products.float())
        return out.to(feats.dtype)

    def forward(self, feats: Tensor, neighbors: Neighbors, budget: int) -> Tensor:
        """feats [N, in] → [N, out], in stretches that need about `budget` bytes on the way."""
        out = feats.new_empty(len(feats), len(self.weight))
        for part in stretches(len(feats), self.row_bytes, budget):
            out[part] = self.rows(feats, neighbors.rows(part))
        return out
