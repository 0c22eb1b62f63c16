"""The jobs that wait, run or failed, each with what can be done about it."""

from bpy.types import Context, Panel, UILayout

from ..panels import InTab
from ..say import say
from . import queue
from .state import FAILED, INTERRUPTED, MADE, RUNNING, STATE, WAITING, Job

_ICONS = {
    WAITING: "TIME", RUNNING: "PLAY", MADE: "CHECKMARK", FAILED: "ERROR", INTERRUPTED: "UNLINKED",
}  # fmt: skip
_SHOWN = 20


class PIXAL3D_PT_queue(InTab, Panel):
    bl_label = "Queue"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        return STATE.paused or any(job is not STATE.job for job in STATE.queue)

    def draw(self, _context: Context) -> None:
        layout = self.layout
        buttons = layout.column(align=True)
        row = buttons.row(align=True)
        if STATE.paused:
            row.operator("pixal3d.queue_resume", icon="PLAY")
        else:
            row.operator("pixal3d.queue_pause", icon="PAUSE")
        row.operator("pixal3d.queue_clear", text="", icon="TRASH")
        if any(map(queue.over, STATE.queue)):
            buttons.operator("pixal3d.queue_retry_all", icon="FILE_REFRESH")
        waiting = next((job.waiting for job in STATE.queue if job.waiting), "")
        if waiting and STATE.job and not STATE.job.waiting:  # else its bar says so
            layout.label(text=waiting, icon="INFO", translate=False)
        column = layout.column(align=True)
        for job in STATE.queue[:_SHOWN]:
            _draw_job(column.row(align=True), job)
        if len(STATE.queue) > _SHOWN:
            column.label(text=say("{count} more", count=len(STATE.queue) - _SHOWN), icon="BLANK1")


def _draw_job(row: UILayout, job: Job) -> None:
    if job.problem:
        why = row.operator("pixal3d.queue_job", text="", icon=_ICONS[job.state], emboss=False)
        why.job, why.action = job.id, "WHY"
        row.label(text=job.title(), translate=False)
    else:
        row.label(text=job.title(), icon=_ICONS[job.state], translate=False)
    if job is STATE.job:
        row.label(text=f"{job.fraction:.0%}", translate=False)
        return
    for action in ("RETRY",) if queue.over(job) else ("UP", "DOWN"):
        icon = {"RETRY": "FILE_REFRESH", "UP": "TRIA_UP", "DOWN": "TRIA_DOWN"}[action]
        button = row.operator("pixal3d.queue_job", text="", icon=icon)
        button.job, button.action = job.id, action
    menu = row.operator_menu_enum("pixal3d.queue_job", "action", text="", icon="DOWNARROW_HLT")
    menu.job = job.id


CLASSES = (PIXAL3D_PT_queue,)
