"""Where a unit cube, its ground and the horizon are in a photo, for a camera that is being matched.

Without arrays: some tens of points a frame. Positions are pixels of the levelled photo, counted
from its upper left corner; angles in radians. The cube's frame: Z up, its centre at the origin,
the camera on the side of -Y. The camera that looks at the cube is turned as `engine.image.turn`
turns it, so that what is drawn is what the engines take.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from .lens import crop_fov

Point = tuple[float, float]
Point3 = tuple[float, float, float]
MARGIN = 1.1  # the square's side over the longer side of what is in it, as engines crop
_NEAR = 0.05  # cube sides; what is nearer to the camera's plane is cut off
_EDGES = [(a, b) for a in range(8) for b in (a ^ 1, a ^ 2, a ^ 4) if a < b]


@dataclass(frozen=True)
class PhotoView:
    """A photo, its camera, and the cube that stands where the object is.

    width, height: of the photo in pixels. fov: horizontal, of the whole photo.
    elevation: how far the camera stands above the cube, positive looking down.
    roll: the photo is turned clockwise by as much about its middle, to be level.
    middle: the cube's centre in the photo as it was taken, in pixels.
    side: of the cube as the photo shows it, in pixels, measured through its centre.
    turn: of cube and grid about the vertical; of them alone, the camera knows nothing of it.
    moved: crop_x, crop_y and crop_scale of `core.settings`.
    """

    width: float
    height: float
    fov: float
    elevation: float
    roll: float
    middle: Point
    side: float
    turn: float = 0.0
    moved: Point3 = (0.0, 0.0, 1.0)

    @cached_property
    def focal(self) -> float:
        """Focal length in pixels."""
        return self.width / (2.0 * math.tan(self.fov / 2.0))

    def levelled(self, point: Point) -> Point:
        """Where a point of the photo as it was taken is in the levelled one."""
        x, y = point[0] - self.width / 2.0, point[1] - self.height / 2.0
        c, s = math.cos(self.roll), math.sin(self.roll)
        return c * x - s * y + self.width / 2.0, s * x + c * y + self.height / 2.0

    def taken(self, point: Point) -> Point:
        """The inverse of `levelled`."""
        x, y = point[0] - self.width / 2.0, point[1] - self.height / 2.0
        c, s = math.cos(self.roll), math.sin(self.roll)
        return c * x + s * y + self.width / 2.0, c * y - s * x + self.height / 2.0

    @cached_property
    def _axis(self) -> Point3:
        """The ray to the cube's centre: right, down, forward."""
        x, y = self.levelled(self.middle)
        return (x - self.width / 2.0) / self.focal, (y - self.height / 2.0) / self.focal, 1.0

    @cached_property
    def distance(self) -> float:
        """From the camera to the cube's centre, in sides of the cube."""
        return self.focal * math.hypot(*self._axis) / self.side

    @cached_property
    def _rows(self) -> tuple[Point3, Point3, Point3]:
        """Cube's frame → photo's frame without the camera's place: turn, elevation, aim."""
        x, y, z = self._axis
        yaw, pitch = math.atan2(x, math.hypot(y, z)), math.atan2(y, z)
        cy, sy, cp, sp = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch)
        aim = ((cy, 0.0, sy), (-sp * sy, cp, sp * cy), (-cp * sy, -sp, cp * cy))
        c, s = math.cos(self.elevation), math.sin(self.elevation)
        ct, st = math.cos(self.turn), math.sin(self.turn)
        stand = ((ct, -st, 0.0), (-s * st, -s * ct, -c), (c * st, c * ct, -s))
        first, second, third = (_product(row, stand) for row in aim)
        return first, second, third

    def _ray(self, point: Point3) -> Point3:
        """From the camera to a point of the cube's frame: right, down, forward, in sides."""
        away = self.distance / math.hypot(*self._axis)
        right, down, forward = (
            row[0] * point[0] + row[1] * point[1] + row[2] * point[2] + part * away
            for row, part in zip(self._rows, self._axis, strict=True)
        )
        return right, down, forward

    def line(self, start: Point3, end: Point3) -> tuple[Point, Point] | None:
        """A straight line of the cube's frame in the photo; None where it is behind the camera."""
        a, b = self._ray(start), self._ray(end)
        if max(a[2], b[2]) <= _NEAR:
            return None
        if min(a[2], b[2]) < _NEAR:
            share = (_NEAR - a[2]) / (b[2] - a[2])
            cut = tuple(p + share * (q - p) for p, q in zip(a, b, strict=True))
            a, b = ((cut[0], cut[1], _NEAR), b) if a[2] < _NEAR else (a, (cut[0], cut[1], _NEAR))
        return self._pixel(a), self._pixel(b)

    def _pixel(self, ray: Point3) -> Point:
        scale = self.focal / ray[2]
        return ray[0] * scale + self.width / 2.0, ray[1] * scale + self.height / 2.0

    def cube(self) -> list[tuple[Point, Point]]:
        """The twelve edges; fewer where the camera stands inside."""
        corners = [tuple((n >> axis & 1) - 0.5 for axis in range(3)) for n in range(8)]
        lines = (self.line(corners[a], corners[b]) for a, b in _EDGES)  # type: ignore[arg-type]
        return [line for line in lines if line]

    def grid(self, reach: int = 4) -> list[tuple[Point, Point]]:
        """The ground below the cube, a line for each half of its side."""
        lines = []
        for n in range(-2 * reach, 2 * reach + 1):
            lines.append(self.line((n / 2.0, -reach, -0.5), (n / 2.0, reach, -0.5)))
            lines.append(self.line((-reach, n / 2.0, -0.5), (reach, n / 2.0, -0.5)))
        return [line for line in lines if line]

    def horizon(self) -> tuple[Point, Point] | None:
        """Where the ground ends, across and beyond the photo; None where it is far outside."""
        right, down, forward = (row[2] for row in self._rows)  # the vertical
        if abs(down) < 1e-3:
            return None
        ends = []
        for x in (-self.width, 2.0 * self.width):
            along = (right * (x - self.width / 2.0) / self.focal + forward) / down
            ends.append((x, self.height / 2.0 - along * self.focal))
        return ends[0], ends[1]

    def crop(self) -> tuple[float, float, float]:
        """Left, top and side of the square that would be cut round the cube, and moved."""
        points = [point for line in self.cube() for point in line] or [self.levelled(self.middle)]
        xs, ys = zip(*points, strict=True)
        side = MARGIN * max(max(xs) - min(xs), max(ys) - min(ys), 1.0)
        right, up, scale = self.moved
        x, y = (min(xs) + max(xs)) / 2.0 + right * side, (min(ys) + max(ys)) / 2.0 - up * side
        side *= scale
        return x - side / 2.0, y - side / 2.0, side

    def crop_fov(self) -> float:
        """Field of view of that square, by a camera turned towards it."""
        return crop_fov(self.fov, self.width * math.hypot(*self._axis), self.crop()[2])


def _product(row: Point3, matrix: tuple[Point3, Point3, Point3]) -> Point3:
    a, b, c = ((part * x, part * y, part * z) for part, (x, y, z) in zip(row, matrix, strict=True))
    return a[0] + b[0] + c[0], a[1] + b[1] + c[1], a[2] + b[2] + c[2]
