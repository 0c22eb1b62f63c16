"""LPIPS v0.1 with the AlexNet backbone, in numpy. Zhang et al. 2018, arXiv:1801.03924."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from pixal3d_addon.core import safetensors

SIDE = 256  # crops are brought to this size, so that an object's size in the photo does not count
_SHIFT = np.array([-0.030, -0.088, -0.188], np.float32)
_SCALE = np.array([0.458, 0.448, 0.450], np.float32)
_STRIDES = (4, 1, 1, 1, 1)
_PADDINGS = (2, 2, 1, 1, 1)

Weights = Mapping[str, np.ndarray]


def load(path: Path) -> Weights:
    """The backbone's and the heads' weights. Raises PixalError `result_damaged`."""
    return safetensors.load(path)


def beside(cases: Path, chosen: Path | None = None) -> Weights | None:
    """The weights `chosen`, else those in ../models beside the folder `cases`, else none."""
    usual = cases.resolve().parent / "models" / "lpips_alex.safetensors"
    path = chosen or (usual if usual.is_file() else None)
    return load(path) if path else None


def lpips(first: np.ndarray, second: np.ndarray, weights: Weights) -> float:
    """Perceptual distance of two pictures [H, W, 3] in 0…1, at least 32 pixels wide and high."""
    total = 0.0
    for level, (one, two) in enumerate(
        zip(_features(first, weights), _features(second, weights), strict=True)
    ):
        difference = (_unit(one) - _unit(two)) ** 2
        total += float(np.mean(difference @ weights[f"lin{level}.weight"].reshape(-1)))
    return total


def crop(picture: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The square about the silhouette `inside` bool [H, W], on black, [SIDE, SIDE, 3].

    Both pictures of a comparison go through the same `inside`, that of the photo.
    """
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    cut = (picture[..., :3] * inside[..., None])[top:bottom, left:right]
    side = max(cut.shape[:2])
    square = np.zeros((side, side, 3), np.float32)
    y, x = (side - cut.shape[0]) // 2, (side - cut.shape[1]) // 2
    square[y : y + cut.shape[0], x : x + cut.shape[1]] = cut
    channels = [
        Image.fromarray(square[..., index]).resize((SIDE, SIDE), Image.Resampling.BILINEAR)
        for index in range(3)
    ]
    return np.stack([np.asarray(channel) for channel in channels], axis=-1)


def _features(picture: np.ndarray, weights: Weights) -> list[np.ndarray]:
    """The five activations after ReLU, [h, w, C] each."""
    x = (picture.astype(np.float32) * 2 - 1 - _SHIFT) / _SCALE
    levels = []
    for level, (stride, padding) in enumerate(zip(_STRIDES, _PADDINGS, strict=True)):
        if level in (1, 2):
            x = _windows(x, 3, 2).max(axis=(3, 4))
        x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
        x = convolve(x, weights[f"conv{level}.weight"], weights[f"conv{level}.bias"], stride)
        x = np.maximum(x, 0)
        levels.append(x)
    return levels


def convolve(x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, stride: int) -> np.ndarray:
    """`x` [H, W, C] with `kernel` [O, C, k, k], no padding: [h, w, O]."""
    windows = _windows(x, kernel.shape[-1], stride)
    height, width = windows.shape[:2]
    columns = windows.reshape(height * width, -1)
    return (columns @ kernel.reshape(len(kernel), -1).T + bias).reshape(height, width, -1)


def _windows(x: np.ndarray, side: int, stride: int) -> np.ndarray:
    """[h, w, C, side, side] views into `x` [H, W, C]."""
    view = np.lib.stride_tricks.sliding_window_view  # numpy's stubs know one axis only
    windows = view(x, (side, side), axis=(0, 1))  # type: ignore[call-overload]
    return windows[::stride, ::stride]


def _unit(x: np.ndarray) -> np.ndarray:
    return x / (np.linalg.norm(x, axis=-1, keepdims=True) + 1e-10)
