"""An object that comes from the background takes the selection only where nobody is using it."""

from dataclasses import dataclass

from bpy.types import Context, Object, Operator, UILayout, ViewLayer

from ..full_name import block_of
from ..say import say

Held = tuple[int, frozenset[int]]  # Blender's numbers: of the active object or 0, of those selected


@dataclass
class State:
    """taken: what the last object left selected, when it took the selection. waiting: the full name
    of the last object, where it did not."""

    taken: Held = (0, frozenset())
    waiting: str = ""


ADDED = State()


def held(layer: ViewLayer) -> Held:
    """What is selected."""
    active = layer.objects.active
    return (
        active.session_uid if active else 0,
        frozenset(obj.session_uid for obj in layer.objects.selected),
    )


def is_free(layer: ViewLayer, before: Held | None) -> bool:
    """Whether nothing is selected that the artist has turned to since. before: what was selected
    when the object was asked for; None where that is not known."""
    now = held(layer)
    return before is None or not now[1] or now in (before, ADDED.taken)


def added(obj: Object, layer: ViewLayer, took: bool) -> None:
    """`obj` has joined the scene; whether it took the selection."""
    if took:
        ADDED.taken, ADDED.waiting = held(layer), ""
    else:
        ADDED.waiting = obj.name_full


def draw(layout: UILayout, context: Context) -> None:
    """A row that tells of an object which waits to be looked at."""
    obj = _waiting(context)
    if obj is not None:
        row = layout.row(align=True)
        row.label(text=say("Added: {name}", name=obj.name), icon="CHECKMARK", translate=False)
        row.operator("pixal3d.select_added", text="", icon="RESTRICT_SELECT_OFF")


def _waiting(context: Context) -> Object | None:
    if not ADDED.waiting:
        return None
    obj = block_of(context.view_layer.objects, ADDED.waiting)
    return None if obj is None or obj == context.view_layer.objects.active else obj


class PIXAL3D_OT_select_added(Operator):
    bl_idname = "pixal3d.select_added"
    bl_label = "Select the Added Object"
    bl_description = (
        "Select the object that was added last. It left your selection alone, since you had turned "
        "to something else"
    )
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if _waiting(context) is None:
            cls.poll_message_set("No object waits to be selected")
        elif context.mode != "OBJECT":
            cls.poll_message_set("Works in Object Mode")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        obj, layer = _waiting(context), context.view_layer
        for other in list(layer.objects.selected):
            other.select_set(False)
        obj.select_set(True)
        layer.objects.active = obj
        ADDED.waiting = ""
        return {"FINISHED"}


def forget() -> None:
    """Another file: nothing of it is known."""
    ADDED.taken, ADDED.waiting = (0, frozenset()), ""


CLASSES = (PIXAL3D_OT_select_added,)
