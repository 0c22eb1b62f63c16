"""Generate and Cancel, and what the panel offers when a job failed."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import bpy
from bpy.types import Context, Operator

from ..core.errors import PixalError, from_os_error
from . import preferences, pump
from .job_settings import to_settings
from .jobs import STATE, Job


class PIXAL3D_OT_generate(Operator):
    bl_idname = "pixal3d.generate"
    bl_label = "Generate"
    bl_description = "Turn the photo into a textured 3D object, in the background"

    @classmethod
    def poll(cls, context: Context) -> bool:
        if STATE.job is not None:
            cls.poll_message_set("A job is running")
            return False
        if context.scene.pixal3d.image is None:
            cls.poll_message_set("Choose a photo first")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        try:
            _start(context.scene)
        except PixalError as error:
            STATE.problem = error.problem
            self.report({"ERROR"}, f"{error.message} {error.remedy}")
            return {"CANCELLED"}
        return {"FINISHED"}


def _start(scene: bpy.types.Scene) -> None:
    """Write the job's pixels to a folder of its own and hand it to the worker."""
    from ..core.messages import Job as JobMessage  # both here: slow to import
    from . import photo

    group = scene.pixal3d
    settings = replace(to_settings(group), weights=preferences.weights())
    for problem in settings.problems():
        raise PixalError(problem.code, problem.message, problem.remedy)
    try:
        pixels = Path(tempfile.mkdtemp(prefix="pixal3d-", dir=bpy.app.tempdir))
    except OSError as error:
        raise from_os_error(error, bpy.app.tempdir) from error
    try:
        photo.write_photo(group.image, pixels / "photo.npy")
        if group.mask:
            photo.write_mask(group.mask, group.image, pixels / "mask.npy")
        name = Path(group.image.name).stem
        job = Job(name, scene.name, settings.engine, pixels)
        message = JobMessage(
            id=job.id,
            photo=str(pixels / "photo.npy"),
            mask=str(pixels / "mask.npy") if group.mask else "",
            results=str(preferences.results_folder()),
            settings=settings.to_dict(),
            name=job.name,
        )
        pump.start(job, message)
    except BaseException:
        shutil.rmtree(pixels, ignore_errors=True)
        raise


class PIXAL3D_OT_cancel(Operator):
    bl_idname = "pixal3d.cancel"
    bl_label = "Cancel"
    bl_description = "Stop the running job"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if STATE.job is None:
            cls.poll_message_set("No job is running")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        pump.cancel()
        return {"FINISHED"}


class PIXAL3D_OT_open_log(Operator):
    bl_idname = "pixal3d.open_log"
    bl_label = "Open Log"
    bl_description = "Show what the worker wrote"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if not preferences.log_file().is_file():
            cls.poll_message_set("There is no log yet")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        return bpy.ops.wm.path_open(filepath=str(preferences.log_file()))


class PIXAL3D_OT_dismiss(Operator):
    bl_idname = "pixal3d.dismiss"
    bl_label = "Dismiss"
    bl_description = "Hide this message"

    def execute(self, _context: Context) -> set[str]:
        STATE.problem = None
        return {"FINISHED"}


class PIXAL3D_OT_check_runtime(Operator):
    bl_idname = "pixal3d.check_runtime"
    bl_label = "Check"
    bl_description = "Start the runtime, to see whether Pixal3D can run in it"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if STATE.job is not None or STATE.checking:
            cls.poll_message_set("The worker is busy")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        try:
            pump.check()
        except PixalError as error:
            self.report({"ERROR"}, f"{error.message} {error.remedy}")
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (
    PIXAL3D_OT_generate,
    PIXAL3D_OT_cancel,
    PIXAL3D_OT_open_log,
    PIXAL3D_OT_dismiss,
    PIXAL3D_OT_check_runtime,
)
