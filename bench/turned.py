"""How alike a result and the true object are where the photo does not show them: LPIPS of pictures
from 60°, 120° and 180° round the object's vertical, unlit, over black."""

import math
from collections.abc import Mapping

import numpy as np

from pixal3d_addon.core.camera import Camera, focal_pixels, front_camera_to_world

from .cases import Case
from .distance import depth_apart
from .likeness import silhouette
from .lpips import SIDE, Weights, crop, lpips
from .raw_surface import true_parts
from .render import Pinhole, render
from .surface import Surface
from .true_surface import TrueSurface

ANGLES = (60.0, 120.0, 180.0)  # degrees; 90 looks at what is to the right in the photo
_FRAMES = 4  # the picture's width: wide and near things are larger from elsewhere


def up(camera: Camera) -> np.ndarray:
    """The upright object's vertical in the view frame, unit [3]."""
    return camera.stand_up()[2, :3]


def lean(ours: Camera, truth: Camera) -> float:
    """Degrees by which a result of the camera `ours` stands out of plumb."""
    one, two = up(ours), up(truth)
    return math.degrees(math.atan2(float(np.linalg.norm(np.cross(one, two))), float(one @ two)))


def turned(camera: Camera, middle: np.ndarray, azimuth: float) -> Pinhole:
    """The camera of the view frame carried round the vertical through `middle` [3] by `azimuth`
    degrees: as far away and as high as it was. The frame is SIDE pixels wide."""
    upright = camera.stand_up()[:3, :3]
    c, s = math.cos(math.radians(azimuth)), math.sin(math.radians(azimuth))
    turn = upright.T @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ upright
    pose = front_camera_to_world(camera.distance)
    pose[:3, :3] = turn @ pose[:3, :3]
    pose[:3, 3] = turn @ (pose[:3, 3] - middle) + middle
    width = _FRAMES * SIDE
    return Pinhole(pose, focal_pixels(camera.fov, SIDE), width, width)


class TurnedViews:
    """The true object of one case as it looks from ANGLES, to hold results against.

    The cameras go round the middle of its upright box. Where a texture cuts it out, or glass is
    more clear than not, it is looked through.
    """

    def __init__(self, case: Case, weights: Weights) -> None:
        self._weights = weights
        camera = Camera(case.fov, case.elevation)
        truth = TrueSurface(true_parts(case))
        upright = camera.stand_up()[:3, :3]
        points = truth.surface.vertices @ upright.T
        middle = (points.min(axis=0) + points.max(axis=0)) / 2 @ upright
        self._cameras = [turned(camera, middle, angle) for angle in ANGLES]
        self._truth = truth.surface
        self.pictures = [truth.picture(one) for one in self._cameras]

    def compare(self, surface: Surface) -> tuple[float, list[np.ndarray]]:
        """The mean LPIPS over ANGLES, and the pictures of `surface`, in ANGLES' order.

        It is brought to the true object's mean depth first, as for the Chamfer distance. Both are
        cropped to the box of their silhouettes' union.
        """
        shift = np.array([0.0, depth_apart(surface, self._truth), 0.0])
        surface = Surface(
            surface.vertices + shift, surface.faces, surface.corner_uvs, surface.texture
        )
        pictures = [render(surface, camera) for camera in self._cameras]
        values = []
        for ours, theirs in zip(pictures, self.pictures, strict=True):
            either = silhouette(ours) | silhouette(theirs)
            values.append(lpips(crop(ours, either), crop(theirs, either), self._weights))
        return float(np.mean(values)), pictures


def sheet(truth: list[np.ndarray], rows: Mapping[str, list[np.ndarray]]) -> np.ndarray:
    """uint8 [H, W, 3]: the true object from ANGLES, and below it the others, all to one scale."""
    lines = [truth, *rows.values()]
    seen = np.any([silhouette(picture) for line in lines for picture in line], axis=0)
    inside = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    top, bottom, left, right = (edge for axis in inside for edge in (axis[0], axis[-1] + 1))
    cut = [np.concatenate([one[top:bottom, left:right, :3] for one in line], 1) for line in lines]
    return (np.clip(np.concatenate(cut), 0, 1) * 255 + 0.5).astype(np.uint8)
