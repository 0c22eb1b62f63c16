"""The results folder is read in a thread, which touches no data of Blender's; a timer takes over
what it found. A disk that is slow, or asleep, holds nothing up."""

from __future__ import annotations

import atexit
import time
import traceback
from collections import deque
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import bpy

from ..core.errors import short_path
from . import library, preferences
from .library import LIBRARY

if TYPE_CHECKING:
    from ..core.library import Entry

INTERVAL = 0.1  # seconds between ticks while the folder is read; there are none otherwise
BUDGET = 0.002  # seconds of a tick
_FIRST = 2.0  # seconds after the start of Blender
_PATIENCE = 2.0  # seconds that ending may take; then the thread ends by itself, with its folder


class _Scan:
    """One reading of `results`. found: what the timer has not taken yet. problem: why it failed."""

    def __init__(self, results: Path, known: dict[str, Entry]) -> None:
        self.results, self._known = results, known
        self.found: deque[Entry] = deque()
        self.problem, self.stopped = "", False
        self.entries: list[Entry] = []
        self.thread = Thread(target=self._run, name="Pixal3D library", daemon=True)

    def _run(self) -> None:
        from ..core.library import scan

        try:
            for entry in scan(self.results, self._known):
                if self.stopped:
                    return
                self.found.append(entry)
        except OSError:
            self.problem = f"{short_path(self.results)} cannot be read."
        except Exception:  # a bug of ours
            traceback.print_exc()
            self.problem = "The results folder could not be read."


_scan: _Scan | None = None
_again = False  # the folder has changed since this reading began


def refresh() -> None:
    """Something has changed in the results folder. Nothing without a window to show it in."""
    if not bpy.app.background:
        start()


def start() -> None:
    """Read the folder now, or once more when that is being done."""
    global _scan, _again
    if _scan is not None:
        _again = True
        return
    _again = False
    _scan = _Scan(preferences.results_folder(), {entry.key: entry for entry in LIBRARY.entries})
    _scan.thread.start()
    if not bpy.app.background and not bpy.app.timers.is_registered(gather):
        bpy.app.timers.register(gather, first_interval=INTERVAL, persistent=True)


def busy() -> bool:
    return _scan is not None


def gather() -> float | None:
    """A timer: take what was found. Before the first reading is over, show what there is."""
    global _scan
    if _scan is None:
        return None
    end = time.perf_counter() + BUDGET
    over = not _scan.thread.is_alive()  # asked first: what it found last is then there
    while _scan.found and time.perf_counter() < end:
        _scan.entries.append(_scan.found.popleft())
    done = over and not _scan.found
    if done or not LIBRARY.scanned:
        library.take(list(_scan.entries))
        redraw()
    if not done:
        return INTERVAL
    LIBRARY.scanned, LIBRARY.problem = True, _scan.problem
    _scan = None
    if _again:
        start()
        return INTERVAL
    return None


def forget() -> None:
    """The folder is another one: what was known holds no more."""
    stop()
    library.forget()
    refresh()


def stop() -> None:
    """End the reading, within a moment."""
    global _scan, _again
    _again = False
    if bpy.app.timers.is_registered(gather):
        bpy.app.timers.unregister(gather)
    if _scan is not None:
        _scan.stopped = True
        _scan.thread.join(_PATIENCE)
        _scan = None


def redraw() -> None:
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                for region in area.regions:
                    if region.type == "UI":
                        region.tag_redraw()


def _begin() -> None:
    """A timer, once: the first reading waits until Blender is up."""
    refresh()


def attach() -> None:
    atexit.register(stop)
    if not bpy.app.background:
        bpy.app.timers.register(_begin, first_interval=_FIRST)


def detach() -> None:
    if bpy.app.timers.is_registered(_begin):
        bpy.app.timers.unregister(_begin)
    stop()
    atexit.unregister(stop)
    library.forget()
