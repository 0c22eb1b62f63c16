"""The draft network in PyTorch: a photo's picture and camera → depth of front and back.

A U-Net from 128 × 128 pixels down to 8 × 8 cells, most of it on 32 × 32 and below, so that it takes
a fraction of a second in numpy. It corrects the classical estimate, which is among what it sees.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from pixal3d_addon.engine.draft.net.features import CAMERA, CHANNELS, HALF, MIDDLE

PATCH = 2
WIDTHS = (40, 96, 160, 208)  # on 64, 32, 16 and 8 cells a side
FEW = 6  # of the picture's channels come in again at full resolution: color, mask, outline
HEADS = 8
_DETAIL = 12  # channels that go up to full resolution
_FINE = 16


class Answer(NamedTuple):
    """Per pixel, [B, S, S] each; depths in view-frame y for a frame of width 1.

    front: where the ray enters. thickness: how far behind that it leaves for good, may be < 0.
    opening: how far behind `front` it leaves for the first time. doubt, classical_doubt: log of
    the expected error of `front`, and of the classical one. back: [B, 3, S, S] sRGB of the hidden
    side, 0…1. pose: [B, 2], elevation in radians and the logarithm of the field of view in radians.
    """

    front: Tensor
    thickness: Tensor
    opening: Tensor
    doubt: Tensor
    classical_doubt: Tensor
    back: Tensor
    pose: Tensor


class Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.one = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.one_norm = nn.BatchNorm2d(width)
        self.two = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.two_norm = nn.BatchNorm2d(width)
        nn.init.zeros_(self.two_norm.weight)

    def forward(self, x: Tensor) -> Tensor:
        inner = functional.relu(self.one_norm(self.one(x)))
        return functional.relu(x + self.two_norm(self.two(inner)))


class Step(nn.Module):
    """Convolution, norm, ReLU."""

    def __init__(self, before: int, after: int, size: int = 3, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, size, stride, size // 2, bias=False)
        self.conv_norm = nn.BatchNorm2d(after)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.conv_norm(self.conv(x)))


class Context(nn.Module):
    """The whole picture's mean and maximum, added to every cell."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.one = nn.Linear(2 * width, width)
        self.two = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.two(functional.relu(self.one(pooled(x))))[..., None, None]


class Attention(nn.Module):
    """Every cell looks at all others: legs at their twins, a side at the one across."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: Tensor) -> Tensor:
        batch, width, height, across = x.shape
        cells = x.flatten(2).transpose(1, 2)
        qkv = self.qkv(cells).view(batch, height * across, 3, self.heads, width // self.heads)
        seen = functional.scaled_dot_product_attention(*qkv.permute(2, 0, 3, 1, 4).unbind())
        out = self.out(seen.transpose(1, 2).flatten(2))
        return functional.relu(x + out.transpose(1, 2).unflatten(2, (height, across)))


class DraftNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = Step(CHANNELS * PATCH**2 + CAMERA, a, 1)
        self.down0 = nn.Sequential(Residual(a))
        self.into1 = Step(a, b, stride=2)
        self.down1 = nn.Sequential(Residual(b), Residual(b))
        self.into2 = Step(b, c, stride=2)
        self.down2 = nn.Sequential(Residual(c), Residual(c))
        self.into3 = Step(c, d, stride=2)
        self.down3 = nn.Sequential(Residual(d), Attention(d), Context(d), Residual(d))
        self.pose = nn.Linear(2 * d, 2)
        self.join2 = Step(d + c, c, 1)
        self.up2 = nn.Sequential(Residual(c), Attention(c))
        self.join1 = Step(c + b, b, 1)
        self.up1 = nn.Sequential(Residual(b), Residual(b))
        self.join0 = Step(b + a, a, 1)
        self.up0 = nn.Sequential(Residual(a), Residual(a))
        self.detail = nn.Conv2d(a, _DETAIL * PATCH**2, 1)
        self.fine = nn.Conv2d(_DETAIL + FEW, _FINE, 3, padding=1)
        self.finer = nn.Conv2d(_FINE, _FINE, 3, padding=1)
        self.head = nn.Conv2d(_FINE + _DETAIL, HEADS, 1)
        with torch.no_grad():
            self.head.weight *= 0.3
            self.head.bias.zero_()

    def forward(self, picture: Tensor, camera: Tensor) -> Answer:
        """picture: [B, CHANNELS, S, S], camera: [B, CAMERA]; see `features`."""
        x = functional.pixel_unshuffle(picture, PATCH)
        x = torch.cat([x, camera[..., None, None].expand(-1, -1, *x.shape[2:])], dim=1)
        x0 = self.down0(self.stem(x.contiguous(memory_format=torch.channels_last)))
        x1 = self.down1(self.into1(x0))
        x2 = self.down2(self.into2(x1))
        x3 = self.down3(self.into3(x2))
        y = self.up2(self.join2(torch.cat([_double(x3), x2], dim=1)))
        y = self.up1(self.join1(torch.cat([_double(y), x1], dim=1)))
        y = self.up0(self.join0(torch.cat([_double(y), x0], dim=1)))
        detail = functional.pixel_shuffle(self.detail(y), PATCH)
        fine = functional.relu(self.fine(torch.cat([detail, picture[:, :FEW]], dim=1)))
        fine = functional.relu(self.finer(fine))
        out = self.head(torch.cat([detail, fine], dim=1)).float()
        pose = self.pose(pooled(x3)).float()
        half, middle = classical(picture)
        return Answer(
            middle - half + 0.3 * out[:, 0],
            2.0 * half + 0.3 * out[:, 1],
            2.0 * half + 0.3 * out[:, 2],
            out[:, 3] - 2.5,
            out[:, 4] - 2.5,
            torch.sigmoid(2.0 * out[:, 5:8]),
            pose * 0.3 + pose.new_tensor([0.35, -0.7]),
        )


def pooled(x: Tensor) -> Tensor:
    """Mean and maximum over the picture, [B, 2 C]."""
    return torch.cat([x.mean((2, 3)), x.amax((2, 3))], dim=1)


def classical(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Half thickness and middle surface as the silhouette alone tells them."""
    return picture[:, HALF], picture[:, MIDDLE]


def _double(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2, mode="nearest")
