"""NAF's two small encoders of an image, in one buffer each: worked on in place, band by band."""

import math

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from .chunks import stretches


class EncoderBlock(nn.Module):
    """Norm, SiLU, convolution, twice; no residual."""

    def __init__(self, channels: int, kernel: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(8, channels)
        self.conv1 = nn.Conv2d(channels, channels, kernel)
        self.norm2 = nn.GroupNorm(8, channels)
        self.conv2 = nn.Conv2d(channels, channels, kernel)

    def forward(self, x: Tensor, budget: int) -> None:
        """Change `x` [C, H, W] in place."""
        convolve(x, x, self.conv1, budget, self.norm1)
        convolve(x, x, self.conv2, budget, self.norm2)


class Branch(nn.Sequential):
    """A convolution and its blocks. [3, H, W] in 0…1 → [C, H, W]."""

    def __init__(self, channels: int, kernel: int, layers: int) -> None:
        blocks = (EncoderBlock(channels, kernel) for _ in range(layers))
        super().__init__(nn.Conv2d(3, channels, kernel), *blocks)

    def encode(self, image: Tensor, budget: int) -> Tensor:
        first, *blocks = self
        assert isinstance(first, nn.Conv2d)
        x = image.new_empty(first.out_channels, *image.shape[1:])
        convolve(image, x, first, budget)
        for block in blocks:
            block(x, budget)
        return x


class Rope(nn.Module):
    """Where a pixel is, told by turning its features; rows before columns."""

    def __init__(self, head_channels: int) -> None:
        super().__init__()
        self.register_buffer("periods", torch.ones(head_channels // 4))

    def forward(self, x: Tensor, pixels: Tensor, side: int) -> Tensor:
        """x: [heads, D, n], at flat indices `pixels` [n] of a square map `side` wide."""
        position = torch.stack([pixels // side, pixels % side]).float()
        position = 2.0 * (position + 0.5) / side - 1.0
        periods = self.get_buffer("periods").float()
        angles = (2.0 * math.pi * position[:, None] / periods[:, None]).flatten(0, 1)
        cos, sin = angles.cos(), angles.sin()  # [D / 2, n]
        first, second = x.chunk(2, dim=1)
        return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=1)


class ImageEncoder(nn.Module):
    """encoder: every pixel by itself. sem_encoder: with its neighbours. channels: of each."""

    def __init__(self, channels: int, head_channels: int, layers: int) -> None:
        super().__init__()
        self.encoder = Branch(channels, 1, layers)
        self.sem_encoder = Branch(channels, 3, layers)
        self.rope = Rope(head_channels)


def convolve(
    x: Tensor, out: Tensor, conv: nn.Conv2d, budget: int, norm: nn.GroupNorm | None = None
) -> None:
    """`out` = convolution of SiLU(norm(x)), or of `x` without `norm`; edges are reflected.

    x: [C, H, W], H, W ≥ 2. out: [C', H, W], which may be `x` itself: what a band needs of the rows
    above it is kept before they change. budget: bytes for a band and what is made of it.
    """
    _, height, width = x.shape
    reach = conv.kernel_size[0] // 2
    scale, shift = (None, None) if norm is None else _affine(x, norm)
    above = x[:, reach : 2 * reach].clone()
    for part in stretches(height, 5 * 4 * out.shape[0] * width, budget):
        band = torch.cat([above, x[:, part]], dim=1)
        # Below the last row comes its reflection, which the band holds, or a row still to come.
        end = part.stop + reach
        below = x[:, part.stop : end] if end <= height else band[:, -2 * reach : -reach]
        above = band[:, band.shape[1] - reach :].clone()
        band = torch.cat([band, below], dim=1)
        if scale is not None and shift is not None:
            band = F.silu(torch.addcmul(shift, band, scale), inplace=True)
        band = F.pad(band[None], (reach, reach, 0, 0), mode="reflect")
        out[:, part] = F.conv2d(band, conv.weight, conv.bias)[0]


def average(x: Tensor, side: int) -> Tensor:
    """`x` [C, H, W] averaged to [C, side, side], in its own memory where `side` divides H."""
    height, width = x.shape[1:]
    if height % side or width < side:
        return F.adaptive_avg_pool2d(x, side)
    if (height, width) != (side, side):
        rows = height // side
        for row in range(side):  # never below the rows that are still to be read
            band = x[:, row * rows : (row + 1) * rows]
            x[:, row, :side] = F.adaptive_avg_pool2d(band, (1, side))[:, 0]
    return x[:, :side, :side]


def _affine(x: Tensor, norm: nn.GroupNorm) -> tuple[Tensor, Tensor]:
    """The norm of the whole `x` [C, H, W] as scale and shift, [C, 1, 1] each."""
    variance, mean = torch.var_mean(x.reshape(norm.num_groups, -1), dim=1, correction=0)
    members = len(x) // norm.num_groups
    deviation = (variance + norm.eps).sqrt().repeat_interleave(members)
    scale = norm.weight / deviation
    shift = norm.bias - mean.repeat_interleave(members) * scale
    return scale[:, None, None], shift[:, None, None]
