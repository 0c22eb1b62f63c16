"""What the panel shows while a match is on: sliders that move what the mouse moves."""

import math

from bpy.types import Context, UILayout

from ..photo import camera as photo_camera
from ..say import say


def draw_presets(layout: UILayout) -> None:
    """What is known of such cameras, and what the photo's file knows of its own."""
    row = layout.row(align=True)
    row.operator_menu_enum("pixal3d.camera_preset", "preset", icon="PRESET")
    row.operator("pixal3d.read_lens", text="", icon="FILE_IMAGE")


def draw_sliders(layout: UILayout, context: Context) -> None:
    settings = context.scene.pixal3d
    photo = settings.image.pixal3d
    draw_presets(layout)
    column = layout.column(align=True)
    column.prop(settings, "camera_fov", slider=True)
    column.prop(settings, "camera_lens")
    square = math.degrees(photo_camera.view(settings).crop_fov())
    text = say("Square about the Object: {angle:.1f}°", angle=square)
    layout.label(text=text, icon="CAMERA_DATA")
    column = layout.column(align=True)
    column.prop(settings, "elevation", slider=True)
    column.prop(photo, "roll", slider=True)
    column = layout.column(align=True)
    column.prop(photo, "middle", index=0, text="Position", slider=True)
    column.prop(photo, "middle", index=1, text="Height", slider=True)
    column.prop(photo, "side", slider=True)
    column.prop(photo, "turn")
    row = layout.row(align=True)
    row.operator("pixal3d.end_match", text="Keep", icon="CHECKMARK").keep = True
    row.operator("pixal3d.end_match", text="Cancel", icon="X").keep = False
