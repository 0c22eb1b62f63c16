"""Buttons of the preferences: install, repair, remove, download, doctor."""

from typing import Any

import bpy
from bpy.props import EnumProperty, StringProperty
from bpy.types import Context, Event, Operator, OperatorProperties

from ...core.library import in_words
from ..jobs import child
from ..jobs.state import STATE
from ..say import capital, say, told
from ..wrap import wrap_in
from . import installed, preferences
from . import jobs as setup_jobs
from .jobs import SETUP

_RUNTIMES = (
    ("draft", "Draft", "Libraries for finishing: levels of detail, fewer faces, more formats"),
    ("pixal3d", "Pixal3D", "PyTorch for this computer's graphics card, and what Pixal3D needs"),
)
_ACTIONS = (
    ("install", "Install", "Install it, or go on with it; shows what, how large and where first"),
    ("repair", "Repair", "Look at every file, and make it anew where one is damaged"),
)
WIDTH = 560


def _offline_reason() -> str:
    """Why nothing can be fetched; empty where it can."""
    if bpy.app.online_access or preferences.wheels_folder():
        return ""
    return say(
        "Allow Online Access in Preferences, System, Network first, or choose a folder of Wheels"
    )


def _facts(runtime: str) -> dict[str, Any] | None:
    return (SETUP.facts or {}).get("runtimes", {}).get(runtime)


def _can_show(operator: Operator) -> bool:
    """Whether its dialog has something to show. Where nobody has looked at this computer yet, as in
    a search before the preferences were open, that is begun and said."""
    if _facts(operator.runtime):
        return True
    setup_jobs.look()
    operator.report({"WARNING"}, "This computer is being looked at first: try again in a moment")
    return False


class PIXAL3D_OT_set_up_runtime(Operator):
    bl_idname = "pixal3d.set_up_runtime"
    bl_label = "Set Up Runtime"
    bl_description = "Install or repair what an engine runs in"

    runtime: EnumProperty(name="Runtime", items=_RUNTIMES, default="draft")
    action: EnumProperty(name="Action", items=_ACTIONS, default="install")

    @classmethod
    def description(cls, _context: Context, properties: OperatorProperties) -> str:
        return say(next(text for name, _, text in _ACTIONS if name == properties.action))

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if reason := _offline_reason():
            cls.poll_message_set(reason)
            return False
        return True

    @property
    def part(self) -> str:
        return f"runtime {self.runtime}"

    def invoke(self, context: Context, _event: Event) -> set[str]:
        if not _can_show(self):
            return {"CANCELLED"}
        label = say(next(label for name, label, _ in _ACTIONS if name == self.action))
        title = f"{label}: {'Pixal3D' if self.runtime == 'pixal3d' else 'Draft'}"
        return context.window_manager.invoke_props_dialog(
            self, width=WIDTH, title=title, confirm_text=label
        )

    def draw(self, _context: Context) -> None:
        column = self.layout.column(align=True)
        known = _facts(self.runtime)
        if known is None:  # something has ended meanwhile: it is looked at again
            column.label(text="This computer is still being looked at")
            return
        for name, text in known["plan"].items():
            split = column.split(factor=0.16)
            split.label(text=capital(told(name)), translate=False)
            lines = split.column(align=True)
            for line in wrap_in(told(text), WIDTH * 0.8):
                lines.label(text=line, translate=False)
        if known["problem"]:
            problem = f"{known['problem']['message']} {known['problem']['remedy']}"
            for line in wrap_in(told(problem), WIDTH):
                column.label(text=line, icon="ERROR", translate=False)

    def execute(self, _context: Context) -> set[str]:
        if self.action != "install" and not idle(self):
            return {"CANCELLED"}
        command = ["setup", self.action, self.runtime, "--home", str(installed.home())]
        return begin(self, self.part, [*command, *preferences.source_options()])


class PIXAL3D_OT_remove_runtime(Operator):
    bl_idname = "pixal3d.remove_runtime"
    bl_label = "Remove"
    bl_description = "Delete this runtime with all that belongs to it"

    runtime: EnumProperty(name="Runtime", items=_RUNTIMES, default="draft")

    def invoke(self, context: Context, _event: Event) -> set[str]:
        if not _can_show(self):
            return {"CANCELLED"}
        return context.window_manager.invoke_props_dialog(
            self, width=WIDTH, title=say("Remove"), confirm_text=say("Remove")
        )

    def draw(self, _context: Context) -> None:
        if known := _facts(self.runtime):
            size = in_words(known["bytes"])
            text = say("Delete {folder}, {size}", folder=known["folder"], size=size)
            self.layout.label(text=text, translate=False)

    def execute(self, _context: Context) -> set[str]:
        if not idle(self):
            return {"CANCELLED"}
        command = ["setup", "remove", self.runtime, "--home", str(installed.home())]
        return begin(self, f"runtime {self.runtime}", command)


class PIXAL3D_OT_stop_setup(Operator):
    bl_idname = "pixal3d.stop_setup"
    bl_label = "Stop"
    bl_description = "Stop it; what has come is kept"

    part: StringProperty(name="Part")

    def execute(self, _context: Context) -> set[str]:
        setup_jobs.stop(self.part)
        return {"FINISHED"}


class PIXAL3D_OT_detect(Operator):
    bl_idname = "pixal3d.detect"
    bl_label = "Look Again"
    bl_description = "Look at this computer again: graphics card, runtimes, weights"

    def execute(self, _context: Context) -> set[str]:
        setup_jobs.forget()
        setup_jobs.look()
        return {"FINISHED"}


class PIXAL3D_OT_open_licenses(Operator):
    bl_idname = "pixal3d.open_licenses"
    bl_label = "Licenses"
    bl_description = "Show the licenses of all that is shipped, installed or downloaded"

    def execute(self, _context: Context) -> set[str]:
        return bpy.ops.wm.path_open(filepath=str(preferences.extension_file("THIRD_PARTY.txt")))


class PIXAL3D_OT_open_logs(Operator):
    bl_idname = "pixal3d.open_logs"
    bl_label = "Logs"
    bl_description = (
        "Open the folder with what the worker, the runtimes' set-up and downloads wrote"
    )

    def execute(self, _context: Context) -> set[str]:
        return bpy.ops.wm.path_open(filepath=str(preferences.own_folder("logs")))


def idle(operator: Operator) -> bool:
    """Whether no job uses runtimes and weights; an idle worker, which has them open, is ended."""
    if STATE.job is not None:
        operator.report({"ERROR"}, "A job is running: wait for it, or cancel it first")
        return False
    child.end()
    return True


def begin(operator: Operator, part: str, command: list[str], **options: object) -> set[str]:
    """Start `command` for `part`; what an operator returns."""
    if part in SETUP.children:
        operator.report({"ERROR"}, "It is being worked on already")
        return {"CANCELLED"}
    try:
        setup_jobs.start(part, command, **options)
    except OSError:
        operator.report({"ERROR"}, "It could not be started: the disk may be full")
        return {"CANCELLED"}
    return {"FINISHED"}


CLASSES = (
    PIXAL3D_OT_set_up_runtime,
    PIXAL3D_OT_remove_runtime,
    PIXAL3D_OT_stop_setup,
    PIXAL3D_OT_detect,
    PIXAL3D_OT_open_licenses,
    PIXAL3D_OT_open_logs,
)
