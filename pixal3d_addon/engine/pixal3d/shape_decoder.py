"""The shape's latent → a dual grid: where the surface is, by voxel, and how it runs through it."""

from collections.abc import Sequence

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from .dual_grid import DualGrid
from .sparse_unet import BUDGET, SparseUnet, Subdivision, Tick

_CHANNELS = 7  # 3 offset, 3 edge flags, 1 split weight


class FlexiDualGridVaeDecoder(SparseUnet):
    """Says by itself which voxels there are."""

    def __init__(
        self, latent_channels: int, model_channels: Sequence[int], num_blocks: Sequence[int]
    ) -> None:
        super().__init__(_CHANNELS, latent_channels, model_channels, num_blocks, pred_subdiv=True)

    @torch.inference_mode()
    def forward(
        self,
        coords: Tensor,
        latent: Tensor,
        budget: int = BUDGET,
        tick: Tick = lambda done, total: None,
    ) -> tuple[Tensor, Tensor, list[Subdivision]]:
        """coords int32 [N, 4], latent [N, latent_channels], no longer normalized.

        Returns coords int32 [M, 4] on the grid 2 ** levels as fine, feats float32 [M, 7] for
        `dual_grid`, and the subdivisions that the texture decoder is guided by. budget: bytes for
        what is made on the way. Raises PixalError `structure_empty` or `structure_full`.
        """
        return self.walk(coords, latent, (), budget, tick)

    @torch.inference_mode()
    def upsample(
        self,
        coords: Tensor,
        latent: Tensor,
        budget: int = BUDGET,
        tick: Tick = lambda done, total: None,
    ) -> Tensor:
        """The coords that `forward` returns, without what it takes to know what is there."""
        return self.walk(coords, latent, (), budget, tick, features=False)[0]


def dual_grid(coords: Tensor, feats: Tensor) -> DualGrid:
    """What the 7 channels mean. coords: int32 [M, 4]. feats: [M, 7]."""
    feats = feats.float()
    return DualGrid(
        coords=coords[:, 1:],
        offsets=2 * feats[:, :3].sigmoid() - 0.5,
        crossed=feats[:, 3:6] > 0,
        weights=F.softplus(feats[:, 6]),
    )
