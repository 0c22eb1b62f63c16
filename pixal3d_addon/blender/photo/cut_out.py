"""What of the photo is used: how the subject is cut out, its mask, and the square about it."""

import math

from bpy.types import Context, Operator, UILayout

from ..match import session as match_session
from ..say import say
from . import camera, mask_paint, prepared, upright
from .needs_photo import NeedsPhoto


def draw_cut_out(layout: UILayout, context: Context) -> None:
    """The panel Cut-Out."""
    settings = context.scene.pixal3d
    layout.use_property_split = True
    layout.use_property_decorate = False
    row = layout.row()
    row.active = settings.mask is None  # which decides alone
    row.prop(settings, "background")
    column = layout.column(align=True)
    row = column.split(factor=0.2)
    row.label(text="Mask")
    row.template_ID(settings, "mask", open="image.open")
    if mask_paint.is_painting(context):
        column.operator("pixal3d.end_mask", icon="CHECKMARK", depress=True)
    else:
        column.operator("pixal3d.paint_mask", icon="BRUSH_DATA")
    if settings.image is None:
        return
    photo = settings.image.pixal3d
    column = layout.column(align=True)
    column.prop(photo, "crop", index=0, text="Crop X", slider=True)
    column.prop(photo, "crop", index=1, text="Y", slider=True)
    column.prop(photo, "crop_scale", slider=True)
    if prepared.icon() and settings.fov_source != "SQUARE":
        text = say("Square about the Object: {angle:.1f}°", angle=math.degrees(prepared.LOOK.fov))
        layout.label(text=text, icon="CAMERA_DATA")
    layout.operator("pixal3d.reset_crop", icon="LOOP_BACK")
    layout.operator("pixal3d.rotate_photo", icon="FILE_REFRESH")


class PIXAL3D_OT_reset_crop(NeedsPhoto, Operator):
    bl_idname = "pixal3d.reset_crop"
    bl_label = "Reset Crop"
    bl_description = "Put the square back to where the subject puts it"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    def execute(self, context: Context) -> set[str]:
        photo = context.scene.pixal3d.image.pixal3d
        photo.property_unset("crop")
        photo.property_unset("crop_scale")
        return {"FINISHED"}


class PIXAL3D_OT_rotate_photo(NeedsPhoto, Operator):
    bl_idname = "pixal3d.rotate_photo"
    bl_label = "Rotate Photo"
    bl_description = (
        "Turn the photo a quarter clockwise, where it lies on its side. The file stays as it is"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not super().poll(context):
            return False
        group = context.scene.pixal3d
        if group.image.library:
            cls.poll_message_set("Linked from another file")
        elif group.mask is not None:
            cls.poll_message_set("It has a mask, which would lie on its side: remove that first")
        elif match_session.current():
            cls.poll_message_set("A camera is being matched: Enter keeps, Esc cancels")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        group = context.scene.pixal3d
        lens = camera.photo_lens(group)
        upright.turn(group.image)
        if group.fov_source == "PHOTO":  # which is across what was the height until now
            camera.set_photo_fov(group, camera.lens_fov(lens, upright.size(group.image)))
        return {"FINISHED"}


class PIXAL3D_OT_look_again(NeedsPhoto, Operator):
    bl_idname = "pixal3d.look_again"
    bl_label = "Look Again"
    bl_description = "Read the photo once more, after it was edited or loaded again"

    def execute(self, context: Context) -> set[str]:
        upright.find_again(context.scene.pixal3d.image)
        prepared.look_again()
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_reset_crop, PIXAL3D_OT_rotate_photo, PIXAL3D_OT_look_again)
