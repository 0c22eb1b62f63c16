"""Finish Again: a result once more with other settings, from what the engine made of the photo."""

from pathlib import Path

from bpy.types import Context, Object, Operator

from ..core.errors import PixalError
from . import preferences, pump, queue, stance
from .job_settings import changed_finishing
from .jobs import Job


class PIXAL3D_OT_finish_again(Operator):
    bl_idname = "pixal3d.finish_again"
    bl_label = "Finish Again"
    bl_description = (
        "Make the object again with these settings, without sampling anew, in the background. It "
        "takes this one's place, which is hidden"
    )

    @classmethod
    def poll(cls, context: Context) -> bool:
        obj = stance.result_of(context.active_object)
        if obj is None:
            cls.poll_message_set("Select a generated object")
            return False
        if not Path(obj.pixal3d.folder).is_dir():
            cls.poll_message_set("The result's folder is gone; generate the object again")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        try:
            _start(stance.result_of(context.active_object), context.scene.name)
        except PixalError as error:
            self.report({"ERROR"}, queue.refuse(error))
            return {"CANCELLED"}
        return {"FINISHED"}


def _start(obj: Object, scene: str) -> None:
    """Hand the folder of `obj` and what changes to the worker."""
    from ..core import results  # both here: slow to import
    from ..core.messages import Finish

    folder = Path(obj.pixal3d.folder)
    stored = results.read(folder)
    changes = changed_finishing(obj.pixal3d.finish, stored.settings)
    if weights := preferences.weights():
        changes["weights"] = weights  # which decode the latents, wherever these were made
    job = Job(stored.name, scene, "auto", instead_of=(obj.name, obj.pixal3d.folder))
    job.message = Finish(job.id, str(folder), str(preferences.results_folder()), changes)
    queue.add(job)
    pump.submit(job)


CLASSES = (PIXAL3D_OT_finish_again,)
