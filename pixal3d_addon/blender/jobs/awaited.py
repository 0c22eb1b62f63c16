"""Jobs that a script waits for: Blender without a window would never come to them."""

import time

from bpy.props import BoolProperty
from bpy.types import Operator

from .. import slices
from ..say import told
from ..unattended import unattended
from . import pump
from .state import STATE

_INTERVAL = 0.02  # seconds between two looks


class Awaited:
    """Before Operator, one that begins a job. `execute` returns what `settled` does."""

    wait: BoolProperty(
        name="Wait",
        description="For scripts: return when the object is in the scene",
        options={"SKIP_SAVE", "HIDDEN"},
    )

    def settled(self: Operator) -> set[str]:
        """Wait where that was asked for; what an operator returns then."""
        if not self.wait:
            if unattended():
                self.report(
                    {"WARNING"},
                    "Blender without a window runs no jobs by itself: ask with wait=True",
                )
            return {"FINISHED"}
        while (slices.busy() or STATE.job) and not (STATE.job and STATE.job.waiting):
            slices.tick()
            pump.tick()
            time.sleep(_INTERVAL)
        if STATE.job:
            self.report({"WARNING"}, STATE.job.waiting)
        elif STATE.paused:
            self.report({"WARNING"}, "The queue is paused")
        if STATE.problem:
            self.report({"ERROR"}, told(f"{STATE.problem.message} {STATE.problem.remedy}"))
            return {"CANCELLED"}
        return {"FINISHED"}
