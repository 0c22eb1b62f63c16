"""Latents on disk: all that decoding, finishing and texturing need, without sampling anew."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...core import safetensors
from ...core.errors import PixalError, short_path
from .chain import Latents

FILE = "latents.safetensors"


def save_latents(path: Path, latents: Latents, told: Mapping[str, Any]) -> None:
    """Write `latents` to `path`. told: camera and settings, kept as JSON in the metadata."""
    arrays = {
        "resolution": np.array(latents.resolution, np.int64),
        "coords": latents.coords.cpu().numpy(),
        "shape": latents.shape.float().cpu().numpy(),
        "texture": latents.texture.float().cpu().numpy(),
    }
    safetensors.save(path, arrays, {name: json.dumps(value) for name, value in told.items()})


def load_latents(path: Path, device: torch.device | str) -> Latents:
    """Read what `save_latents` wrote. Raises PixalError `result_damaged`."""
    arrays = safetensors.load(path)
    try:
        coords, shape, texture = (arrays[name] for name in ("coords", "shape", "texture"))
        resolution = int(arrays["resolution"].item())
        sound = (
            coords.dtype == np.int32
            and coords.shape == (len(shape), 4)
            and len(coords) > 0
            and shape.dtype == texture.dtype == np.float32
            and shape.ndim == texture.ndim == 2
            and len(shape) == len(texture)
            and 0 < resolution <= 1 << 14
            and 0 <= coords.min()
            and coords[:, 1:].max() < resolution
            and bool(np.isfinite(shape).all() and np.isfinite(texture).all())
        )
    except (KeyError, TypeError, ValueError):
        sound = False
    if not sound:
        raise PixalError(
            "result_damaged", f"{short_path(path)} is damaged.", "Generate the object again."
        )

    def tensor(array: np.ndarray) -> Tensor:
        return torch.from_numpy(array.copy()).to(device)

    return Latents(resolution, tensor(coords), tensor(shape), tensor(texture))
