"""A picture of where the photos of an object were taken: the object from above, a dot for each.

The first photo is below, where who looks at the panel would stand. It is drawn by a timer when the
directions have changed, never while the panel is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import bpy
import bpy.utils.previews

from .. import redraw
from .directions import azimuth_of

if TYPE_CHECKING:
    import numpy as np
    from bpy.types import Scene

_SIDE = 256  # pixels
_RING, _DOT = 0.74, 0.11  # of half the side
_GREY, _FIRST, _OTHER, _EMPTY = (0.5,) * 3, (1.0, 0.62, 0.1), (0.35, 0.8, 1.0), (0.4,) * 3
Key = tuple[tuple[float, float, bool], ...]


@dataclass
class State:
    """wanted, shown: azimuth and elevation in degrees of each photo, and whether it is there."""

    wanted: Key = ()
    shown: Key = ()
    icons: Any = None


DIAL = State()


def want(scene: Scene) -> None:
    """The panel of `scene` shows the dial. Cheap."""
    group = scene.pixal3d
    others = [
        (
            azimuth_of(slot),
            round(math.degrees(slot.elevation if slot.use_elevation else group.elevation), 1),
            slot.image is not None,
        )
        for slot in group.slots
    ]
    DIAL.wanted = ((0.0, round(math.degrees(group.elevation), 1), True), *others)
    if DIAL.wanted != DIAL.shown and not bpy.app.timers.is_registered(tick):
        bpy.app.timers.register(tick, first_interval=0.0)


def icon() -> int:
    """0 while there is none."""
    return DIAL.icons["dial"].icon_id if DIAL.icons else 0


def tick() -> None:
    """Draw what is wanted, once."""
    if DIAL.icons is None:
        DIAL.icons = bpy.utils.previews.new()
        DIAL.icons.new("dial")
    DIAL.shown = DIAL.wanted
    picture = DIAL.icons["dial"]
    picture.image_size = _SIDE, _SIDE
    picture.image_pixels.foreach_set(paint(DIAL.shown).reshape(-1, 4).view("int32").ravel())
    redraw.areas("VIEW_3D")


def paint(key: Key) -> np.ndarray:
    """uint8 [S, S, 4], bottom row first, with what is around left clear.

    A photo from above is drawn nearer to the middle, as it would be seen from there.
    """
    import numpy as np

    axis = (np.arange(_SIDE) + 0.5) / _SIDE * 2.0 - 1.0
    x, y = np.meshgrid(axis, axis)
    pixel = 2.0 / _SIDE
    color, alpha = np.zeros((_SIDE, _SIDE, 3)), np.zeros((_SIDE, _SIDE))

    def lay(distance: np.ndarray, paint: tuple[float, ...], opacity: float = 1.0) -> None:
        """Fill where `distance` is negative, with an edge of a pixel."""
        cover = np.clip(0.5 - distance / pixel, 0.0, 1.0) * opacity
        color[:] = color * (1.0 - cover[..., None]) + cover[..., None] * np.array(paint)
        alpha[:] = alpha + cover * (1.0 - alpha)

    lay(np.abs(np.hypot(x, y) - _RING) - 1.5 * pixel, _GREY, 0.6)
    lay(np.maximum(np.abs(x), np.abs(y)) - 0.16, _GREY, 0.9)
    for number, (azimuth, elevation, there) in reversed(list(enumerate(key))):
        paint_of = (_OTHER if number else _FIRST) if there else _EMPTY
        reach = _RING * math.cos(math.radians(elevation))
        turn = math.radians(azimuth)
        at = reach * math.sin(turn), -reach * math.cos(turn)
        along = np.clip((x * at[0] + y * at[1]) / max(reach**2, 1e-6), 0.3, 1.0)
        lay(np.hypot(x - along * at[0], y - along * at[1]) - 1.5 * pixel, paint_of, 0.7)
        lay(np.hypot(x - at[0], y - at[1]) - _DOT, paint_of)
    straight = color / np.maximum(alpha, 1e-6)[..., None]
    values = np.concatenate([straight.clip(0.0, 1.0), alpha[..., None]], axis=2)
    return np.ascontiguousarray((values * 255.0 + 0.5).astype(np.uint8))


def detach() -> None:
    global DIAL
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    if DIAL.icons is not None:
        bpy.utils.previews.remove(DIAL.icons)
    DIAL = State()
