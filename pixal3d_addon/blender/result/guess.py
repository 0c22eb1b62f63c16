"""The elevation that a result's shape tells: offered with its confidence, never forced."""

import math

from bpy.app.translations import pgettext_n as n_
from bpy.types import Context, Object, Operator, UILayout

from ..say import say
from . import stance

SURE, FAIRLY_SURE = 0.85, 0.6  # chances of being within 5 degrees; below the second it is not told
_SAME = math.radians(0.5)


def draw(layout: UILayout, obj: Object) -> None:
    """A row under the elevation; none on results of the time before guesses."""
    result = obj.pixal3d
    if result.guess_confidence <= 0.0:
        return
    if result.guess_confidence < FAIRLY_SURE:
        layout.label(text="Guess: the shape does not tell", icon="QUESTION")
        return
    sure = result.guess_confidence >= SURE
    angle = round(math.degrees(result.guess))
    told = n_("Guess: {angle}°, sure") if sure else n_("Guess: {angle}°, fairly sure")
    row = layout.split(factor=0.75)
    row.label(text=say(told, angle=angle), translate=False)
    if abs(result.guess - result.elevation) < _SAME:
        row.label(text="", icon="CHECKMARK")
    else:
        row.operator("pixal3d.use_guess")


class PIXAL3D_OT_use_guess(Operator):
    bl_idname = "pixal3d.use_guess"
    bl_label = "Use"
    bl_description = (
        "Set the elevation to what the finished shape tells: what the object would rest on, what "
        "would be plumb, and what would mirror it. Object and camera turn together"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        if obj is None:
            cls.poll_message_set("Select a generated object")
        elif obj.pixal3d.guess_confidence < FAIRLY_SURE:
            cls.poll_message_set("The shape does not tell the elevation")
        elif locked := stance.locked_because(obj) or stance.locked_because(
            stance.mesh_of(context.active_object)
        ):
            cls.poll_message_set(locked)
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        result = stance.result_of(context.active_object).pixal3d
        result.elevation = result.guess
        return {"FINISHED"}


CLASSES = (PIXAL3D_OT_use_guess,)
