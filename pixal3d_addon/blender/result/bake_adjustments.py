"""Bake Adjustments: the sliders' values go into the textures, and the sliders back to neutral.

New images take the old ones' places, so that undo brings these back: Blender would not have kept
their pixels.
"""

from bpy.types import Context, Operator

from . import stance
from .rollback import all_or_nothing
from .sliders import MAP_OF, NEUTRAL, adjust_node, bakeable, texture


class PIXAL3D_OT_bake_adjustments(Operator):
    bl_idname = "pixal3d.bake_adjustments"
    bl_label = "Bake Adjustments"
    bl_description = (
        "Put what the sliders do into copies of the textures, for exports to other programs, and "
        "set the sliders back"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        node = adjust_node(obj) if obj else None
        if obj is None:
            cls.poll_message_set("Select a generated object")
        elif node is None:
            cls.poll_message_set("The material has no sliders any more")
        elif obj.active_material.library:
            cls.poll_message_set("Linked from another file")
        elif not bakeable(node):
            cls.poll_message_set("The sliders change nothing that a texture could hold")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        from .baked_textures import baked_textures  # here: it needs numpy, slow to import

        node = adjust_node(stance.result_of(context.active_object))
        moved = bakeable(node)
        color = texture(node, "Base Color")
        if color and color.image.is_float and any(MAP_OF[s.name] == "Base Color" for s in moved):
            self.report({"ERROR"}, "A base color of more than 8 bits cannot be baked into")
            return {"CANCELLED"}
        values = {
            socket.name: tuple(socket.default_value)
            if isinstance(NEUTRAL[socket.name], tuple)
            else socket.default_value
            for socket in moved
        }
        try:
            with all_or_nothing() as ledger:
                made = baked_textures(ledger, node, values)
        except RuntimeError:
            self.report({"ERROR"}, "A texture of the material cannot be read")
            return {"CANCELLED"}
        for at, image in made:
            at.image = image
        for socket in moved:
            socket.default_value = NEUTRAL[socket.name]
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_bake_adjustments,)
