"""The panel of the active result: its elevation, its facts, what can be done with it."""

from bpy.types import Context, Panel

from . import stance
from .panels import InTab
from .wrap import wrap


class PIXAL3D_PT_result(InTab, Panel):
    bl_label = "Result"

    @classmethod
    def poll(cls, context: Context) -> bool:
        return stance.is_result(context.active_object)

    def draw(self, context: Context) -> None:
        layout, obj = self.layout, context.active_object
        result = obj.pixal3d
        layout.use_property_split = True
        layout.use_property_decorate = False
        locked = stance.locked_because(obj)
        row = layout.row()
        row.enabled = not locked
        row.prop(result, "elevation", slider=True)
        if locked:
            layout.label(text=locked, icon="INFO")
        column = layout.column(align=True)
        engine = result.engine.title() or "Unknown"
        column.label(text=f"{engine}, {len(obj.data.polygons):,} faces, {result.seconds:.1f} s")
        for line in wrap(result.note, context):
            column.label(text=line, translate=False)
        column = layout.column(align=True)
        column.operator("pixal3d.view_through_camera", icon="OUTLINER_DATA_CAMERA")
        column.operator("pixal3d.open_folder", icon="FILE_FOLDER")
        column.operator("pixal3d.load_settings", icon="LOOP_BACK")


CLASSES = (PIXAL3D_PT_result,)
