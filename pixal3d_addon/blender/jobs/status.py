"""The running job in the status bar, which every workspace has; and that one has failed."""

import bpy
from bpy.types import Context, Header

from ..say import say, told
from .state import STATE, WAITING, Job

_WIDTH = 14  # of the bar, in units of a button's height


def _draw(header: Header, _context: Context) -> None:
    if STATE.job is not None:
        _draw_running(header, STATE.job)
    if any(job.problem is STATE.problem is not None for job in STATE.queue):
        row = header.layout.row(align=True)
        row.label(text=told(STATE.problem.message), icon="ERROR", translate=False)
        row.operator("pixal3d.dismiss", text="", icon="X", emboss=False)


def _draw_running(header: Header, job: Job) -> None:
    row = header.layout.row(align=True)
    bar = row.row(align=True)
    bar.ui_units_x = _WIDTH
    bar.progress(factor=job.fraction, text=job.line())
    row.operator("pixal3d.cancel", text="", icon="CANCEL")
    waiting = sum(other.state == WAITING for other in STATE.queue)
    more = " · " + say("{count} more", count=waiting) if waiting else ""
    header.layout.label(text=f"{job.name}{more}", translate=False)


def redraw() -> None:
    """Draw every status bar again.

    They are in no list of areas. Clearing their text does it, and is harmless where no tool runs
    whose text it could be.
    """
    if bpy.app.background:
        return
    for window in bpy.context.window_manager.windows:
        if not window.modal_operators:
            with bpy.context.temp_override(window=window):
                window.workspace.status_text_set_internal(None)


def attach() -> None:
    bpy.types.STATUSBAR_HT_header.prepend(_draw)


def detach() -> None:
    bpy.types.STATUSBAR_HT_header.remove(_draw)
