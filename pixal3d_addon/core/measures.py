"""What earlier jobs took on this machine, so that a setting's cost is measured and not guessed.

A file of JSON, the newest last. Standard library only.
"""

import json
import math
import os
import statistics
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_KEPT = 200  # jobs
_LATEST = 5  # of which the middle is taken
_OF_ANY = ("faces", "texture_size", "lods", "collision", "lightmap_uvs")
_OF_PIXAL3D = (
    "resolution", "steps", "guidance", "max_tokens", "occlusion", "normal_bits", "watertight",
)  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """One job. engine: that made it. place: the runtime that it ran in, "" for Blender's own.
    settings: those that cost something. seconds: of the whole job. memory_mb: most that the worker
    took, 0 while unknown; what is on a graphics card is not in it."""

    engine: str
    place: str
    seconds: float
    memory_mb: float = 0.0
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """Of the middle job of the latest `count`; memory_mb of the greediest, 0 while unknown."""

    seconds: float
    memory_mb: float
    count: int


def costly(engine: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Of `settings` those that decide how long `engine` takes; `views` as whether there are any."""
    if engine != "pixal3d":
        return {name: settings[name] for name in _OF_ANY}
    found = {name: settings[name] for name in (*_OF_ANY, *_OF_PIXAL3D)}
    return {**found, "views": bool(settings["views"])}


def cost(
    measures: Iterable[Measure], engine: str, place: str, settings: Mapping[str, Any]
) -> Cost | None:
    """What jobs of `engine` with these `settings` took there; None where none was measured."""
    wanted = costly(engine, settings)
    same = [m for m in measures if (m.engine, m.place) == (engine, place) and m.settings == wanted]
    same = same[-_LATEST:]
    if not same:
        return None
    middle = statistics.median(m.seconds for m in same)
    return Cost(middle, max(m.memory_mb for m in same), len(same))


def load(path: Path) -> list[Measure]:
    """What is in the file; nothing where it is missing, and nothing of what makes no sense."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    found = []
    for entry in entries if isinstance(entries, list) else ():
        with suppress(TypeError, ValueError):
            measure = Measure(**entry)
            numbers = (measure.seconds, measure.memory_mb)
            if all(type(n) in (int, float) and math.isfinite(n) and n >= 0 for n in numbers):
                found.append(measure)
    return found[-_KEPT:]


def add(path: Path, measures: list[Measure], measure: Measure) -> None:
    """Append to list and file, which is replaced as a whole. Raises OSError."""
    measures.append(measure)
    del measures[:-_KEPT]
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_text(json.dumps([asdict(entry) for entry in measures]), encoding="utf-8")
    partial.replace(path)
