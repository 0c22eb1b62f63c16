"""What the panel offers when a job failed: set what was wrong right, and run the job again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bpy.types import Context, Operator, PropertyGroup

from ...core.errors import PixalError
from ...core.settings import RESOLUTIONS, TEXTURE_SIZES, Settings
from ..jobs import child, pump, queue
from ..jobs.job_settings import shown
from ..jobs.state import STATE, Job

# Each of `core.known_errors.ACTIONS` → operator, icon.
BUTTONS = {
    "retry": ("pixal3d.retry", "FILE_REFRESH"),
    "free_memory": ("pixal3d.free_memory", "TRASH"),
    "less_memory": ("pixal3d.less_memory", "TRIA_DOWN"),
    "larger_texture": ("pixal3d.larger_texture", "TRIA_UP"),
    "another_seed": ("pixal3d.another_seed", "FILE_REFRESH"),
    "use_draft": ("pixal3d.use_draft", "MESH_MONKEY"),
    "get_background": ("pixal3d.get_background", "IMPORT"),
    "choose_photo": ("pixal3d.choose_photo", "IMAGE_DATA"),
    "choose_mask": ("pixal3d.choose_mask", "MOD_MASK"),
    "clear_mask": ("pixal3d.clear_mask", "X"),
    "clear_views": ("pixal3d.clear_views", "X"),
    "reset_settings": ("pixal3d.reset_settings", "LOOP_BACK"),
    "download_weights": ("pixal3d.download_weights", "IMPORT"),
    "repair_weights": ("pixal3d.repair_weights", "TOOL_SETTINGS"),
    "preferences": ("preferences.addon_show", "PREFERENCES"),
}

_FEWEST_TOKENS, _FEWEST_FACES = 8192, 10_000  # that "less memory" goes down to
_LARGEST_FACES = 50_000  # from which on faces are a matter of memory


def failed_job() -> Job | None:
    """The job of the queue that the shown problem is of; None where nothing had begun."""
    return next((job for job in STATE.queue if job.problem is STATE.problem is not None), None)


class _Mends:
    """Changes the settings of the panel and of the job that failed, which then runs again."""

    bl_options = {"UNDO"}  # noqa: RUF012  not REGISTER: a change of its redo would run it again
    change: Callable[[dict[str, Any]], dict[str, Any]]

    @classmethod
    def poll(cls, _context: Context) -> bool:
        job = failed_job()
        if job is not None and not hasattr(job.message, "settings"):
            cls.poll_message_set("Set it in the panel Result, then finish the object again")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        group, job = context.scene.pixal3d, failed_job()
        changes = self.change(_shown(group))
        try:
            own = self.change(Settings.from_dict(job.message.settings).to_dict()) if job else {}
        except PixalError as error:
            self.report({"ERROR"}, queue.refuse(error))
            return {"CANCELLED"}
        if not (own if job else changes):
            self.report({"WARNING"}, "There is nothing left to change")
            return {"CANCELLED"}
        for name, value in changes.items():
            setattr(group, name, shown(name, value))
        if job is not None:
            job.engine = own.get("engine", job.engine)
            job.message = replace(job.message, settings={**job.message.settings, **own})
        _again(job, anew=True)
        return {"FINISHED"}


def _shown(group: PropertyGroup) -> dict[str, Any]:
    """Of the panel what remedies change, as `core.settings` has it."""
    names = ("engine", "seed", "faces", "max_tokens")
    numbers = {name: int(getattr(group, name)) for name in ("texture_size", "resolution")}
    return {**{name: getattr(group, name) for name in names}, **numbers}


def _again(job: Job | None, anew: bool = False) -> None:
    """Forget the problem; run `job` next, if there is one. anew: though it has a result."""
    STATE.problem = None
    if job is not None:
        queue.again(job, anew)
        STATE.paused = False
    pump.proceed()


class PIXAL3D_OT_retry(Operator):
    bl_idname = "pixal3d.retry"
    bl_label = "Retry"
    bl_description = "Run the job that failed again, as it was"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if failed_job() is None:
            cls.poll_message_set("No job failed")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        _again(failed_job())
        return {"FINISHED"}


def _thriftier(settings: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    tokens = settings["max_tokens"]
    if tokens > _FEWEST_TOKENS:
        changes["max_tokens"] = max(tokens // 2, _FEWEST_TOKENS)
    if settings["resolution"] == RESOLUTIONS[-1]:
        changes["resolution"] = RESOLUTIONS[-2]
    if settings["texture_size"] > TEXTURE_SIZES[1]:
        changes["texture_size"] = settings["texture_size"] // 2
    if settings["faces"] > _LARGEST_FACES:
        changes["faces"] = max(settings["faces"] // 2, _FEWEST_FACES)
    return changes


class PIXAL3D_OT_less_memory(_Mends, Operator):
    bl_idname = "pixal3d.less_memory"
    bl_label = "Use Less Memory"
    bl_description = (
        "Halve Max Tokens, the texture's side and large numbers of faces, and run the job again"
    )
    change = staticmethod(_thriftier)


def _roomier(settings: dict[str, Any]) -> dict[str, Any]:
    larger = [side for side in TEXTURE_SIZES if side > settings["texture_size"]]
    return {"texture_size": larger[0]} if larger else {}


class PIXAL3D_OT_larger_texture(_Mends, Operator):
    bl_idname = "pixal3d.larger_texture"
    bl_label = "Larger Texture"
    bl_description = "Double the side of the texture, and run the job again"
    change = staticmethod(_roomier)


class PIXAL3D_OT_another_seed(_Mends, Operator):
    bl_idname = "pixal3d.another_seed"
    bl_label = "Another Seed"
    bl_description = "Let the network guess anew, with the next seed"
    change = staticmethod(lambda settings: {"seed": (settings["seed"] + 1) % 2**31})


class PIXAL3D_OT_use_draft(_Mends, Operator):
    bl_idname = "pixal3d.use_draft"
    bl_label = "Use Draft"
    bl_description = "Make the object with Draft, which is built in and needs nothing else"
    change = staticmethod(lambda _settings: {"engine": "draft"})


class PIXAL3D_OT_free_memory(Operator):
    bl_idname = "pixal3d.free_memory"
    bl_label = "Free Memory"
    bl_description = (
        "End the worker, which keeps a network in memory for the next job. That then takes longer "
        "to begin"
    )

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if STATE.job is not None:
            cls.poll_message_set("A job is running")
            return False
        return True

    def execute(self, _context: Context) -> set[str]:
        child.end()
        self.report({"INFO"}, "The worker has given its memory back")
        return {"FINISHED"}


class PIXAL3D_OT_clear_mask(Operator):
    bl_idname = "pixal3d.clear_mask"
    bl_label = "Remove Mask"
    bl_description = "Cut the object out without a mask; the picture stays in the file"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    def execute(self, context: Context) -> set[str]:
        context.scene.pixal3d.mask = STATE.problem = None
        return {"FINISHED"}


class PIXAL3D_OT_clear_views(Operator):
    bl_idname = "pixal3d.clear_views"
    bl_label = "Remove Views"
    bl_description = "Go on with the one photo; no file is deleted"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012  Blender's own attribute

    def execute(self, context: Context) -> set[str]:
        context.scene.pixal3d.views, STATE.problem = "", None
        context.scene.pixal3d.slots.clear()
        return {"FINISHED"}


CLASSES = (
    PIXAL3D_OT_retry,
    PIXAL3D_OT_less_memory,
    PIXAL3D_OT_larger_texture,
    PIXAL3D_OT_another_seed,
    PIXAL3D_OT_use_draft,
    PIXAL3D_OT_free_memory,
    PIXAL3D_OT_clear_mask,
    PIXAL3D_OT_clear_views,
)
