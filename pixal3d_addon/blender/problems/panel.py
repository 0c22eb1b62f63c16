"""What went wrong, in the panel: a sentence, what helps, and buttons that do it."""

from bpy.types import Context, UILayout

from .... import __package__ as base_package
from ...core.errors import Problem
from ...core.known_errors import actions
from ..say import told
from ..setup.jobs import SETUP
from ..setup.panel import draw_download
from ..wrap import wrap
from .remedies import BUTTONS, failed_job


def draw_problem(layout: UILayout, context: Context, problem: Problem) -> None:
    """In the place where it stands until it is dismissed, or something is asked for anew."""
    box = layout.box()
    row = box.row()
    column = row.column(align=True)
    column.alert = True
    for number, line in enumerate(wrap(told(problem.message), context, beside=10)):
        column.label(text=line, icon="BLANK1" if number else "ERROR", translate=False)
    row.operator("pixal3d.dismiss", text="", icon="X", emboss=False)
    column = box.column(align=True)
    for line in wrap(told(problem.remedy), context):
        column.label(text=line, translate=False)
    draw_background_coming(box)
    _draw_buttons(box.column(align=True), problem)
    row = box.row(align=True)
    row.operator("pixal3d.open_log", icon="TEXT")
    row.operator("pixal3d.copy_details", icon="COPYDOWN")


def draw_background_coming(layout: UILayout) -> None:
    """What the button Get Background Model has begun, while it runs."""
    for part in ("weights background", "runtime draft"):
        if part in SETUP.children:
            draw_download(layout.row(), part)


def _draw_buttons(column: UILayout, problem: Problem) -> None:
    for action in actions(problem.code):
        if action == "retry" and failed_job() is None:
            continue  # nothing had begun: Generate does it
        operator, icon = BUTTONS[action]
        if action == "preferences":
            column.operator(operator, text="Preferences", icon=icon).module = base_package
        else:
            column.operator(operator, icon=icon)
