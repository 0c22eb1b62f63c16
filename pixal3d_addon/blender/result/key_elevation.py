"""Keys for the elevation: the dot beside it, and the way back."""

from bpy.types import Context, Object, Operator, UILayout

from . import stance, tilt


def draw(layout: UILayout, obj: Object, shown: Object) -> None:
    """The elevation of `obj`, of which the artist has selected `shown`."""
    locked = stance.locked_because(obj) or stance.locked_because(shown)
    row = layout.row(align=True)
    if tilt.constraint_of(obj):
        row.use_property_decorate = True
        row.prop(obj, tilt.PATH, text="Elevation", slider=True)
        row = layout.row(align=True)
        row.operator("pixal3d.fit_elevation", icon="SNAP_ON")
        row.operator("pixal3d.unkey_elevation", icon="KEY_DEHLT")
        return
    row.enabled = not locked
    row.row().prop(obj.pixal3d, "elevation", slider=True)  # in a row of its own as wide as others
    dot = row.row()
    dot.use_property_split = False
    dot.operator("pixal3d.key_elevation", text="", icon="DECORATE", emboss=False)
    if locked:
        layout.label(text=locked, icon="INFO")


class _OfResult:
    """On the active result, as long as it is of this file. `keyed`: whether it has to have keys."""

    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute
    keyed = True

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        if obj is None:
            cls.poll_message_set("Select a generated object")
        elif obj.library or obj.override_library or obj.data.library:
            cls.poll_message_set("Linked from another file")
        elif obj.mode != "OBJECT":
            cls.poll_message_set("Works in Object Mode")
        elif cls.keyed and tilt.constraint_of(obj) is None:
            cls.poll_message_set("The elevation has no keys")
        else:
            return True
        return False


class PIXAL3D_OT_key_elevation(_OfResult, Operator):
    bl_idname = "pixal3d.key_elevation"
    bl_label = "Key Elevation"
    bl_description = (
        "Animate the elevation: insert a key at this frame. Object and camera go on matching the "
        "photo, and the object stays on the ground"
    )
    keyed = False

    def execute(self, context: Context) -> set[str]:
        obj = stance.result_of(context.active_object)
        if tilt.constraint_of(obj) is None:
            stance.give_keys(obj)
        obj.keyframe_insert(tilt.PATH, frame=context.scene.frame_current)
        return {"FINISHED"}


class PIXAL3D_OT_fit_elevation(_OfResult, Operator):
    bl_idname = "pixal3d.fit_elevation"
    bl_label = "Fit to Shape"
    bl_description = (
        "Find again how the object stays on the ground at every elevation, after its mesh was "
        "changed. The keys stay"
    )

    def execute(self, context: Context) -> set[str]:
        stance.give_keys(stance.result_of(context.active_object))
        return {"FINISHED"}


class PIXAL3D_OT_unkey_elevation(_OfResult, Operator):
    bl_idname = "pixal3d.unkey_elevation"
    bl_label = "Clear Keys"
    bl_description = "Remove the animation of the elevation; it stays as it is in this frame"

    def execute(self, context: Context) -> set[str]:
        stance.take_keys(stance.result_of(context.active_object))
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_key_elevation, PIXAL3D_OT_fit_elevation, PIXAL3D_OT_unkey_elevation)
