"""Copy Details: all that is needed to report a problem, without private paths and names."""

import json
import platform
from pathlib import Path

import bpy
from bpy.types import Context, Operator

from ...core.errors import Problem
from ..jobs.state import STATE, Job
from ..setup import preferences
from .remedies import failed_job

_LAST = 16_384  # bytes of the log, and of these at most so many lines:
_LINES = 40


class PIXAL3D_OT_copy_details(Operator):
    bl_idname = "pixal3d.copy_details"
    bl_label = "Copy Details"
    bl_description = (
        "Put the problem, the settings, versions and the end of the log on the clipboard, to "
        "report it. Private paths and names are left out"
    )

    @classmethod
    def poll(cls, _context: Context) -> bool:
        if STATE.problem is None:
            cls.poll_message_set("There is no problem")
            return False
        return True

    def execute(self, context: Context) -> set[str]:
        context.window_manager.clipboard = details(STATE.problem, failed_job())
        self.report({"INFO"}, "Copied: read it before you send it")
        return {"FINISHED"}


def details(problem: Problem, job: Job | None) -> str:
    """The report, fit to be shown to others."""
    from ...core.masked import masked  # both here: enabling must be quick
    from ...core.version import version

    runtime = "a runtime" if preferences.runtime_path() else "no runtime"
    parts = [
        f"{problem.code}: {problem.message}\n{problem.remedy}",
        f"Pixal3D {version()}, Blender {bpy.app.version_string}, Python "
        f"{platform.python_version()}\n{platform.platform()}\n{_graphics()}\n{runtime}; "
        + "; ".join(f"{name}: {why or 'ready'}" for name, why in STATE.engines.items()),
    ]
    settings = getattr(job and job.message, "settings", None)
    if settings is not None:
        parts.append(f"Settings: {json.dumps(settings)}")
    log = _end_of(preferences.log_file())
    if log:
        parts.append(f"The log ends:\n{log}")
    return masked("\n\n".join(parts)) + "\n"


def _graphics() -> str:
    """What Blender draws with."""
    if bpy.app.background:
        return "no window"
    import gpu

    return f"{gpu.platform.renderer_get()}, {gpu.platform.version_get()}"


def _end_of(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(log.stat().st_size - _LAST, 0))
            lines = file.read(_LAST).decode(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-_LINES:])


CLASSES = (PIXAL3D_OT_copy_details,)
