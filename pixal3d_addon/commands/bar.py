"""A `Report` for people: a progress bar on a terminal, a line a stage anywhere else."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from ..core.progress import ProgressClock

_WIDTH = 30


class Bar:
    """Draws on `stream`; leave it as a context so that the bar is wiped before other output."""

    def __init__(self, stream: TextIO, title: str) -> None:
        self._stream = stream
        self._title = title
        self._clock = ProgressClock()
        self._stage = ""
        self._shown = ""
        self._live = stream.isatty()

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._stream.write("\r" + " " * len(self._shown) + "\r")
            self._stream.flush()

    def plan(self, stages: Mapping[str, float]) -> None:
        """See `engine.interface.Report`."""
        self._clock.plan(stages)

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None:
        """See `engine.interface.Report`. Never cancels: Ctrl-C does, by itself."""
        fraction, eta = self._clock.at(stage, step, total)
        if self._live:
            filled = round(fraction * _WIDTH)
            left = f"  {eta:.0f} s left" if eta >= 0 else ""
            bar = "#" * filled + "-" * (_WIDTH - filled)
            text = f"{self._title}  [{bar}] {fraction:4.0%}  {stage}{left}"
            text = text[: shutil.get_terminal_size().columns - 1]
            if text != self._shown:
                self._stream.write("\r" + text.ljust(len(self._shown)))
                self._stream.flush()
                self._shown = text
        elif stage != self._stage:
            self._stream.write(f"{self._title}: {fraction:.0%} {stage}\n")
            self._stream.flush()
        self._stage = stage

    def preview(self, kind: str, path: Path) -> None:
        """See `engine.interface.Report`. A terminal shows no pictures."""
