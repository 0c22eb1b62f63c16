"""The preferences' parts: a line each of what is there, with the button that mends it."""

import re
from typing import Any

import bpy
from bpy.app.translations import pgettext_n as n_
from bpy.types import AddonPreferences, Context, UILayout

from ...core.errors import short_path
from ...core.library import in_words
from ..jobs.state import STATE
from ..say import capital, say, told
from ..wrap import wrap
from . import jobs as setup_jobs
from . import numpy_finder
from .jobs import DOCTOR, SETUP

_SHARE = re.compile(r"([\d.]+) of ([\d.]+) GB")
_PERCENT = re.compile(r"\b(\d{1,2})%")
_NAME = 0.2  # of the width, for a part's name
_STATES = {
    "missing": (n_("Not installed"), "RADIOBUT_OFF"),
    "broken": (n_("Half-made: install goes on"), "ERROR"),
    "outdated": (n_("Of an earlier version, or incomplete"), "ERROR"),
    "ready": (n_("Installed"), "CHECKMARK"),
}


def draw_parts(layout: UILayout, preferences: AddonPreferences, context: Context) -> None:
    """Draft, Pixal3D, device, weights."""
    setup_jobs.look_soon()
    box = layout.box().column()
    facts = SETUP.facts
    if not facts:
        text = (
            say("Looking at this computer")
            if facts is None
            else say("This computer could not be looked at")
        )
        row = box.row()
        row.label(text=text)
        row.operator("pixal3d.detect", text="", icon="FILE_REFRESH")
        return
    runtimes = facts["runtimes"]
    _draw_runtime(box, "draft", "Draft", runtimes["draft"], context)
    _draw_runtime(box, "pixal3d", "Pixal3D", runtimes["pixal3d"], context, preferences.runtime)
    plan = runtimes["pixal3d"]["plan"]
    row = _line(box, say("Device"))
    row.label(text=capital(told(plan.get("device", ""))), icon="MEMORY", translate=False)
    row.operator("pixal3d.detect", text="", icon="FILE_REFRESH")
    for line in wrap(told(plan.get("note", "")), context, beside=30):
        _line(box, "").label(text=line, icon="BLANK1", translate=False)
    _draw_weights(box, "background", say("Background Removal"), facts, context)
    _draw_weights(box, "pixal3d", say("Weights"), facts, context)
    _draw_weights(box, "several-views", say("Several Views"), facts, context)
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
        draw_download(row, part)
        return
    state = told["state"]
    text, icon = _STATES[state]
    text = say(text)
    if name == "draft" and state == "missing":
        text = say("Built in. Its tools for finishing are not installed")
        icon = "CHECKMARK"
        if numpy_finder.lacking():
            text, icon = say("This Blender has no NumPy: Install brings it"), "ERROR"
    if named:
        text = f"{say('Runs in the runtime that is named below.')} {_spoken()}"
        icon = "CHECKMARK"
    elif name == "pixal3d" and state == "ready":
        text = f"{text}. {_spoken()}" if _spoken() else text
    buttons = _buttons_after(row, text, icon)
    if named:
        return
    if state == "ready":
        repair = buttons.operator("pixal3d.set_up_runtime", text="", icon="TOOL_SETTINGS")
        repair.runtime, repair.action = name, "repair"
    else:
        label = {"outdated": n_("Update"), "broken": n_("Repair")}.get(state, n_("Install"))
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
    return capital(told(why)) if why else say("It runs")


def _draw_weights(
    layout: UILayout, name: str, label: str, facts: dict[str, Any], context: Context
) -> None:
    part, told = f"weights {name}", facts["weights"][name]
    row = _line(layout, label)
    if part in SETUP.children:
        draw_download(row, part)
        return
    begun = 0 < told["missing"] < told["files"]
    size = in_words(told["missing_bytes"])
    if not told["missing"] and name == "background" and not _runs_background(facts):
        lacks = say("Downloaded, but needs Draft's runtime")
        buttons = _buttons_after(row, lacks, "ERROR")
    elif not told["missing"]:
        buttons = _buttons_after(row, say("Downloaded"), "CHECKMARK")
        if told["halvable"]:
            text = say("Free {size}", size=in_words(told["halvable"]))
            buttons.operator(
                "pixal3d.convert_weights", text=text, icon="FULLSCREEN_EXIT", translate=False
            ).weights = name
    elif begun:
        buttons = _buttons_after(row, say("Incomplete: {size} are missing", size=size), "ERROR")
    else:
        text = say("Not downloaded: {size}", size=size)
        if told["hub_bytes"]:
            text = say("Not downloaded: {size}, the rest is in Hugging Face's cache", size=size)
        buttons = _buttons_after(row, text, "RADIOBUT_OFF")
    if told["missing"]:
        buttons.operator("pixal3d.download_weights", icon="IMPORT").weights = name
    else:
        repair = buttons.operator("pixal3d.repair_weights", text="", icon="TOOL_SETTINGS")
        repair.weights = name
    if told["missing"] < told["files"]:
        buttons.operator("pixal3d.remove_weights", text="", icon="TRASH").weights = name
    _draw_told(layout, part, context)


def _runs_background(facts: dict[str, Any]) -> bool:
    """Whether a runtime that is installed has what runs the background model."""
    return any(told["state"] == "ready" for told in facts["runtimes"].values())


def draw_download(row: UILayout, part: str) -> None:
    """What runs: the share that it tells, and a button that stops it."""
    line = SETUP.lines.get(part, "")
    share, percent = _SHARE.search(line), _PERCENT.search(line)
    if (share and float(share[2])) or percent:
        factor = min(float(share[1]) / float(share[2]), 1.0) if share else int(percent[1]) / 100
        row.progress(factor=factor, text=told(line), translate=False)
    else:
        row.label(text=told(line) or say("Beginning"), icon="SORTTIME", translate=False)
    row.operator("pixal3d.stop_setup", text="", icon="X").part = part


def _draw_told(layout: UILayout, part: str, context: Context) -> None:
    """What the last one ended with, where that was no success: the line above shows those."""
    done, words = SETUP.told.get(part, (True, ""))
    if done:
        return
    for number, line in enumerate(wrap(told(words), context, beside=30)):
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
        row.operator("pixal3d.save_report", icon="FILE_TICK")
    row.operator("pixal3d.open_logs", icon="TEXT")
    row.operator("pixal3d.open_licenses", icon="INFO")
    _draw_told(layout, DOCTOR, context)
    if not SETUP.findings:
        return
    box = layout.box().column(align=True)
    row = box.row(align=True)
    row.label(text="Doctor")
    if SETUP.report:
        text = say("Saved: {path}", path=short_path(SETUP.report))
        row.label(text=text, icon="CHECKMARK", translate=False)
    row.operator("pixal3d.copy_doctor", icon="COPYDOWN")
    row.operator("pixal3d.close_doctor", text="", icon="X")
    for finding in SETUP.findings:
        words = told(f"{finding['text']} {finding['remedy']}".rstrip())
        words = f"{told(finding['name'])}: {words}"
        for number, line in enumerate(wrap(words, context)):
            icon = "BLANK1" if number else ("CHECKMARK" if finding["ok"] else "ERROR")
            box.label(text=line, icon=icon, translate=False)
