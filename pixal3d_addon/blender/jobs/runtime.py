"""Which Python runs an engine: Blender's own for Draft, that of the preferences for Pixal3D."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import PixalError, short_path
from ..say import say, told
from ..setup import installed, preferences
from .state import STATE

if TYPE_CHECKING:
    from ...core.messages import Finish, Job

_PLACES = ("Scripts/python.exe", "python.exe") if os.name == "nt" else ("bin/python3", "bin/python")
REMEDY = "Press Install or Set Runtime in the add-on's preferences, or choose the engine Draft."


def own() -> Path:
    """Blender's Python, which has numpy and so can run Draft."""
    return Path(sys.executable)


def for_draft() -> list[Path]:
    """The Pythons that Draft may run in, the one for it first. Neither has PyTorch."""
    more = installed.python("draft")
    return [more, own()] if more else [own()]


def python_for(engine: str) -> tuple[Path, str]:
    """The Python to run `engine` in, and a note where that is not the one of the preferences.

    Raises PixalError `engine_unavailable`.
    """
    chosen = preferences.runtime_path()
    if engine == "draft" or (engine == "auto" and not chosen):
        return for_draft()[0], ""
    if not chosen:
        needs = "Pixal3D needs a runtime, a Python with PyTorch, and none is installed or named."
        raise PixalError("engine_unavailable", needs, REMEDY)
    python = interpreter(chosen)
    if python is not None:
        return python, ""
    missing = f"There is no Python at {short_path(chosen)}, which the preferences name as runtime."
    if engine == "auto":
        return own(), f"Made without the runtime. {missing}"
    raise PixalError("engine_unavailable", missing, REMEDY)


def with_folders(message: Job | Finish) -> Job | Finish:
    """`message` with the folders that the preferences name today."""
    results, weights = str(preferences.results_folder()), preferences.weights()
    if hasattr(message, "settings"):
        settings = {**message.settings, "weights": weights}
        return replace(message, results=results, settings=settings)
    changes = {**message.changes, "weights": weights} if weights else message.changes
    return replace(message, results=results, changes=changes)


def interpreter(path: str) -> Path | None:
    """The Python that `path` is, or that is in the environment `path`; None where there is none."""
    for candidate in (path, *(os.path.join(path, place) for place in _PLACES)):  # noqa: PTH118
        if os.path.isfile(candidate):  # noqa: PTH113  Path's raises for a name that is too long
            return Path(candidate)
    return None


def lines() -> list[str]:
    """What can run, a line for each engine. Cheap: nothing is started for it."""
    auto = [say("Automatic: {choice}", choice=told(STATE.auto))] if STATE.auto else []
    return [say("Draft: built in"), f"Pixal3D: {_pixal3d()}", *auto]


def _pixal3d() -> str:
    if STATE.checking:
        return say("checking")
    try:
        python_for("pixal3d")
    except PixalError as error:
        return told(f"{error.message} {error.remedy}")
    if "pixal3d" not in STATE.engines:
        return say("not checked yet")
    return told(STATE.engines["pixal3d"]) or say("ready")
