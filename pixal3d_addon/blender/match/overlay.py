"""What is drawn over the viewport while a camera is matched: photo, ground, horizon, cube, handles.

Only where there is a window: the gpu module draws nothing in background mode.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import blf
import bpy
import gpu
import numpy as np
from bpy.app.translations import pgettext_n as n_
from gpu_extras.batch import batch_for_shader

from ...core.photo_view import PhotoView, Point
from ..photo import camera as photo_camera
from ..photo.bands import Bands
from ..say import say
from ..slices import Work
from . import session as match_session
from .sheet import Sheet, handles, lay, main_region

_Line = tuple[Point, Point]
_BEHIND = (0.09, 0.09, 0.09, 1.0)
_GRID, _HORIZON = (1.0, 1.0, 1.0, 0.45), (0.35, 0.8, 1.0, 0.95)
_CUBE, _SQUARE = (1.0, 0.62, 0.1, 1.0), (1.0, 1.0, 1.0, 0.75)
_HANDLE, _HOT = (1.0, 1.0, 1.0, 1.0), (1.0, 0.85, 0.2, 1.0)
_SHADOW = (0.0, 0.0, 0.0, 0.5)  # under every line, to be seen on any photo
_CIRCLE = [(math.cos(math.tau * n / 20), math.sin(math.tau * n / 20)) for n in range(20)]
_ROWS = 32  # of the texture that are coloured at once
_NAMES = {"MOVE": n_("Move"), "SCALE": n_("Scale"), "ROLL": n_("Roll"), "HORIZON": n_("Horizon")}
_CUT = 0.35  # opacity of what the photo's alpha or the mask cuts away


def coloring(pixels: np.ndarray) -> Work:
    """float32 [H, W, 4] in 0…1, changed to what the photo's texture is to have: work of `slices`.

    What is cut away shows a little: its lines help to match.
    """
    for top in range(0, len(pixels), _ROWS):
        values = pixels[top : top + _ROWS]
        if bpy.app.version < (5, 0, 0):  # which encodes as sRGB whatever a shader draws
            color = values[..., :3]
            bright = ((color + np.float32(0.055)) / np.float32(1.055)) ** np.float32(2.4)
            values[..., :3] = np.where(color <= 0.04045, color / np.float32(12.92), bright)
        values[..., 3] = _CUT + (1.0 - _CUT) * values[..., 3]
        values[..., :3] *= values[..., 3:]  # the blending is of premultiplied alpha
        yield


def draw() -> None:
    """Blender's draw handler; in every viewport, but only ours shows anything."""
    session, context = match_session.current(), bpy.context
    if session is None or context.area is None or context.area.as_pointer() != session.area:
        return
    if context.region.as_pointer() != main_region(context.area).as_pointer():
        return  # another one of a quad view
    scene = match_session.scene_of(session)
    if scene is None:
        return
    view = photo_camera.view(scene.pixal3d)
    ui = context.preferences.system.ui_scale
    sheet = lay(session, view, context.area, ui)
    gpu.state.blend_set("ALPHA")
    _backdrop(context.region.width, context.region.height)
    if session.photo is not None and session.photo.step():
        gpu.state.blend_set("ALPHA_PREMULT")
        _photo(session.photo, view, sheet)
    gpu.state.blend_set("ALPHA")
    _lines(view.grid(), sheet, _GRID, 1.0)
    if horizon := view.horizon():
        _lines([horizon], sheet, _HORIZON, 1.5)
    _lines(_outline(view), sheet, _SQUARE, 1.0)
    _lines(view.cube(), sheet, _CUBE, 2.0)
    # Text waits for the renderer: none while the mouse is to be followed.
    named = session.drag is None
    _handles(view, sheet, session.hot if named else session.drag.kind, named)
    gpu.state.blend_set("NONE")


def _backdrop(width: float, height: float) -> None:
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    _fill(corners, [(0, 1, 2), (0, 2, 3)], _BEHIND)


def _photo(photo: Bands, view: PhotoView, sheet: Sheet) -> None:
    shader, indices = gpu.shader.from_builtin("IMAGE"), [(0, 1, 2), (0, 2, 3)]
    shader.bind()
    for band in photo:
        top, bottom = band.top * view.height, band.bottom * view.height
        frame = [(0.0, top), (view.width, top), (view.width, bottom), (0.0, bottom)]
        places = [(*sheet.to_region(view.levelled(point)), 0.0) for point in frame]
        corners = [(0, band.first), (1, band.first), (1, band.last), (0, band.last)]
        values = {"pos": places, "texCoord": corners}
        batch = batch_for_shader(shader, "TRIS", values, indices=indices)
        shader.uniform_sampler("image", band.texture)
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


def _handles(view: PhotoView, sheet: Sheet, hot: str, named: bool) -> None:
    points = handles(view, sheet)
    top = view.width / 2 + math.sin(view.roll) * view.height / 2
    edge = top, view.height / 2 - math.cos(view.roll) * view.height / 2
    _lines([(edge, sheet.to_photo(points["ROLL"]))], sheet, _SQUARE, 1.0)
    _discs(points.values(), 6.5 * sheet.ui, _SHADOW)
    _discs(points.values(), 5.0 * sheet.ui, _HANDLE)
    if hot in points:
        _discs([points[hot]], 5.0 * sheet.ui, _HOT)
        if named:
            _label(points[hot], say(_NAMES[hot]), sheet.ui)


def _label(point: Point, text: str, ui: float) -> None:
    """What the handle at `point` moves, beside it."""
    blf.size(0, 12.0 * ui)
    blf.enable(0, blf.SHADOW)
    blf.shadow(0, 5, 0.0, 0.0, 0.0, 1.0)
    blf.color(0, *_HOT)
    blf.position(0, point[0] + 10.0 * ui, point[1] + 6.0 * ui, 0.0)
    blf.draw(0, text)
    blf.disable(0, blf.SHADOW)


def _discs(middles: Iterable[Point], radius: float, color: tuple[float, ...]) -> None:
    places, indices = [], []
    for x, y in middles:
        first = len(places)
        places += [(x + radius * c, y + radius * s) for c, s in _CIRCLE]
        indices += [(first, first + n, first + n + 1) for n in range(1, len(_CIRCLE) - 1)]
    _fill(places, indices, color)


def _fill(places: list[Point], triangles: list[tuple[int, ...]], color: tuple[float, ...]) -> None:
    shader = gpu.shader.from_builtin("UNIFORM_COLOR")
    batch = batch_for_shader(shader, "TRIS", {"pos": places}, indices=triangles)
    shader.bind()
    shader.uniform_float("color", color)
    batch.draw(shader)
