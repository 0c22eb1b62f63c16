"""Long work in slices, so that Blender is there between them: generators, run by one timer.

A generator yields wherever it may pause; `WAIT` where it must, because nothing is to be done yet
or what comes next takes long, by itself or all together. What is small never does, and is done at
once. None may keep data of Blender's from one slice to the next.
"""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import bpy

from ..core.errors import PixalError, Problem

WAIT = object()
_SLICE = 0.008  # seconds of a tick
_INTERVAL = 0.01  # seconds between ticks while there is work; there are none otherwise

Work = Generator[object, None, Any]


@dataclass(eq=False)
class Task:
    """Work under way. done: takes what it returns. failed: why it did not."""

    work: Work
    done: Callable[[Any], None]
    failed: Callable[[Problem], None]

    def cancel(self) -> None:
        """Drop it; neither is called."""
        if self in _tasks:
            _tasks.remove(self)
        self.work.close()


_tasks: list[Task] = []


def run(work: Work, done: Callable[[Any], None], failed: Callable[[Problem], None]) -> Task | None:
    """Do `work` up to where it must wait; None where it has ended, and `done` was called.

    Whatever `work` raises in this first slice is raised here.
    """
    ended, made = advance(work, math.inf)
    if ended:
        done(made)
        return None
    task = Task(work, done, failed)
    _tasks.append(task)
    if not bpy.app.timers.is_registered(tick):
        bpy.app.timers.register(tick, first_interval=_INTERVAL, persistent=True)
    return task


def advance(work: Work, seconds: float) -> tuple[bool, Any]:
    """Go on with `work` for so long; whether it has ended, and what it returned."""
    end = time.perf_counter() + seconds
    try:
        while next(work) is not WAIT and time.perf_counter() < end:
            pass
    except StopIteration as stop:
        return True, stop.value
    return False, None


def exhaust(work: Work) -> Any:
    """All of `work`, for who can wait; what it returns."""
    ended, made = False, None
    while not ended:
        ended, made = advance(work, 1.0)
        if not ended:
            time.sleep(0.002)  # it may wait for another process
    return made


def busy() -> bool:
    return bool(_tasks)


def tick() -> float | None:
    """A timer: a slice of the task that came first, so that only one holds its memory."""
    if _tasks:
        _go_on(_tasks[0], _SLICE)
    return _INTERVAL if _tasks else None


def _go_on(task: Task, seconds: float) -> None:
    try:
        ended, made = advance(task.work, seconds)
        if ended:
            _tasks.remove(task)
            task.done(made)
    except PixalError as error:
        _drop(task, error.problem)
    except Exception:  # a bug of ours
        traceback.print_exc()
        _drop(task, Problem("internal", "The photo could not be read.", "Try again."))


def _drop(task: Task, problem: Problem) -> None:
    if task in _tasks:
        _tasks.remove(task)
    task.failed(problem)


def finish() -> None:
    """All of it now: what it reads is about to go."""
    while _tasks:
        _go_on(_tasks[0], 1.0)


def stop() -> None:
    """Drop all of it."""
    for task in list(_tasks):
        task.cancel()
    if bpy.app.timers.is_registered(tick):
        bpy.app.timers.unregister(tick)
