"""One job from photo to result folder, whichever engine makes the surface."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..core import results
from ..core.camera import Camera
from ..core.errors import Cancelled, PixalError
from ..core.settings import Settings
from .completion import AFTER, Clock, Seen, WholeJob, complete, salvaged
from .image.crop import prepare
from .image.read import read_mask, read_photo
from .interface import Engine, Prepared, RawSurface, Report
from .mesh.finish import STAGES as FINISH
from .mesh.libraries import check_extras
from .mesh.write import write_prepared
from .pixal3d.directions import by_direction, lay_out

BEFORE: Mapping[str, float] = {"Cut-Out": 0.3}


@dataclass(frozen=True)
class Order:
    """photo, mask: an image file, or .npy pixels (see core.messages.Job). results: a folder.

    note: a sentence for the user that goes into the result's notes.
    unfinished: the folder that receives what was generated where finishing it fails; `results`, if
    not given. formats: of core.settings, that the model is written in beside GLB.
    """

    photo: Path
    results: Path
    settings: Settings
    mask: Path | None = None
    name: str = ""
    note: str = ""
    unfinished: Path | None = None
    formats: tuple[str, ...] = ()


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


def _with_views(order: Order, engine: Engine, folder: Path) -> tuple[Order, list[str]]:
    """`order` with the photos from told directions prepared, their cameras known; and notes."""
    settings = order.settings
    if not settings.views or not engine.sees_views or not by_direction(Path(settings.views)):
        return order, []
    notes = list[str]()

    def stood(prepared: Prepared, camera: Camera) -> Camera:
        if settings.guess_elevation:
            camera, note = _stood(prepared, camera)
            notes.append(note)
        return camera

    path, elevation = lay_out(Path(settings.views), settings, folder / results.VIEWS, stood)
    settings = replace(settings, views=str(path), elevation=elevation)
    return replace(order, settings=settings), notes


def _seen(order: Order, engine: Engine) -> tuple[Prepared, Camera, list[str]]:
    """The square, its camera, and notes for the user."""
    given = engine.main_view(order.settings)
    if given is not None:
        return *given, []
    prepared = prepare_order(order)
    camera = order.settings.camera(prepared.fov)
    if not order.settings.guess_elevation:
        return prepared, camera, []
    camera, note = _stood(prepared, camera)
    return prepared, camera, [note]


def _stood(prepared: Prepared, camera: Camera) -> tuple[Camera, str]:
    """`camera` at the elevation that the photo tells, else at its own, and a note that says so."""
    from .draft import seen

    told = "The camera's elevation, {}°, was estimated from the photo."
    try:
        elevation = seen.guess_elevation(prepared, camera, seen.weights())
        camera = replace(camera, elevation=elevation)
    except PixalError:  # no network
        told = "The camera's elevation could not be estimated; {}° was taken."
    return camera, told.format(round(math.degrees(camera.elevation)))


def generate(order: Order, report: Report) -> Path:
    """Run `order`; returns the published result folder.

    Raises PixalError, or Cancelled through `report`; nothing is left behind then, but for what an
    engine made where only finishing it failed: that is kept for the command `finish`.
    """
    engine, why = choose_engine(order.settings)
    check_extras(order.settings)
    told = WholeJob(report, BEFORE, {**FINISH, **AFTER} if engine.makes_raw else AFTER)
    told.plan(engine.stages(order.settings))
    name = order.name or order.photo.stem
    clock = Clock()
    with results.writing(order.results, name) as folder:
        report.progress("Cut-Out")
        seeing, told_of_views = _with_views(order, engine, folder)
        prepared, camera, notes = _seen(seeing, engine)
        write_prepared(folder, prepared)
        clock.lap("cut_out")
        report.preview("prepared", folder / results.PREPARED)
        made = engine.generate(prepared, camera, seeing.settings, told, folder)
        clock.lap("engine")
        seen = Seen(name, prepared, camera, order.settings)
        facts = {
            "engine": engine.name,
            "engine_reason": why,
            "notes": [*made.notes, *notes, *told_of_views, *filter(None, [order.note])],
        }
        try:
            return complete(folder, made, seen, facts, report, clock, order.formats)
        except Cancelled:
            raise
        except Exception as error:
            if not isinstance(made, RawSurface):
                raise
            keep = order.unfinished or order.results
            raise salvaged(folder, made, seen, facts, error, keep) from error
