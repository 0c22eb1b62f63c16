"""The panel of the active result: its elevation, its facts, what can be done with it."""

from bpy.app.translations import pgettext_n as n_
from bpy.types import Context, Object, Panel, UILayout

from ..jobs.finish_properties import OF_ANY, OF_RAW
from ..jobs.state import STATE
from ..match import check as match_check
from ..panels import InTab, draw_progress
from ..say import say, told
from ..wrap import wrap
from . import guess, key_elevation, key_transform, shading_views, stance, through_camera
from .sliders import adjust_node, sliders

# What fits beside a slider, of the sockets of `adjust_group`.
_SHORT = {
    "Normal Strength": n_("Relief"), "AO Strength": n_("Occlusion"), "Tint": n_("Tint"),
    "Saturation": n_("Saturation"), "Roughness": n_("Roughness"), "Metallic": n_("Metallic"),
}  # fmt: skip


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
        pressed = through_camera.is_through(context, obj)
        layout.operator("pixal3d.view_through_camera", icon="OUTLINER_DATA_CAMERA", depress=pressed)
        active = stance.mesh_of(context.active_object)  # the level that is shown
        key_elevation.draw(layout, obj, active)
        guess.draw(layout, obj)
        _draw_transform(layout, obj)
        if result.levels:
            layout.prop(result, "level")
        column = layout.column(align=True)
        made = say(
            "{engine}, {faces:,} faces, {seconds:.1f} s",
            engine=result.engine.title() or say("Unknown"),
            faces=len(active.data.polygons),
            seconds=result.seconds,
        )
        column.label(text=made, translate=False)
        for line in wrap(told(result.note), context):
            column.label(text=line, translate=False)
        column = layout.column(align=True)
        column.operator("pixal3d.open_folder", icon="FILE_FOLDER")
        column.operator("pixal3d.load_settings", icon="LOOP_BACK")
        column.operator("pixal3d.mark_asset", icon="ASSET_MANAGER")


def _draw_transform(layout: UILayout, obj: Object) -> None:
    """Of object and camera together. The turn about the vertical is keyed where it stands."""
    column = layout.column()
    column.use_property_decorate = True
    if obj.rotation_mode == "XYZ":  # in any other order Z is not the vertical
        column.prop(obj, "rotation_euler", index=2, text="Yaw")
    else:
        column.label(text="Yaw needs XYZ Euler rotation", icon="INFO")
    key_transform.draw(column, obj.pixal3d, "height", "scale")
    key_transform.draw(column, obj.pixal3d, "above_ground", "location")


class PIXAL3D_PT_look(InTab, Panel):
    bl_label = "Look"
    bl_parent_id = "PIXAL3D_PT_result"

    def draw(self, context: Context) -> None:
        shading_views.draw(self.layout, context)
        match_check.draw(self.layout, context)


class PIXAL3D_PT_material(InTab, Panel):
    bl_label = "Material"
    bl_parent_id = "PIXAL3D_PT_result"
    bl_options = {"DEFAULT_CLOSED"}  # noqa: RUF012  Blender's own attribute

    def draw(self, context: Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        node = adjust_node(stance.result_of(context.active_object))
        if node is None:
            layout.label(text="The material has no sliders any more", icon="INFO")
            return
        shading_views.draw_way_to_material(layout, context)
        column = layout.column()
        for socket in sliders(node):
            column.prop(socket, "default_value", text=_SHORT.get(socket.name, socket.name))
        layout.operator("pixal3d.bake_adjustments", icon="RENDER_STILL")


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
        row = layout.row()
        row.scale_y = 1.0 if STATE.job else 1.3
        row.operator("pixal3d.finish_again", icon="MOD_DECIM")


CLASSES = (PIXAL3D_PT_result, PIXAL3D_PT_look, PIXAL3D_PT_material, PIXAL3D_PT_finish)
