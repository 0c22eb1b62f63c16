"""The camera that every engine shares: a square pinhole in front of the unit cube.

View frame: Z up, the object in [-0.5, 0.5]³, the camera at (0, -distance, 0) looking along +Y.
World frame: the object stood up by the elevation, its base centre at the origin, standing on Z = 0.
Angles in radians. Source of the formulas: the published model's `ProjGrid` (TencentARC/Pixal3D).
"""

import math
from dataclasses import dataclass

import numpy as np

from .lens import DEFAULT_FOV as DEFAULT_FOV
from .lens import ELEVATION_RANGE as ELEVATION_RANGE
from .lens import FOV_RANGE as FOV_RANGE
from .lens import FULL_FRAME_WIDTH as FULL_FRAME_WIDTH
from .lens import crop_fov as crop_fov
from .lens import fov_from_lens as fov_from_lens
from .lens import lens_from_fov as lens_from_fov


def focal_pixels(fov: float, resolution: float) -> float:
    """Focal length in pixels of a square image `resolution` pixels wide."""
    return 16.0 / math.tan(fov / 2.0) * resolution / 32.0


def distance_from_fov(
    fov: float, mesh_scale: float = 1.0, extend_pixel: float = 0.0, resolution: int = 512
) -> float:
    """How far the camera stands so that the cube's left edge meets the image's left border.

    `extend_pixel` > 0 moves that edge outside the frame, for a subject that the frame cuts off.
    """
    x_world = -0.5 / mesh_scale
    x_image = -extend_pixel - resolution / 2.0
    return focal_pixels(fov, resolution) * x_world / x_image


def fov_from_distance(
    distance: float, mesh_scale: float = 1.0, extend_pixel: float = 0.0, resolution: int = 512
) -> float:
    """The inverse of `distance_from_fov`."""
    focal = distance * (extend_pixel + resolution / 2.0) * mesh_scale / 0.5
    return 2.0 * math.atan(resolution / 2.0 / focal)


def rotation_x(angle: float) -> np.ndarray:
    """Right-handed rotation about X, 4×4 float64."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[1, 0, 0, 0], [0, c, -s, 0], [0, s, c, 0], [0, 0, 0, 1]], np.float64)


def front_camera_to_world(distance: float) -> np.ndarray:
    """The canonical front view F: a camera of Blender's and OpenGL's kind (looks along its -Z)."""
    return np.array([[1, 0, 0, 0], [0, 0, -1, -distance], [0, 1, 0, 0], [0, 0, 0, 1]], np.float64)


def grid_points(resolution: int, mesh_scale: float = 1.0) -> np.ndarray:
    """Centres of the model's voxel grid in the view frame, [resolution³, 3], x slowest."""
    axis = np.linspace(-1.0, 1.0, resolution)
    x, y, z = np.meshgrid(axis, axis, axis, indexing="ij")
    points = np.stack([x, -z, y], axis=-1).reshape(-1, 3)
    return points / mesh_scale / 2.0


def project(points: np.ndarray, fov: float, distance: float, resolution: int) -> np.ndarray:
    """Project view-frame `points` [N, 3] to pixels; returns [N, 3] of x, y and depth.

    Pixel (0, 0) is the image's upper left corner; depth is along the viewing axis.
    """
    focal = focal_pixels(fov, resolution)
    depth = points[:, 1] + distance
    scale = focal / (depth + 1e-8)
    half = resolution / 2.0
    return np.stack([points[:, 0] * scale + half, half - points[:, 2] * scale, depth], axis=-1)


def sample_bilinear(image: np.ndarray, pixels: np.ndarray, resolution: int) -> np.ndarray:
    """Read `image` [H, W, C] at `pixels` [N, 2] of a frame `resolution` wide, border-padded.

    Equals the network's sampling coordinate `(pixel + 0.5) / resolution · 2 - 1` under
    `grid_sample(align_corners=False, padding_mode="border")`. Returns [N, C] float.
    """
    height, width = image.shape[:2]
    x = np.clip((pixels[:, 0] + 0.5) / resolution * width - 0.5, 0, width - 1)
    y = np.clip((pixels[:, 1] + 0.5) / resolution * height - 0.5, 0, height - 1)
    x0, y0 = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    x1, y1 = np.minimum(x0 + 1, width - 1), np.minimum(y0 + 1, height - 1)
    fx, fy = (x - x0)[:, None], (y - y0)[:, None]
    top = image[y0, x0] * (1 - fx) + image[y0, x1] * fx
    bottom = image[y1, x0] * (1 - fx) + image[y1, x1] * fx
    return top * (1 - fy) + bottom * fy


@dataclass(frozen=True)
class Camera:
    """The camera of the prepared square: field of view, elevation, and how the subject is cut."""

    fov: float = DEFAULT_FOV
    elevation: float = 0.0
    extend_pixel: float = 0.0

    @property
    def distance(self) -> float:
        """From the camera to the object's centre, in view-frame units."""
        return distance_from_fov(self.fov, extend_pixel=self.extend_pixel)

    def stand_up(self) -> np.ndarray:
        """View frame → upright: turn object and camera together about the view's right axis."""
        return rotation_x(-self.elevation)


@dataclass(frozen=True)
class Standing:
    """How a result stands in the world: `point_world = scale · R · point_view + offset`.

    size: of its box there, [3]: width, depth and height; the origin is below its middle.
    """

    rotation: np.ndarray
    scale: float
    offset: np.ndarray
    size: np.ndarray

    def matrix(self) -> np.ndarray:
        """4×4, view frame → world."""
        matrix = self.rotation.copy()
        matrix[:3, :3] *= self.scale
        matrix[:3, 3] = self.offset
        return matrix

    def camera_to_world(self, distance: float) -> np.ndarray:
        """4×4 rigid pose of the camera object in Blender (looks along -Z, +Y up)."""
        pose = self.rotation @ front_camera_to_world(distance)
        pose[:3, 3] = self.scale * pose[:3, 3] + self.offset
        return pose


def stand(vertices: np.ndarray, camera: Camera, size: float = 1.0) -> Standing:
    """Stand view-frame `vertices` [N, 3] upright on Z = 0.

    The base centre (middle of the bounding box in X and Y) becomes the origin and the largest
    dimension becomes `size` scene units.
    """
    rotation = camera.stand_up()
    x, y, z = np.asarray(vertices, np.float64).T
    # Not as one product: BLAS has its threads wait for each other, 6 ms and more in a busy machine.
    upright = x, *(row[1] * y + row[2] * z for row in rotation[1:3])
    low, high = (np.array([limit(axis) for axis in upright]) for limit in (np.min, np.max))
    scale = size / max(float((high - low).max()), 1e-9)
    middle = (low + high) / 2.0
    offset = -scale * np.array([middle[0], middle[1], low[2]])
    return Standing(rotation, scale, offset, scale * (high - low))
