"""A batch of packed views → what the network sees and the truth, a little different every time."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from pixal3d_addon.engine.draft.net.features import camera_values, lean, picture, planes

from .loss import Truth

FOV_KNOWN, ELEVATION_KNOWN = 0.85, 0.85  # shares of the views
FOV_ERROR, ELEVATION_ERROR = 0.03, 0.025  # radians; nobody dials a camera in exactly
_FLIPPED = ("rgb", "alpha", "back", "front", "last", "inset", "half")


def prepare(
    batch: dict[str, np.ndarray], random: np.random.Generator | None
) -> tuple[Tensor, Tensor, Truth]:
    """Picture [B, CHANNELS, S, S], camera [B, CAMERA], truth. Without `random`: as they are,
    everything known."""
    count = len(batch["alpha"])
    data = {key: np.asarray(value) for key, value in batch.items()}
    fov, elevation, aspect, middle, low = data["numbers"].T
    knows = np.ones((count, 2), np.float32)
    if random:
        turned = random.random(count) < 0.5
        for key in _FLIPPED:
            data[key][turned] = np.ascontiguousarray(data[key][turned][:, :, ::-1])
        knows = (random.random((count, 2)) < (FOV_KNOWN, ELEVATION_KNOWN)).astype(np.float32)
        fov = np.clip(fov + random.normal(0, FOV_ERROR, count), 0.1, 1.2)
        elevation = elevation + random.normal(0, ELEVATION_ERROR, count)
    rgb = data["rgb"].astype(np.float32) / 255
    cover = data["alpha"].astype(np.float32) / 255
    back = data["back"].astype(np.float32) / 255
    if random:
        rgb, back = _colors(rgb, cover, back, random)
    slope = np.array([lean(a, e) for a, e in zip(aspect, elevation, strict=True)], np.float32)
    rows = planes(fov, elevation, slope, middle, low) * knows[:, 1, None, None]
    inset, half = data["inset"].astype(np.float32), data["half"].astype(np.float32)
    seen = picture(rgb, cover, inset, half, rows)
    truth = Truth(
        torch.from_numpy((data["alpha"] > 64).astype(np.float32)),
        torch.from_numpy(data["front"].astype(np.float32)),
        torch.from_numpy(data["last"].astype(np.float32)),
        torch.from_numpy(back).permute(0, 3, 1, 2),
    )
    camera = torch.from_numpy(camera_values(fov, elevation, slope, knows))
    return torch.from_numpy(seen).permute(0, 3, 1, 2).contiguous(), camera, truth


def _colors(
    rgb: np.ndarray, cover: np.ndarray, back: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Channels exchanged, gain, saturation and gamma, the same for both sides; then, for the photo,
    blur and noise."""
    count = len(rgb)
    gain = np.exp(random.normal(0, 0.15, (count, 1, 1, 3))).astype(np.float32)
    gamma = np.exp(random.normal(0, 0.25, (count, 1, 1, 1))).astype(np.float32)
    saturation = np.clip(random.normal(1, 0.4, (count, 1, 1, 1)), 0, 2).astype(np.float32)
    saturation[random.random(count) < 0.07] = 0
    for i in np.flatnonzero(random.random(count) < 0.2):
        order = random.permutation(3)
        rgb[i], back[i] = rgb[i][..., order], back[i][..., order]
    strength = 0.03 * random.random((count, 1, 1, 1), np.float32)
    noise = strength * random.standard_normal(rgb.shape[1:], np.float32)

    def graded(color: np.ndarray) -> np.ndarray:
        gray = color.mean(-1, keepdims=True)
        return np.clip((gray + (color - gray) * saturation) * gain, 1e-3, 1) ** gamma

    straight = rgb / np.maximum(cover, 1 / 255)[..., None]
    photo = torch.from_numpy(graded(straight) * cover[..., None])
    soft = functional.avg_pool2d(photo.permute(0, 3, 1, 2), 3, 1, 1).permute(0, 2, 3, 1)
    share = torch.from_numpy(random.random((count, 1, 1, 1), np.float32))
    photo = torch.lerp(photo, soft, share * (share > 0.5))
    return np.clip(photo.numpy() + noise * cover[..., None], 0, 1), graded(back)
