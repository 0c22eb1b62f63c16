"""`generate`: one model a photo; what fails is told and the next photo goes on."""

import argparse
import os
import sys
from dataclasses import replace
from glob import glob
from pathlib import Path
from typing import Any

from ..core import results
from ..core.errors import PixalError
from .answer import told
from .arguments import order_of
from .bar import Bar
from .finish_options import check_formats
from .output import check_output, folder_for, kind_of


def generate(arguments: argparse.Namespace) -> int:
    """Run the command. Returns the exit status of the first photo that failed, else 0."""
    output = Path(arguments.output).absolute()
    photos = [found for named in arguments.photos for found in _expand(named)]
    only_model = bool(kind_of(output))
    _check_output(output, only_model, len(photos), arguments)
    keep = Path(arguments.keep).absolute() if arguments.keep else None
    statuses = []
    with folder_for(output.parent if only_model else output):
        for named in photos:
            photo = Path(named).absolute()
            with told(named, arguments.json) as facts:
                if only_model:
                    facts.update(_one_model(photo, output, keep, arguments))
                else:
                    facts.update(_one_folder(photo, output, arguments))
            statuses.append(facts["status"])
    failed = [status for status in statuses if status]
    if len(photos) > 1:
        done = len(photos) - len(failed)
        print(f"{done} of {len(photos)} photos became models.", file=sys.stderr)
    return failed[0] if failed else 0


def _expand(named: str) -> list[str]:
    """What a shell makes of `*` and `?`, which that of Windows leaves to the program."""
    if os.path.exists(named):  # noqa: PTH110  Path's raises for a name that is too long
        return [named]
    return sorted(glob(named)) or [named]  # noqa: PTH207  in any folder


def _one_model(
    photo: Path, output: Path, keep: Path | None, arguments: argparse.Namespace
) -> dict[str, Any]:
    """Make `output` alone, or with its result folder in `keep`."""
    from ..engine.export import export

    if keep:
        facts = _one_folder(photo, keep, arguments)
        export(Path(facts["folder"]), output)
    else:
        with results.writing(output.parent, output.name) as scratch:
            facts = _one_folder(photo, scratch, arguments, output.parent)
            export(Path(facts.pop("folder")), output)
    return {**facts, "output": str(output)}


def _one_folder(
    photo: Path, folder: Path, arguments: argparse.Namespace, unfinished: Path | None = None
) -> dict[str, Any]:
    """Make a result folder inside `folder`; what there is to tell about it."""
    from ..engine import pipeline

    order = replace(order_of(photo, folder, arguments), unfinished=unfinished)
    with Bar(sys.stderr, photo.name) as bar:
        made = pipeline.generate(order, bar)
    known = results.read(made).facts
    told = {name: known[name] for name in ("engine", "engine_reason", "notes", "mesh", "seconds")}
    return {"output": str(made), "folder": str(made), **told}


def _check_output(
    output: Path, only_model: bool, photos: int, arguments: argparse.Namespace
) -> None:
    """Raises PixalError where `output` cannot be what the options say."""
    check_output(output, only_model)
    if only_model:
        check_formats(output, arguments)
    if only_model and photos > 1:
        raise PixalError(
            "settings_invalid",
            "Several photos cannot go into one model.",
            "Give a folder with -o, which receives a result for each photo.",
        )
    if not only_model and arguments.keep:
        raise PixalError(
            "settings_invalid",
            "--keep goes with a model as output.",
            "Give -o NAME.glb, or a folder that receives everything.",
        )
