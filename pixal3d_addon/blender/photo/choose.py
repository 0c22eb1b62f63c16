"""Photo or mask from a file, where a problem asks for another one."""

from pathlib import Path

import bpy
from bpy.props import BoolProperty, StringProperty
from bpy.types import Context, Event, Operator

from ..jobs.state import STATE
from .needs_photo import NeedsPhoto
from .sources import open_picture


class _Choose:
    """Opens the file browser; what is chosen becomes the scene's `slot`."""

    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute
    slot = ""

    filepath: StringProperty(
        name="File", description="The picture file", subtype="FILE_PATH", options={"SKIP_SAVE"}
    )
    filter_image: BoolProperty(
        name="Pictures", description="Show pictures", default=True, options={"HIDDEN"}
    )
    filter_folder: BoolProperty(
        name="Folders", description="Show folders", default=True, options={"HIDDEN"}
    )

    def invoke(self, context: Context, _event: Event) -> set[str]:
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: Context) -> set[str]:
        path = Path(bpy.path.abspath(self.filepath))
        try:
            image = open_picture(path)
        except ValueError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        setattr(context.scene.pixal3d, self.slot, image)
        STATE.problem = None
        return {"FINISHED"}


class PIXAL3D_OT_choose_photo(_Choose, Operator):
    bl_idname = "pixal3d.choose_photo"
    bl_label = "Choose Photo"
    bl_description = "Open a picture file as the photo"
    slot = "image"


class PIXAL3D_OT_choose_mask(NeedsPhoto, _Choose, Operator):
    bl_idname = "pixal3d.choose_mask"
    bl_label = "Choose Mask"
    bl_description = "Open a picture of the photo's size, white where the object is, as its mask"
    slot = "mask"


CLASSES = (PIXAL3D_OT_choose_photo, PIXAL3D_OT_choose_mask)
