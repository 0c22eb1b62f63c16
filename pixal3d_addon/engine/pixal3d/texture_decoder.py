"""The texture's latent → color and material of every voxel that the shape decoder made."""

from collections.abc import Sequence

import torch
from torch import Tensor

from .sparse_unet import BUDGET, SparseUnet, Subdivision, Tick


class SparseUnetVaeDecoder(SparseUnet):
    """Follows the shape's subdivisions."""

    def __init__(
        self,
        out_channels: int,
        latent_channels: int,
        model_channels: Sequence[int],
        num_blocks: Sequence[int],
    ) -> None:
        super().__init__(out_channels, latent_channels, model_channels, num_blocks, False)

    @torch.inference_mode()
    def forward(
        self,
        latent: Tensor,
        guide: Sequence[Subdivision],
        budget: int = BUDGET,
        tick: Tick = lambda done, total: None,
    ) -> tuple[Tensor, Tensor]:
        """latent [N, latent_channels], no longer normalized, row for row with `guide[0].coords`.

        Returns coords int32 [M, 4] and feats float32 [M, out_channels], row for row with the shape
        decoder's. For the published model `attributes(feats)` are base color 3, metallic,
        roughness, alpha.
        """
        return self.walk(guide[0].coords, latent, guide, budget, tick)[:2]


def attributes(feats: Tensor) -> Tensor:
    """The decoder's numbers → 0 to 1, where it did not overshoot."""
    return feats * 0.5 + 0.5
