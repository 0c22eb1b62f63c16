"""Match Camera: the photo fills the viewport, and a cube on a ground is laid over it by hand."""

from __future__ import annotations

import math

import bpy
from bpy.app.translations import pgettext_n as n_
from bpy.props import BoolProperty
from bpy.types import Area, Context, Event, Operator, PropertyGroup

from ...core.errors import PixalError
from ..photo import camera as photo_camera
from ..problems.refused import refused
from ..say import say
from . import drag as match_drag
from . import session as match_session
from . import steps
from .drag import Drag
from .session import Session
from .sheet import Sheet, free_box, handle_at, handles, lay, main_region

_HELP = n_(
    "Enter: Keep   Esc: Cancel   Drag: Elevation, Turn   Ctrl Drag: Field of View   "
    "Circles: Move, Scale, Roll, Horizon   Ctrl Z: Undo   Shift: Precise   Wheel: Zoom   Home: Fit"
)
_ZOOM, _ZOOM_RANGE = 1.15, (0.1, 20.0)
_PASSED = {"WINDOW_DEACTIVATE"}
_PINCH = 1 / 125  # of the zoom, for what a trackpad calls a pixel


class PIXAL3D_OT_match_camera(Operator):
    bl_idname = "pixal3d.match_camera"
    bl_label = "Match Camera"
    bl_description = (
        "Show the photo with a cube on the ground over it, and find field of view and elevation "
        "by hand"
    )
    bl_options = {"UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        reason = _refused(context)
        if reason:
            cls.poll_message_set(reason)
        return not reason

    def invoke(self, context: Context, _event: Event) -> set[str]:
        try:
            match_session.begin(context.scene, _viewport(context))
        except PixalError as error:
            return refused(self, error)
        context.window_manager.modal_handler_add(self)
        _tell(context.scene.pixal3d)
        _redraw(context)
        return {"RUNNING_MODAL"}

    def modal(self, context: Context, event: Event) -> set[str]:
        session = match_session.current()
        if session is None:  # a file was opened, or the add-on reloaded
            return self._leave(context, keep=True)
        if session.asked:
            return self._leave(context, keep=session.asked == "KEEP")
        area = match_session.area_of(session, context.window)
        if area is None or context.scene.name != session.scene:
            return self._leave(context, keep=True)  # another workspace: nothing is to be lost
        if match_session.scene_of(session) is None:  # another photo was chosen
            return self._leave(context, keep=True)
        if event.type.startswith("TIMER"):  # an animation goes on playing
            return {"PASS_THROUGH"}
        group = context.scene.pixal3d
        sheet = lay(session, photo_camera.view(group), area, context.preferences.system.ui_scale)
        region = main_region(area)
        pointer = event.mouse_x - region.x, event.mouse_y - region.y
        if session.drag is not None:
            _dragged(session, group, sheet, pointer, event, area)
            _tell(group)
            return {"RUNNING_MODAL"}
        steps.note(session, group)  # what a drag or a slider did
        _tell(group)
        pressed = event.value == "PRESS"
        if pressed and event.type == "ESC":
            return self._leave(context, keep=False)
        if pressed and event.type in {"RET", "NUMPAD_ENTER"}:
            return self._leave(context, keep=True)
        if pressed and event.type == "Z" and (event.ctrl or event.oskey):
            if (steps.forward if event.shift else steps.back)(session, group):
                _tell(group)
                _redraw(context)
            return {"RUNNING_MODAL"}
        if not _inside(area, pointer):
            session.touched |= pressed and event.type == "LEFTMOUSE"
            return {"PASS_THROUGH"}
        return _free(session, group, sheet, pointer, event, area)

    def cancel(self, context: Context) -> None:
        """Blender ends it: the window is closed, or another file opened."""
        self._leave(context, keep=False)

    def _leave(self, context: Context, keep: bool) -> set[str]:
        session = match_session.current()
        match_session.leave(keep)
        _redraw(context)
        if keep:
            return {"FINISHED"}
        if session and session.touched:  # sliders are steps of their own: this is one back
            bpy.ops.ed.undo_push(message="Cancel Match Camera")
        return {"CANCELLED"}


class PIXAL3D_OT_end_match(Operator):
    bl_idname = "pixal3d.end_match"
    bl_label = "End Match"
    bl_description = "End the match of the camera"

    keep: BoolProperty(
        name="Keep",
        description="Keep what was matched, instead of setting it back",
        default=True,
        options={"SKIP_SAVE"},
    )

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if match_session.current() is None:
            cls.poll_message_set("No camera is being matched")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        match_session.current().asked = "KEEP" if self.keep else "CANCEL"
        return {"FINISHED"}


def _dragged(
    session: Session,
    group: PropertyGroup,
    sheet: Sheet,
    pointer: tuple[float, float],
    event: Event,
    area: Area,
) -> None:
    """An event while a button is held."""
    drag = session.drag
    if event.type in {"ESC", "RIGHTMOUSE"} and event.value == "PRESS":
        session.drag = None
        if drag.kind == "PAN":
            session.pan = drag.pan
        else:
            match_drag.undo(group, drag)
    elif event.type in {"LEFTMOUSE", "MIDDLEMOUSE"} and event.value == "RELEASE":
        session.drag = None
    elif event.type in {"MOUSEMOVE", "INBETWEEN_MOUSEMOVE"}:
        if drag.kind == "PAN":
            moved = (now - then for now, then in zip(pointer, drag.start, strict=True))
            session.pan = tuple(at + by for at, by in zip(drag.pan, moved, strict=True))
        else:
            session.drag = match_drag.shifted(group, drag, pointer, event.shift)
            match_drag.move(group, session.drag, sheet, pointer)
    area.tag_redraw()


def _free(
    session: Session,
    group: PropertyGroup,
    sheet: Sheet,
    pointer: tuple[float, float],
    event: Event,
    area: Area,
) -> set[str]:
    """An event over the photo while no button is held."""
    view = photo_camera.view(group)
    hot = handle_at(handles(view, sheet), pointer, sheet.ui)
    if hot != session.hot:
        session.hot = hot
        area.tag_redraw()
    if event.value == "PRESS" and event.type in {"LEFTMOUSE", "MIDDLEMOUSE"}:
        kind = "LENS" if event.ctrl else hot or "ORBIT"
        kind = "PAN" if event.type == "MIDDLEMOUSE" or event.alt else kind
        session.drag = Drag(kind, pointer, view, session.pan, event.shift)
        area.tag_redraw()
    elif zoom := _zoomed(event):
        _zoom(session, sheet, pointer, zoom, area)
    elif event.type == "TRACKPADPAN":
        moved = event.mouse_x - event.mouse_prev_x, event.mouse_y - event.mouse_prev_y
        session.pan = session.pan[0] + moved[0], session.pan[1] + moved[1]
        area.tag_redraw()
    elif event.type == "HOME" and event.value == "PRESS":
        session.zoom, session.pan = 1.0, (0.0, 0.0)
        area.tag_redraw()
    elif event.type in _PASSED or (event.type == "N" and not event.ctrl):  # the sidebar
        return {"PASS_THROUGH"}
    return {"RUNNING_MODAL"}


def _zoomed(event: Event) -> float:
    """How many times as large the photo is to be; 0 where the event is about something else."""
    if event.type == "TRACKPADZOOM":
        return math.exp((event.mouse_x - event.mouse_prev_x) * _PINCH)
    if event.type == "WHEELUPMOUSE":
        return _ZOOM
    if event.type == "WHEELDOWNMOUSE":
        return 1 / _ZOOM
    if event.value == "PRESS" and event.type in {"NUMPAD_PLUS", "NUMPAD_MINUS"}:
        return _ZOOM if event.type == "NUMPAD_PLUS" else 1 / _ZOOM
    return 0.0


def _zoom(
    session: Session, sheet: Sheet, pointer: tuple[float, float], by: float, area: Area
) -> None:
    """What is under the pointer stays there."""
    new = min(max(session.zoom * by, _ZOOM_RANGE[0]), _ZOOM_RANGE[1])
    by, session.zoom = new / session.zoom, new
    left, bottom, right, top = free_box(area)
    middle = (left + right) / 2 + session.pan[0], (bottom + top) / 2 + session.pan[1]
    session.pan = tuple(
        at + (1.0 - by) * (point - center)
        for at, point, center in zip(session.pan, pointer, middle, strict=True)
    )
    area.tag_redraw()


def _refused(context: Context) -> str:
    """Why no match can begin now; empty where it can."""
    image = context.scene.pixal3d.image
    if bpy.app.background or context.window is None:
        return say("Needs a window")
    if match_session.current():
        return say("A camera is being matched: Enter keeps, Esc cancels")
    if image is None:
        return say("Choose a photo first")
    if context.scene.library or image.library:
        return say("Linked from another file")
    if _viewport(context) is None:
        return say("Needs a 3D Viewport")
    return ""


def _viewport(context: Context) -> Area | None:
    """The one that the button is in, or else any of the window."""
    if context.area and context.area.type == "VIEW_3D":
        return context.area
    areas = context.screen.areas if context.screen else ()
    return next((area for area in areas if area.type == "VIEW_3D"), None)


def _tell(group: PropertyGroup) -> None:
    """The numbers in the viewport's header, as Blender's own tools have them there."""
    session, view, degrees = match_session.current(), photo_camera.view(group), math.degrees
    words = say(
        "Field of View {fov:.1f}° ({lens:.0f} mm), Square {square:.1f}°   "
        "Elevation {elevation:.1f}°   Roll {roll:.1f}°   Turn {turn:.1f}°",
        fov=degrees(view.fov),
        lens=photo_camera.photo_lens(group),
        square=degrees(view.crop_fov()),
        elevation=degrees(view.elevation),
        roll=degrees(view.roll),
        turn=degrees(view.turn),
    )
    if words != session.words:
        session.words = words
        match_session.tell(session, words, say(_HELP))


def _inside(area: Area, pointer: tuple[float, float]) -> bool:
    left, bottom, right, top = free_box(area)
    return left <= pointer[0] < right and bottom <= pointer[1] < top


def _redraw(context: Context) -> None:
    for area in context.screen.areas if context.screen else ():
        if area.type == "VIEW_3D":
            area.tag_redraw()


def detach() -> None:
    match_session.leave(False)


CLASSES = (PIXAL3D_OT_match_camera, PIXAL3D_OT_end_match)
