"""A batch of packed views → what the network sees and the truth, a little different every time."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from pixal3d_addon.engine.draft.net.features import INSET_SCALE, camera_values, lean, planes

from .loss import Truth

FOV_KNOWN, ELEVATION_KNOWN = 0.8, 0.75  # shares of the views
FOV_ERROR, ELEVATION_ERROR = 0.03, 0.025  # radians; nobody dials a camera in exactly
_FLIPPED = ("rgb", "alpha", "back", "front", "opening", "last", "inset", "half")


def prepare(
    batch: Mapping[str, Tensor], numbers: np.ndarray, random: np.random.Generator | None
) -> tuple[Tensor, Tensor, Truth]:
    """Picture [B, CHANNELS, S, S], camera [B, CAMERA], truth; on the batch's device.

    batch: the arrays [B, …] of `pack`; numbers: [B, 5], those of it. Without `random` the views are
    as they are and everything is known.
    """
    data, count, device = dict(batch), len(numbers), batch["alpha"].device
    fov, elevation, aspect, middle, low = numbers.T.copy()
    pose = torch.from_numpy(np.stack([elevation, np.log(fov)], axis=1))
    knows = np.ones((count, 2), np.float32)
    if random:
        turned = torch.from_numpy(random.random(count) < 0.5).to(device)
        for key in _FLIPPED:
            across = turned.view(-1, *[1] * (data[key].ndim - 1))
            data[key] = torch.where(across, data[key].flip(2), data[key])
        knows = (random.random((count, 2)) < (FOV_KNOWN, ELEVATION_KNOWN)).astype(np.float32)
        fov = np.clip(fov + random.normal(0, FOV_ERROR, count), 0.1, 1.2)
        elevation = elevation + random.normal(0, ELEVATION_ERROR, count)
    rgb, cover, back = (data[key].float() / 255 for key in ("rgb", "alpha", "back"))
    if random:
        rgb, back = _colors(rgb, cover, back, random)
    slope = np.array([lean(a, e) for a, e in zip(aspect, elevation, strict=True)], np.float32)
    rows = planes(fov, elevation, slope, middle, low) * knows[:, 1, None, None]
    seen = picture(
        rgb, cover, data["inset"].float(), data["half"].float(), torch.from_numpy(rows).to(device)
    )
    truth = Truth(
        (data["alpha"] > 64).float(),
        *(data[key].float() for key in ("front", "opening", "last")),
        back.permute(0, 3, 1, 2),
        pose.float().to(device),
    )
    camera = torch.from_numpy(camera_values(fov, elevation, slope, knows))
    return seen.permute(0, 3, 1, 2).contiguous(), camera.to(device), truth


def picture(rgb: Tensor, cover: Tensor, inset: Tensor, half: Tensor, rows: Tensor) -> Tensor:
    """`features.picture` in PyTorch: [B, S, S, CHANNELS]."""
    side = cover.shape[-1]
    axis = (torch.arange(side, device=cover.device) + 0.5) / side - 0.5
    across, up = axis.expand(cover.shape), -axis[:, None].expand(cover.shape)
    planes = [part.unsqueeze(2).expand(cover.shape) for part in rows.unbind(-1)]
    parts = [cover, INSET_SCALE * inset, half, 2 * across, 2 * up, *planes]
    return torch.cat([2 * (rgb - 0.5 * cover[..., None]), torch.stack(parts, dim=-1)], dim=-1)


def _colors(
    rgb: Tensor, cover: Tensor, back: Tensor, random: np.random.Generator
) -> tuple[Tensor, Tensor]:
    """Channels exchanged, gain, saturation and gamma, the same for both sides; then, for the photo,
    blur and noise."""
    count, device = len(rgb), rgb.device

    def drawn(values: np.ndarray) -> Tensor:
        return torch.from_numpy(values.astype(np.float32)).to(device).view(count, 1, 1, -1)

    gain = drawn(np.exp(random.normal(0, 0.15, (count, 3))))
    gamma = drawn(np.exp(random.normal(0, 0.25, count)))
    gray = np.clip(random.normal(1, 0.4, count), 0, 2)
    saturation = drawn(np.where(random.random(count) < 0.07, 0, gray))
    order = np.tile(np.arange(3), (count, 1))
    exchanged = random.random(count) < 0.2
    order[exchanged] = random.permuted(order[exchanged], axis=1)
    channels = torch.from_numpy(order).to(device).view(count, 1, 1, 3)

    def graded(color: Tensor) -> Tensor:
        color = color.gather(-1, channels.expand_as(color))
        middle = color.mean(-1, keepdim=True)
        return ((middle + (color - middle) * saturation) * gain).clamp(1e-3, 1) ** gamma

    photo = graded(rgb / cover.clamp(min=1 / 255)[..., None]) * cover[..., None]
    soft = functional.avg_pool2d(photo.permute(0, 3, 1, 2), 3, 1, 1).permute(0, 2, 3, 1)
    share = random.random(count)
    photo = torch.lerp(photo, soft, drawn(share * (share > 0.5)).expand_as(photo))
    noise = drawn(0.03 * random.random(count)) * torch.randn_like(photo)
    return (photo + noise * cover[..., None]).clamp(0, 1), graded(back)
