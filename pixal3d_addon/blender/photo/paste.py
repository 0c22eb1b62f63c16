"""A photo straight from the clipboard.

Blender reads images from the clipboard in an image editor only, so one is borrowed: an open one,
or else another area of the window for the blink of an eye.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import bpy
from bpy.types import Area, Context, Image, Operator

from ..sliced_operator import InSlices
from ..slices import Work


class PIXAL3D_OT_paste_image(InSlices, Operator):
    bl_idname = "pixal3d.paste_image"
    bl_label = "Paste Photo"
    bl_description = "Use the image on the clipboard as the photo"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if context.window is None or not context.window.screen.areas:
            cls.poll_message_set("Needs a window")
            return False
        return True

    def working(self, context: Context) -> Work | None:
        from .pixels import named, packing  # here: it needs numpy, slow to import

        image = _paste(context)
        if image is None:
            self.report({"WARNING"}, "There is no image on the clipboard")
            return None
        work, name, scene = packing(image), image.name_full, context.scene.name

        def use() -> Work:
            yield from work  # it has no file to come back from
            if there := bpy.data.scenes.get(scene):
                there.pixal3d.image = named(name)

        return use()


def _paste(context: Context) -> Image | None:
    known = set(bpy.data.images)
    with (
        _image_editor(context) as area,
        context.temp_override(area=area, region=area.regions[-1]),
    ):
        shown = area.spaces.active.image
        if not bpy.ops.image.clipboard_paste.poll():
            return None
        try:
            bpy.ops.image.clipboard_paste()
        except RuntimeError:  # its error report: nothing usable on the clipboard
            return None
        finally:
            area.spaces.active.image = shown
    return next((image for image in bpy.data.images if image not in known), None)


@contextmanager
def _image_editor(context: Context) -> Iterator[Area]:
    areas = context.window.screen.areas
    for area in areas:
        if area.type == "IMAGE_EDITOR":
            yield area
            return
    # Not the area that was clicked in, where there is another: its buttons are still in use.
    area = next((area for area in areas if area != context.area), areas[0])
    kind = area.ui_type
    area.type = "IMAGE_EDITOR"
    try:
        yield area
    finally:
        area.ui_type = kind


CLASSES = (PIXAL3D_OT_paste_image,)
