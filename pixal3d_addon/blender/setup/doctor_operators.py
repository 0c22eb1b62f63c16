"""Buttons of the preferences for the doctor: ask, copy, save a report, close."""

from pathlib import Path

import bpy
from bpy.props import StringProperty
from bpy.types import Context, Event, Operator

from . import installed, preferences
from . import jobs as setup_jobs
from .jobs import SETUP
from .operators import begin


class PIXAL3D_OT_doctor(Operator):
    bl_idname = "pixal3d.doctor"
    bl_label = "Doctor"
    bl_description = "Check all that Pixal3D needs, and say what helps where something is wrong"

    def execute(self, _context: Context) -> set[str]:
        return _ask(self, [])


class PIXAL3D_OT_copy_doctor(Operator):
    bl_idname = "pixal3d.copy_doctor"
    bl_label = "Copy"
    bl_description = "Copy what the doctor found, without private paths and names"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        return bool(SETUP.findings)

    def execute(self, context: Context) -> set[str]:
        from ...core.masked import masked

        lines = [
            f"{'ok' if finding['ok'] else '!!'} {finding['name']}: {finding['text']} "
            f"{finding['remedy']}".rstrip()
            for finding in SETUP.findings
        ]
        context.window_manager.clipboard = masked("\n".join(lines))
        return {"FINISHED"}


class PIXAL3D_OT_close_doctor(Operator):
    bl_idname = "pixal3d.close_doctor"
    bl_label = "Close"
    bl_description = "Hide what the doctor found"

    def execute(self, _context: Context) -> set[str]:
        SETUP.findings = []
        return {"FINISHED"}


class PIXAL3D_OT_save_report(Operator):
    bl_idname = "pixal3d.save_report"
    bl_label = "Save Report"
    bl_description = (
        "Write what the doctor finds and the ends of the logs into a zip, to report a problem. "
        "Private paths, names and tokens are left out"
    )

    filepath: StringProperty(subtype="FILE_PATH", options={"HIDDEN", "SKIP_SAVE"})
    filter_glob: StringProperty(default="*.zip", options={"HIDDEN"})
    check_existing: bpy.props.BoolProperty(default=True, options={"HIDDEN"})

    def invoke(self, context: Context, _event: Event) -> set[str]:
        self.filepath = str(Path.home() / "pixal3d-report.zip")
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, _context: Context) -> set[str]:
        target = Path(bpy.path.abspath(self.filepath)).absolute()
        if target.suffix.lower() != ".zip":
            target = target.with_name(target.name + ".zip")
        logs = sorted(preferences.own_folder("logs").glob("*.log"))
        told = [word for log in logs for word in ("--log", str(log))]
        done = _ask(self, ["--bundle", str(target), *told])
        if done == {"FINISHED"}:
            SETUP.report = str(target)
        return done


def _ask(operator: Operator, more: list[str]) -> set[str]:
    """Have the doctor look, in the Python that has the most."""
    SETUP.findings, SETUP.report = [], ""
    chosen = preferences.weights()
    command = ["doctor", *(["--weights", chosen] if chosen else []), *more]
    for folder in (preferences.results_folder(), installed.home()):
        command += ["--folder", str(folder)]
    python = installed.python("pixal3d") or installed.python("draft")
    return begin(operator, setup_jobs.DOCTOR, command, python=python)


CLASSES = (
    PIXAL3D_OT_doctor,
    PIXAL3D_OT_copy_doctor,
    PIXAL3D_OT_save_report,
    PIXAL3D_OT_close_doctor,
)
