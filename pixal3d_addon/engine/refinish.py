"""A stored result finished again: other settings, other formats, and no photo or sampling."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

from ..core import results
from ..core.errors import PixalError, short_path
from ..core.settings import Settings
from .completion import AFTER, Clock, Seen, WholeJob, complete
from .image.read import read_mask, read_photo
from .interface import Prepared, RawSurface, Report, Surface
from .mesh import libraries
from .mesh.finish import STAGES as FINISH
from .mesh.raw_file import load_raw
from .pixal3d.directions import TRANSFORMS
from .stored import stored_surface

STARTS = ("auto", "surface", "latents", "mesh")
# What a finished mesh cannot be given.
_RAW_ONLY = (
    "photo_strength", "remove_shading", "occlusion", "normal_bits", "smallest", "holes",
    "watertight",
)  # fmt: skip
_REFINED = ("faces", "texture_size", *_RAW_ONLY)


@dataclass(frozen=True)
class Refinish:
    """source: a result folder. results: the folder that receives the new one.

    changes: settings by name; all others are those of the result. formats: of core.settings.
    note: a sentence for the user that goes into the new result's notes.
    start: one of STARTS, what to begin with. auto: the finished mesh where no change needs more,
    else the raw surface, else the latents, which take the network's decoders, else the mesh.
    """

    source: Path
    results: Path
    changes: Mapping[str, Any] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    start: str = "auto"
    note: str = ""


def refinish(order: Refinish, report: Report) -> Path:
    """Run `order`; returns the published folder of a new result, the old one is left as it is.

    Raises PixalError, or Cancelled through `report`; nothing is left behind then.
    """
    stored = results.read(order.source)
    settings = Settings.from_dict({**stored.facts["settings"], **order.changes})
    start = _start(stored, order, settings)
    libraries.check_extras(settings)
    if start != "mesh":
        libraries.check("Finishing", libraries.FINISH)
    clock = Clock()
    with results.writing(order.results, stored.name) as folder:
        told = WholeJob(report, {"Read": 0.2}, AFTER if start == "mesh" else {**FINISH, **AFTER})
        told.plan({})
        report.progress("Read")
        seen = Seen(stored.name, _prepared(stored), stored.camera, settings)
        for name in (results.PREPARED, results.MASK, results.LATENTS):
            if (order.source / name).exists():
                copyfile(order.source / name, folder / name)
        if (order.source / results.VIEWS).is_dir():
            copytree(order.source / results.VIEWS, folder / results.VIEWS)
        made, notes = _made(stored, start, folder, settings, told)
        clock.lap("read")
        facts = {
            "engine": stored.facts.get("engine", ""),
            "engine_reason": stored.facts.get("engine_reason", ""),
            "notes": [*stored.facts.get("notes", ()), *notes, *filter(None, [order.note])],
            "finished_from": {"result": order.source.name, "start": start},
        }
        return complete(folder, made, seen, facts, report, clock, order.formats)


def _start(stored: results.StoredResult, order: Refinish, settings: Settings) -> str:
    """What to begin with. Raises PixalError where the result has not got it."""
    there = {
        "surface": (stored.folder / results.SURFACE).exists(),
        "latents": (stored.folder / results.LATENTS).exists(),
        "mesh": "unfinished" not in stored.facts,
    }
    changed = [
        name for name in _REFINED if getattr(settings, name) != getattr(stored.settings, name)
    ]
    start = order.start
    if start == "auto":
        wanted = ["surface", "latents", "mesh"] if changed else ["mesh", "surface", "latents"]
        start = next((name for name in wanted if there[name]), "mesh")
    if not there[start]:
        raise PixalError(
            "result_damaged" if order.start == "auto" else "settings_invalid",
            f"{short_path(stored.folder)} has no {start} to begin with.",
            "Begin with something else, or generate the object again.",
        )
    needs_raw = [name for name in changed if name in _RAW_ONLY]
    if start == "mesh" and needs_raw:
        raise PixalError(
            "settings_invalid",
            f"A finished mesh cannot be given another {needs_raw[0].replace('_', ' ')}.",
            "Leave that option out, or generate the object again with it.",
        )
    return start


def _prepared(stored: results.StoredResult) -> Prepared:
    """The square as it was. Raises PixalError `result_damaged`."""
    try:
        rgb = read_photo(stored.folder / results.PREPARED).rgba[..., :3]
        alpha = read_mask(stored.folder / results.MASK, (rgb.shape[1], rgb.shape[0]))
        camera = stored.facts["camera"]
        turned = float(camera.get("yaw", 0)), float(camera.get("pitch", 0))
        box = tuple(int(side) for side in camera.get("box", ()))
        if len(rgb) == rgb.shape[1]:
            return Prepared(rgb, alpha, stored.camera.fov, *turned, box)
    except PixalError as error:
        if error.code not in ("photo_missing", "photo_unreadable", "mask_invalid"):
            raise
    except (TypeError, ValueError, OverflowError):
        pass
    raise PixalError(
        "result_damaged",
        f"The photo in {short_path(stored.folder)} is missing or damaged.",
        "Generate the object again.",
    )


def _made(
    stored: results.StoredResult, start: str, folder: Path, settings: Settings, report: Report
) -> tuple[Surface | RawSurface, list[str]]:
    """What finishing begins with, and notes for the user."""
    if start == "mesh":
        return stored_surface(stored, settings, report)
    if start == "surface":
        path = stored.folder / results.SURFACE
        if settings.keep_raw:
            copyfile(path, folder / results.SURFACE)
        return load_raw(path), []
    from .pixal3d.engine import Pixal3D

    engine = Pixal3D()
    kept = folder / results.VIEWS / TRANSFORMS
    if kept.exists():
        settings = replace(settings, views=str(kept))
    problems = engine.validate(replace(settings, engine=engine.name))
    if problems:
        raise PixalError(
            problems[0].code,
            f"Decoding the latents takes Pixal3D. {problems[0].message}",
            problems[0].remedy,
        )
    return engine.redecode(stored.folder / results.LATENTS, settings, report), []
