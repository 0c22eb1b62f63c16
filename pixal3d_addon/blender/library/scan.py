"""The results folder is read by a timer, a few results a tick."""

from __future__ import annotations

import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...core.errors import short_path
from .. import redraw
from ..setup import preferences
from . import entries as library
from .entries import LIBRARY

if TYPE_CHECKING:
    from ...core.library import Entry

INTERVAL = 0.02  # seconds between ticks while the folder is read; there are none otherwise
BUDGET = 0.002  # seconds of a tick
_FIRST = 2.0  # seconds after the start of Blender


class _Scan:
    """One reading of `results`. problem: why it ended too early."""

    def __init__(self, results: Path, known: dict[str, Entry]) -> None:
        from ...core.library import scan

        self.results, self.problem = results, ""
        self.entries: list[Entry] = []
        self._rest = scan(results, known)

    def goes_on(self, seconds: float) -> bool:
        """Read for so long, one result at least; false at the end."""
        end = time.perf_counter() + seconds
        try:
            for entry in self._rest:
                self.entries.append(entry)
                if time.perf_counter() >= end:
                    return True
        except OSError:
            self.problem = f"{short_path(self.results)} cannot be read."
        except Exception:  # a bug of ours
            traceback.print_exc()
            self.problem = "The results folder could not be read."
        if preferences.own().results and not self.results.exists():
            missing = f"There is no folder {short_path(self.results)}."
            self.problem = f"{missing} Connect its disk, or let the first result make it."
        return False


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
    if not bpy.app.background and not bpy.app.timers.is_registered(gather):
        bpy.app.timers.register(gather, first_interval=INTERVAL, persistent=True)


def busy() -> bool:
    return _scan is not None


def gather() -> float | None:
    """A timer: read on. The first reading shows its first page at once."""
    global _scan
    if _scan is None:
        return None
    done = not _scan.goes_on(BUDGET)
    if done or (not LIBRARY.scanned and len(_scan.entries) <= library.PAGE):
        library.take(list(_scan.entries))
        redraw.sidebars()
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
    """End the reading."""
    global _scan, _again
    _again = False
    if bpy.app.timers.is_registered(gather):
        bpy.app.timers.unregister(gather)
    _scan = None


def _begin() -> None:
    """A timer, once: the first reading waits until Blender is up."""
    refresh()


def attach() -> None:
    if not bpy.app.background:
        bpy.app.timers.register(_begin, first_interval=_FIRST)


def detach() -> None:
    if bpy.app.timers.is_registered(_begin):
        bpy.app.timers.unregister(_begin)
    stop()
    library.forget()
