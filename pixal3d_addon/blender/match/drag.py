"""What dragging does while a camera is matched: from where it began, so that nothing adds up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...core.lens import ELEVATION_RANGE
from ...core.photo_view import PhotoView, Point
from ..photo import camera as photo_camera

if TYPE_CHECKING:
    from ..properties import PIXAL3D_PG_settings
    from .sheet import Sheet

_ORBIT = math.radians(0.3)  # a pixel, at a UI scale of 1
_LENS = 0.004  # of the field of view, a pixel
_PRECISE = 0.1  # with Shift, as everywhere in Blender
KINDS = ("ORBIT", "LENS", "MOVE", "SCALE", "ROLL", "HORIZON", "PAN")


@dataclass(frozen=True)
class Drag:
    """kind: of KINDS. start: of the pointer, in region pixels. view: as it was then.
    pan: of the session then. precise: whether Shift is held. began: the view as the drag began,
    where Shift came or went since; None where that is `view`."""

    kind: str
    start: Point
    view: PhotoView
    pan: Point
    precise: bool = False
    began: PhotoView | None = None


def shifted(group: PIXAL3D_PG_settings, drag: Drag, pointer: Point, precise: bool) -> Drag:
    """`drag` from here on, slow or fast: what is set already stays, as in all of Blender."""
    if precise == drag.precise:
        return drag
    view, began = photo_camera.view(group), drag.began or drag.view
    return replace(drag, start=pointer, view=view, precise=precise, began=began)


def move(group: PIXAL3D_PG_settings, drag: Drag, sheet: Sheet, pointer: Point) -> None:
    """Set what `drag` changes for the pointer's place in region pixels; not for PAN."""
    share = _PRECISE if drag.precise else 1.0
    dx, dy = ((now - then) * share for now, then in zip(pointer, drag.start, strict=True))
    pointer = drag.start[0] + dx, drag.start[1] + dy
    view, photo = drag.view, group.image.pixal3d
    if drag.kind == "ORBIT":
        photo.turn = _wrapped(view.turn + dx * _ORBIT / sheet.ui)
        group.elevation = _limited(view.elevation - dy * _ORBIT / sheet.ui)
    elif drag.kind == "LENS":
        photo_camera.set_photo_fov(group, view.fov * math.exp(dx * _LENS / sheet.ui))
    elif drag.kind == "MOVE":
        x, y = view.levelled(view.middle)
        there = view.taken((x + dx / sheet.scale, y - dy / sheet.scale))
        photo_camera.place(group.image, there, view.side)
    elif drag.kind == "SCALE":
        middle = sheet.to_region(view.levelled(view.middle))
        grown = math.dist(pointer, middle) / max(math.dist(drag.start, middle), 1.0)
        photo_camera.place(group.image, view.middle, view.side * max(grown, 0.01))
    elif drag.kind == "ROLL":
        middle = sheet.to_region((view.width / 2, view.height / 2))
        photo.roll = _wrapped(view.roll - _angle(pointer, middle) + _angle(drag.start, middle))
    elif drag.kind == "HORIZON":
        group.elevation = _limited(
            view.elevation + _above(view, sheet, pointer) - _above(view, sheet, drag.start)
        )


def undo(group: PIXAL3D_PG_settings, drag: Drag) -> None:
    """Set everything back to where the drag began."""
    view, photo = drag.began or drag.view, group.image.pixal3d
    group.elevation, photo.turn, photo.roll = view.elevation, view.turn, view.roll
    photo_camera.set_photo_fov(group, view.fov)
    photo_camera.place(group.image, view.middle, view.side)


def _above(view: PhotoView, sheet: Sheet, pointer: Point) -> float:
    """Angle of a point of the photo above the camera's axis."""
    return math.atan((view.height / 2 - sheet.to_photo(pointer)[1]) / view.focal)


def _angle(point: Point, middle: Point) -> float:
    return math.atan2(point[1] - middle[1], point[0] - middle[0])


def _wrapped(angle: float) -> float:
    return math.remainder(angle, math.tau)


def _limited(elevation: float) -> float:
    return min(max(elevation, ELEVATION_RANGE[0]), ELEVATION_RANGE[1])
