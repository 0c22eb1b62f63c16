"""The running job and the last failure: plain values in this module, never in the scene."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import Problem

if TYPE_CHECKING:
    from ..core.messages import Progress


@dataclass
class Job:
    """One press of Generate.

    scene: name of the scene to add to, empty for whichever is open. pixels: the job's own folder
    of input files. result: its folder once made. waiting: why it is not in the scene yet.
    """

    name: str
    scene: str
    pixels: Path
    id: str = field(default_factory=lambda: os.urandom(8).hex())
    stage: str = "Starting"
    fraction: float = 0.0
    eta: float = -1.0
    result: Path | None = None
    waiting: str = ""
    asked_to_stop: float = 0.0  # time.monotonic, 0 while wanted

    def take(self, message: Progress) -> None:
        self.stage, self.eta = message.stage, message.eta
        self.fraction = min(max(message.fraction, self.fraction), 1.0)

    def line(self) -> str:
        """What the progress bar says."""
        if self.asked_to_stop:
            return "Canceling"
        if self.waiting:
            return self.waiting
        left = f" · {self.eta:.0f} s left" if self.eta >= 1.0 else ""
        return f"{self.stage}{left}"

    def overdue(self) -> float:
        """Seconds since it was asked to stop."""
        return time.monotonic() - self.asked_to_stop if self.asked_to_stop else 0.0


@dataclass
class State:
    """job: the one that runs. problem: why the last one failed, until the next. engines: what
    the worker said can run, name → "" or why not; empty before it first ran."""

    job: Job | None = None
    problem: Problem | None = None
    engines: dict[str, str] = field(default_factory=dict)


STATE = State()
