"""One job from photo to result folder, whichever engine makes the surface."""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core import results
from ..core.camera import Camera
from ..core.errors import PixalError
from ..core.settings import Settings
from ..core.version import version
from .image.crop import prepare
from .image.read import read_mask, read_photo
from .interface import Engine, Prepared, RawSurface, Report
from .mesh.finish import STAGES as FINISH
from .mesh.finish import finish
from .mesh.write import write_prepared, write_surface

_BEFORE: Mapping[str, float] = {"Cut-Out": 0.3}
_AFTER: Mapping[str, float] = {"Files": 0.5}


@dataclass(frozen=True)
class Order:
    """photo, mask: an image file, or .npy pixels (see core.messages.Job). results: a folder.

    note: a sentence for the user that goes into the result's notes.
    """

    photo: Path
    results: Path
    settings: Settings
    mask: Path | None = None
    name: str = ""
    note: str = ""


def engines() -> dict[str, Engine]:
    """Every engine by name, the best first."""
    from .draft.engine import Draft
    from .pixal3d.engine import Pixal3D

    return {"pixal3d": Pixal3D(), "draft": Draft()}


def release() -> None:
    """Give back the memory that engines keep for the next job."""
    for engine in engines().values():
        engine.release()


def choose_engine(settings: Settings) -> tuple[Engine, str]:
    """The engine that `settings` ask for, and a sentence that says why it is this one.

    Raises PixalError `engine_unavailable` where the one asked for cannot run here.
    """
    found = engines()
    if settings.engine != "auto":
        engine = found[settings.engine]
        problems = engine.validate(settings)
        if problems:
            raise PixalError.of(problems[0])
        return engine, "Chosen in the settings."
    reasons: list[str] = []
    for name, engine in found.items():
        problems = engine.validate(settings)
        if not problems:
            return engine, " ".join(["The best engine that can run here.", *reasons])
        reasons.append(f"Not {name.title()}: {problems[0].message} {problems[0].remedy}")
    raise PixalError("engine_unavailable", "No engine can run here.", "Run the doctor command.")


def prepare_order(order: Order) -> Prepared:
    """Read the photo and the mask of `order` and make the square that an engine sees."""
    photo = read_photo(order.photo)
    height, width = photo.rgba.shape[:2]
    mask = read_mask(order.mask, (width, height)) if order.mask else None
    return prepare(photo, order.settings, mask)


def _seen(order: Order, engine: Engine) -> tuple[Prepared, Camera]:
    given = engine.main_view(order.settings)
    if given is not None:
        return given
    prepared = prepare_order(order)
    return prepared, order.settings.camera(prepared.fov)


def generate(order: Order, report: Report) -> Path:
    """Run `order`; returns the published result folder.

    Raises PixalError, or Cancelled through `report`; nothing is left behind then.
    """
    engine, why = choose_engine(order.settings)
    told = _WholeJob(report, {**FINISH, **_AFTER} if engine.makes_raw else _AFTER)
    told.plan(engine.stages(order.settings))
    name = order.name or order.photo.stem
    clock = _Clock()
    with results.writing(order.results, name) as folder:
        report.progress("Cut-Out")
        prepared, camera = _seen(order, engine)
        write_prepared(folder, prepared)
        clock.lap("cut_out")
        report.preview("prepared", folder / results.PREPARED)
        made = engine.generate(prepared, camera, order.settings, told, folder)
        clock.lap("engine")
        if isinstance(made, RawSurface):
            surface = finish(made, prepared, camera, order.settings, report)
            clock.lap("finish")
        else:
            surface = made
        write_surface(folder, surface, camera, name, order.settings.size, report)
        clock.lap("files")
        report.progress("Files", 3, 3)
        facts = {
            "name": name,
            "version": version(),
            "created": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "engine": engine.name,
            "engine_reason": why,
            "notes": [*surface.notes, *filter(None, [order.note])],
            "settings": order.settings.to_dict(),
            "camera": {
                "fov": camera.fov,
                "elevation": camera.elevation,
                "extend_pixel": camera.extend_pixel,
                "yaw": prepared.yaw,
                "pitch": prepared.pitch,
                "box": list(prepared.box),
            },
            "material": {"metallic": surface.metallic, "roughness": surface.roughness},
            "mesh": {"vertices": len(surface.vertices), "faces": len(surface.faces)},
            "seconds": clock.laps,
        }
        shutil.rmtree(folder / results.PREVIEWS, ignore_errors=True)
        return results.publish(folder, facts)


class _WholeJob:
    """What an engine reports to: its stages are planned among those before and after it."""

    def __init__(self, report: Report, after: Mapping[str, float]) -> None:
        self._report, self._after = report, after
        self.progress, self.preview = report.progress, report.preview

    def plan(self, stages: Mapping[str, float]) -> None:
        """See `interface.Report`. An engine may plan again once it knows more."""
        self._report.plan({**_BEFORE, **stages, **self._after})


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 3)
        self._last = now
