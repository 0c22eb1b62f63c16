"""What can be done with a result: add it again, look through its camera, reuse its settings."""

import json
import os
from pathlib import Path

import bpy
from bpy.props import BoolProperty, StringProperty
from bpy.types import Context, Event, Object, Operator

from ...core.errors import PixalError
from ...core.result_json import FACTS
from ...core.settings import Settings
from ..jobs.job_settings import load_settings
from ..problems.refused import refused
from ..setup.preferences import results_folder
from . import stance


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
            import_result(folder, context.scene, context.view_layer)
        except PixalError as error:
            return refused(self, error)
        return {"FINISHED"}


class _OnResult:
    """Operators that work on the active object where that is a result."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        if stance.result_of(context.active_object) is None:
            cls.poll_message_set("Select a generated object")
            return False
        return True


class PIXAL3D_OT_view_through_camera(_OnResult, Operator):
    bl_idname = "pixal3d.view_through_camera"
    bl_label = "View Through Camera"
    bl_description = "Make the object's camera the scene's, with a square picture like the photo"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not super().poll(context):
            return False
        if stance.camera_of(stance.result_of(context.active_object)) is None:
            cls.poll_message_set("This object has no camera of its own")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        obj = stance.result_of(context.active_object)
        camera = stance.camera_of(obj)
        if camera.name not in context.scene.objects:  # deleted, and kept by the result
            obj.users_collection[0].objects.link(camera)
        context.scene.camera = camera
        _square(context.scene, camera)
        area = context.area if context.area and context.area.type == "VIEW_3D" else None
        for candidate in context.screen.areas if context.screen and not area else ():
            if candidate.type == "VIEW_3D":
                area = candidate
                break
        if area:
            area.spaces.active.region_3d.view_perspective = "CAMERA"
        return {"FINISHED"}


def _square(scene: bpy.types.Scene, camera: Object) -> None:
    """The render as large as the photo's square, pixel for pixel."""
    photos = [slot.image for slot in camera.data.background_images if slot.image]
    side = max(photos[0].size[0], 4) if photos else 1024
    render = scene.render
    render.resolution_x = render.resolution_y = side
    render.resolution_percentage = 100
    render.pixel_aspect_x = render.pixel_aspect_y = 1.0


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
    PIXAL3D_OT_view_through_camera,
    PIXAL3D_OT_open_folder,
    PIXAL3D_OT_load_settings,
)
