"""Generate and Cancel, and what the panel offers when a job failed."""

import math
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import bpy
from bpy.types import Context, Image, Operator

from ...core.errors import PixalError, Problem
from ...core.settings import Settings
from .. import redraw, slices
from ..photo import camera as photo_camera
from ..photo.needs_photo import NeedsPhoto
from ..problems.refused import refused
from ..setup import preferences
from ..slices import Work
from ..views.directions import View, check, views_of, views_writing
from . import pump, queue, status
from .awaited import Awaited
from .job_settings import to_settings
from .state import STATE, Job


class PIXAL3D_OT_generate(Awaited, NeedsPhoto, Operator):
    bl_idname = "pixal3d.generate"
    bl_label = "Generate"
    bl_description = (
        "Turn the photo into a textured 3D object, in the background. While a job runs, the new "
        "one waits in the queue with the settings of now"
    )

    def execute(self, context: Context) -> set[str]:
        return _queue_jobs(self, context.scene, 1)


class PIXAL3D_OT_generate_variations(Awaited, NeedsPhoto, Operator):
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
    group, STATE.problem = scene.pixal3d, None
    try:
        views = views_of(group)
        check(views)
        queue_photo(group.image, to_settings(group), scene.name, group.mask, count, views)
    except PixalError as error:
        operator.report({"ERROR"}, queue.refuse(error))
        return {"CANCELLED"}
    return operator.settled()


def queue_photo(
    image: Image,
    settings: Settings,
    scene: str,
    mask: Image | None = None,
    count: int = 1,
    views: Sequence[View] = (),
    lens: float = 0.0,
    ended: Callable[[Problem | None], None] | None = None,
) -> None:
    """Queue `count` jobs of `image`, each with the next seed; the first begins if nothing runs.

    A large photo is read in slices, and they are queued once it is. settings: without weights.
    scene: name of the one to add to. views: photos beside it. lens: in mm, where the field of view
    depends on how the photo was held. All are queued, or none. ended: told when that is done, or
    why it could not be. Raises PixalError, in place of that, for what is known now.
    """
    settings = replace(settings, weights=preferences.weights())
    for problem in settings.problems():
        raise PixalError(problem.code, problem.message, problem.remedy)
    work, tell = _queuing(image, settings, scene, mask, count, views, lens), ended or _told

    def end(problem: Problem | None) -> None:
        STATE.reading -= later
        tell(problem)

    later = False  # whether it ends at once
    later = slices.run(work, lambda _nothing: end(None), end) is not None
    STATE.reading += later
    redraw.sidebars()


def _told(problem: Problem | None) -> None:
    if problem:
        STATE.problem = problem
    redraw.sidebars()


def _queuing(
    image: Image,
    settings: Settings,
    scene: str,
    mask: Image | None,
    count: int,
    views: Sequence[View],
    lens: float,
) -> Work:
    """Work of `slices`: put the jobs of `queue_photo` in the queue and begin. Raises PixalError."""
    from ...core.job_records import MASK, PHOTO, VIEWS  # all here: slow to import
    from ...core.messages import Job as JobMessage
    from ..photo import pixels as photo

    jobs: list[Job] = []
    name, of = Path(image.name).stem, image.name_full
    cut = mask.name_full if mask else ""
    fov = settings.photo_fov
    elevation = None if settings.guess_elevation else math.degrees(settings.elevation)
    if mask:
        photo.check_mask(mask, image)
    more = views_writing(views, PHOTO, MASK if mask else "", elevation) if views else None

    def fill(folder: Path) -> Work:
        nonlocal fov
        if jobs:
            _share(queue.folder(jobs[0].id), folder)
            return
        size = yield from photo.writing_photo(image, folder / PHOTO)
        if lens:
            fov = photo_camera.lens_fov(lens, size)
        if cut:
            yield photo.pause(cut)
            yield from photo.writing_mask(photo.named(cut), photo.named(of), folder / MASK)
        if more:
            yield from more(folder, folder / VIEWS)

    def message(number: int, job: Job) -> JobMessage:
        folder = queue.folder(job.id)
        told = {"views": str(folder / VIEWS)} if views else {}
        seed = (settings.seed + number) % 2**31
        return JobMessage(
            id=job.id,
            photo=str(folder / PHOTO),
            mask=str(folder / MASK) if cut else "",
            results=str(preferences.results_folder()),
            settings=replace(settings, seed=seed, photo_fov=fov, **told).to_dict(),
            name=job.name,
        )

    try:
        for number in range(count):
            job = Job(name, scene, settings.engine)
            yield from queue.adding(job, fill, partial(message, number, job))
            jobs.append(job)
        pump.submit(jobs[0])
    except BaseException:
        for job in jobs:
            queue.remove(job)
        raise


def _share(source: Path, folder: Path) -> None:
    """The files of one job for another: on the disk once, where it can do that."""
    from ...core.job_records import RECORD

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
        redraw.sidebars()
        status.redraw()
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
