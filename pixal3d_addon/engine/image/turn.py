"""Turning the camera towards an off-centre subject: the square that such a camera would see.

Photo frame: x right, y down, z forward, pixel positions counted from the photo's corner.
"""

import math
from dataclasses import dataclass

import numpy as np

from ...core.lens import FOV_RANGE

_BAND = 1 << 18  # output pixels sampled at once


@dataclass(frozen=True)
class Turned:
    """A camera turned from the photo's. rotation [3, 3] takes its rays to the photo's frame.

    yaw, pitch, fov: radians; positive to the right and downwards.
    """

    rotation: np.ndarray
    yaw: float
    pitch: float
    fov: float


def turn_towards(solid: np.ndarray, photo_fov: float, margin: float) -> Turned:
    """The camera that has the subject's box in the middle of a square `margin` times as large.

    solid: bool [H, W] of the whole photo; photo_fov: its horizontal field of view.
    """
    rays = _outline_rays(solid, photo_fov)
    rotation, yaw, pitch = np.eye(3), 0.0, 0.0
    for _ in range(100):  # the box turns with the camera, so its middle is a fixed point
        low, high = _box(rays @ rotation)
        middle = (low + high) / 2
        if np.abs(middle).max() < 1e-9:
            break
        axis = rotation @ np.array([*middle, 1.0])
        yaw = math.atan2(axis[0], math.hypot(axis[1], axis[2]))
        pitch = math.atan2(axis[1], axis[2])
        rotation = _rotation(yaw, pitch)
    low, high = _box(rays @ rotation)
    return Turned(rotation, yaw, pitch, 2.0 * math.atan(margin * float((high - low).max()) / 2))


def moved(turned: Turned, x: float, y: float, scale: float) -> Turned:
    """`turned`, its square moved by x to the right and y upwards in sides, and scaled."""
    edge = math.tan(turned.fov / 2)
    axis = turned.rotation @ np.array([2 * x * edge, -2 * y * edge, 1.0])
    yaw = math.atan2(axis[0], math.hypot(axis[1], axis[2]))
    pitch = math.atan2(axis[1], axis[2])
    fov = min(2.0 * math.atan(scale * edge), FOV_RANGE[1])
    return Turned(_rotation(yaw, pitch), yaw, pitch, fov)


def look(
    source: np.ndarray, origin: tuple[float, float], focal: float, turned: Turned, side: int
) -> tuple[np.ndarray, np.ndarray]:
    """What `turned` sees: rgb [side, side, 3] (colour · alpha) and alpha [side, side], uint8.

    source: uint8 [H, W, 4], straight alpha, a part of the photo at any scale; origin: where in it
    (x, y) the photo's optical axis lies; focal: the focal length in its pixels. Bicubic.
    """
    height, width = source.shape[:2]
    padded = np.zeros((height + 4, width + 4, 4), np.float32)  # so that no tap needs a check
    inner = padded[2:-2, 2:-2]
    inner[:] = source
    inner[:, :, :3] *= inner[:, :, 3:] / np.float32(255)
    flat = padded.reshape(-1, 4)
    steps = ((np.arange(side) + 0.5) / side * 2 - 1) * math.tan(turned.fov / 2)
    result = np.empty((side, side, 4), np.uint8)
    rows = max(1, _BAND // side)
    for top in range(0, side, rows):
        down = steps[top : top + rows, None]
        ray_x, ray_y, depth = (
            turn[0] * steps + turn[1] * down + turn[2] for turn in turned.rotation
        )
        scale = focal / np.maximum(depth, 1e-6)
        x = np.clip(ray_x * scale + (origin[0] - 0.5), -1.0, width).ravel() + 2
        y = np.clip(ray_y * scale + (origin[1] - 0.5), -1.0, height).ravel() + 2
        colours = _bicubic(flat, width + 4, x, y)
        alpha = np.clip(colours[:, 3:], 0.0, 255.0, out=colours[:, 3:])
        np.clip(colours[:, :3], 0.0, alpha, out=colours[:, :3])
        colours += 0.5
        result[top : top + rows] = colours.astype(np.uint8).reshape(-1, side, 4)
    return np.ascontiguousarray(result[:, :, :3]), np.ascontiguousarray(result[:, :, 3])


def footprint(turned: Turned) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the square in the photo, in focal lengths from its axis."""
    edge = math.tan(turned.fov / 2)
    corners = np.array([[x, y, 1.0] for x in (-edge, edge) for y in (-edge, edge)])
    low, high = _box(corners @ turned.rotation.T)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _outline_rays(solid: np.ndarray, photo_fov: float) -> np.ndarray:
    """Rays [N, 3] through the outermost solid pixels of every row and column."""
    height, width = solid.shape
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    left, right = solid[rows].argmax(axis=1), width - 1 - solid[rows, ::-1].argmax(axis=1)
    top = solid[:, columns].argmax(axis=0)
    bottom = height - 1 - solid[::-1, columns].argmax(axis=0)
    x = np.concatenate([left, right, columns, columns]) + 0.5 - width / 2
    y = np.concatenate([rows, rows, top, bottom]) + 0.5 - height / 2
    focal = width / (2.0 * math.tan(photo_fov / 2))
    return np.stack([x / focal, y / focal, np.ones_like(x)], axis=-1)


def _box(rays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest x/z, y/z of rays [N, 3]."""
    flat = rays[:, :2] / np.maximum(rays[:, 2:], 1e-3)
    return flat.min(axis=0), flat.max(axis=0)


def _rotation(yaw: float, pitch: float) -> np.ndarray:
    """Rays of a camera turned by yaw, then pitch, to the photo's frame.

    Seen from the turned camera the photo's camera is turned back by a plain yaw and pitch, without
    roll: the turned camera is the upright one, since the elevation is told for it.
    """
    cy, sy, cp, sp = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch)
    tilt = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
    return tilt @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])


def _bicubic(flat: np.ndarray, stride: int, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Catmull-Rom samples [N, 4] of `flat` [H · stride, 4] at pixel indices x, y."""
    column, row = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    across, down = _weights(x - column), _weights(y - row)
    corner = (row - 1) * stride + column - 1
    result = np.zeros((len(x), 4), np.float32)
    for j in range(4):
        line = np.zeros_like(result)
        for i in range(4):
            line += flat.take(corner + (j * stride + i), axis=0, mode="clip") * across[i][:, None]
        line *= down[j][:, None]
        result += line
    return result


def _weights(t: np.ndarray) -> list[np.ndarray]:
    t = t.astype(np.float32)
    return [
        ((2 - t) * t - 1) * t / 2,
        ((3 * t - 5) * t * t + 2) / 2,
        ((4 - 3 * t) * t + 1) * t / 2,
        (t - 1) * t * t / 2,
    ]
