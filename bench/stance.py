"""How well the elevation is guessed from finished geometry.

    python -m bench.stance CASES [--only NAME …] [--turned N]

Of every case: from the true object, and from what Draft makes where it is not told the elevation,
each with what Draft's network tells from the photo alone. `--turned N` also turns each true object
N times to other azimuths and elevations and dents it by 1 % of its size; the photo's guess is then
the truth and an error that it really made in some case.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pixal3d_addon.core import results
from pixal3d_addon.core.camera import rotation_x
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.upright import Guess, guess_stance

from . import job
from .cases import Case, read_cases
from .surface import from_result

KNOWN = 0.6  # from this confidence on it is offered, as the panel does


class Row(NamedTuple):
    """Degrees. photo: what the photo alone tells. confidence: 0…1."""

    name: str
    kind: str
    truth: float
    photo: float
    guess: float
    confidence: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.stance", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, metavar="CASES")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--turned", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    cases = read_cases(arguments.folder, arguments.only)
    if not cases:
        print(f"No case in {arguments.folder}.", file=sys.stderr)
        return 2
    rows = []
    with tempfile.TemporaryDirectory() as room:
        for case in cases:
            for row in _measured(case, Path(room)):
                rows.append(row)
                print(_line(row), flush=True)
    errors = [row.photo - row.truth for row in rows if row.kind == "true"]
    rows += [row for case in cases for row in _turned(case, arguments.turned, errors)]
    for kind in dict.fromkeys(row.kind for row in rows):
        print(_summary(kind, [row for row in rows if row.kind == kind]))
    return 0


def _measured(case: Case, room: Path) -> Iterator[Row]:
    settings = Settings(
        engine="draft",
        fov=Settings.fov if case.photo_fov else case.fov,
        photo_fov=case.photo_fov,
        guess_elevation=True,
        texture_size=512,
    )
    done = job.run(case.photo, room, settings, case.name)
    if done.folder is None:
        print(f"{case.name:24}FAILED  {done.error}", flush=True)
        return
    photo = results.read(done.folder).camera.elevation  # the job took it as it was
    truth, made = case.truth(), from_result(done.folder)
    for kind, surface, own_floor in (("true", truth, True), ("draft", made, False)):
        guess = guess_stance(surface.vertices, surface.faces, photo, own_floor)
        yield _row(case.name, kind, case.elevation, photo, guess)


def _turned(case: Case, times: int, errors: list[float]) -> Iterator[Row]:
    random = np.random.default_rng(sum(map(ord, case.name)))
    truth = case.truth()
    upright = truth.vertices @ rotation_x(-case.elevation)[:3, :3].T
    for _ in range(times):
        azimuth, elevation = random.uniform(0, 2 * math.pi), math.radians(random.uniform(0, 45))
        c, s = math.cos(azimuth), math.sin(azimuth)
        turn = rotation_x(elevation)[:3, :3] @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        photo = elevation + math.radians(random.choice(errors))
        dented = _dented(upright @ turn.T, 0.01, random)
        guess = guess_stance(dented, truth.faces, photo)
        yield _row(case.name, "turned", elevation, photo, guess)


def _dented(points: np.ndarray, much: float, random: np.random.Generator) -> np.ndarray:
    """`points` moved by slow waves of `much` of the object's size."""
    size, result = float(np.ptp(points, axis=0).max()), points.copy()
    for _ in range(6):
        phase = points @ random.normal(size=3) * 4 / size + random.uniform(0, 2 * math.pi)
        result += np.sin(phase)[:, None] * random.normal(size=3) * much * size / math.sqrt(6)
    return result


def _row(name: str, kind: str, truth: float, photo: float, guess: Guess | None) -> Row:
    angle, confidence = (guess.elevation, guess.confidence) if guess else (0.0, 0.0)
    return Row(name, kind, *(math.degrees(value) for value in (truth, photo, angle)), confidence)


def _line(row: Row) -> str:
    known = f"{row.guess:6.1f}" if row.confidence >= KNOWN else f"({row.guess:4.1f})"
    return (
        f"{row.name:24}{row.kind:8}true {row.truth:5.1f}  photo {row.photo:5.1f}  "
        f"guess {known}  confidence {row.confidence:.2f}  error {abs(row.guess - row.truth):5.1f}"
    )


def _summary(kind: str, rows: list[Row]) -> str:
    def shares(errors: list[float]) -> str:
        if not errors:
            return "none"
        near = (np.mean([error <= limit for error in errors]) for limit in (5, 10))
        five, ten = near
        return f"{len(errors):3}, median {np.median(errors):4.1f}, {five:.0%} ≤ 5, {ten:.0%} ≤ 10"

    told = [abs(row.guess - row.truth) for row in rows if row.confidence >= KNOWN]
    every = [abs(row.guess - row.truth) for row in rows]
    photo = [abs(row.photo - row.truth) for row in rows]
    return (
        f"{kind}: offered {shares(told)}; all {shares(every)}; by the photo alone {shares(photo)}"
    ).replace("%", " %")


if __name__ == "__main__":
    sys.exit(main())
