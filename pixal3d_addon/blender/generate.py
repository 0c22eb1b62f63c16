"""Generate and Cancel, and what the panel offers when a job failed."""

import math
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import bpy
from bpy.types import Context, Image, Operator

from ..core.errors import PixalError
from ..core.settings import Settings
from . import preferences, pump, queue
from .job_settings import to_settings
from .jobs import STATE, Job
from .needs_photo import NeedsPhoto
from .refused import refused
from .views import View, check, views_of, write_views


class PIXAL3D_OT_generate(NeedsPhoto, Operator):
    bl_idname = "pixal3d.generate"
    bl_label = "Generate"
    bl_description = (
        "Turn the photo into a textured 3D object, in the background. While a job runs, the new "
        "one waits in the queue with the settings of now"
    )

    def execute(self, context: Context) -> set[str]:
        return _queue_jobs(self, context.scene, 1)


class PIXAL3D_OT_generate_variations(NeedsPhoto, Operator):
    bl_idname = "pixal3d.generate_variations"
    bl_label = "Generate Variations"
    bl_description = "Queue the photo several times, each with the next seed"

    @classmethod
    def poll(cls, context: Context) -> bool:
        if not super().poll(context):
            return False
        if context.scene.pixal3d.engine == "draft":
            cls.poll_message_set("Draft makes the same object with every seed")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        return _queue_jobs(self, context.scene, context.scene.pixal3d.variations)


def _queue_jobs(operator: Operator, scene: bpy.types.Scene, count: int) -> set[str]:
    group = scene.pixal3d
    try:
        views = views_of(group)
        check(views)
        queue_photo(group.image, to_settings(group), scene.name, group.mask, count, views)
    except PixalError as error:
        operator.report({"ERROR"}, queue.refuse(error))
        return {"CANCELLED"}
    return {"FINISHED"}


def queue_photo(
    image: Image,
    settings: Settings,
    scene: str,
    mask: Image | None = None,
    count: int = 1,
    views: Sequence[View] = (),
) -> None:
    """Queue `count` jobs of `image`, each with the next seed; the first begins if nothing runs.

    settings: without weights. scene: name of the one to add to. views: photos beside it. All are
    queued, or none. Raises PixalError.
    """
    jobs: list[Job] = []
    try:
        _add_jobs(jobs, image, settings, scene, mask, count, views)
        pump.submit(jobs[0])
    except BaseException:
        for job in jobs:
            queue.remove(job)
        raise


def _add_jobs(
    jobs: list[Job],
    image: Image,
    settings: Settings,
    scene: str,
    mask: Image | None,
    count: int,
    views: Sequence[View],
) -> None:
    """Put the jobs of `queue_photo` in the queue and in `jobs`. Raises PixalError."""
    from ..core.job_records import MASK, PHOTO, VIEWS  # all here: slow to import
    from ..core.messages import Job as JobMessage
    from . import photo

    settings = replace(settings, weights=preferences.weights())
    for problem in settings.problems():
        raise PixalError(problem.code, problem.message, problem.remedy)

    def write(folder: Path) -> None:
        photo.write_photo(image, folder / PHOTO)
        if mask:
            photo.write_mask(mask, image, folder / MASK)
        if views:
            elevation = None if settings.guess_elevation else math.degrees(settings.elevation)
            write_views(views, folder, folder / VIEWS, PHOTO, MASK if mask else "", elevation)

    def told(path: Path) -> dict[str, str]:
        return {"views": str(path)} if views else {}

    for number in range(count):
        seed = (settings.seed + number) % 2**31
        job = Job(Path(image.name).stem, scene, settings.engine)
        folder = queue.folder(job.id)
        job.message = JobMessage(
            id=job.id,
            photo=str(folder / PHOTO),
            mask=str(folder / MASK) if mask else "",
            results=str(preferences.results_folder()),
            settings=replace(settings, seed=seed, **told(folder / VIEWS)).to_dict(),
            name=job.name,
        )
        queue.add(job, partial(_share, queue.folder(jobs[0].id)) if jobs else write)
        jobs.append(job)


def _share(source: Path, folder: Path) -> None:
    """The files of one job for another: on the disk once, where it can do that."""
    from ..core.job_records import RECORD

    for path in source.iterdir():
        if path.name != RECORD:
            try:
                os.link(path, folder / path.name)
            except OSError:
                shutil.copyfile(path, folder / path.name)


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
            return refused(self, error)
        return {"FINISHED"}


CLASSES = (
    PIXAL3D_OT_generate,
    PIXAL3D_OT_generate_variations,
    PIXAL3D_OT_cancel,
    PIXAL3D_OT_open_log,
    PIXAL3D_OT_dismiss,
    PIXAL3D_OT_check_runtime,
)
