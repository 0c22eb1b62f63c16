"""A job's result joins the scene as one undo step, as soon as that does not disturb."""

from collections.abc import Sequence

import bpy
from bpy.types import Object, Scene, ViewLayer, Window

from ..result import free_place, viewports
from ..say import say
from . import attention
from .state import Job


def deliver(job: Job) -> bool:
    """Add `job`'s result; false while it has to wait, which `job` then says. Raises PixalError."""
    from ..result.import_result import (
        import_result,  # here: it needs numpy, which is slow to import
    )

    window, scene, view_layer = where(job)
    job.waiting = _busy(scene)
    if job.waiting:
        return False
    old = _old(job)
    free = attention.is_free(view_layer, job.held)
    obj = import_result(job.result, scene, view_layer, old, select=free)
    attention.added(obj, view_layer, took=free)
    if old is None:
        view_layer.update()
        obj.location.x += settle(job, obj.bound_box, but=obj)
    viewports.show(obj, scene)
    with bpy.context.temp_override(window=window):
        step = say("Finish Again") if job.instead_of[0] else say("Add Object")
        bpy.ops.ed.undo_push(message=f"Pixal3D: {step}")
    return True


def where(job: Job) -> tuple[Window, Scene, ViewLayer]:
    """The window that shows it, if any, and what the object of `job` is to join."""
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    scene = bpy.data.scenes.get(job.scene) or window.scene
    shown = window.scene == scene
    return window, scene, window.view_layer if shown else scene.view_layers[0]


def settle(job: Job, corners: Sequence[Sequence[float]], but: Object | None = None) -> float:
    """How far along X its object, which has `corners`, stands from the origin: found once, so that
    previews and object are at one place. but: a result that is not in the way."""
    if job.beside is None:
        _, scene, view_layer = where(job)
        job.beside = free_place.beside(corners, scene, view_layer, but)
    return job.beside


def _old(job: Job) -> Object | None:
    """The result that `job` finished again, where it is still there."""
    name, folder = job.instead_of
    if not folder:
        return None
    alike = [obj for obj in bpy.data.objects if obj.pixal3d.folder == folder]
    named = [obj for obj in alike if obj.name == name]
    return next(iter(named or (alike if len(alike) == 1 else ())), None)  # one may be renamed


def _busy(scene: Scene) -> str:
    """Why a result cannot be added to `scene` right now; empty where it can."""
    if scene.library is not None:
        return say("Ready, waiting for a scene of this file")
    if bpy.app.is_job_running("RENDER"):
        return say("Ready, waiting for the render")
    if bpy.app.is_job_running("OBJECT_BAKE"):
        return say("Ready, waiting for the bake")
    for window in bpy.context.window_manager.windows:
        active = window.view_layer.objects.active
        if active and active.mode not in {"OBJECT", "POSE"}:
            return say("Ready, waiting for Object Mode")
        if any(running.bl_idname.startswith("TRANSFORM_OT") for running in window.modal_operators):
            return say("Ready, waiting for the transform")
    return ""
