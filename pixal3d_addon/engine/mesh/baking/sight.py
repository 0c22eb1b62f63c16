"""What one camera sees of a mesh, and its photo's colours there."""

import numpy as np
from scipy.ndimage import distance_transform_edt

from ....core.camera import focal_pixels, project
from ...interface import PosedPhoto
from ..rays import Rays
from .gutter import fill_gutters

_GRAZING, _FACING = 0.12, 0.3  # cosines: nothing of the photo below the first, all above the other
_FEATHER = 2.0  # pixels of 1024: how softly it ends at outlines
_JUMP = 0.015  # of depth between pixels, view-frame units: one thing ends before another
_HAIR = 2e-3  # before the surface, where the way to the camera begins: layers nearer are one


class Sight:
    """A photo, its camera and the mesh of `rays`, all in the view frame. gain: of its exposure."""

    def __init__(self, photo: PosedPhoto, rays: Rays) -> None:
        prepared, pose = photo.prepared, photo.camera_to_world
        self.gain = np.float32(1)
        self._fov, self._side = prepared.fov, len(prepared.alpha)
        self._eye = pose[:3, 3]
        # Right, forward, up: a frame like the view frame's, its camera in the origin.
        self._axes = np.stack([pose[:3, 0], -pose[:3, 2], pose[:3, 1]])
        alpha = prepared.alpha.astype(np.float32) / 255
        self._image = np.clip(prepared.rgb / np.maximum(alpha, 1 / 255)[..., None], 0, 255).astype(
            np.float32
        )
        fill_gutters(alpha > 0.5, self._image)  # no black in from beyond the outline
        self._rays = rays
        self._depth = self._seen()
        self._share = self._inside(alpha > 0.98)

    def read(
        self, points: np.ndarray, normals: np.ndarray, flat: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The photo's colour [N, 3] (0…255) at each point [N, 3], how much it counts [N], 0…1, and
        the cosine [N] at which the surface faces the camera.

        normals: smooth ones; flat: unit normals of the faces that the points lie in; [N, 3] both.
        """
        view = self._eye - points
        view /= np.maximum(np.linalg.norm(view, axis=1, keepdims=True), 1e-12)
        facing = np.einsum("ij,ij->i", view, unit(normals))
        if flat is not None:
            # Round what is thin or folded, smooth normals look away from a face that is seen well.
            facing = np.maximum(facing, np.einsum("ij,ij->i", view, flat))
        seen = project((points - self._eye) @ self._axes.T, self._fov, 0.0, self._side)
        x, y = seen[:, 0] - 0.5, seen[:, 1] - 0.5
        column = np.clip(np.round(x), 0, self._side - 1).astype(np.intp)
        row = np.clip(np.round(y), 0, self._side - 1).astype(np.intp)
        weight = smooth((facing - _GRAZING) / (_FACING - _GRAZING))
        framed = (np.abs(seen[:, :2] - self._side / 2) <= self._side / 2).all(axis=1)
        weight *= self._share[row, column] * (framed & (seen[:, 2] > 0))
        asked = np.flatnonzero(weight > 0)
        weight[asked] *= self._rays.free(points[asked] + _HAIR * view[asked], view[asked])
        colors = np.zeros((len(points), 3), np.float32)
        used = np.flatnonzero(weight > 0)
        colors[used] = np.clip(_cubic(self._image, x[used], y[used]) * self.gain, 0, 255)
        return colors, weight.astype(np.float32), np.clip(facing, 0, 1).astype(np.float32)

    def _seen(self) -> np.ndarray:
        """The depth that the camera sees at each pixel's centre, [S, S]; infinite beside it."""
        focal = focal_pixels(self._fov, self._side)
        across = (np.arange(self._side) + 0.5 - self._side / 2) / focal
        depth = np.full((self._side, self._side), np.inf, np.float32)
        for start in range(0, self._side, 128):
            z = -across[start : start + 128]
            way: np.ndarray = np.ones((len(z), self._side, 3))  # one unit of depth long
            way[..., 0], way[..., 2] = across, z[:, None]
            way = way.reshape(-1, 3) @ self._axes
            face, far, _ = self._rays.first(np.broadcast_to(self._eye, way.shape), way)
            depth[start : start + 128] = np.where(face >= 0, far, np.inf).reshape(len(z), -1)
        return depth

    def _inside(self, solid: np.ndarray) -> np.ndarray:
        """How far each pixel is from an outline, 0…1: the subject's, the frame, a part in front.

        What is behind a part ends before it; the part itself goes on to its outline.
        """
        depth = np.where(np.isfinite(self._depth), self._depth, 1e3)
        edge = np.pad(~solid, 1, constant_values=True)  # nothing is known beyond the frame
        for axis in (0, 1):
            step = np.diff(depth, axis=axis)
            one, two = [slice(1, -1)] * 2, [slice(1, -1)] * 2
            one[axis], two[axis] = slice(1, -2), slice(2, -1)
            edge[tuple(one)] |= step < -_JUMP
            edge[tuple(two)] |= step > _JUMP
        distance = distance_transform_edt(~edge)[1:-1, 1:-1]
        return smooth(distance * (1024 / self._side / _FEATHER)).astype(np.float32)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)


def smooth(value: np.ndarray) -> np.ndarray:
    value = np.clip(value, 0, 1)
    return value * value * (3 - 2 * value)


def _cubic(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """`image` [S, S, 3] at pixel centres x, y [N] by Catmull-Rom: a second blur would show."""
    side = len(image)
    x0, y0 = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    across, down = _weights(x - x0), _weights(y - y0)
    total = np.zeros((len(x), 3), np.float32)
    for j in range(4):
        row = np.clip(y0 + j - 1, 0, side - 1)
        line = sum(
            across[i][:, None] * image[row, np.clip(x0 + i - 1, 0, side - 1)] for i in range(4)
        )
        total += down[j][:, None] * line
    return np.clip(total, 0, 255)


def _weights(t: np.ndarray) -> list[np.ndarray]:
    t = t.astype(np.float32)
    return [
        0.5 * (-t + 2 * t**2 - t**3),
        0.5 * (2 - 5 * t**2 + 3 * t**3),
        0.5 * (t + 4 * t**2 - 3 * t**3),
        0.5 * (-(t**2) + t**3),
    ]
