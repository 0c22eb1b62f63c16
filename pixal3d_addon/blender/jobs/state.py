"""The jobs and the last failure: plain values in this module, never in the scene."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import Problem
from ..say import say, told

if TYPE_CHECKING:
    from ...core.messages import Finish, Progress
    from ...core.messages import Job as Generate


# As `core.job_records` has them, which is imported with the first job.
WAITING, RUNNING, MADE, FAILED, INTERRUPTED = (
    "waiting", "running", "made", "failed", "interrupted",
)  # fmt: skip
Selection = tuple[frozenset[int], int]  # Blender's numbers of objects, and of the active one or 0
_MOST_STEPS = 100  # of a stage, to be shown one by one


@dataclass
class Job:
    """One press of Generate, or of Finish Again.

    scene: name of the scene to add to, empty for whichever is open. engine: what it is to run in,
    of `core.settings`. instead_of: name and folder of the result that is finished again. message:
    what the worker is asked. state: waiting, running, made, failed or interrupted. place: its order
    in the queue. problem: why it failed. result: its folder once made. waiting: why it is not in
    the scene yet.
    """

    name: str
    scene: str
    engine: str
    instead_of: tuple[str, str] = ("", "")
    message: Generate | Finish | None = None
    id: str = field(default_factory=lambda: os.urandom(8).hex())
    state: str = WAITING
    place: float = 0.0
    problem: Problem | None = None
    stage: str = "Starting"
    step: int = 0
    total: int = 1
    fraction: float = 0.0
    eta: float = -1.0
    memory: float = 0.0  # MB that the worker takes
    peak: float = 0.0  # the most that it took
    result: Path | None = None
    waiting: str = ""
    asked_to_stop: float = 0.0  # time.monotonic, 0 while wanted

    def take(self, message: Progress) -> None:
        self.stage, self.eta = message.stage, message.eta
        self.step, self.total = message.step, message.total
        self.memory = message.memory_mb
        self.peak = max(self.peak, self.memory)
        self.fraction = min(max(message.fraction, self.fraction), 1.0)

    def title(self) -> str:
        """What the queue calls it: its name, and the seed where another may be in the queue."""
        seed = getattr(self.message, "settings", {}).get("seed", 0)
        return say("{name} · seed {seed}", name=self.name, seed=seed) if seed else self.name

    def size(self) -> str:
        """The memory that it takes, empty while unknown."""
        return f"{self.memory / 1000:.1f} GB" if self.memory else ""

    def begin(self) -> None:
        """Forget how far it came before."""
        self.stage, self.step, self.total, self.fraction, self.eta = "Starting", 0, 1, 0.0, -1.0
        self.peak = 0.0
        self.memory, self.waiting, self.asked_to_stop, self.problem = 0.0, "", 0.0, None

    def line(self) -> str:
        """What the progress bar says."""
        if self.asked_to_stop:
            return say("Canceling")
        if self.waiting:
            return self.waiting
        return f"{told(self.stage)}{self._step()}{self._left()}"

    def _step(self) -> str:
        """Of the stage; what counts in bytes or rows is shown in hundredths."""
        if self.total <= 1:
            return ""
        if self.total <= _MOST_STEPS:
            return f" {self.step}/{self.total}"
        return f" {self.step / self.total:.0%}"

    def _left(self) -> str:
        if self.eta >= 100.0:
            return " · " + say("{minutes:.0f} min left", minutes=self.eta / 60)
        return " · " + say("{seconds:.0f} s left", seconds=self.eta) if self.eta >= 1.0 else ""

    def overdue(self) -> float:
        """Seconds since it was asked to stop."""
        return time.monotonic() - self.asked_to_stop if self.asked_to_stop else 0.0


@dataclass
class State:
    """job: the one that runs or, where no other is to, whose result waits for the scene. queue: it
    and all others, in order. reading: how many are asked for whose photos are read first. paused:
    whether no other is to begin. problem: why the last one failed, or which photos were refused,
    until something is asked for anew. checking: whether the runtime is being asked what can run in
    it. engines: what it said last, name → "" or why not; auto: what "auto" takes, and why; both
    empty while nothing is known of it. selection: as it was when the last job was asked for or
    added: where it is another one by then, the artist is at work with it."""

    job: Job | None = None
    queue: list[Job] = field(default_factory=list)
    reading: int = 0
    paused: bool = False
    problem: Problem | None = None
    checking: bool = False
    engines: dict[str, str] = field(default_factory=dict)
    auto: str = ""
    selection: Selection = (frozenset(), 0)


STATE = State()
