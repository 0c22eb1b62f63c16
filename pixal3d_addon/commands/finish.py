"""`finish`: a result again with other settings or in other formats, without generating anew."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ..core import results
from ..core.settings import TEXTURE_SIZES
from .answer import told
from .bar import Bar
from .finish_options import add_finishing, check_formats, finishing_values
from .output import check_output, folder_for
from .pixal3d_options import weights_of

_EPILOG = """examples:
  python -m pixal3d_addon finish results/20260101-chair -o chair.obj
  python -m pixal3d_addon finish results/20260101-chair -o low.glb --faces 5000 --texture-size 512
  python -m pixal3d_addon finish results/20260101-chair -o results --lods --collision hull

What is not given stays as it was. OUT: one of .glb .gltf .obj .ply .stl .usdz, with the files that
belong to it beside it, or a folder that receives a new result folder.
"""


def add_finish(command: argparse.ArgumentParser) -> None:
    """Give `command` its options."""
    command.epilog, command.formatter_class = _EPILOG, argparse.RawDescriptionHelpFormatter
    command.add_argument("result", metavar="RESULT", help="a result folder")
    command.add_argument("-o", "--output", required=True, metavar="OUT", help="see below")
    command.add_argument(
        "--from", choices=("auto", "surface", "latents", "mesh"), default="auto", dest="start",
        help="what to begin with; auto takes the finished mesh where no change needs more, else "
        "the raw surface, else the latents, which take Pixal3D and its weights",
    )  # fmt: skip
    model = command.add_argument_group("model")
    model.add_argument("--faces", type=int, metavar="N", help="triangles at most")
    model.add_argument(
        "--texture-size", type=int, choices=TEXTURE_SIZES, help="pixels along a side of the texture"
    )
    model.add_argument("--size", type=float, metavar="METERS", help="the model's largest dimension")
    add_finishing(command, kept=True)
    command.add_argument(
        "--weights", default="", metavar="PATH|REPO", help="of Pixal3D, for the latents"
    )
    command.add_argument("--json", action="store_true", help="one JSON object on standard output")


def finish(arguments: argparse.Namespace) -> int:
    """Run the command. Returns the exit status."""
    from ..engine.export import export, kind_of

    source = Path(arguments.result).absolute()
    output = Path(arguments.output).absolute()
    is_model = bool(kind_of(output))
    with told(arguments.result, arguments.json, "result") as facts:
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
