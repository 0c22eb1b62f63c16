"""`prepare`: the cut-out alone, to be looked at before anything is generated from it."""

import argparse
import math
from pathlib import Path

from ..core import results
from .answer import told
from .arguments import order_of
from .output import folder_for


def prepare(arguments: argparse.Namespace) -> int:
    """Write prepared.png and mask.png. Returns the exit status."""
    from ..engine.mesh.write import write_prepared
    from ..engine.pipeline import prepare_order

    photo, output = Path(arguments.photo).absolute(), Path(arguments.output).absolute()
    with told(arguments.photo, arguments.json) as facts, folder_for(output):
        prepared = prepare_order(order_of(photo, output, arguments))
        with results.writing(output, output.name) as scratch:
            write_prepared(scratch, prepared)
            for path in scratch.iterdir():
                path.replace(output / path.name)
        facts.update(
            output=str(output), side=len(prepared.rgb), fov_degrees=math.degrees(prepared.fov)
        )
    return facts["status"]
