"""What was decoded, as the rest of the program has it: numpy arrays in the view frame."""

import numpy as np
import torch
from torch import Tensor

from ..interface import RawSurface, Volume
from .chain import Decoded, to_view_frame


def raw_surface(decoded: Decoded, resolution: int, notes: tuple[str, ...] = ()) -> RawSurface:
    """`decoded`, of a cube with `resolution` voxels a side, turned into the view frame."""
    return RawSurface(
        vertices=to_view_frame(decoded.vertices).cpu().numpy().astype(np.float32, copy=False),
        faces=decoded.faces.cpu().numpy(),
        volume=Volume(
            coords=turned_voxels(decoded.coords, resolution).cpu().numpy(),
            attributes=as_bytes(decoded.attributes).cpu().numpy(),
            resolution=resolution,
        ),
        notes=notes,
    )


def turned_voxels(coords: Tensor, resolution: int) -> Tensor:
    """Voxels [N, 3] of the cube → the same ones by the view frame's axes."""
    x, y, z = coords.unbind(-1)
    return torch.stack([x, resolution - 1 - z, y], dim=-1)


def as_bytes(attributes: Tensor) -> Tensor:
    """0 to 1, clamped, to the nearest of 0 to 255."""
    return (attributes.clamp(0, 1) * 255).round().to(torch.uint8)
