"""Where there is something at all: the structure's latent → occupied voxels of a coarse grid."""

from collections.abc import Sequence
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from ...core.errors import PixalError
from .block import LayerNorm32

_FULL = 0.9  # a surface never fills this much of its cube
_OTHER_SEED = "Try another seed, or a photo in which the subject stands out more."


class ChannelNorm(LayerNorm32):
    """LayerNorm over the channels of [1, C, x, y, z], in float32."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class ResBlock3d(nn.Module):
    """Two convolutions of [1, C, x, y, z], each after norm and SiLU, beside the input itself."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm1 = ChannelNorm(channels)
        self.norm2 = ChannelNorm(channels)
        self.conv1 = nn.Conv3d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv3d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(h)))


class UpsampleBlock3d(nn.Module):
    """Twice the side: a convolution to 8 times the channels; each 8 become 2 × 2 × 2 cells."""

    def __init__(self, channels: int, out_channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv3d(channels, 8 * out_channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x).unflatten(1, (-1, 2, 2, 2)).permute(0, 1, 5, 2, 6, 3, 7, 4)
        return x.flatten(6, 7).flatten(4, 5).flatten(2, 3)


class SparseStructureDecoder(nn.Module):
    """A dense 3-D residual network. The arguments are the published ones."""

    def __init__(
        self,
        out_channels: int,
        latent_channels: int,
        num_res_blocks: int,
        channels: Sequence[int],
        num_res_blocks_middle: int = 2,
    ) -> None:
        super().__init__()
        self.input_layer = nn.Conv3d(latent_channels, channels[0], 3, padding=1)
        self.middle_block = nn.Sequential(
            *(ResBlock3d(channels[0]) for _ in range(num_res_blocks_middle))
        )
        self.blocks = nn.Sequential()
        for level, width in enumerate(channels):
            self.blocks.extend(ResBlock3d(width) for _ in range(num_res_blocks))
            if level < len(channels) - 1:
                self.blocks.append(UpsampleBlock3d(width, channels[level + 1]))
        self.out_layer = nn.Sequential(
            ChannelNorm(channels[-1]),
            nn.SiLU(),
            nn.Conv3d(channels[-1], out_channels, 3, padding=1),
        )

    @torch.inference_mode()
    def forward(self, latent: Tensor) -> Tensor:
        """[1, latent_channels, R, R, R] → float32 logits [1, 1, 4 R, 4 R, 4 R].

        Every layer computes in the type in which its weights are stored, norms in float32.
        """
        x = self.input_layer(latent.to(self.input_layer.weight.dtype))
        dtype = cast(ResBlock3d, self.blocks[0]).conv1.weight.dtype
        x = self.blocks(self.middle_block(x.to(dtype)))
        return self.out_layer(x.to(cast(nn.Conv3d, self.out_layer[-1]).weight.dtype)).float()


def occupied(logits: Tensor, side: int) -> Tensor:
    """Logits [1, 1, S, S, S] → int32 [N, 4] (0, x, y, z), sorted: cells that hold one above 0.

    side: of the cells' grid. Raises PixalError `structure_empty` or `structure_full`, where there
    is nothing to make a surface of, or `numbers_broken`.
    """
    if not bool(logits.isfinite().all()):
        raise PixalError(
            "numbers_broken",
            "The graphics device computed a structure that is no numbers.",
            "Update its driver, or let the processor do it.",
        )
    pool = logits.shape[-1] // side
    cells = (logits[0, 0] > 0).reshape(side, pool, side, pool, side, pool).amax((1, 3, 5))
    coords = F.pad(cells.nonzero(), (1, 0)).int()
    if not len(coords):
        raise PixalError("structure_empty", "No object came out of the photo.", _OTHER_SEED)
    if len(coords) > _FULL * cells.numel():
        raise PixalError(
            "structure_full", "What came out of the photo fills all of space.", _OTHER_SEED
        )
    return coords
