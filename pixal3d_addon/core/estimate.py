"""How long Pixal3D will take where no job was measured yet: from recorded runs and a card's speed.

What was recorded: `bench.pixal3d` for the network, `bench.finishing` for what follows. It holds for
an object of middling intricacy, weights that are loaded already, and within a factor of two.
Standard library only.
"""

import re
import statistics
from collections.abc import Iterable, Mapping
from typing import Any

from .measures import Measure

SURFACE = 2.5  # squares of the grid's side that it goes through; in 26 objects 0.7 to 12
REFERENCE = "NVIDIA H200"
_REFERENCE_TFLOPS = 731.0  # of large matrix products in bfloat16
_CELL, _USUAL_RESOLUTION, _USUAL_STEPS = 16, 1024, 12
# Seconds of the network there: 4.4 with 8,148 tokens, 9.0 with 16,394, 23.7 with 32,514.
_FIXED, _OF_TOKENS, _OF_PAIRS = 1.8, 2.0e-4, 1.45e-8
_SAMPLING = 0.9  # of them, which steps and guidance decide
_UNGUIDED = 0.73  # of its evaluations are left
# Of two cores: 21 s for 8.6 million triangles, 89 s for the maps at 8192.
_OF_TRIANGLES, _OF_TEXELS = 2.5e-6, 1.33e-6
_LATEST = 5  # jobs that tell of others
_SPEED = re.compile(r"([\d.]+) TFLOPS")


def seconds(settings: Mapping[str, Any], tflops: float = _REFERENCE_TFLOPS) -> float:
    """Of a whole job. tflops: of the device, as the doctor measures it."""
    side = (settings["resolution"] or _USUAL_RESOLUTION) // _CELL
    tokens = min(SURFACE * side**2, settings["max_tokens"])
    share = (settings["steps"] or _USUAL_STEPS) / _USUAL_STEPS
    share *= _UNGUIDED if settings["guidance"] == 1.0 else 1.0
    network = _FIXED + _OF_TOKENS * tokens + _OF_PAIRS * tokens**2
    network *= 1.0 - _SAMPLING + _SAMPLING * share
    triangles = 2.0 * tokens * _CELL**2
    finishing = _OF_TRIANGLES * triangles + _OF_TEXELS * settings["texture_size"] ** 2
    return network * _REFERENCE_TFLOPS / max(tflops, 1e-3) + finishing


def seconds_from(
    measures: Iterable[Measure], place: str, settings: Mapping[str, Any]
) -> float | None:
    """As `seconds`, from what jobs with other settings took in `place`; None where there are none.

    What they took beside their own estimates is the machine's share in it.
    """
    known = [m for m in measures if (m.engine, m.place) == ("pixal3d", place)][-_LATEST:]
    try:
        ratios = [m.seconds / seconds(m.settings) for m in known]
    except (KeyError, TypeError):  # of another version
        return None
    return statistics.median(ratios) * seconds(settings) if ratios else None


def tflops_in(text: str) -> float | None:
    """The speed in the doctor's words, None where it is not among them."""
    found = _SPEED.search(text)
    try:
        return float(found[1]) if found and float(found[1]) > 0 else None
    except ValueError:
        return None


def rounded(seconds: float) -> str:
    """As exact as an estimate is: "40 s", "3 min", "2 h"."""
    for size, unit in ((1, "s"), (60, "min"), (3600, "h")):
        value = seconds / size
        if value < 95 or unit == "h":
            break
    value = max(round(value, -1 if value >= 10 else 0), 1)
    return f"{value:.0f} {unit}"
