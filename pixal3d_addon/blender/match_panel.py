"""The sliders of the match that is on; they and the mouse move the same properties."""

import math

from bpy.types import Context, Panel

from . import match_session, photo_camera
from .panels import InTab


class PIXAL3D_PT_match(InTab, Panel):
    bl_label = "Match Camera"
    bl_parent_id = "PIXAL3D_PT_main"
    bl_order = -1  # above those that are always there

    @classmethod
    def poll(cls, context: Context) -> bool:
        return match_session.current() is not None and context.scene.pixal3d.image is not None

    def draw(self, context: Context) -> None:
        layout, settings = self.layout, context.scene.pixal3d
        photo = settings.image.pixal3d
        layout.use_property_split = True
        layout.use_property_decorate = False
        row = layout.row(align=True)
        row.operator_menu_enum("pixal3d.camera_preset", "preset", icon="PRESET")
        row.operator("pixal3d.read_lens", text="", icon="FILE_IMAGE")
        column = layout.column(align=True)
        column.prop(settings, "camera_fov", slider=True)
        column.prop(settings, "camera_lens")
        column = layout.column(align=True)
        column.prop(settings, "elevation", slider=True)
        column.prop(photo, "roll", slider=True)
        column = layout.column(align=True)
        column.prop(photo, "middle", index=0, text="Position X", slider=True)
        column.prop(photo, "middle", index=1, text="Height", slider=True)
        column.prop(photo, "side", slider=True)
        column.prop(photo, "turn")
        square = math.degrees(photo_camera.view(settings).crop_fov())
        layout.label(text=f"Square: {square:.1f}°", icon="CAMERA_DATA")
        layout.label(text="Enter keeps, Esc cancels", icon="INFO")


CLASSES = (PIXAL3D_PT_match,)
