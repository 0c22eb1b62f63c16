"""A job's result joins the scene as one undo step, as soon as that does not disturb."""

import bpy
from bpy.types import Object, Scene

from ..say import say
from .state import STATE, Job, Selection


def deliver(job: Job) -> bool:
    """Add `job`'s result; false while it has to wait, which `job` then says. Raises PixalError."""
    from ..result.import_result import (
        import_result,  # here: it needs numpy, which is slow to import
    )

    window = bpy.context.window or bpy.context.window_manager.windows[0]
    scene = bpy.data.scenes.get(job.scene) or window.scene
    job.waiting = _busy(scene)
    if job.waiting:
        return False
    shown = window.scene == scene
    view_layer = window.view_layer if shown else scene.view_layers[0]
    now = selection()
    undisturbed = not shown or not now[0] or now == STATE.selection
    import_result(job.result, scene, view_layer, _old(job), select=undisturbed)
    if shown and undisturbed:
        STATE.selection = selection()
    with bpy.context.temp_override(window=window):
        step = say("Finish Again") if job.instead_of[0] else say("Add Object")
        bpy.ops.ed.undo_push(message=f"Pixal3D: {step}")
    return True


def selection() -> Selection:
    """What is selected in the window, and what is active."""
    window = bpy.context.window or bpy.context.window_manager.windows[0]
    objects = window.view_layer.objects
    chosen = frozenset(obj.session_uid for obj in objects.selected)
    return chosen, objects.active.session_uid if objects.active else 0


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
