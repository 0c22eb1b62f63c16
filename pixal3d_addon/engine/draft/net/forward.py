"""The draft network's forward pass in numpy. `training/model.py` has the same in PyTorch."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .features import HALF, MIDDLE

PATCH = 2
FEW = 6
HEADS = 4  # of attention

Weights = Mapping[str, np.ndarray]


class Answer(NamedTuple):
    """Per pixel, float32 [S, S]; depths in view-frame y for a frame of width 1.

    front: where the ray enters. thickness: how far behind that it leaves for good, may be < 0.
    opening: how far behind `front` it leaves for the first time. doubt, classical_doubt: log of
    the expected error of `front`, and of the classical one. back: [S, S, 3], sRGB of the hidden
    side, 0…1. pose: [2], elevation in radians and the logarithm of the field of view in radians.
    """

    front: np.ndarray
    thickness: np.ndarray
    opening: np.ndarray
    doubt: np.ndarray
    classical_doubt: np.ndarray
    back: np.ndarray
    pose: np.ndarray


def forward(weights: Weights, picture: np.ndarray, camera: np.ndarray) -> Answer:
    """Run the network on `picture` [S, S, CHANNELS] and `camera` [CAMERA] of `features`."""
    net = _Net(weights)
    side = len(picture)
    cells = side // PATCH
    patches = picture.reshape(cells, PATCH, cells, PATCH, -1).transpose(0, 2, 4, 1, 3)
    patches = patches.reshape(cells, cells, -1)
    beside = np.broadcast_to(camera, (cells, cells, len(camera)))
    x0 = net.residual("down0.0", net.step("stem", np.concatenate([patches, beside], axis=-1)))
    x1 = net.residuals("down1", net.step("into1", x0, stride=2))
    x2 = net.residuals("down2", net.step("into2", x1, stride=2))
    x3 = net.residual("down3.0", net.step("into3", x2, stride=2))
    x3 = net.context("down3.2", net.attention("down3.1", x3))
    x3 = net.residual("down3.3", x3)
    y = net.residual("up2.0", net.step("join2", _beside_double(x3, x2)))
    y = net.step("join1", _beside_double(net.attention("up2.1", y), x1))
    y = net.step("join0", _beside_double(net.residuals("up1", y), x0))
    detail = net.conv("detail", net.residuals("up0", y)).reshape(cells, cells, -1, PATCH, PATCH)
    detail = detail.transpose(0, 3, 1, 4, 2).reshape(side, side, -1)
    fine = np.maximum(net.conv("fine", np.concatenate([detail, picture[..., :FEW]], axis=-1)), 0)
    fine = np.maximum(net.conv("finer", fine), 0)
    out = net.conv("head", np.concatenate([detail, fine], axis=-1))
    pose = net.conv("pose", _pooled(x3))
    half, middle = picture[..., HALF], picture[..., MIDDLE]
    return Answer(
        middle - half + 0.3 * out[..., 0],
        2.0 * half + 0.3 * out[..., 1],
        2.0 * half + 0.3 * out[..., 2],
        out[..., 3] - 2.5,
        out[..., 4] - 2.5,
        1.0 / (1.0 + np.exp(-2.0 * out[..., 5:8])),
        pose * 0.3 + np.array([0.35, -0.7], np.float32),
    )


class _Net:
    """Layers on [H, W, C]. Norms are folded into the convolutions' weights [k · k · in, out]."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def conv(self, name: str, x: np.ndarray, stride: int = 1) -> np.ndarray:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        width = x.shape[-1]
        if len(weight) == width:
            return x @ weight + bias
        padded = np.pad(x, ((1, 1), (1, 1), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(  # type: ignore[call-overload]
            padded, (3, 3), (0, 1)
        )  # numpy's stubs know of one axis only
        windows = windows[::stride, ::stride].transpose(0, 1, 3, 4, 2)
        return windows.reshape(*windows.shape[:2], 9 * width) @ weight + bias

    def step(self, name: str, x: np.ndarray, stride: int = 1) -> np.ndarray:
        return np.maximum(self.conv(f"{name}.conv", x, stride), 0)

    def residual(self, name: str, x: np.ndarray) -> np.ndarray:
        inner = np.maximum(self.conv(f"{name}.one", x), 0)
        return np.maximum(x + self.conv(f"{name}.two", inner), 0)

    def residuals(self, name: str, x: np.ndarray) -> np.ndarray:
        return self.residual(f"{name}.1", self.residual(f"{name}.0", x))

    def context(self, name: str, x: np.ndarray) -> np.ndarray:
        return x + self.conv(f"{name}.two", np.maximum(self.conv(f"{name}.one", _pooled(x)), 0))

    def attention(self, name: str, x: np.ndarray) -> np.ndarray:
        height, across, width = x.shape
        qkv = self.conv(f"{name}.qkv", x).reshape(height * across, 3, HEADS, width // HEADS)
        query, key, value = qkv.transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(width // HEADS))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        seen = scores @ value / scores.sum(axis=-1, keepdims=True)
        return np.maximum(x + self.conv(f"{name}.out", seen.transpose(1, 0, 2).reshape(x.shape)), 0)


def _pooled(x: np.ndarray) -> np.ndarray:
    """Mean and maximum over the picture, [2 C]."""
    return np.concatenate([x.mean((0, 1)), x.max((0, 1))])


def _beside_double(coarse: np.ndarray, fine: np.ndarray) -> np.ndarray:
    return np.concatenate([coarse.repeat(2, axis=0).repeat(2, axis=1), fine], axis=-1)
