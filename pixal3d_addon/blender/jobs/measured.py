"""What jobs took on this machine: noted as each one is done, told beside the quality.

The files are read when the add-on is enabled and written once a job or visit of the doctor's;
drawing reads neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core import estimate, measures
from ..setup import preferences
from .state import STATE, Job

if TYPE_CHECKING:
    from ...core.measures import Cost, Measure

_MEASURES: list[Measure] = []
_SPEEDS: dict[str, float] = {}  # runtime → TFLOPS of its device


@dataclass(frozen=True)
class Expected:
    """seconds: of a job. here: whether they are this machine's, else `estimate.REFERENCE`'s."""

    seconds: float
    here: bool


def attach() -> None:
    _MEASURES[:] = measures.load(_file())
    _SPEEDS.clear()
    try:
        told = json.loads(_speeds_file().read_text(encoding="utf-8"))
        _SPEEDS.update({k: v for k, v in told.items() if type(v) is float and v > 0})
    except (OSError, ValueError, AttributeError, RecursionError):
        pass  # none yet, or damaged: the doctor writes it anew


def detach() -> None:
    _MEASURES.clear()
    _SPEEDS.clear()


def note(job: Job) -> None:
    """Remember what `job`, whose result is there, took; Finish Again is no measure of a job."""
    settings = getattr(job.message, "settings", None)
    if settings is None or job.result is None:
        return
    from ...core import results  # both here: slow to import
    from ..result.facts import read_facts

    stored = results.read(job.result)
    facts = read_facts(stored)
    taken = measures.costly(facts.engine, stored.settings.to_dict())
    measure = measures.Measure(facts.engine, _place(facts.engine), facts.seconds, job.peak, taken)
    try:
        measures.add(_file(), _MEASURES, measure)
    except OSError as error:  # the disk is full, say: it is known until Blender is closed
        print(f"Pixal3D: measures were not kept: {error.strerror}")  # noqa: T201


def note_speed(findings: Iterable[dict[str, Any]]) -> None:
    """Remember what the doctor measured in Pixal3D's runtime."""
    place = _place("pixal3d")
    for finding in findings:
        tflops = estimate.tflops_in(str(finding.get("text", "")))
        if place and finding.get("name") == "speed" and tflops:
            _SPEEDS[place] = tflops
            try:
                _speeds_file().write_text(json.dumps(_SPEEDS), encoding="utf-8")
            except OSError as error:
                print(f"Pixal3D: the speed was not kept: {error.strerror}")  # noqa: T201


def engine_of(engine: str) -> str:
    """What "auto" would take, as far as that is known; "" while it is not."""
    if engine != "auto":
        return engine
    if not preferences.runtime_path():
        return "draft"
    return STATE.auto.partition(".")[0].lower()


def cost(engine: str, settings: dict[str, Any]) -> Cost | None:
    """What jobs like this one took here, None where there was none. engine: see `engine_of`."""
    return measures.cost(_MEASURES, engine, _place(engine), settings)


def expected(engine: str, settings: dict[str, Any]) -> Expected | None:
    """What such a job may take where `cost` knows none: by jobs with other settings, else by the
    device's speed, else what it takes elsewhere. None for Draft, which is there in seconds."""
    if engine != "pixal3d":
        return None
    place = _place(engine)
    if seconds := estimate.seconds_from(_MEASURES, place, settings):
        return Expected(seconds, True)
    if tflops := _SPEEDS.get(place):
        return Expected(estimate.seconds(settings, tflops), True)
    return Expected(estimate.seconds(settings), False)


def told(cost: Cost | None) -> str:
    """A cost in words: "12 s, 0.4 GB"; empty where it is not known."""
    if cost is None:
        return ""
    seconds = cost.seconds
    time = f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    if seconds >= 100:
        time = f"{seconds / 60:.0f} min"
    return f"{time}, {cost.memory_mb / 1000:.1f} GB" if cost.memory_mb else time


def _place(engine: str) -> str:
    """A network's speed is its runtime's; Draft's is the same in any Python."""
    return "" if engine == "draft" else preferences.runtime_path()


def _file() -> Path:
    return preferences.own_folder("measures") / "measures.json"


def _speeds_file() -> Path:
    return preferences.own_folder("measures") / "speeds.json"
