"""The preferences' parts: a line each of what is there, with the button that mends it."""

import re
from typing import Any

import bpy
from bpy.types import AddonPreferences, Context, UILayout

from . import numpy_finder, setup_jobs
from .jobs import STATE
from .setup_jobs import DOCTOR, SETUP
from .wrap import wrap

_SHARE = re.compile(r"([\d.]+) of ([\d.]+) GB")
_NAME = 0.2  # of the width, for a part's name
_STATES = {
    "missing": ("Not installed", "RADIOBUT_OFF"),
    "broken": ("Half-made: install goes on", "ERROR"),
    "outdated": ("Of an earlier version, or incomplete", "ERROR"),
    "ready": ("Installed", "CHECKMARK"),
}


def draw_parts(layout: UILayout, preferences: AddonPreferences, context: Context) -> None:
    """Draft, Pixal3D, device, weights."""
    setup_jobs.look_soon()
    box = layout.box().column()
    facts = SETUP.facts
    if not facts:
        text = (
            "Looking at this computer" if facts is None else "This computer could not be looked at"
        )
        row = box.row()
        row.label(text=text)
        row.operator("pixal3d.detect", text="", icon="FILE_REFRESH")
        return
    runtimes = facts["runtimes"]
    _draw_runtime(box, "draft", "Draft", runtimes["draft"], context)
    _draw_runtime(box, "pixal3d", "Pixal3D", runtimes["pixal3d"], context, preferences.runtime)
    plan = runtimes["pixal3d"]["plan"]
    row = _line(box, "Device")
    device = plan.get("device", "")
    row.label(text=device[:1].upper() + device[1:], icon="MEMORY", translate=False)
    row.operator("pixal3d.detect", text="", icon="FILE_REFRESH")
    for line in wrap(plan.get("note", ""), context, beside=30):
        _line(box, "").label(text=line, icon="BLANK1", translate=False)
    for name, told in facts["weights"].items():
        _draw_weights(box, name, told, context)
    if not bpy.app.online_access and not preferences.wheels:
        row = box.row()
        row.label(
            text="Blender may not go online: allow it in System, Network", icon="INTERNET_OFFLINE"
        )


def _draw_runtime(
    layout: UILayout, name: str, label: str, told: dict[str, Any], context: Context, named: str = ""
) -> None:
    part = f"runtime {name}"
    row = _line(layout, label)
    if part in SETUP.children:
        _draw_progress(row, part)
        return
    state = told["state"]
    text, icon = _STATES[state]
    if name == "draft" and state == "missing":
        text, icon = "Built in. Its tools for finishing are not installed", "CHECKMARK"
        if numpy_finder.lacking():
            text, icon = "This Blender has no NumPy: Install brings it", "ERROR"
    if named:
        text, icon = f"Runs in the runtime that is named below. {_spoken()}", "CHECKMARK"
    elif name == "pixal3d" and state == "ready":
        text = f"{text}. {_spoken()}".rstrip()
    buttons = _buttons_after(row, text, icon)
    if named:
        return
    if state == "ready":
        repair = buttons.operator("pixal3d.set_up_runtime", text="", icon="TOOL_SETTINGS")
        repair.runtime, repair.action = name, "repair"
    else:
        label = {"outdated": "Update", "broken": "Repair"}.get(state, "Install")
        install = buttons.operator("pixal3d.set_up_runtime", text=label, icon="IMPORT")
        install.runtime, install.action = name, "install"
    if state != "missing":
        buttons.operator("pixal3d.remove_runtime", text="", icon="TRASH").runtime = name
    _draw_told(layout, part, context)


def _spoken() -> str:
    """What the runtime itself said, when it was started."""
    if STATE.checking or "pixal3d" not in STATE.engines:
        return ""
    why = STATE.engines["pixal3d"]
    return why[:1].upper() + why[1:] if why else "It runs"


def _draw_weights(layout: UILayout, name: str, told: dict[str, Any], context: Context) -> None:
    part = f"weights {name}"
    row = _line(layout, "Weights" if name == "pixal3d" else "Several Views")
    if part in SETUP.children:
        _draw_progress(row, part)
        return
    begun = 0 < told["missing"] < told["files"]
    size = f"{told['missing_bytes'] / 1e9:.1f} GB"
    if not told["missing"]:
        buttons = _buttons_after(row, "Downloaded", "CHECKMARK")
    elif begun:
        buttons = _buttons_after(row, f"Incomplete: {size} are missing", "ERROR")
    else:
        buttons = _buttons_after(row, f"Not downloaded: {size}", "RADIOBUT_OFF")
    if told["missing"]:
        buttons.operator("pixal3d.download_weights", icon="IMPORT").weights = name
    if told["missing"] < told["files"]:
        buttons.operator("pixal3d.remove_weights", text="", icon="TRASH").weights = name
    _draw_told(layout, part, context)


def _draw_progress(row: UILayout, part: str) -> None:
    """What runs: the share that it tells, and a button that stops it."""
    line = SETUP.children[part].progress() or "Beginning"
    share = _SHARE.search(line)
    if share and float(share[2]):
        factor = min(float(share[1]) / float(share[2]), 1.0)
        row.progress(factor=factor, text=line, translate=False)
    else:
        row.label(text=line, icon="SORTTIME", translate=False)
    row.operator("pixal3d.stop_setup", text="", icon="X").part = part


def _draw_told(layout: UILayout, part: str, context: Context) -> None:
    """What the last one ended with, where that was no success: the line above shows those."""
    done, words = SETUP.told.get(part, (True, ""))
    if done:
        return
    for number, line in enumerate(wrap(words, context, beside=30)):
        icon = "BLANK1" if number else "ERROR"
        _line(layout, "").label(text=line, icon=icon, translate=False)


def _line(layout: UILayout, name: str) -> UILayout:
    """A row of `layout` with a part's name before it."""
    split = layout.split(factor=_NAME)
    label = split.row()
    label.alignment = "RIGHT"
    label.label(text=name)
    return split.row()


def _buttons_after(row: UILayout, text: str, icon: str) -> UILayout:
    """Where buttons go, right of a label."""
    split = row.split(factor=0.72)
    split.label(text=text, icon=icon)
    buttons = split.row(align=True)
    buttons.alignment = "RIGHT"
    return buttons


def draw_doctor(layout: UILayout, context: Context) -> None:
    """The doctor's button, what it found, and what else tells more."""
    row = layout.row(align=True)
    if DOCTOR in SETUP.children:
        row.label(text="The doctor looks", icon="SORTTIME")
        row.operator("pixal3d.stop_setup", text="", icon="X").part = DOCTOR
    else:
        row.operator("pixal3d.doctor", icon="VIEWZOOM")
    row.operator("pixal3d.open_logs", icon="TEXT")
    row.operator("pixal3d.open_licenses", icon="INFO")
    _draw_told(layout, DOCTOR, context)
    if not SETUP.findings:
        return
    box = layout.box().column(align=True)
    row = box.row(align=True)
    row.label(text="Doctor")
    row.operator("pixal3d.copy_doctor", icon="COPYDOWN")
    row.operator("pixal3d.close_doctor", text="", icon="X")
    for finding in SETUP.findings:
        words = f"{finding['name']}: {finding['text']} {finding['remedy']}".rstrip()
        for number, line in enumerate(wrap(words, context)):
            icon = "BLANK1" if number else ("CHECKMARK" if finding["ok"] else "ERROR")
            box.label(text=line, icon=icon, translate=False)
