"""Where the cells of the grid fall in a photo. The torch twin of `core/camera.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...core.camera import Camera, focal_pixels, front_camera_to_world


@dataclass(frozen=True)
class View:
    """A square pinhole. fov: horizontal, radians. camera_to_world: float64 [4, 4] in the view
    frame of the main photo, for a camera that looks along its own -Z with +Y up."""

    fov: float
    camera_to_world: np.ndarray


def front_view(camera: Camera) -> View:
    """The view of a single photo."""
    return View(camera.fov, front_camera_to_world(camera.distance))


def views_of(fovs: Sequence[float], poses: Sequence[np.ndarray], distance: float) -> list[View]:
    """Several photos' views, the main one first.

    poses: camera-to-world [4, 4] each, in any common frame. distance: of the main camera from the
    object's centre; its own view is the front view whatever the frame was.
    """
    to_front = front_camera_to_world(distance) @ np.linalg.inv(poses[0])
    return [View(fov, to_front @ pose) for fov, pose in zip(fovs, poses, strict=True)]


def project(
    cells: Tensor, grid: int, view: View, resolution: int, mesh_scale: float = 1.0
) -> tuple[Tensor, Tensor]:
    """Integer `cells` [N, 3] of a grid with `grid` cells a side → pixels [N, 2], depth [N].

    Pixels of an image `resolution` wide, x to the right, y down; depth along the viewing axis;
    float32. Cell i of an axis is at `linspace(-1, 1, grid)[i]`.
    """
    axis = torch.linspace(-1.0, 1.0, grid, device=cells.device)
    x, y, z = axis[cells.long()].unbind(-1)
    world = torch.stack([x, -z, y], dim=-1) / mesh_scale / 2.0
    inverse = torch.from_numpy(np.linalg.inv(view.camera_to_world)).to(world)
    seen = world @ inverse[:3, :3].T + inverse[:3, 3]
    scale = focal_pixels(view.fov, resolution) / (1e-8 - seen[:, 2:])
    pixels = seen[:, :2] * scale * seen.new_tensor([1.0, -1.0]) + resolution / 2.0
    return pixels, -seen[:, 2]
