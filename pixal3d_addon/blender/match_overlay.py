"""What is drawn over the viewport while a camera is matched: photo, ground, horizon, cube, handles.

Only where there is a window: the gpu module draws nothing in background mode.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import blf
import bpy
import gpu
from gpu_extras.batch import batch_for_shader

from ..core.photo_view import PhotoView, Point
from . import match_session, photo_camera
from .match_sheet import Sheet, free_box, handles, lay

if TYPE_CHECKING:
    import numpy as np

_Line = tuple[Point, Point]
_BEHIND = (0.09, 0.09, 0.09, 1.0)
_GRID, _HORIZON = (1.0, 1.0, 1.0, 0.45), (0.35, 0.8, 1.0, 0.95)
_CUBE, _SQUARE = (1.0, 0.62, 0.1, 1.0), (1.0, 1.0, 1.0, 0.75)
_HANDLE, _HOT = (1.0, 1.0, 1.0, 1.0), (1.0, 0.85, 0.2, 1.0)
_SHADOW = (0.0, 0.0, 0.0, 0.5)  # under every line, to be seen on any photo
_CUT = 0.35  # opacity of what the photo's alpha or the mask cuts away


def texture(pixels: np.ndarray) -> gpu.types.GPUTexture:
    """float32 [H, W, 4] in 0…1, top row first, for the photo's quad.

    What is cut away shows a little: its lines help to match.
    """
    height, width = pixels.shape[:2]
    values = pixels.copy()
    values[..., 3] = _CUT + (1.0 - _CUT) * values[..., 3]
    values[..., :3] *= values[..., 3:]  # the blending is of premultiplied alpha
    buffer = gpu.types.Buffer("FLOAT", width * height * 4, values.ravel())
    return gpu.types.GPUTexture((width, height), format="RGBA16F", data=buffer)


def draw() -> None:
    """Blender's draw handler; in every viewport, but only ours shows anything."""
    session, context = match_session.current(), bpy.context
    if session is None or context.area is None or context.area.as_pointer() != session.area:
        return
    scene = match_session.scene_of(session)
    if scene is None:
        return
    view = photo_camera.view(scene.pixal3d)
    ui = context.preferences.system.ui_scale
    sheet = lay(session, view, context.area, ui)
    gpu.state.blend_set("ALPHA")
    _backdrop(context.region.width, context.region.height)
    gpu.state.blend_set("ALPHA_PREMULT")
    _photo(session.texture, view, sheet)
    gpu.state.blend_set("ALPHA")
    _lines(view.grid(), sheet, _GRID, 1.0)
    if horizon := view.horizon():
        _lines([horizon], sheet, _HORIZON, 1.5)
    _lines(_outline(view), sheet, _SQUARE, 1.0)
    _lines(view.cube(), sheet, _CUBE, 2.0)
    _handles(view, sheet, session.drag.kind if session.drag else session.hot)
    left, bottom, _, _ = free_box(context.area)
    _words(facts(view, photo_camera.photo_lens(scene.pixal3d)), (left, bottom), ui)
    gpu.state.blend_set("NONE")


def _backdrop(width: float, height: float) -> None:
    _fill([(0, 0), (width, 0), (width, height), (0, height)], _BEHIND)


def _photo(image: gpu.types.GPUTexture, view: PhotoView, sheet: Sheet) -> None:
    frame = [(0.0, 0.0), (view.width, 0.0), (view.width, view.height), (0.0, view.height)]
    places = [(*sheet.to_region(view.levelled(point)), 0.0) for point in frame]
    shader = gpu.shader.from_builtin("IMAGE")
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]  # the texture has its top row first too
    indices = [(0, 1, 2), (0, 2, 3)]
    batch = batch_for_shader(
        shader, "TRIS", {"pos": places, "texCoord": corners}, indices=indices
    )
    shader.bind()
    shader.uniform_sampler("image", image)
    batch.draw(shader)


def _outline(view: PhotoView) -> list[_Line]:
    """The square that would be cut."""
    x, y, side = view.crop()
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    return list(zip(corners, corners[1:] + corners[:1], strict=True))


def _lines(lines: Iterable[_Line], sheet: Sheet, color: tuple[float, ...], width: float) -> None:
    places = [(*sheet.to_region(point), 0.0) for line in lines for point in line]
    if not places:
        return
    shader = gpu.shader.from_builtin("POLYLINE_UNIFORM_COLOR")
    batch = batch_for_shader(shader, "LINES", {"pos": places})
    shader.bind()
    shader.uniform_float("viewportSize", gpu.state.viewport_get()[2:])
    for shade, wide in ((_SHADOW, width + 1.5), (color, width)):
        shader.uniform_float("lineWidth", wide * sheet.ui)
        shader.uniform_float("color", shade)
        batch.draw(shader)


def _handles(view: PhotoView, sheet: Sheet, hot: str) -> None:
    points = handles(view, sheet)
    top = view.width / 2 + math.sin(view.roll) * view.height / 2
    edge = top, view.height / 2 - math.cos(view.roll) * view.height / 2
    _lines([(edge, sheet.to_photo(points["ROLL"]))], sheet, _SQUARE, 1.0)
    for name, (x, y) in points.items():
        for radius, color in ((6.5, _SHADOW), (5.0, _HOT if name == hot else _HANDLE)):
            _fill(_round(x, y, radius * sheet.ui), color)


def _round(x: float, y: float, radius: float) -> list[Point]:
    turns = (math.tau * n / 20 for n in range(20))
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def _fill(corners: list[Point], color: tuple[float, ...]) -> None:
    """A convex polygon."""
    shader = gpu.shader.from_builtin("UNIFORM_COLOR")
    indices = [(0, n, n + 1) for n in range(1, len(corners) - 1)]
    batch = batch_for_shader(shader, "TRIS", {"pos": corners}, indices=indices)
    shader.bind()
    shader.uniform_float("color", color)
    batch.draw(shader)


def facts(view: PhotoView, lens: float) -> list[str]:
    """What the overlay says in numbers."""
    degrees = math.degrees
    return [
        f"{degrees(view.fov):.1f}° · {lens:.0f} mm",
        f"Square {degrees(view.crop_fov()):.1f}°",
        f"Elevation {degrees(view.elevation):.1f}°",
        f"Roll {degrees(view.roll):.1f}°",
    ]


def _words(lines: list[str], corner: Point, ui: float) -> None:
    """Lines that end above `corner`, in the size of Blender's own words."""
    size = 12.0 * ui
    blf.size(0, size)
    blf.color(0, 1.0, 1.0, 1.0, 1.0)
    blf.enable(0, blf.SHADOW)
    blf.shadow(0, 5, 0.0, 0.0, 0.0, 0.9)
    for number, line in enumerate(reversed(lines)):
        blf.position(0, corner[0] + size, corner[1] + size * (1.0 + 1.5 * number), 0.0)
        blf.draw(0, line)
    blf.disable(0, blf.SHADOW)
