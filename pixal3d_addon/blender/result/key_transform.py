"""Keys for height and distance from the ground: those of the object's scale and location."""

from bpy.props import EnumProperty
from bpy.types import Context, Object, Operator, PropertyGroup, UILayout

from . import stance, tilt

_PATHS = (
    ("scale", "Height", "The object's scale, which its height follows"),
    ("location", "Above Ground", "The object's location, which its place above ground follows"),
)


def draw(layout: UILayout, group: PropertyGroup, name: str, path: str) -> None:
    """The property `name` of a result, with a dot that keys `path` of its object."""
    row = layout.row(align=True)
    row.use_property_decorate = False
    row.row().prop(group, name)  # in a row of its own as wide as others
    dot = row.row()
    dot.use_property_split = False
    icon = "DECORATE_ANIMATE" if _has_keys(group.id_data, path) else "DECORATE"
    dot.operator("pixal3d.key_transform", text="", icon=icon, emboss=False).path = path


def _has_keys(obj: Object, path: str) -> bool:
    animation = obj.animation_data
    if animation is None or animation.action is None:
        return False
    curves = tilt.curves_of(animation.action, getattr(animation, "action_slot", None))
    return any(curve.data_path == path for curve in curves)


class PIXAL3D_OT_key_transform(Operator):
    bl_idname = "pixal3d.key_transform"
    bl_label = "Key Height or Place"
    bl_description = "Animate it: insert a key at this frame"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    path: EnumProperty(name="Key", description="What gets the key", items=_PATHS)

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        if obj is None:
            cls.poll_message_set("Select a generated object")
        elif obj.library:
            cls.poll_message_set("Linked from another file")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        obj = stance.result_of(context.active_object)
        obj.keyframe_insert(self.path, frame=context.scene.frame_current)
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_key_transform,)
