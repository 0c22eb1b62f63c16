"""How far a job is: stage weights and steps in, a fraction that never falls and an ETA out."""

import time
from collections.abc import Callable, Mapping

_SURE_SECONDS = 0.5  # before this much work an ETA would be a guess
_SURE_FRACTION = 0.02


class ProgressClock:
    """`plan` the stages once their weights are known, then `at` for every step."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._started = now()
        self._spans: dict[str, tuple[float, float]] = {}
        self._fraction = 0.0

    def plan(self, stages: Mapping[str, float]) -> None:
        """The stages in order, each with its share of the time in any unit."""
        total = sum(max(weight, 0.0) for weight in stages.values()) or 1.0
        begin = 0.0
        self._spans = {}
        for stage, weight in stages.items():
            end = begin + max(weight, 0.0) / total
            self._spans[stage] = (begin, end)
            begin = end

    def at(self, stage: str, step: int, total: int) -> tuple[float, float]:
        """(fraction of the whole job in 0..1, seconds left or -1 while unknown).

        A stage that was not planned leaves the fraction where it is.
        """
        begin, end = self._spans.get(stage, (self._fraction, self._fraction))
        part = min(max(step / total, 0.0), 1.0) if total > 0 else 0.0
        self._fraction = min(max(self._fraction, begin + (end - begin) * part), 1.0)
        elapsed = self._now() - self._started
        if elapsed < _SURE_SECONDS or self._fraction < _SURE_FRACTION:
            return self._fraction, -1.0
        return self._fraction, elapsed * (1.0 - self._fraction) / self._fraction
