"""`finish`: a result again with other settings or in other formats, without generating anew."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ..core import results
from .answer import told
from .bar import Bar
from .finish_options import check_formats, finishing_values
from .output import check_output, folder_for, kind_of
from .pixal3d_options import weights_of


def finish(arguments: argparse.Namespace) -> int:
    """Run the command. Returns the exit status."""
    source = Path(arguments.result).absolute()
    output = Path(arguments.output).absolute()
    is_model = bool(kind_of(output))
    with told(arguments.result, arguments.json, "result") as facts:
        from ..engine.export import export

        check_output(output, is_model)
        if is_model:
            check_formats(output, arguments)
        with folder_for(output.parent if is_model else output):
            if is_model:
                with results.writing(output.parent, output.name) as scratch:
                    made = _refinished(source, scratch, arguments)
                    facts.update(_told(made), files=[str(p) for p in export(made, output)])
                facts["output"] = str(output)
            else:
                made = _refinished(source, output, arguments)
                facts.update(_told(made), output=str(made), folder=str(made))
    return facts["status"]


def _refinished(source: Path, folder: Path, arguments: argparse.Namespace) -> Path:
    from ..engine.refinish import Refinish, refinish

    changes = finishing_values(arguments)
    for name in ("faces", "texture_size", "size"):
        if getattr(arguments, name) is not None:
            changes[name] = getattr(arguments, name)
    if arguments.weights:
        changes["weights"] = weights_of(arguments)
    order = Refinish(source, folder, changes, tuple(arguments.formats), arguments.start)
    with Bar(sys.stderr, source.name) as bar:
        return refinish(order, bar)


def _told(folder: Path) -> dict[str, Any]:
    known = results.read(folder).facts
    names = ("engine", "notes", "mesh", "seconds", "finished_from")
    return {name: known[name] for name in names}
