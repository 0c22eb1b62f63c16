"""What jobs took on this machine: noted as each one is done, told beside the quality.

The file is read when the add-on is enabled and written once a job; drawing reads neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import measures
from . import preferences
from .jobs import STATE, Job

if TYPE_CHECKING:
    from ..core.measures import Cost, Measure

_MEASURES: list[Measure] = []


def attach() -> None:
    _MEASURES[:] = measures.load(_file())


def detach() -> None:
    _MEASURES.clear()


def note(job: Job) -> None:
    """Remember what `job`, whose result is there, took; Finish Again is no measure of a job."""
    settings = getattr(job.message, "settings", None)
    if settings is None or job.result is None:
        return
    from ..core import results  # both here: slow to import
    from .facts import read_facts

    stored = results.read(job.result)
    facts = read_facts(stored)
    taken = measures.costly(facts.engine, stored.settings.to_dict())
    measure = measures.Measure(facts.engine, _place(facts.engine), facts.seconds, job.peak, taken)
    try:
        measures.add(_file(), _MEASURES, measure)
    except OSError as error:  # the disk is full, say: it is known until Blender is closed
        print(f"Pixal3D: measures were not kept: {error.strerror}")  # noqa: T201


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
