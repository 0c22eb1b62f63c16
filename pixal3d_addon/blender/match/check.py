"""Compare with Photo: the result as its camera sees it beside the photo, with numbers."""

import math

import bpy
from bpy.types import Area, Context, Image, Operator, UILayout

from ..result import stance
from ..say import say

_END = " Match"


def draw(layout: UILayout, context: Context) -> None:
    """The button, and what it said last of the active result."""
    layout.operator("pixal3d.compare_photo", icon="IMAGE_REFERENCE")
    result = stance.result_of(context.active_object).pixal3d
    if result.match_overlap > 0.0:
        decibels = f"{result.match_psnr:.1f} dB" if result.match_psnr < 99.0 else "∞ dB"
        row = layout.row()
        row.label(text="Match")
        row.label(text=f"{100 * result.match_overlap:.1f} %, {decibels}", translate=False)


class PIXAL3D_OT_compare_photo(Operator):
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
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        from .render import compare  # here: it needs numpy, slow to import

        obj, manager = stance.result_of(context.active_object), context.window_manager
        manager.progress_begin(0, 1)  # at the pointer: a render may take a second or two
        try:
            sheet, overlap, decibels = compare(obj, context.scene)
        except RuntimeError:
            self.report({"ERROR"}, "The photo cannot be read or the object not rendered")
            return {"CANCELLED"}
        finally:
            manager.progress_end()
        result = obj.pixal3d
        result.match_overlap, result.match_psnr = overlap, min(decibels, 99.0)
        _show(_image(f"{obj.name}{_END}", sheet), context)
        likeness = (
            f"{decibels:.1f} dB" if math.isfinite(decibels) else say("no difference in color")
        )
        told = say(
            "{share:.1f} % of the silhouettes in common, {likeness}",
            share=100 * overlap,
            likeness=likeness,
        )
        self.report({"INFO"}, told)
        return {"FINISHED"}


def _image(name: str, sheet) -> Image:
    """The picture of that name, made or taken anew. sheet: float32 [H, W, 4]."""
    height, width = sheet.shape[:2]
    image = bpy.data.images.get(name)
    if image is None or image.library or tuple(image.size) != (width, height):
        image = bpy.data.images.new(name, width, height)
    image.pixels.foreach_set(sheet.ravel())
    image.pack()
    return image


def _show(image: Image, context: Context) -> None:
    """In an image editor that is open, else in a window of its own."""
    if bpy.app.background or context.window is None:
        return
    windows = context.window_manager.windows
    areas = [area for window in windows for area in window.screen.areas]
    area = next(filter(_shows_images, areas), None)
    if area is None:
        bpy.ops.wm.window_new()
        area = windows[-1].screen.areas[0]
        area.type = "IMAGE_EDITOR"
    area.spaces.active.image = image


def _shows_images(area: Area) -> bool:
    return area.type == "IMAGE_EDITOR" and area.ui_type == "IMAGE_EDITOR"


CLASSES = (PIXAL3D_OT_compare_photo,)
