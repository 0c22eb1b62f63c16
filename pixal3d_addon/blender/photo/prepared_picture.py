"""The picture that a worker prepared, as Blender's icons have their pixels."""

from pathlib import Path

import numpy as np

_MOST = 1024  # pixels along the side


def read(path: Path) -> np.ndarray:
    """uint8 [S, S, 4], bottom row first. Raises OSError, ValueError."""
    rgb = np.load(path, allow_pickle=False)
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or max(rgb.shape) > _MOST:
        raise ValueError("no picture")
    opaque = np.full_like(rgb[..., :1], 255)
    return np.ascontiguousarray(np.concatenate([rgb, opaque], axis=2)[::-1])
