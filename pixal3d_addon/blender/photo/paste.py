"""A photo straight from the clipboard.

Blender reads images from the clipboard in an image editor only, so one is borrowed: an open one,
or else another area of the window for the blink of an eye. Where it finds none, `copied` may.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import bpy
from bpy.types import Area, Context, Image, Operator

from ...core.errors import PixalError
from ..sliced_operator import InSlices
from ..slices import Work
from . import copied
from .sources import open_picture


class PIXAL3D_OT_paste_image(InSlices, Operator):
    bl_idname = "pixal3d.paste_image"
    bl_label = "Paste Photo"
    bl_description = (
        "Use the picture or file on the clipboard as the photo; of several, queue an object each"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if context.window is None or not context.window.screen.areas:
            cls.poll_message_set("Needs a window")
            return False
        return True

    def working(self, context: Context) -> Work | None:
        from .pixels import named, packing  # here: it needs numpy, slow to import

        scene, image = context.scene.name, _paste(context)
        if image is None:
            return _taking(copied.from_text(context.window_manager.clipboard), scene)
        work, name = packing(image), image.name_full

        def use() -> Work:
            yield from work  # it has no file to come back from
            _use(named(name), scene)

        return use()


def _taking(files: list[Path], scene: str) -> Work:
    """`files`, or else what the X server has, become the photo or jobs. Raises PixalError."""
    with TemporaryDirectory(dir=bpy.app.tempdir, prefix="pixal3d-") as room:
        found = files or (yield from copied.from_x(Path(room)))
        if not found:
            raise PixalError(
                "photo_missing",
                "There is no picture on the clipboard.",
                "Copy a picture in another program, or a picture file, and paste again.",
            )
        if len(found) > 1:
            names = [{"name": str(path)} for path in found]  # whole: each may be anywhere
            bpy.ops.pixal3d.generate_files("INVOKE_DEFAULT", files=names)
            return
        try:
            image = open_picture(found[0])
        except ValueError as error:
            message = f"{found[0].name} is not a picture that can be read, or it is damaged."
            raise PixalError("photo_unreadable", message, "Choose another picture.") from error
        if found[0].parent == Path(room):
            image.pack()
            image.filepath_raw = ""  # it would be read again from there, where it is gone
    _use(image, scene)


def _use(image: Image, scene: str) -> None:
    if there := bpy.data.scenes.get(scene):
        there.pixal3d.image = image


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
