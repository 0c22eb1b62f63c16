"""Where a running job tells how far it is, and learns that it should stop."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ..core.errors import Cancelled
from ..core.memory import resident_mb
from ..core.messages import Preview, Progress
from ..core.progress import ProgressClock
from .streams import Outlet

_INTERVAL = 0.05  # seconds between two progress messages of one stage


class JobReport:
    """The `Report` of one job of the worker; every method raises `Cancelled` once asked to."""

    def __init__(self, job: str, outlet: Outlet, cancelled: Callable[[], bool]) -> None:
        self._job = job
        self._outlet = outlet
        self._cancelled = cancelled
        self._clock = ProgressClock()
        self._stage = ""
        self._sent = 0.0

    def plan(self, stages: Mapping[str, float]) -> None:
        """See `engine.interface.Report`."""
        self._check()
        self._clock.plan(stages)

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None:
        """See `engine.interface.Report`. Sends the first of a stage and at most 20 a second."""
        self._check()
        fraction, eta = self._clock.at(stage, step, total)
        now = time.monotonic()
        if stage != self._stage or now - self._sent >= _INTERVAL:
            self._outlet.offer(
                Progress(self._job, stage, int(step), int(total), fraction, eta, resident_mb())
            )
            self._stage, self._sent = stage, now

    def preview(self, kind: str, path: Path) -> None:
        """See `engine.interface.Report`."""
        self._check()
        self._outlet.send(Preview(self._job, kind, str(path)))

    def _check(self) -> None:
        if self._cancelled():
            raise Cancelled
