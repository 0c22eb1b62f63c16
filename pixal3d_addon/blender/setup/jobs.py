"""What the preferences install, download, check and look up: one child process for each part.

Nothing here waits: a timer looks at the children twice a second while there are any.
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy

from .... import __package__ as base_package
from .. import redraw
from ..jobs import measured, pump
from ..photo import prepared
from . import installed, preferences

if TYPE_CHECKING:
    from ...setup.command_child import CommandChild

LOOK, DOCTOR = "look", "doctor"  # the parts that are no runtime and no weights
_INTERVAL = 0.5


@dataclass
class Setup:
    """children: part → what runs for it. told: part → what the last one ended with, and whether it
    did what it should. lines: part → what it says of its progress. facts: what `setup status` told,
    None before. findings: the doctor's. report: the file that they go into, empty for none."""

    children: dict[str, CommandChild] = field(default_factory=dict)
    told: dict[str, tuple[bool, str]] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)
    report: str = ""


SETUP = Setup()


def start(part: str, command: Sequence[str], python: Path | None = None) -> None:
    """Begin `command` for `part`, unless something runs for it. Raises OSError."""
    from ...setup.command_child import CommandChild

    if part in SETUP.children:
        return
    child = CommandChild(preferences.own_folder("logs") / f"{part.replace(' ', '-')}.log")
    child.start(python or Path(sys.executable), command)
    SETUP.children[part] = child
    SETUP.told.pop(part, None)
    SETUP.lines.pop(part, None)
    atexit.register(child.stop)
    if not bpy.app.timers.is_registered(watch):
        bpy.app.timers.register(watch, first_interval=_INTERVAL, persistent=True)


def stop(part: str) -> None:
    """End what runs for `part`."""
    if part in SETUP.children:
        SETUP.children[part].stop()
        watch()


def look() -> None:
    """Ask what is there: disks and drivers take a second, so a child does."""
    command = ["setup", "status", "--home", str(installed.home())]
    if preferences.weights_target():
        command += ["--weights", preferences.weights_target()]
    try:
        start(LOOK, [*command, *preferences.source_options()])
    except OSError:
        SETUP.facts = {}


def look_soon() -> None:
    """As `look`, for who draws: nothing may be started there."""
    if SETUP.facts is None and LOOK not in SETUP.children:
        if not bpy.app.timers.is_registered(_look_once):
            bpy.app.timers.register(_look_once, first_interval=0.0)


def _look_once() -> None:
    if base_package in bpy.context.preferences.addons:
        look()


def forget() -> None:
    """What was known of this computer holds no more."""
    installed.forget()
    SETUP.facts = None


def watch() -> float | None:
    """A timer: which children have ended, and what the preferences show of the others."""
    enabled = base_package in bpy.context.preferences.addons
    changed = False
    for part, child in list(SETUP.children.items()):
        if not enabled:
            child.stop()
        if child.running:
            SETUP.lines[part] = child.progress()
            continue
        del SETUP.children[part]
        atexit.unregister(child.stop)
        if part == LOOK:
            told = child.told()
            for runtime in ("draft", "pixal3d") if enabled else ():
                installed.python(runtime)  # known from now on, so that drawing reads no disk
            SETUP.facts = told if isinstance(told, dict) and "runtimes" in told else {}
        elif part == DOCTOR:
            told = child.told()
            SETUP.findings = told if isinstance(told, list) else []
            measured.note_speed(SETUP.findings)
            if not SETUP.findings:
                SETUP.told[part] = (False, "The doctor did not answer: see the log.")
            elif SETUP.report and not Path(SETUP.report).is_file():
                SETUP.told[part] = (False, "The report could not be written there.")
                SETUP.report = ""
        else:
            done, words = child.answer()
            SETUP.told[part] = (done, words or "Stopped. What has come is kept; press it again.")
            changed = True
    if changed and enabled:
        forget()
        look()
        pump.forget()  # the worker may know by now that there are none
        prepared.look_again()  # by a model that came, perhaps
    redraw.areas("PREFERENCES")
    redraw.sidebars()
    return _INTERVAL if SETUP.children else None


def detach() -> None:
    """End all that runs; what has come stays."""
    for child in SETUP.children.values():
        child.stop()
        atexit.unregister(child.stop)
    SETUP.__init__()
    installed.forget()
    for timer in (watch, _look_once):
        if bpy.app.timers.is_registered(timer):
            bpy.app.timers.unregister(timer)
