"""Finish Again: a result once more with other settings, from what the engine made of the photo."""

from pathlib import Path

from bpy.types import Context, Operator

from ...core.errors import PixalError
from ..result import stance
from ..setup import preferences
from . import pump, queue
from .awaited import Awaited
from .finish_properties import PIXAL3D_PG_finish
from .job_settings import changed_finishing
from .state import STATE, Job


class PIXAL3D_OT_finish_again(Awaited, Operator):
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
        obj = stance.result_of(context.active_object)
        folder = obj.pixal3d.folder
        try:
            start(Path(folder), obj.pixal3d.finish, context.scene.name, (obj.name, folder))
        except PixalError as error:
            self.report({"ERROR"}, queue.refuse(error))
            return {"CANCELLED"}
        return self.settled()


def start(
    folder: Path, group: PIXAL3D_PG_finish, scene: str, instead_of: tuple[str, str] = ("", "")
) -> None:
    """Hand the result in `folder`, and what `group` changes, to the worker. Raises PixalError.

    scene, instead_of: as of `Job`.
    """
    from ...core import results  # both here: slow to import
    from ...core.messages import Finish

    STATE.problem = None
    stored = results.read(folder)
    changes = changed_finishing(group, stored.settings)
    if weights := preferences.weights():
        changes["weights"] = weights  # which decode the latents, wherever these were made
    job = Job(stored.name, scene, "auto", instead_of=instead_of)
    job.message = Finish(job.id, str(folder), str(preferences.results_folder()), changes)
    queue.add(job)
    pump.submit(job)


CLASSES = (PIXAL3D_OT_finish_again,)
