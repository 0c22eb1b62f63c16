"""What can be done with a result: add it again, reuse its settings."""

import json
import os
from pathlib import Path

import bpy
from bpy.props import BoolProperty, StringProperty
from bpy.types import Context, Event, Operator

from ...core.errors import PixalError
from ...core.result_json import FACTS
from ...core.settings import Settings
from ..jobs.job_settings import load_settings
from ..problems.refused import refused
from ..setup.preferences import results_folder
from . import free_place, stance, viewports


class PIXAL3D_OT_import_result(Operator):
    bl_idname = "pixal3d.import_result"
    bl_label = "Pixal3D Result"
    bl_description = "Add a generated object from its result folder"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    directory: StringProperty(
        name="Folder",
        description="Folder of the result",
        subtype="DIR_PATH",
        options={"SKIP_SAVE"},
    )
    filter_folder: BoolProperty(
        name="Folders", description="Show folders", default=True, options={"HIDDEN"}
    )

    @classmethod
    def poll(cls, context: Context) -> bool:
        if context.mode != "OBJECT":
            cls.poll_message_set("Works in Object Mode")
        elif context.scene.library is not None:
            cls.poll_message_set("This scene is linked from another file")
        else:
            return True
        return False

    def invoke(self, context: Context, _event: Event) -> set[str]:
        self.directory = f"{results_folder()}{os.sep}"
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: Context) -> set[str]:
        from .import_result import import_result  # here: it needs numpy, slow to import

        folder = Path(bpy.path.abspath(self.directory))
        try:
            obj = import_result(folder, context.scene, context.view_layer)
        except PixalError as error:
            return refused(self, error)
        free_place.move_to(obj, context.scene, context.view_layer)
        viewports.show(obj, context.scene)
        return {"FINISHED"}


class _OnResult:
    """Operators that work on the active object where that is a result."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        if stance.result_of(context.active_object) is None:
            cls.poll_message_set("Select a generated object")
            return False
        return True


class PIXAL3D_OT_open_folder(_OnResult, Operator):
    bl_idname = "pixal3d.open_folder"
    bl_label = "Open Folder"
    bl_description = "Show the files of this result"

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not super().poll(context):
            return False
        if not Path(stance.result_of(context.active_object).pixal3d.folder).is_dir():
            cls.poll_message_set("The result's folder is gone; the object needs none of it")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        folder = Path(stance.result_of(context.active_object).pixal3d.folder)
        # The .blend may be somebody else's, and macOS runs a folder with such a name.
        if folder.suffix.lower() == ".app" or not (folder / FACTS).is_file():
            self.report({"ERROR"}, "That folder is no result")
            return {"CANCELLED"}
        return bpy.ops.wm.path_open(filepath=str(folder))


class PIXAL3D_OT_load_settings(_OnResult, Operator):
    bl_idname = "pixal3d.load_settings"
    bl_label = "Load Settings"
    bl_description = "Set the panel to what made this object"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    def execute(self, context: Context) -> set[str]:
        made = stance.result_of(context.active_object).pixal3d.settings
        try:
            settings = Settings.from_dict(json.loads(made))
        except (ValueError, TypeError, AttributeError, RecursionError, PixalError):
            self.report({"ERROR"}, "The object's settings are damaged")
            return {"CANCELLED"}
        load_settings(context.scene.pixal3d, settings)
        return {"FINISHED"}


CLASSES = (
    PIXAL3D_OT_import_result,
    PIXAL3D_OT_open_folder,
    PIXAL3D_OT_load_settings,
)
