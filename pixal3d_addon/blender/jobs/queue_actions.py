"""What can be done with the jobs of the queue: order, retry, pause, their settings, remove."""

from dataclasses import replace

import bpy
from bpy.props import EnumProperty, StringProperty
from bpy.types import Context, Event, Operator

from ...core.errors import PixalError
from ...core.settings import Settings
from ..photo import camera as photo_camera
from ..problems.refused import refused
from ..say import say, told
from . import pump, queue
from .job_settings import load_settings, to_settings
from .state import INTERRUPTED, RUNNING, STATE, Job

_ACTIONS = (
    ("UP", "Move Up", "Begin earlier", "TRIA_UP", 0),
    ("DOWN", "Move Down", "Begin later", "TRIA_DOWN", 1),
    ("FIRST", "Move to Top", "Begin next", "TRIA_UP_BAR", 2),
    ("RETRY", "Retry", "Run it again", "FILE_REFRESH", 3),
    ("LOAD", "Show Its Settings", "Set the panel to the settings of the job", "EXPORT", 4),
    (
        "APPLY",
        "Use the Panel's Settings",
        "Give the job the settings of the panel, its camera too. Photos, mask, crop and seed stay",
        "IMPORT",
        5,
    ),
    ("REMOVE", "Remove", "Take it out of the queue", "X", 6),
    ("WHY", "Show What Went Wrong", "Show in the panel why it failed, and what helps", "ERROR", 7),
)

_OWN = ("seed", "crop_x", "crop_y", "crop_scale", "views")


class PIXAL3D_OT_queue_job(Operator):
    bl_idname = "pixal3d.queue_job"
    bl_label = "Job"
    bl_description = "Change the order, the settings or the fate of this job"
    bl_options = {"INTERNAL"}  # noqa: RUF012  Blender's own attribute

    job: StringProperty(name="Job", description="The job's id", options={"HIDDEN"})
    action: EnumProperty(name="Action", description="What to do with it", items=_ACTIONS)

    @classmethod
    def description(cls, _context: Context, properties: Operator) -> str:
        job = queue.find(properties.job)
        if job and job.problem and properties.action in {"WHY", "RETRY"}:
            return told(f"{job.problem.message} {job.problem.remedy}")
        if job and job.state == INTERRUPTED and properties.action == "RETRY":
            return say("Blender was closed while it ran. Run it again")
        return say(next(text for name, _, text, *_ in _ACTIONS if name == properties.action))

    def execute(self, context: Context) -> set[str]:
        job = queue.find(self.job)
        if job is None or job.state == RUNNING:  # it began, or ended, since the panel was drawn
            self.report({"INFO"}, "This job is not waiting any more")
            return {"CANCELLED"}
        try:
            _DO[self.action](job, context)
        except PixalError as error:
            return refused(self, error)
        pump.proceed()
        return {"FINISHED"}


def _first(job: Job, _context: Context) -> None:
    others = [other for other in STATE.queue if other is not job and other.state != RUNNING]
    for _ in others:
        here = STATE.queue.index(job)
        if here and STATE.queue[here - 1].state != RUNNING:
            queue.move(job, -1)


def _retry(job: Job, _context: Context) -> None:
    if queue.over(job):
        queue.again(job)


def _load(job: Job, context: Context) -> None:
    """Show what the job was asked with; only a photo's job has it all."""
    settings = getattr(job.message, "settings", None)
    if settings is None:
        raise PixalError("settings_invalid", "This job finishes a result again.", "See its panel.")
    load_settings(context.scene.pixal3d, Settings.from_dict(settings))
    bpy.ops.ed.undo_push(message=say("Show Its Settings"))


def _why(job: Job, _context: Context) -> None:
    STATE.problem = job.problem
    if job.problem is None:
        raise PixalError("settings_invalid", "This job did not fail.", "There is nothing to show.")


def _apply(job: Job, context: Context) -> None:
    """The settings of the panel for this job; its photos, mask, crop and seed stay."""
    settings = getattr(job.message, "settings", None)
    if settings is None:
        raise PixalError("settings_invalid", "This job finishes a result again.", "See its panel.")
    old, group = Settings.from_dict(settings), context.scene.pixal3d
    own = {name: getattr(old, name) for name in _OWN}
    if group.fov_source == "LENS":  # what it sees depends on how this photo was held
        own["photo_fov"] = photo_camera.lens_fov(group.lens, _photo_size(job))
    new = replace(to_settings(group), **own)
    for problem in new.problems():
        raise PixalError.of(problem)
    job.engine = new.engine
    job.message = replace(job.message, settings=new.to_dict())
    queue.become(job, job.state, job.problem)


def _photo_size(job: Job) -> tuple[int, int]:
    """Width and height. Raises PixalError."""
    import numpy as np  # here: slow to import

    try:
        height, width = np.load(job.message.photo, mmap_mode="r", allow_pickle=False).shape[:2]
    except (OSError, ValueError) as error:
        remedy = "Remove the job, then generate again."
        raise PixalError("photo_missing", "The photo of the job is gone.", remedy) from error
    return width, height


_DO = {
    "UP": lambda job, _context: queue.move(job, -1),
    "DOWN": lambda job, _context: queue.move(job, 1),
    "FIRST": _first,
    "RETRY": _retry,
    "LOAD": _load,
    "APPLY": _apply,
    "REMOVE": lambda job, _context: queue.remove(job),
    "WHY": _why,
}


class PIXAL3D_OT_queue_pause(Operator):
    bl_idname = "pixal3d.queue_pause"
    bl_label = "Pause"
    bl_description = "Let the running job end, and begin no other until you resume"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if STATE.paused or queue.following() is None:
            cls.poll_message_set("No job waits")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        STATE.paused = True
        pump.proceed()
        return {"FINISHED"}


class PIXAL3D_OT_queue_resume(Operator):
    bl_idname = "pixal3d.queue_resume"
    bl_label = "Resume"
    bl_description = "Run the jobs that wait, one after the other"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if not STATE.paused:
            cls.poll_message_set("The queue is not paused")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        STATE.paused, STATE.problem = False, None
        pump.proceed()
        return {"FINISHED"}


class PIXAL3D_OT_queue_retry_all(Operator):
    bl_idname = "pixal3d.queue_retry_all"
    bl_label = "Retry All"
    bl_description = "Run all jobs again that failed or were interrupted"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if not any(map(queue.over, STATE.queue)):
            cls.poll_message_set("No job failed")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        for job in filter(queue.over, STATE.queue):
            queue.again(job)
        STATE.paused = False
        pump.proceed()
        return {"FINISHED"}


class PIXAL3D_OT_queue_clear(Operator):
    bl_idname = "pixal3d.queue_clear"
    bl_label = "Clear"
    bl_description = "Take all jobs out of the queue that do not run, after asking"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if not _idle():
            cls.poll_message_set("No job waits or has failed")
            return False
        return True

    def invoke(self, context: Context, event: Event) -> set[str]:
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=say("Clear the Queue?"),
            message=say(
                "Jobs that go, with their settings: {count}. Results stay. This cannot be undone.",
                count=len(_idle()),
            ),
            confirm_text=say("Clear"),
            icon="WARNING",
        )

    def execute(self, _context: Context) -> set[str]:
        for job in _idle():
            queue.remove(job)
        pump.proceed()
        return {"FINISHED"}


def _idle() -> list[Job]:
    return [job for job in STATE.queue if job is not STATE.job]


CLASSES = (
    PIXAL3D_OT_queue_job,
    PIXAL3D_OT_queue_pause,
    PIXAL3D_OT_queue_resume,
    PIXAL3D_OT_queue_retry_all,
    PIXAL3D_OT_queue_clear,
)
