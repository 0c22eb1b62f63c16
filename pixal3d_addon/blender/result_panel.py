"""The panel of the active result: its elevation, its facts, what can be done with it."""

from bpy.types import Context, Panel

from . import stance
from .finish_properties import OF_ANY, OF_RAW
from .jobs import STATE
from .panels import InTab, draw_progress
from .wrap import wrap


class PIXAL3D_PT_result(InTab, Panel):
    bl_label = "Result"

    @classmethod
    def poll(cls, context: Context) -> bool:
        return stance.result_of(context.active_object) is not None

    def draw(self, context: Context) -> None:
        layout, obj = self.layout, stance.result_of(context.active_object)
        result = obj.pixal3d
        layout.use_property_split = True
        layout.use_property_decorate = False
        locked = stance.locked_because(obj) or stance.locked_because(context.active_object)
        row = layout.row()
        row.enabled = not locked
        row.prop(result, "elevation", slider=True)
        if locked:
            layout.label(text=locked, icon="INFO")
        if result.levels:
            layout.prop(result, "level")
        column = layout.column(align=True)
        faces = len(context.active_object.data.polygons)  # of the level that is shown
        engine = result.engine.title() or "Unknown"
        column.label(text=f"{engine}, {faces:,} faces, {result.seconds:.1f} s")
        for line in wrap(result.note, context):
            column.label(text=line, translate=False)
        column = layout.column(align=True)
        column.operator("pixal3d.view_through_camera", icon="OUTLINER_DATA_CAMERA")
        column.operator("pixal3d.open_folder", icon="FILE_FOLDER")
        column.operator("pixal3d.load_settings", icon="LOOP_BACK")
        column.operator("pixal3d.mark_asset", icon="ASSET_MANAGER")


class PIXAL3D_PT_finish(InTab, Panel):
    bl_label = "Finish"
    bl_parent_id = "PIXAL3D_PT_result"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012  Blender's own attribute

    def draw(self, context: Context) -> None:
        layout = self.layout
        result = stance.result_of(context.active_object).pixal3d
        layout.use_property_split = True
        layout.use_property_decorate = False
        for name in ("faces", "texture_size", *OF_ANY, *(OF_RAW if result.raw else ())):
            layout.prop(result.finish, name)
        if STATE.job:
            draw_progress(layout, STATE.job)
        else:
            row = layout.row()
            row.scale_y = 1.3
            row.operator("pixal3d.finish_again", icon="MOD_DECIM")


CLASSES = (PIXAL3D_PT_result, PIXAL3D_PT_finish)
