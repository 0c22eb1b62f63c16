"""Where the front and the back of the object lie along each camera ray."""

import math
from dataclasses import dataclass

import numpy as np

from ...core.camera import Camera
from .inflate import ball_heights, blur, distance_inside
from .sampling import box_shrink, sample

RESOLUTION = 256  # of the thickness field; the silhouette itself is kept at the photo's own
BLUR = 2.4  # pixels of it, to soften the creases along the silhouette's medial axis
DEPTH_SHARE = 0.8  # an unknown object's depth as a share of its width in the picture
TOP_SOFTNESS = 1.5  # above 1: a rounded top shows less of itself than a box's does
THINNEST = 0.0015  # half thickness of the thinnest wire, in units of the frame's width


@dataclass(frozen=True)
class Relief:
    """Depth of the two sides over the square, as functions of plane coordinates.

    Plane coordinates (u, w) in [-0.5, 0.5]: right and up in the square; `inset` is the distance
    of a point to the contour in the same units.
    frame: width of the square's view at depth 0. slope, middle: the rim lies at depth
    `slope · (w - middle) · frame`. floor: the least height of the rim over the ground, measured
    along the object's up axis, None where the camera sees no floor to stand on.
    """

    squared_half: np.ndarray
    camera: Camera
    frame: float
    slope: float
    middle: float
    floor: float | None = None

    def rim(self, w: np.ndarray) -> np.ndarray:
        """Depth of the silhouette's rim."""
        return self.slope * (w - self.middle) * self.frame

    def half(self, u: np.ndarray, w: np.ndarray, inset: np.ndarray) -> np.ndarray:
        """Half thickness at points `inset` inside the contour; never less than a wire's.

        A ball's squared thickness goes to zero linearly at the contour, which lies between the
        pixels of the coarse field: within one of them `inset` decides.
        """
        squared = sample(self.squared_half, u, w) * np.clip(inset * RESOLUTION, 0.0, 1.0)
        return np.maximum(np.sqrt(np.maximum(squared, 0.0)) * self.frame, THINNEST)

    def front(self, u: np.ndarray, w: np.ndarray, inset: np.ndarray) -> np.ndarray:
        """Depth of the visible side."""
        return self.rim(w) - self.half(u, w, inset)

    def back(self, u: np.ndarray, w: np.ndarray, inset: np.ndarray) -> np.ndarray:
        """Depth of the hidden side, cut off flat by the floor."""
        rim = self.rim(w)
        depth = rim + self.half(u, w, inset)
        if self.floor is None:
            return depth
        # height(depth) along the ray of (u, w) is linear in depth; solve for the floor.
        sin, cos = math.sin(self.camera.elevation), math.cos(self.camera.elevation)
        fall = cos * w * self.frame / self.camera.distance - sin
        height_at_zero = cos * w * self.frame
        reach = np.where(fall < -1e-4, (self.floor - height_at_zero) / np.minimum(fall, -1e-4), 9.0)
        return np.maximum(np.minimum(depth, reach), rim)

    def points(self, u: np.ndarray, w: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """View-frame points [N, 3] on the rays of (u, w): they project to exactly (u, w)."""
        spread = self.frame * (self.camera.distance + depth) / self.camera.distance
        return np.stack([u * spread, depth, w * spread], axis=-1)


def measure_relief(alpha: np.ndarray, camera: Camera) -> Relief:
    """Estimate the relief of the subject in `alpha` [S, S] uint8 as `camera` sees it."""
    coverage = box_shrink(alpha.astype(np.float32) / 255.0, RESOLUTION)
    inside = coverage > 0.5
    if not inside.any():
        inside = coverage >= coverage.max()
    squared = ball_heights(inside)
    deep = np.clip(distance_inside(inside, int(3 * BLUR)) / (2 * BLUR) - 0.5, 0.0, 1.0)
    squared += deep * (blur(squared, BLUR) - squared)  # the rim stays as sharp as it is

    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    width, height = np.ptp(columns) + 1.0, np.ptp(rows) + 1.0
    w = 0.5 - (np.arange(len(inside)) + 0.5) / len(inside)
    middle = float((inside.sum(axis=1) * w).sum() / inside.sum())
    frame = 2.0 * camera.distance * math.tan(camera.fov / 2.0)
    relief = Relief(squared, camera, frame, rim_slope(width / height, camera.elevation), middle)
    if camera.elevation < math.radians(1.0):
        return relief
    solid = np.flatnonzero((alpha > 127).any(axis=1))
    w = 0.5 - np.linspace(solid[0], solid[-1] + 1, 100) / len(alpha) if len(solid) else w
    up = np.array([0.0, -math.sin(camera.elevation), math.cos(camera.elevation)])
    heights = relief.points(np.zeros_like(w), w, relief.rim(w)) @ up  # the same all along a row
    return Relief(squared, camera, frame, relief.slope, middle, float(heights.min()))


def rim_slope(aspect: float, elevation: float) -> float:
    """How the silhouette's rim leans: depth gained per unit upwards in the picture.

    Seen from above, an upright front leans towards the camera by tan(elevation), the top face
    away from it by 1/tan(elevation). Which share of the picture's height the top face takes
    follows from `aspect` (width / height) and an assumed depth; a tall object is all front, a
    low wide one mostly top.
    """
    if abs(elevation) < math.radians(1.0):
        return 0.0
    tangent = math.tan(abs(elevation))
    top = min(DEPTH_SHARE * aspect * math.sin(abs(elevation)), 1.0) ** TOP_SOFTNESS
    slope = top / tangent - (1.0 - top) * tangent
    return slope if elevation > 0 else -slope
