"""One timer that moves messages between the worker and the running job. It never waits.

The worker's client and its messages are imported with the first job: enabling must be quick.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import bpy
from bpy.app.handlers import persistent

from ..core.errors import PixalError, Problem
from . import preferences
from .jobs import STATE, Job

if TYPE_CHECKING:
    from ..core.client import WorkerProcess
    from ..core.messages import Job as JobMessage

INTERVAL = 0.1  # seconds between ticks while a job runs; there are none otherwise
BUDGET = 0.002  # seconds a tick may spend reading
_ASK, _TERMINATE = 3.0, 5.0  # seconds after Cancel until the worker is terminated, killed
_worker: WorkerProcess | None = None


def start(job: Job, message: JobMessage, log: Path) -> None:
    """Hand `message` to a worker, a warm one where there is one. Raises PixalError."""
    from ..core.client import WorkerProcess

    global _worker
    if _worker is None or not _worker.running:
        _worker = WorkerProcess(Path(sys.executable), log)
        _worker.start()
    _worker.send(message)
    STATE.job, STATE.problem = job, None
    if not bpy.app.timers.is_registered(tick):
        bpy.app.timers.register(tick, first_interval=INTERVAL, persistent=True)
    _redraw()


def cancel() -> None:
    """Ask the running job to stop. It ends within seconds, whatever the worker does."""
    job = STATE.job
    if job is None or job.asked_to_stop:
        return
    if job.result is not None:  # made already, and waiting to be added
        _end()
        return
    from ..core.messages import Cancel

    job.asked_to_stop = time.monotonic()
    _worker.send(Cancel(job.id))
    _redraw()


def tick() -> float | None:
    """One step; the seconds until the next, None once no job is left."""
    job = STATE.job
    if job is None:
        return None
    before = (job.line(), job.fraction)
    try:
        if job.result is None:
            _listen(job)
        if STATE.job is job and job.result is not None:
            _deliver(job)
    except PixalError as error:
        _end(error.problem)
    except Exception:  # a bug of ours must not leave a job that never ends
        traceback.print_exc()
        if STATE.job is job:
            _end(Problem("internal", "The object could not be added.", "Generate it again."))
    if STATE.job is None:
        return None
    if before != (job.line(), job.fraction):
        _redraw()
    return INTERVAL


def stop() -> None:
    """End the worker and forget the job, within about a second."""
    _end_worker()
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    if STATE.job is not None:
        _end()


def engine_lines() -> list[str]:
    """What can run here, a line for each engine."""
    if not STATE.engines:
        return ["Draft: built in"]
    return [f"{name.title()}: {why or 'ready'}" for name, why in sorted(STATE.engines.items())]


def _end_worker() -> None:
    global _worker
    if _worker is not None:
        _worker.stop()
        _worker = None


def _listen(job: Job) -> None:
    from ..core.messages import Failure, Progress, Ready, Result

    for message in _worker.poll(BUDGET):
        if isinstance(message, Ready):
            STATE.engines = {str(name): str(why) for name, why in message.engines.items()}
        elif getattr(message, "id", "") not in {"", job.id}:
            continue  # of a job that was given up; no id: of the worker itself
        elif isinstance(message, Progress):
            job.take(message)
        elif isinstance(message, Result):
            if job.asked_to_stop:
                _end()
            else:
                job.result = Path(message.folder)
                job.fraction = 1.0
            return
        elif isinstance(message, Failure):
            _end(Problem(message.code, message.message, message.remedy))
            return
    if not _worker.alive:
        from ..core import results  # here: slow to import

        failure = _worker.failure(job.id)
        results.remove_abandoned(preferences.results_folder())
        _end(Problem(failure.code, failure.message, failure.remedy))
    elif job.overdue() > _TERMINATE:
        _worker.kill()
    elif job.overdue() > _ASK:
        _worker.terminate()


def _deliver(job: Job) -> None:
    """Add the result to the scene as one undo step, as soon as that does not disturb."""
    from .import_result import import_result  # here: it needs numpy, which is slow to import

    job.waiting = _busy()
    if job.waiting:
        return
    window = _window()
    scene = bpy.data.scenes.get(job.scene) or window.scene
    shown = window.scene == scene
    import_result(job.result, scene, window.view_layer if shown else scene.view_layers[0])
    _end()
    with bpy.context.temp_override(window=window):
        bpy.ops.ed.undo_push(message="Pixal3D: Add Object")


def _busy() -> str:
    """Why a result cannot be added to the scene right now; empty where it can."""
    if bpy.app.is_job_running("RENDER"):
        return "Ready, waiting for the render"
    for window in bpy.context.window_manager.windows:
        active = window.view_layer.objects.active
        if active and active.mode not in {"OBJECT", "POSE"}:
            return "Ready, waiting for Object Mode"
        if any(running.bl_idname.startswith("TRANSFORM_OT") for running in window.modal_operators):
            return "Ready, waiting for the transform"
    return ""


def _end(problem: Problem | None = None) -> None:
    """Forget the job; keep what went wrong, unless the user asked for the end."""
    job, STATE.job = STATE.job, None
    shutil.rmtree(job.pixels, ignore_errors=True)
    if problem and not job.asked_to_stop and problem.code != "cancelled":
        STATE.problem = problem
    _redraw()


def _window() -> bpy.types.Window:
    return bpy.context.window or bpy.context.window_manager.windows[0]


def _redraw() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                for region in area.regions:
                    if region.type == "UI":
                        region.tag_redraw()


@persistent
def _forget_scene(*_args: object) -> None:
    """Another file opens: the object goes to its scene, whatever that is called."""
    if STATE.job is not None:
        STATE.job.scene = ""


@persistent
def _at_exit(*_args: object) -> None:
    """Blender's data may be gone by now: touch none of it."""
    _end_worker()
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)


def attach() -> None:
    bpy.app.handlers.load_pre.append(_forget_scene)
    if hasattr(bpy.app.handlers, "exit_pre"):  # 5.1 and newer
        bpy.app.handlers.exit_pre.append(_at_exit)
    atexit.register(_at_exit)


def detach() -> None:
    atexit.unregister(_at_exit)
    if hasattr(bpy.app.handlers, "exit_pre"):
        bpy.app.handlers.exit_pre.remove(_at_exit)
    bpy.app.handlers.load_pre.remove(_forget_scene)
    stop()
    STATE.problem = None
    STATE.engines.clear()
