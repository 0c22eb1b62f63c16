"""Submanifold 3 × 3 × 3 convolution without compiled kernels: gather, matrix products, add."""

from collections.abc import Iterator

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from .chunks import stretches
from .neighbors import CENTER, Neighbors, Pairs


class SparseConv3d(nn.Module):
    """A convolution whose output has the voxels of its input; outside them everything is zero.

    weight: [out, 3, 3, 3, in], kernel axes x, y, z, a cross-correlation. bias: [out].
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out_channels, 3, 3, 3, in_channels))
        self.bias = nn.Parameter(torch.zeros(out_channels))

    def pairs(self, neighbors: Neighbors, budget: int) -> Iterator[Pairs]:
        """For `rows`, which needs about `budget` bytes for each; the same for every convolution of
        as many channels in."""
        return neighbors.pairs(self.pair_bytes, budget)

    @property
    def pair_bytes(self) -> int:
        """What `rows` needs for one pair: what was gathered, and as much for the products."""
        return 2 * self.weight.shape[-1] * self.weight.element_size()

    def rows(self, feats: Tensor, pairs: Pairs) -> Tensor:
        """feats [N, in], `pairs` → their stretch's rows [n, out].

        What is seen is gathered at once, and multiplied place by place of the kernel: a third of
        the products with zeros where there is no neighbor, on a surface. Then each row adds up its
        own products, in float32 and in the kernel's order: the same bits, and no wait for the
        device. More channels out than in are done some at a time, so that memory is as told.
        """
        seen = feats.index_select(0, pairs.source)
        weight, (out, width) = self.weight.flatten(1, 3), (len(self.weight), self.weight.shape[-1])
        done = []
        for channels in stretches(out, 1, width):
            own = weight[channels]
            products = feats.new_empty(len(seen) + 1, len(own))
            start = 0
            for place, count in enumerate(pairs.counts):
                part, start = slice(start, start + count), start + count
                if place == CENTER:  # which every voxel has: it brings the bias along
                    bias, own_place = self.bias[channels], own[:, place].T
                    torch.addmm(bias, seen[part], own_place, out=products[part])
                elif count:
                    torch.mm(seen[part], own[:, place].T, out=products[part])
            done.append(_added_up(products, pairs.at))
        return done[0] if len(done) == 1 else torch.cat(done, 1)

    def forward(self, feats: Tensor, neighbors: Neighbors, budget: int) -> Tensor:
        """feats [N, in] → [N, out], in stretches that need about `budget` bytes on the way."""
        out = feats.new_empty(len(feats), len(self.weight))
        for pairs in self.pairs(neighbors, budget):
            out[pairs.part] = self.rows(feats, pairs)
        return out


def _added_up(products: Tensor, at: Tensor) -> Tensor:
    """products [P + 1, C], at [n, 27] → [n, C]; a row does not count where it is P."""
    last = len(products) - 1
    if products.device.type != "mps":
        return F.embedding_bag(at, products, mode="sum", padding_idx=last)
    products[last] = 0  # Apple's backend came late to bags
    out = products.new_empty(len(at), products.shape[1])
    for part in stretches(len(at), 1, max(1, last // 27)):
        out[part] = products[at[part]].sum(1, dtype=torch.float32)
    return out
