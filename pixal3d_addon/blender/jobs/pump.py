"""One timer that moves messages between the worker and the running job. It never waits.

The worker's client and its messages are imported with the first job: enabling must be quick.
"""

from __future__ import annotations

import atexit
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import bpy
from bpy.app.handlers import persistent

from ...core.errors import PixalError, Problem
from .. import redraw, slices
from ..background import other
from ..library import scan as library_scan
from ..library import sweeping
from ..setup import preferences
from . import attention, child, leaving, measured, preview, queue, runtime, status
from .deliver import deliver
from .state import MADE, RUNNING, STATE, Job

if TYPE_CHECKING:
    from ...core.messages import Failure

INTERVAL = 0.1  # seconds between ticks while a job runs; there are none otherwise
BUDGET = 0.002  # seconds a tick may spend reading
_ASK, _TERMINATE = 3.0, 5.0  # seconds after Cancel until the worker is terminated, killed


def submit(job: Job) -> None:
    """A job that is in the queue now begins, if nothing runs. Raises PixalError, and forgets it."""
    if STATE.job is not None or STATE.paused or queue.following() is not job:
        proceed()
        return
    try:
        _start(job)
    except PixalError:
        queue.remove(job)
        raise


def proceed() -> None:
    """The next job of the queue begins, if nothing runs and it is not paused."""
    while STATE.job is None and (job := queue.made() if STATE.paused else queue.following()):
        try:
            _start(job)
        except PixalError as error:
            queue.give_up(job, error.problem)
    _redraw()


def _start(job: Job) -> None:
    """Hand its message to a worker, a warm one where there is one. Raises PixalError."""
    if job.state != MADE:
        job.begin()
        python, note = runtime.python_for(job.engine)
        message = runtime.with_folders(job.message)
        job.message = replace(message, note=note, receipt=queue.receipt(job))
        try:
            child.take(python).send(job.message)
        except PixalError as error:
            child.without_runtime(job, error.problem)
        queue.become(job, RUNNING)
        preview.ready()
    STATE.job, STATE.checking = job, False
    _begin()


def check() -> None:
    """Ask the runtime what can run in it; the preferences tell. Raises PixalError."""
    child.check()
    _begin()


def forget() -> None:
    """What was known of the runtime holds no more: the preferences have changed."""
    STATE.engines, STATE.auto, STATE.checking = {}, "", False
    if STATE.job is None:
        child.let_go(but=runtime.for_draft())
    _redraw()


def cancel() -> None:
    """Ask the running job to stop. It ends within seconds, whatever the worker does."""
    job = STATE.job
    if job is None or job.asked_to_stop:
        return
    if job.result is not None:  # made already, and waiting to be added
        _end(job)
        return
    from ...core.messages import Cancel

    job.asked_to_stop = time.monotonic()
    preview.clear()
    child.CHILD.worker.send(Cancel(job.id))
    _redraw()


def tick() -> float | None:
    """One step; the seconds until the next, None once there is nothing to wait for."""
    job = STATE.job
    if job is None:
        if STATE.checking:
            child.hear(BUDGET)
            if not STATE.checking:
                _redraw()
        return INTERVAL if STATE.checking else None
    before = (job.line(), job.fraction)
    made = queue.made()
    if made is None or not _add(made):  # a tick for each: all take time
        if job.result is not None:
            _make_way()
        elif not preview.step():
            with _ending(job):
                _listen(job)
    if STATE.job is None:
        return None
    if STATE.job is not job or before != (job.line(), job.fraction):
        _redraw()
    return INTERVAL


def _add(made: Job) -> bool:
    """Add what was made to the scene; false while it has to wait."""
    with _ending(made):
        if not deliver(made):
            return False
        measured.note(made)
        _end(made)
    return True


def _make_way() -> None:
    """While a result waits for the scene the next job runs, if there is one."""
    if not STATE.paused and queue.waits():
        STATE.job = None
        preview.clear()
        proceed()


@contextmanager
def _ending(job: Job) -> Iterator[None]:
    """What fails in here ends `job`, bugs of ours as well: none must go on for ever."""
    try:
        yield
    except PixalError as error:
        _end(job, error.problem)
    except Exception:
        traceback.print_exc()
        if job in STATE.queue:
            _end(job, Problem("internal", "The object could not be added.", "Try again."))


def stop() -> None:
    """End the worker and forget the job, within about a second."""
    child.end()
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
    STATE.checking = False
    STATE.job = None  # it stays in the queue, on the disk
    preview.clear()
    _redraw()


def _begin() -> None:
    if not bpy.app.timers.is_registered(tick):
        bpy.app.timers.register(tick, first_interval=INTERVAL, persistent=True)
    _redraw()


def _listen(job: Job) -> None:
    from ...core.job_records import made_in
    from ...core.messages import Failure, Preview, Progress, Ready, Result

    worker = child.CHILD.worker
    for message in worker.poll(BUDGET):
        if isinstance(message, Ready):
            child.greet(message)
        elif getattr(message, "id", "") not in {"", job.id}:
            continue  # of a job that was given up; no id: of the worker itself
        elif isinstance(message, Progress):
            job.take(message)
        elif isinstance(message, Preview):
            preview.take(message, job)
        elif isinstance(message, Result):
            _made(job, Path(message.folder))
            return
        elif isinstance(message, Failure):
            _failed(job, message)
            return
    if not worker.alive:
        sweeping.sweep(preferences.results_folder())
        if result := made_in(queue.folder(job.id)):  # it died of something after that
            _made(job, result)
        else:
            _failed(job, worker.failure(job.id))
    elif job.overdue() > _TERMINATE:
        worker.kill()
    elif job.overdue() > _ASK:
        worker.terminate()


def _made(job: Job, result: Path) -> None:
    """Its result is there, and joins the scene; of a job that was given up nothing stays."""
    if job.asked_to_stop:
        sweeping.drop(result)
        _end(job)
        return
    job.result, job.fraction = result, 1.0
    queue.become(job, MADE)
    library_scan.refresh()


def _failed(job: Job, failure: Failure) -> None:
    """The job is over, unless its worker never came to life and another can have it."""
    problem = Problem(failure.code, failure.message, failure.remedy)
    if child.CHILD.greeted or job.asked_to_stop:
        _end(job, problem)
    else:
        child.without_runtime(job, problem)


def _end(job: Job, problem: Problem | None = None) -> None:
    """`job` is over: done, given up by the user, or failed, which the queue keeps."""
    if STATE.job is job:
        STATE.job = None
        preview.clear()
    if problem and not job.asked_to_stop and problem.code != "cancelled":
        queue.give_up(job, problem)
    else:
        queue.remove(job)
    library_scan.refresh()
    proceed()


def _redraw() -> None:
    redraw.areas("PREFERENCES")
    redraw.sidebars()
    status.redraw()


@persistent
def _forget_scene(*_args: object) -> None:
    """Another file opens: the object goes to its scene, whatever that is called."""
    slices.finish()
    preview.clear()
    for job in STATE.queue:
        job.scene, job.beside, job.held = "", None, None
    attention.forget()


@persistent
def _at_exit(*_args: object) -> None:
    """Blender's data may be gone by now: touch none of it."""
    child.end()
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)


def attach() -> None:
    queue.attach()
    bpy.app.handlers.load_pre.append(_forget_scene)
    if hasattr(bpy.app.handlers, "exit_pre"):  # 5.1 and newer
        bpy.app.handlers.exit_pre.append(_at_exit)
    atexit.register(_at_exit)


def detach() -> None:
    atexit.unregister(_at_exit)
    if hasattr(bpy.app.handlers, "exit_pre"):
        bpy.app.handlers.exit_pre.remove(_at_exit)
    bpy.app.handlers.load_pre.remove(_forget_scene)
    slices.stop()
    other.stop()
    stop()
    leaving.stop()
    queue.detach()
    STATE.problem, STATE.reading = None, 0
    STATE.engines, STATE.auto = {}, ""
