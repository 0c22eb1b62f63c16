"""Results of the library join the scene: one, or two side by side to be compared."""

from pathlib import Path

from bpy.types import Context, Object, Operator

from ...core.errors import PixalError
from ..problems.refused import refused
from ..result import free_place, viewports
from . import scan as library_scan
from .entries import COMPARED, LIBRARY

_GAP = 0.2  # between two, of the wider one


class PIXAL3D_OT_library_add(Operator):
    bl_idname = "pixal3d.library_add"
    bl_label = "Add to Scene"
    bl_description = "Add the chosen result to the scene, with its camera"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        entry = LIBRARY.sole()
        if entry is None:
            cls.poll_message_set("Choose a result in the library")
        elif entry.unfinished or entry.problem:
            cls.poll_message_set("This result has no mesh that could be added")
        elif context.scene.library is not None:
            cls.poll_message_set("This scene is linked from another file")
        elif context.mode != "OBJECT":
            cls.poll_message_set("Works in Object Mode")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        try:
            (obj,) = _add([LIBRARY.sole().folder], context)
        except PixalError as error:
            library_scan.refresh()  # it may be gone
            return refused(self, error)
        free_place.move_to(obj, context.scene, context.view_layer)
        viewports.show(obj, context.scene)
        return {"FINISHED"}


class PIXAL3D_OT_library_compare(Operator):
    bl_idname = "pixal3d.library_compare"
    bl_label = "Compare"
    bl_description = "Add both chosen results to the scene, side by side, each with its camera"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        chosen = LIBRARY.selection()
        if len(chosen) != COMPARED:
            cls.poll_message_set("Choose two results in the library, the second with Shift")
        elif any(entry.unfinished or entry.problem for entry in chosen):
            cls.poll_message_set("One of the results has no mesh that could be added")
        elif context.scene.library is not None:
            cls.poll_message_set("This scene is linked from another file")
        elif context.mode != "OBJECT":
            cls.poll_message_set("Works in Object Mode")
        else:
            return True
        return False

    def execute(self, context: Context) -> set[str]:
        try:
            one, two = _add([entry.folder for entry in LIBRARY.selection()], context)
        except PixalError as error:
            library_scan.refresh()
            return refused(self, error)
        wide, other = one.dimensions.x, two.dimensions.x
        gap = _GAP * max(wide, other)
        one.location.x, two.location.x = -(wide + gap) / 2, (other + gap) / 2
        if one.name in context.view_layer.objects:
            one.select_set(True)
        for obj in (one, two):
            viewports.show(obj, context.scene)
        return {"FINISHED"}


def _add(folders: list[Path], context: Context) -> list[Object]:
    """All of them, or none. Raises PixalError."""
    from ..result.import_result import import_result  # both here: they need numpy, slow to import
    from ..result.rollback import all_or_nothing

    with all_or_nothing() as ledger:
        return [
            import_result(folder, context.scene, context.view_layer, ledger=ledger)
            for folder in folders
        ]


CLASSES = (PIXAL3D_OT_library_add, PIXAL3D_OT_library_compare)
