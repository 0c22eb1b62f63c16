"""Where the front and the back of the object lie along each camera ray."""

import math
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ...core.camera import Camera
from .ground import extend_down, lowest_rows
from .inflate import ball_heights, blur, distance_inside, without_pinholes
from .sampling import box_shrink, sample

RESOLUTION = 256  # of the thickness field; the silhouette itself is kept at the photo's own
RIM = (1.0, 5.0)  # pixels of it from the contour: where the field takes over from the contour
BLUR = 2.4  # pixels of it, to soften the creases along the silhouette's medial axis
DEPTH_SHARE = 0.8  # an unknown object's depth as a share of its width in the picture
TOP_SOFTNESS = 1.5  # above 1: a rounded top shows less of itself than a box's does
GIVE_WAY = 20  # per cent of the lower edge that the floor may cut
EDGE_ON = math.radians(1.0)  # below this elevation the ground is not seen from above
THINNEST = 0.0015  # half thickness of the thinnest wire, in units of the frame's width


@dataclass(frozen=True)
class Relief:
    """Depth of the two sides over the square, as functions of plane coordinates.

    Plane coordinates (u, w) in [-0.5, 0.5]: right and up in the square; `inset` is the distance
    of a point to the contour in the same units, where the object stands on the ground to the
    contour as extended below it.
    squared_half, slope_of_square: [R + below, R], row 0 at the square's top: half thickness
    squared, and its growth with `inset` next to the contour, both for a frame of 1.
    open_rim: whether the contour has a thickness, so that a wall joins the two sides there.
    frame: width of the square's view at depth 0. slope, middle: the middle surface lies at
    depth `slope · (w - middle) · frame`. floor: height of the ground along the object's up
    axis; None where it is not seen.
    """

    squared_half: np.ndarray
    slope_of_square: np.ndarray
    camera: Camera
    frame: float
    slope: float
    middle: float
    floor: float | None = None
    open_rim: ClassVar[bool] = False

    def center(self, u: np.ndarray, w: np.ndarray) -> np.ndarray:
        """Depth of the middle surface."""
        return self.slope * (w - self.middle) * self.frame

    def half(self, u: np.ndarray, w: np.ndarray, inset: np.ndarray) -> np.ndarray:
        """Half thickness.

        A ball's squared thickness grows linearly from the contour inwards. The contour is known
        far better than the coarse field, so next to it the growth alone is taken from that.
        """
        deep = np.clip((inset * RESOLUTION - RIM[0]) / (RIM[1] - RIM[0]), 0.0, 1.0)
        deep = deep * deep * (3.0 - 2.0 * deep)
        rim = sample(self.slope_of_square, u, w) * np.maximum(inset, 0.0)
        squared = rim + deep * (sample(self.squared_half, u, w) - rim)
        return np.sqrt(np.maximum(squared, 0.0)) * self.frame

    def front(self, u: np.ndarray, w: np.ndarray, inset: np.ndarray) -> np.ndarray:
        """Depth of the visible side, nowhere under the floor; the contour belongs to it."""
        return np.minimum(self.center(u, w) - self.half(u, w, inset), self.ground(w))

    def back(self, u: np.ndarray, w: np.ndarray, inset: np.ndarray) -> np.ndarray:
        """Depth of the hidden side, cut off flat by the floor, never before the front."""
        depth = np.minimum(self.center(u, w) + self.half(u, w, inset), self.ground(w))
        return np.maximum(depth, self.front(u, w, inset) + 2 * THINNEST)

    def ground(self, w: np.ndarray) -> np.ndarray:
        """Depth at which the rays of `w` meet the floor; far away where they don't."""
        if self.floor is None:
            return np.full_like(w, np.inf)
        sin, cos = math.sin(self.camera.elevation), math.cos(self.camera.elevation)
        fall = np.minimum(cos * w * self.frame / self.camera.distance - sin, -1e-4)
        return (self.floor - cos * w * self.frame) / fall

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
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    width, height = np.ptp(columns) + 1.0, np.ptp(rows) + 1.0
    w = 0.5 - (np.arange(RESOLUTION) + 0.5) / RESOLUTION
    middle = float((inside.sum(axis=1) * w).sum() / inside.sum())

    inside = without_pinholes(inside)
    if camera.elevation > -EDGE_ON:
        inside = extend_down(inside, RESOLUTION // 2)
    squared = ball_heights(inside, RESOLUTION)
    distance = distance_inside(inside, RESOLUTION)
    # Thin parts have no better place to measure the growth at than their middle.
    weight = np.where(inside, np.clip(distance - 0.9, 1e-3, 3.0), 0.0).astype(np.float32)
    growth = squared / np.maximum(distance / RESOLUTION, 1e-6)
    growth = blur(growth * weight, BLUR) / np.maximum(blur(weight, BLUR), 1e-9)
    deep = np.clip(distance / (2 * BLUR) - 0.5, 0.0, 1.0)
    relief = Relief(
        squared + deep * (blur(squared, BLUR) - squared),  # what is thin stays as sharp as it is
        growth,
        camera,
        2.0 * camera.distance * math.tan(camera.fov / 2.0),
        rim_slope(width / height, camera.elevation),
        middle,
    )
    if camera.elevation < EDGE_ON:
        return relief
    return replace(relief, floor=floor_height(alpha, relief))


def floor_height(alpha: np.ndarray, relief: Relief) -> float:
    """Height of the front's lower edge where it stands; its lowest corners give way."""
    low, stands = lowest_rows(alpha > 127)
    column = np.flatnonzero(stands)
    u = (column + 0.5) / len(alpha) - 0.5
    w = 0.5 - (low[column] + 1.0) / len(alpha)
    points = relief.points(u, w, relief.front(u, w, np.ones_like(u)))
    elevation = relief.camera.elevation
    heights = points @ [0.0, -math.sin(elevation), math.cos(elevation)]
    return float(np.percentile(heights, GIVE_WAY)) if len(heights) else -1.0


def rim_slope(aspect: float, elevation: float) -> float:
    """How the object's middle surface leans: depth gained per unit upwards in the picture.

    Seen from above, an upright front leans towards the camera by tan(elevation), the top face
    away from it by 1/tan(elevation). Which share of the picture's height the top face takes
    follows from `aspect` (width / height) and an assumed depth; a tall object is all front, a
    low wide one mostly top.
    """
    if abs(elevation) < EDGE_ON:
        return 0.0
    tangent = math.tan(abs(elevation))
    top = min(DEPTH_SHARE * aspect * math.sin(abs(elevation)), 1.0) ** TOP_SOFTNESS
    slope = top / tangent - (1.0 - top) * tangent
    return slope if elevation > 0 else -slope
