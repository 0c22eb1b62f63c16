"""Workers that were asked to end: Blender does not wait for them, but sees that they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bpy

if TYPE_CHECKING:
    from ...core.client import WorkerProcess

_INTERVAL = 0.1  # seconds between looks while one is leaving
_leaving: list[WorkerProcess] = []


def let_go(worker: WorkerProcess) -> None:
    """Have `worker` end, within about a second."""
    worker.leave()
    _leaving.append(worker)
    if not bpy.app.timers.is_registered(look):
        bpy.app.timers.register(look, first_interval=_INTERVAL, persistent=True)


def look() -> float | None:
    """A timer: those that linger are pushed."""
    _leaving[:] = [worker for worker in _leaving if not worker.gone()]
    return _INTERVAL if _leaving else None


def stop() -> None:
    """Wait for them, a second at most each."""
    for worker in _leaving:
        worker.stop()
    _leaving.clear()
    if bpy.app.timers.is_registered(look):
        bpy.app.timers.unregister(look)
