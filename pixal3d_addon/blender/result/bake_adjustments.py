"""Bake Adjustments: the sliders' values go into the textures, and the sliders back to neutral.

New images take the old ones' places, so that undo brings these back: Blender would not have kept
their pixels.
"""

from collections.abc import Callable, Mapping
from functools import partial

import bpy
from bpy.types import Context, Node, Operator

from ...core.errors import PixalError
from ..full_name import block_of
from ..sliced_operator import InSlices
from ..slices import WAIT, Work
from . import stance
from .rollback import all_or_nothing
from .sliders import MAP_OF, NEUTRAL, adjust_node, bakeable, texture


class PIXAL3D_OT_bake_adjustments(InSlices, Operator):
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

    def working(self, context: Context) -> Work | None:
        obj = stance.result_of(context.active_object)
        node = adjust_node(obj)
        moved = bakeable(node)
        color = texture(node, "Base Color")
        if color and color.image.is_float and any(MAP_OF[s.name] == "Base Color" for s in moved):
            self.report({"ERROR"}, "A base color of more than 8 bits cannot be baked into")
            return None
        values = {
            socket.name: tuple(socket.default_value)
            if isinstance(NEUTRAL[socket.name], tuple)
            else socket.default_value
            for socket in moved
        }
        return _bake(partial(_adjust_node, obj.name_full), values)


def _bake(find: Callable[[], Node], values: Mapping[str, object]) -> Work:
    """Work of `slices`. Raises PixalError; nothing is then changed."""
    from .baked_textures import baking, copied  # here: it needs numpy, slow to import

    try:
        made = yield from baking(find, values)
        yield WAIT
        node = find()
        with all_or_nothing() as ledger:
            images = [
                (texture(node, name), copied(ledger, texture(node, name).image, holding))
                for name, holding in made.items()
            ]
    except (AttributeError, RuntimeError) as error:  # a texture was taken away meanwhile
        raise _lost() from error
    for at, image in images:
        at.image = image
    for name in values:
        node.inputs[name].default_value = NEUTRAL[name]


def _adjust_node(name: str) -> Node:
    """The adjust group of the object of that full name. Raises PixalError."""
    obj = block_of(bpy.data.objects, name)
    node = adjust_node(obj) if obj else None
    if node is None:
        raise _lost()
    return node


def _lost() -> PixalError:
    return PixalError(
        "result_damaged",
        "A texture of the material cannot be read.",
        "Undo what was changed, or generate the object again.",
    )


CLASSES = (PIXAL3D_OT_bake_adjustments,)
