"""From what an engine made to a published result; what was made survives where that fails."""

import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..core import results
from ..core.camera import Camera
from ..core.errors import PixalError, from_any, short_path
from ..core.settings import Settings
from ..core.version import version
from .interface import PosedPhoto, Prepared, RawSurface, Report, Surface
from .mesh.baking.shading import NOTES
from .mesh.finish import finish
from .mesh.raw_file import save_raw
from .mesh.write import write_surface
from .pixal3d.directions import TRANSFORMS
from .pixal3d.views import other_photos
from .upright import guess_stance

AFTER: Mapping[str, float] = {"Files": 0.5}
ONE_PHOTO = "Only the main photo is on the texture: the other views can no longer be read."
_KEPT = {results.PREPARED, results.MASK, results.LATENTS, results.SURFACE}


@dataclass(frozen=True)
class Seen:
    """What a result is made from, and how. name: what it is called."""

    name: str
    prepared: Prepared
    camera: Camera
    settings: Settings


class Clock:
    """Seconds of each step."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 3)
        self._last = now


class WholeJob:
    """What an engine reports to: its stages are planned among those before and after it."""

    def __init__(
        self, report: Report, before: Mapping[str, float], after: Mapping[str, float]
    ) -> None:
        self._report, self._before, self._after = report, before, after
        self.progress, self.preview = report.progress, report.preview

    def plan(self, stages: Mapping[str, float]) -> None:
        """See `interface.Report`. An engine may plan again once it knows more."""
        self._report.plan({**self._before, **stages, **self._after})


def complete(
    folder: Path,
    made: Surface | RawSurface,
    seen: Seen,
    facts: Mapping[str, Any],
    report: Report,
    clock: Clock,
    formats: Iterable[str] = (),
) -> Path:
    """Finish `made`, fill `folder` and publish it; returns its final path.

    facts: of result.json, those that are not known here. formats: see `mesh.write`.
    Raises PixalError, and Cancelled through `report`.
    """
    settings = seen.settings
    if isinstance(made, RawSurface):
        if settings.keep_raw and not (folder / results.SURFACE).exists():
            save_raw(folder / results.SURFACE, made)
        others, missing = _others(folder, settings)
        surface = finish(made, seen.prepared, seen.camera, settings, report, others)
        clock.lap("finish")
        notes = [note for note in facts.get("notes", ()) if note not in (*NOTES, ONE_PHOTO)]
        facts = {**facts, "notes": [*notes, *missing, *surface.notes[len(made.notes) :]]}
    else:
        surface = made
    formats = sorted({*formats} - {"glb"})
    write_surface(folder, surface, seen.camera, seen.name, settings, report, formats)
    clock.lap("files")
    report.progress("Files", 4, 4)
    more = {
        "formats": ["glb", *formats],
        "material": {"metallic": surface.metallic, "roughness": surface.roughness},
        "mesh": {"vertices": len(surface.vertices), "faces": len(surface.faces)},
        "stance": _stance(surface, seen, own_floor=facts.get("engine") != "draft"),
        "seconds": clock.laps,
    }
    shutil.rmtree(folder / results.PREVIEWS, ignore_errors=True)
    return results.publish(folder, {**_common(seen), **facts, **more})


def salvaged(
    folder: Path,
    raw: RawSurface,
    seen: Seen,
    facts: Mapping[str, Any],
    error: Exception,
    into: Path,
) -> PixalError:
    """Publish in `into` what the engine made, since minutes went into it.

    Returns what the user should read of `error`, with the place where it goes on, if there is one.
    """
    problem = from_any(error, folder)
    try:
        for path in folder.iterdir():
            if path.is_dir() and path.name != results.VIEWS:
                shutil.rmtree(path, ignore_errors=True)
            elif path.name not in (*_KEPT, results.VIEWS):
                path.unlink()
        if not (folder / results.LATENTS).exists():
            save_raw(folder / results.SURFACE, raw)
        elif not seen.settings.keep_raw:
            (folder / results.SURFACE).unlink(missing_ok=True)
        told = {**_common(seen), **facts, "unfinished": problem.code}
        kept = results.publish(folder, told, into, "-unfinished")
    except OSError:
        return problem  # a full disk, mostly, which is what it says
    return PixalError(
        problem.code,
        problem.message,
        f"{problem.remedy} What was generated is kept in {short_path(kept)}: the command finish "
        "goes on from there.",
    )


def _stance(surface: Surface, seen: Seen, own_floor: bool) -> dict[str, float] | None:
    """The elevation that the finished shape tells, see `upright`: to be offered, never taken."""
    from .draft import seen as draft

    try:
        photo = draft.guess_elevation(seen.prepared, seen.camera, draft.weights())
    except PixalError:  # no network
        photo = None
    guess = guess_stance(surface.vertices, surface.faces, photo, own_floor)
    return asdict(guess) if guess else None


def _others(folder: Path, settings: Settings) -> tuple[list[PosedPhoto], list[str]]:
    """The photos beside the main one, and notes for the user: they may no longer be there.

    Those that were prepared are in `folder`.
    """
    if not settings.views or settings.photo_strength <= 0:
        return [], []
    kept = folder / results.VIEWS / TRANSFORMS
    try:
        return other_photos(kept if kept.exists() else Path(settings.views)), []
    except PixalError:
        return [], [ONE_PHOTO]


def _common(seen: Seen) -> dict[str, Any]:
    camera, prepared = seen.camera, seen.prepared
    return {
        "name": seen.name,
        "version": version(),
        "created": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "settings": seen.settings.to_dict(),
        "camera": {
            "fov": camera.fov,
            "elevation": camera.elevation,
            "extend_pixel": camera.extend_pixel,
            "yaw": prepared.yaw,
            "pitch": prepared.pitch,
            "box": list(prepared.box),
        },
    }
