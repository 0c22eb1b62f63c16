"""Pictures of a surface by ray casting: the renderer that the bench judges with.

It shares no code with the engine's own thumbnails, so that neither can hide the other's mistakes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from pixal3d_addon.core.camera import distance_from_fov, focal_pixels, front_camera_to_world

from .surface import Surface

SAMPLES = 3  # a side; with an even number half a pixel's coverage is met too early
_SHEETS = 12  # that a ray goes through at most
_GAP = 1e-4  # view-frame units, behind a sheet that was gone through
_ROWS = 64  # pixel rows traced at once: bounds the memory, about 60 MB at 1024 px and 3 × 3


@dataclass(frozen=True)
class Pinhole:
    """pose: camera → view frame, 4×4, looking along its own -Z with +Y up. focal: pixels."""

    pose: np.ndarray
    focal: float
    width: int
    height: int

    def project(self, points: np.ndarray) -> np.ndarray:
        """Pixels [N, 2] of `points` [N, 3]; (0, 0) is the upper left corner of the image."""
        local = (points - self.pose[:3, 3]) @ self.pose[:3, :3]
        scale = self.focal / np.maximum(-local[:, 2], 1e-9)
        middle = np.array([self.width / 2, self.height / 2])
        return np.stack([local[:, 0] * scale, -local[:, 1] * scale], axis=1) + middle

    def rays(self, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Directions float32 [rows · columns, 3], not normalised, row by row."""
        right, up, back = self.pose[:3, :3].T
        across = (columns[:, None] - self.width / 2) / self.focal * right - back
        down = (self.height / 2 - rows[:, None]) / self.focal * up
        rays = down.astype(np.float32)[:, None] + across.astype(np.float32)
        return rays.reshape(-1, 3)


def front(fov: float, resolution: int) -> Pinhole:
    """The square camera of the view frame; `fov` in radians."""
    pose = front_camera_to_world(distance_from_fov(fov))
    return Pinhole(pose, focal_pixels(fov, resolution), resolution, resolution)


@dataclass(frozen=True)
class Hits:
    """Where rays met the surface: face [N], barycentric weights [N, 3], ray directions [N, 3]."""

    face: np.ndarray
    weights: np.ndarray
    rays: np.ndarray


Shade = Callable[[Surface, Hits], np.ndarray]  # colours [N, 3] in 0…1, sRGB


def unlit(surface: Surface, hits: Hits) -> np.ndarray:
    """The texture as it is, bilinear."""
    assert surface.texture is not None and surface.corner_uvs is not None
    uv = np.einsum("nk,nkc->nc", hits.weights, surface.corner_uvs[hits.face])
    height, width = surface.texture.shape[:2]
    x = np.clip(uv[:, 0] * width - np.float32(0.5), 0, width - 1)
    y = np.clip((1 - uv[:, 1]) * height - np.float32(0.5), 0, height - 1)
    x0, y0 = x.astype(np.int32), y.astype(np.int32)
    x1, y1 = np.minimum(x0 + 1, width - 1), np.minimum(y0 + 1, height - 1)
    fx, fy = (x - x0)[:, None], (y - y0)[:, None]
    texture = surface.texture
    top = texture[y0, x0] * (1 - fx) + texture[y0, x1] * fx
    bottom = texture[y1, x0] * (1 - fx) + texture[y1, x1] * fx
    return (top * (1 - fy) + bottom * fy) / np.float32(255)


def render(
    surface: Surface,
    camera: Pinhole,
    shade: Shade | None = unlit,
    samples: int = SAMPLES,
    clear: Callable[[Hits], np.ndarray] | None = None,
) -> np.ndarray:
    """Picture float32 [H, W, 4]: colour over black and coverage, `samples`² rays a pixel.

    `shade` None leaves the colour black and gives the coverage alone. `clear` tells which hits,
    bool [N], a ray goes on behind.
    """
    scene = EmbreeScene(robust=True)
    TriangleMesh(scene, surface.vertices.astype(np.float32), surface.faces.astype(np.int32))
    picture = np.zeros((camera.height, camera.width, 4), np.float32)
    left, top, right, bottom = _window(surface, camera)
    if left >= right:
        return picture
    offsets = (np.arange(samples) + 0.5) / samples
    columns = (np.arange(left, right)[:, None] + offsets).ravel()
    eye = camera.pose[:3, 3].astype(np.float32)
    for first in range(top, bottom, _ROWS):
        last = min(first + _ROWS, bottom)
        rows = (np.arange(first, last)[:, None] + offsets).ravel()
        rays = camera.rays(columns, rows)
        hit, hits = _cast(scene, eye, rays, clear)
        colours = np.zeros((len(rays), 4), np.float32)
        colours[hit, 3] = 1.0
        if shade is not None and len(hit):
            colours[hit, :3] = shade(surface, hits)
        shape = (last - first, samples, right - left, samples, 4)
        picture[first:last, left:right] = colours.reshape(shape).mean(axis=(1, 3))
    return picture


def _cast(
    scene: EmbreeScene,
    eye: np.ndarray,
    rays: np.ndarray,
    clear: Callable[[Hits], np.ndarray] | None,
) -> tuple[np.ndarray, Hits]:
    """Which of `rays` [N, 3] meet something that is not clear, and where."""
    found = scene.run(np.broadcast_to(eye, rays.shape), rays, query="INTERSECT", output=True)
    face, u, v, t = (found[key] for key in ("primID", "u", "v", "tfar"))
    hit = left = np.flatnonzero(face >= 0)
    for _ in range(_SHEETS if clear else 0):
        left = left[clear(_hits(face, u, v, rays, left))]
        if not len(left):
            break
        t[left] += _GAP / np.linalg.norm(rays[left], axis=1)
        behind = eye + rays[left] * t[left, None]
        found = scene.run(behind, rays[left], query="INTERSECT", output=True)
        for values, key in ((face, "primID"), (u, "u"), (v, "v")):
            values[left] = found[key]
        t[left] += found["tfar"]
        left = left[face[left] >= 0]
    if clear:
        hit = np.flatnonzero(face >= 0)
    return hit, _hits(face, u, v, rays, hit)


def _hits(
    face: np.ndarray, u: np.ndarray, v: np.ndarray, rays: np.ndarray, which: np.ndarray
) -> Hits:
    u, v = u[which], v[which]
    return Hits(face[which], np.stack([1 - u - v, u, v], axis=1), rays[which])


def _window(surface: Surface, camera: Pinhole) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the pixels that the surface can touch."""
    pixels = camera.project(surface.vertices)
    left, top = np.floor(pixels.min(axis=0)).astype(int) - 1
    right, bottom = np.ceil(pixels.max(axis=0)).astype(int) + 1
    return (
        max(int(left), 0),
        max(int(top), 0),
        min(int(right), camera.width),
        min(int(bottom), camera.height),
    )
