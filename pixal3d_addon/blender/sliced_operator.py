"""Operators whose work takes long: a script waits for it, who presses a button does not."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Event

from ..core.errors import PixalError
from .problems.refused import refused
from .slices import Work, advance, exhaust

_SLICE, _INTERVAL = 0.008, 0.01  # seconds of work, and between two of them


class InSlices:
    """Before Operator. `working` is what it does; its last slice makes the change, and all is one
    step of undo. Esc gives it up.

    It ends by itself where another file is opened, since Blender ends its running operators.
    """

    _work: Any = None  # of `slices`
    _timer: Any = None

    def working(self, context: Context) -> Work | None:
        """Keeps nothing of `context`, and no data of Blender's between slices. None where there is
        nothing to do, which it has reported. Raises PixalError."""
        raise NotImplementedError

    def execute(self, context: Context) -> set[str]:
        try:
            work = self.working(context)
            if work is None:
                return {"CANCELLED"}
            exhaust(work)
        except PixalError as error:
            return refused(self, error)
        return {"FINISHED"}

    def invoke(self, context: Context, _event: Event) -> set[str]:
        if bpy.app.background or context.window is None:
            return self.execute(context)
        try:
            self._work = self.working(context)
        except PixalError as error:
            return refused(self, error)
        if self._work is None:
            return {"CANCELLED"}
        manager = context.window_manager
        self._timer = manager.event_timer_add(_INTERVAL, window=context.window)
        manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: Context, event: Event) -> set[str]:
        if event.type == "ESC":
            self.cancel(context)
            return {"CANCELLED"}
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        try:
            ended, _ = advance(self._work, _SLICE)
        except PixalError as error:
            self.cancel(context)
            return refused(self, error)
        if not ended:
            return {"PASS_THROUGH"}
        self.cancel(context)
        return {"FINISHED"}

    def cancel(self, context: Context) -> None:
        if self._timer is not None:
            context.window_manager.event_timer_remove(self._timer)
        if self._work is not None:
            self._work.close()
        self._work = self._timer = None
