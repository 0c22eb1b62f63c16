"""Where the photo lies in the viewport while it is matched: photo pixels ↔ pixels of the region."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.photo_view import PhotoView, Point

if TYPE_CHECKING:
    from bpy.types import Area, Region

    from .session import Session

_MARGIN = 48.0  # round the photo, at a UI scale of 1
REACH = 12.0  # of a handle


@dataclass(frozen=True)
class Sheet:
    """scale: pixels of the region for one of the photo. left, top: the photo's corner.
    ui: Blender's UI scale."""

    scale: float
    left: float
    top: float
    ui: float

    def to_region(self, point: Point) -> Point:
        return self.left + point[0] * self.scale, self.top - point[1] * self.scale

    def to_photo(self, point: Point) -> Point:
        return (point[0] - self.left) / self.scale, (self.top - point[1]) / self.scale


def main_region(area: Area) -> Region:
    return next(region for region in area.regions if region.type == "WINDOW")


def free_box(area: Area) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what no sidebar and no header lies over, in region pixels."""
    main = main_region(area)
    left, bottom, right, top = 0.0, 0.0, float(main.width), float(main.height)
    for region in area.regions:
        if region.type == "WINDOW" or min(region.width, region.height) <= 1:
            continue
        x, y = region.x - main.x, region.y - main.y
        if x + region.width <= 0 or x >= main.width or y + region.height <= 0 or y >= main.height:
            continue  # beside it
        if region.type == "UI":
            right = min(right, x)
        elif region.type == "TOOLS":
            left = max(left, x + region.width)
        elif y > main.height / 2:
            top = min(top, y)
        else:
            bottom = max(bottom, y + region.height)
    return left, bottom, max(right, left + 1.0), max(top, bottom + 1.0)


def lay(session: Session, view: PhotoView, area: Area, ui: float) -> Sheet:
    left, bottom, right, top = free_box(area)
    margin = _MARGIN * ui
    fit = min((right - left - 2 * margin) / view.width, (top - bottom - 2 * margin) / view.height)
    scale = max(fit, 16.0 / max(view.width, view.height)) * session.zoom
    middle = (left + right) / 2 + session.pan[0], (bottom + top) / 2 + session.pan[1]
    return Sheet(scale, middle[0] - view.width * scale / 2, middle[1] + view.height * scale / 2, ui)


def handles(view: PhotoView, sheet: Sheet) -> dict[str, Point]:
    """Where each handle is, in region pixels: MOVE, SCALE, ROLL, and HORIZON where it is near."""
    x, y, side = view.crop()
    middle = view.width / 2, view.height / 2
    stick = view.height / 2 + 28.0 * sheet.ui / sheet.scale
    roll = middle[0] + math.sin(view.roll) * stick, middle[1] - math.cos(view.roll) * stick
    found = {
        "MOVE": view.levelled(view.middle),
        "SCALE": (x + side, y),
        "ROLL": roll,
    }
    if line := view.horizon():
        height = (line[0][1] + line[1][1]) / 2
        if -view.height < height < 2 * view.height:
            found["HORIZON"] = view.width * 0.04, line[0][1] + (line[1][1] - line[0][1]) * 1.04 / 3
    return {name: sheet.to_region(point) for name, point in found.items()}


def handle_at(points: dict[str, Point], pointer: Point, ui: float) -> str:
    """The handle that the pointer is on; empty where it is on none."""
    near = {name: math.dist(point, pointer) for name, point in points.items()}
    best = min(near, key=near.__getitem__)
    return best if near[best] <= REACH * ui else ""
