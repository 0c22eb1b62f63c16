"""Compare with Photo: the result as its camera sees it beside the photo, with numbers."""

import math
from dataclasses import dataclass

import bpy
from bpy.types import Area, Context, Event, Operator, UILayout

from .. import redraw
from ..result import stance
from ..say import say
from ..sliced_operator import InSlices
from ..slices import Work


@dataclass
class State:
    """running: whether a comparison is under way. asked_to_stop: by its button."""

    running: bool = False
    asked_to_stop: bool = False


_STATE = State()


def draw(layout: UILayout, context: Context) -> None:
    """The button, and what it said last of the active result."""
    if _STATE.running:
        row = layout.row(align=True)
        row.label(text="Comparing", icon="SORTTIME")
        row.operator("pixal3d.stop_comparing", text="", icon="X")
    else:
        layout.operator("pixal3d.compare_photo", icon="IMAGE_REFERENCE")
    result = stance.result_of(context.active_object).pixal3d
    if result.match_overlap > 0.0:
        decibels = f"{result.match_psnr:.1f} dB" if result.match_psnr < 99.0 else "∞ dB"
        row = layout.row()
        row.label(text="Match")
        row.label(text=f"{100 * result.match_overlap:.1f} %, {decibels}", translate=False)


class PIXAL3D_OT_compare_photo(InSlices, Operator):
    bl_idname = "pixal3d.compare_photo"
    bl_label = "Compare with Photo"
    bl_description = (
        "Render the object without light through its camera and show it beside the photo, with "
        "their difference: how much of the silhouettes is common, and how alike the colors are"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        camera = stance.camera_of(obj) if obj else None
        if obj is None:
            cls.poll_message_set("Select a generated object")
        elif camera is None:
            cls.poll_message_set("This object has no camera of its own")
        elif not any(slot.image for slot in camera.data.background_images):
            cls.poll_message_set("The camera shows no photo any more")
        elif _STATE.running:
            cls.poll_message_set("Another comparison is under way")
        else:
            return True
        return False

    def working(self, context: Context) -> Work:
        obj, frame = stance.result_of(context.active_object), context.scene.frame_current
        _STATE.asked_to_stop = False  # that was of another one
        return self._compare(obj.name_full, frame)

    def modal(self, context: Context, event: Event) -> set[str]:
        if _STATE.asked_to_stop:
            self.cancel(context)
            return {"CANCELLED"}
        return super().modal(context, event)

    def _compare(self, name: str, frame: int) -> Work:
        from .comparing import comparing  # here: it takes what is slow to import

        _STATE.running = True
        redraw.sidebars()
        try:
            overlap, decibels, sheet = yield from comparing(name, frame)
        finally:
            _STATE.running = False
            redraw.sidebars()
        if not bpy.app.background:  # a new window within `modal` has that called once too often
            bpy.app.timers.register(lambda: _show(sheet), first_interval=0.0)
        likeness = (
            f"{decibels:.1f} dB" if math.isfinite(decibels) else say("no difference in color")
        )
        told = say(
            "{share:.1f} % of the silhouettes in common, {likeness}",
            share=100 * overlap,
            likeness=likeness,
        )
        self.report({"INFO"}, told)


class PIXAL3D_OT_stop_comparing(Operator):
    bl_idname = "pixal3d.stop_comparing"
    bl_label = "Stop Comparing"
    bl_description = "Give up the comparison with the photo that is under way"
    bl_options = {"INTERNAL"}  # noqa: RUF012  Blender's own attribute

    def execute(self, _context: Context) -> set[str]:
        _STATE.asked_to_stop = True
        return {"FINISHED"}


def _show(name: str) -> None:
    """A timer, once: the picture in an image editor that is open, else in a window of its own."""
    image, windows = bpy.data.images.get(name), bpy.context.window_manager.windows
    if image is None:
        return
    areas = [area for window in windows for area in window.screen.areas]
    area = next(filter(_shows_images, areas), None)
    if area is None:
        with bpy.context.temp_override(window=windows[0]):
            bpy.ops.wm.window_new()
        area = windows[-1].screen.areas[0]
        area.type = "IMAGE_EDITOR"
    area.spaces.active.image = image


def _shows_images(area: Area) -> bool:
    return area.type == "IMAGE_EDITOR" and area.ui_type == "IMAGE_EDITOR"


CLASSES = (PIXAL3D_OT_compare_photo, PIXAL3D_OT_stop_comparing)
