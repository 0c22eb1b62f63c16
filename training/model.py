"""The draft network in PyTorch: a photo's picture and camera → depth of front and back.

A U-Net on 4 × 4 patches: most convolutions run on 16 × 16 cells and below, so that it takes some
milliseconds in numpy. It corrects the classical estimate, which is among what it sees.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from pixal3d_addon.engine.draft.net.features import CAMERA, CHANNELS, HALF, MIDDLE

PATCH = 4
WIDTHS = (64, 128, 224)
_DETAIL = 10  # channels that go up to full resolution
_FINE = 10
FEW = 6  # of the picture's channels come in again at full resolution: colour, mask, outline
HEADS = 7


class Answer(NamedTuple):
    """Per pixel, [B, S, S] each; depths in view-frame y for a frame of width 1.

    front: where the ray enters. thickness: how far behind that it leaves for good, may be < 0.
    doubt, classical_doubt: log of the expected error of `front`, and of the classical one.
    back: [B, 3, S, S] sRGB of the hidden side, 0…1.
    """

    front: Tensor
    thickness: Tensor
    doubt: Tensor
    classical_doubt: Tensor
    back: Tensor


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
        pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], dim=1)
        return x + self.two(functional.relu(self.one(pooled)))[..., None, None]


class DraftNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        a, b, c = WIDTHS
        self.stem = Step(CHANNELS * PATCH**2 + CAMERA, a, 1)
        self.down1 = nn.Sequential(Residual(a))
        self.into2 = Step(a, b, stride=2)
        self.down2 = nn.Sequential(Residual(b), Residual(b))
        self.into3 = Step(b, c, stride=2)
        self.down3 = nn.Sequential(Residual(c), Context(c), Residual(c))
        self.join2 = Step(c + b, b, 1)
        self.up2 = nn.Sequential(Residual(b), Context(b))
        self.join1 = Step(b + a, a, 1)
        self.up1 = nn.Sequential(Residual(a), Residual(a))
        self.detail = nn.Conv2d(a, _DETAIL * PATCH**2, 1)
        self.fine = nn.Conv2d(_DETAIL + FEW, _FINE, 3, padding=1)
        self.head = nn.Conv2d(_FINE + _DETAIL, HEADS, 1)
        with torch.no_grad():
            self.head.weight *= 0.3
            self.head.bias.zero_()

    def forward(self, picture: Tensor, camera: Tensor) -> Answer:
        """picture: [B, CHANNELS, S, S], camera: [B, CAMERA]; see `features`."""
        x = functional.pixel_unshuffle(picture, PATCH)
        x = torch.cat([x, camera[..., None, None].expand(-1, -1, *x.shape[2:])], dim=1)
        x1 = self.down1(self.stem(x.contiguous(memory_format=torch.channels_last)))
        x2 = self.down2(self.into2(x1))
        x3 = self.down3(self.into3(x2))
        y = self.up2(self.join2(torch.cat([_double(x3), x2], dim=1)))
        y = self.up1(self.join1(torch.cat([_double(y), x1], dim=1)))
        detail = functional.pixel_shuffle(self.detail(y), PATCH)
        fine = functional.relu(self.fine(torch.cat([detail, picture[:, :FEW]], dim=1)))
        out = self.head(torch.cat([detail, fine], dim=1)).float()
        half, middle = classical(picture)
        return Answer(
            middle - half + 0.3 * out[:, 0],
            2.0 * half + 0.3 * out[:, 1],
            out[:, 2] - 2.5,
            out[:, 6] - 2.5,
            torch.sigmoid(2.0 * out[:, 3:6]),
        )


def classical(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Half thickness and middle surface as the silhouette alone tells them."""
    return picture[:, HALF], picture[:, MIDDLE]


def _double(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2, mode="nearest")
