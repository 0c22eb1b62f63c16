"""A report that keeps what it hears, and stops the job where it is told to."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from pixal3d_addon.core import safetensors
from pixal3d_addon.core.errors import Cancelled
from pixal3d_addon.core.progress import ProgressClock


class Told:
    def __init__(self, cancel_at: str = "") -> None:
        """cancel_at: the stage at whose second report the user has asked to stop; "" for none."""
        self.plans: list[Mapping[str, float]] = []
        self.steps: list[tuple[str, int, int]] = []
        self.fractions: list[float] = []
        self.previews: list[tuple[str, dict[str, np.ndarray]]] = []
        self._clock, self._cancel_at = ProgressClock(), cancel_at

    @property
    def stages(self) -> list[str]:
        """In the order in which they began."""
        return list(dict.fromkeys(stage for stage, _, _ in self.steps))

    def plan(self, stages: Mapping[str, float]) -> None:
        self.plans.append(stages)
        self._clock.plan(stages)

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None:
        self.steps.append((stage, step, total))
        self.fractions.append(self._clock.at(stage, step, total)[0])
        if stage == self._cancel_at and sum(name == stage for name, _, _ in self.steps) == 2:
            raise Cancelled

    def preview(self, kind: str, path: Path) -> None:
        if path.suffix == ".safetensors":
            arrays = {name: array.copy() for name, array in safetensors.load(path).items()}
            self.previews.append((kind, arrays))
