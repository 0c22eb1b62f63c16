"""The worker process: at most one, of the Python that was asked for last. Only `end` waits.

Its client is imported with the first of them: enabling must be quick.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import PixalError, Problem, short_path
from ..setup import preferences
from . import leaving, runtime
from .state import STATE, Job

if TYPE_CHECKING:
    from ...core.client import WorkerProcess
    from ...core.messages import Failure, Ready


@dataclass
class Child:
    """greeted: whether the worker has said that it is ready."""

    worker: WorkerProcess | None = None
    greeted: bool = False


CHILD = Child()


def take(python: Path) -> WorkerProcess:
    """A worker of `python`: the one that is there, or a new one once that has ended.

    Raises PixalError `worker_start`.
    """
    from ...core.client import WorkerProcess

    if CHILD.worker is None or not CHILD.worker.running or CHILD.worker.python != python:
        let_go()
        log, weights = preferences.log_file(), preferences.weights()
        CHILD.worker, CHILD.greeted = WorkerProcess(python, log, weights=weights), False
        CHILD.worker.start()
    return CHILD.worker


def let_go(but: Collection[Path] = ()) -> None:
    """Have the worker end, and do not wait; one of the Pythons `but` may stay."""
    if CHILD.worker is not None and CHILD.worker.python not in but:
        leaving.let_go(CHILD.worker)
        CHILD.worker = None


def end() -> None:
    """End the worker, within about a second."""
    if CHILD.worker is not None:
        CHILD.worker.stop()
        CHILD.worker = None


def without_runtime(job: Job, why: Problem) -> None:
    """Go on in Blender's own Python, where any engine will do; else raises PixalError."""
    if CHILD.worker.python == runtime.own():
        raise PixalError.of(why)
    if job.engine not in ("auto", "draft"):
        log = short_path(preferences.log_file())
        remedy = f"{runtime.REMEDY} The log: {log}."
        raise PixalError("worker_start", f"The runtime did not start. {why.message}", remedy)
    note = f"Made without the runtime, which did not start. {why.message}"
    job.message = replace(job.message, note=note)
    take(runtime.own()).send(job.message)


def greet(ready: Ready) -> None:
    """The worker is ready, and tells what can run in its Python."""
    CHILD.greeted = True
    if CHILD.worker.python not in runtime.for_draft():
        STATE.engines = {str(name): str(why) for name, why in ready.engines.items()}
        STATE.auto = ready.auto


def check() -> None:
    """Start the runtime, to hear what can run in it. Raises PixalError."""
    python, _ = runtime.python_for("pixal3d")
    let_go()
    take(python)
    STATE.checking = True


def hear(budget: float) -> None:
    """What a runtime that is being checked says, or that it does not start."""
    from ...core.messages import Failure, Ready

    for message in CHILD.worker.poll(budget):
        if isinstance(message, Ready):
            greet(message)
            STATE.checking = False
        elif isinstance(message, Failure):
            _found_broken(message)
    if STATE.checking and not CHILD.worker.alive:
        _found_broken(CHILD.worker.failure(""))


def _found_broken(failure: Failure) -> None:
    log = short_path(preferences.log_file())
    STATE.engines = {"pixal3d": f"the runtime did not start. {failure.message} The log: {log}."}
    STATE.checking = False
