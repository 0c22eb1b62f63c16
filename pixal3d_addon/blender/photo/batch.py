"""Several photos at once: an object each, with the settings of the panel.

They are read one a tick, so that Blender is there between them. What is in the queue by then runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import bpy
from bpy.props import CollectionProperty, StringProperty
from bpy.types import Context, Event, Operator, OperatorFileListElement

from ...core.errors import PixalError, Problem
from ...core.settings import Settings
from .. import slices
from ..full_name import block_of
from ..jobs import generate
from ..jobs.job_settings import to_settings
from ..jobs.state import STATE
from ..say import say, told
from . import own_camera
from .sources import KINDS

_INTERVAL = 0.05  # seconds between two photos


@dataclass
class Batch:
    """scene: name of the one that the objects are for. settings: of all. lens: in mm where the
    field of view depends on how the photo was held, else 0. refused: names, and why the last."""

    scene: str
    settings: Settings
    lens: float
    paths: list[Path]
    refused: list[str] = field(default_factory=list)
    why: str = ""


_waiting: list[Batch] = []


class PIXAL3D_OT_generate_files(Operator):
    bl_idname = "pixal3d.generate_files"
    bl_label = "Generate from Several Photos"
    bl_description = "Choose picture files and queue an object for each, with the panel's settings"

    directory: StringProperty(
        name="Folder",
        description="Folder of the files",
        subtype="DIR_PATH",
        options={"SKIP_SAVE", "HIDDEN"},
    )
    files: CollectionProperty(
        type=OperatorFileListElement,
        name="Files",
        description="The pictures",
        options={"SKIP_SAVE", "HIDDEN"},
    )
    filter_glob: StringProperty(
        name="Filter",
        description="What the file browser shows",
        default=";".join(f"*{kind}" for kind in KINDS.split(";")),
        options={"HIDDEN"},
    )

    def invoke(self, context: Context, event: Event) -> set[str]:
        if not self.files:
            context.window_manager.fileselect_add(self)
            return {"RUNNING_MODAL"}
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=say("Generate {count} Objects", count=len(self.files)),
            message=say("Each photo becomes a job in the queue, with the settings of the panel"),
            confirm_text=say("Generate"),
        )

    def execute(self, context: Context) -> set[str]:
        folder = Path(bpy.path.abspath(self.directory))
        paths = [folder / file.name for file in self.files if file.name]
        if not paths:
            self.report({"WARNING"}, "No file was chosen")
            return {"CANCELLED"}
        group = context.scene.pixal3d
        settings = own_camera.for_others(group, to_settings(group))
        settings = replace(settings, crop_x=0.0, crop_y=0.0, crop_scale=1.0, views="")
        for problem in settings.problems():
            self.report({"ERROR"}, told(f"{problem.message} {problem.remedy}"))
            return {"CANCELLED"}
        STATE.problem = None
        lens = group.lens if settings.photo_fov and group.fov_source == "LENS" else 0.0
        _waiting.append(Batch(context.scene.name, settings, lens, paths))
        if not bpy.app.timers.is_registered(tick):
            bpy.app.timers.register(tick, first_interval=_INTERVAL, persistent=True)
        return {"FINISHED"}


def tick() -> float | None:
    """The next photo becomes a job. Returns the seconds until the one after, None at the end."""
    if _waiting and not slices.busy():  # a large one is read in slices
        batch = _waiting[0]
        if batch.paths:
            _queue(batch, batch.paths.pop(0))
        if not batch.paths and not slices.busy():
            _waiting.pop(0)
            if batch.refused:
                STATE.problem = _told(batch)
    return _INTERVAL if _waiting else None


def _queue(batch: Batch, path: Path) -> None:
    known = set(bpy.data.images)
    try:
        image = bpy.data.images.load(str(path), check_existing=True)
    except RuntimeError:  # Blender names the path in it
        _refuse(batch, path, f"{path.name} cannot be read. Choose another picture.")
        return
    loaded = "" if image in known else image.name_full

    def ended(problem: Problem | None) -> None:
        _forget(loaded)
        if problem:
            _refuse(batch, path, f"{problem.message} {problem.remedy}")

    scene = bpy.data.scenes.get(batch.scene)
    name = scene.name if scene else ""
    try:
        generate.queue_photo(image, batch.settings, name, lens=batch.lens, ended=ended)
    except PixalError as error:
        ended(error.problem)


def _refuse(batch: Batch, path: Path, why: str) -> None:
    batch.refused.append(path.name)
    batch.why = why


def _forget(loaded: str) -> None:
    """The image of that full name, which was there for its job alone."""
    image = block_of(bpy.data.images, loaded)
    if image is not None and loaded:
        bpy.data.images.remove(image)


def _told(batch: Batch) -> Problem:
    names = ", ".join(batch.refused[:3])
    message = f"No object is made of {names}."
    if len(batch.refused) > 3:
        message = f"No object is made of {names} and others."
    return Problem("photo_unreadable", message, batch.why)


def detach() -> None:
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    _waiting.clear()


CLASSES = (PIXAL3D_OT_generate_files,)
