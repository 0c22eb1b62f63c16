"""The prepared square in the panel, or why there is none."""

from bpy.types import Context, UILayout

from ..problems.panel import draw_background_coming
from ..say import told
from ..wrap import wrap
from . import prepared

_SCALE = 6.0  # of the picture, in heights of a row
_MASK_HELPS = {"no_object", "background_unclear", "model_missing", "mask_invalid"}
_MODEL_HELPS = {"background_unclear", "model_missing"}


def draw_prepared(layout: UILayout, context: Context) -> None:
    """Also what the frame cuts off, with the setting for it."""
    prepared.want(context.scene)
    look = prepared.LOOK
    column = layout.column(align=True)
    if look.problem is not None:
        box = column.box().column(align=True)
        for number, line in enumerate(wrap(told(look.problem.message), context, beside=6)):
            box.label(text=line, icon="BLANK1" if number else "INFO", translate=False)
        for line in wrap(told(look.problem.remedy), context, beside=6):
            box.label(text=line, icon="BLANK1", translate=False)
        if context.scene.pixal3d.image.type == "RENDER_RESULT":
            box.operator("pixal3d.photo_from_render", icon="RENDER_STILL")
        if look.problem.code in _MASK_HELPS:
            box.operator("pixal3d.paint_mask", icon="BRUSH_DATA")
        if look.problem.code in _MODEL_HELPS:
            box.operator("pixal3d.get_background", icon="IMPORT")
            draw_background_coming(box)
    elif prepared.icon():
        column.template_icon(icon_value=prepared.icon(), scale=_SCALE)
        if asks_for_extend(context):
            column.label(text="The frame cuts the object off", icon="INFO")
            column.prop(context.scene.pixal3d, "extend_pixel")
    else:
        column.label(text="Looking at the photo", icon="TIME")


def asks_for_extend(context: Context) -> bool:
    """Whether the frame cuts the object off, as far as is known."""
    look = prepared.LOOK
    shown = context.scene.pixal3d.image and look.problem is None and prepared.icon()
    return bool(shown and look.cut_off)
