"""`prepare`: the cut-out alone, to be looked at before anything is generated from it."""

import argparse
from pathlib import Path

from ..core import results
from .answer import told
from .arguments import settings_of
from .output import folder_for


def prepare(arguments: argparse.Namespace) -> int:
    """Write prepared.png and mask.png. Returns the exit status."""
    from ..engine.image import crop
    from ..engine.image.read import read_mask, read_photo
    from ..engine.mesh.png import write_png

    photo, output = Path(arguments.photo).absolute(), Path(arguments.output).absolute()
    with told(arguments.photo, arguments.json) as facts, folder_for(output):
        pixels = read_photo(photo)
        settings = settings_of(arguments, pixels.exif_fov)
        height, width = pixels.rgba.shape[:2]
        mask = arguments.mask and read_mask(Path(arguments.mask).absolute(), (width, height))
        prepared = crop.prepare(pixels, settings, mask)
        with results.writing(output, output.name) as scratch:
            for name, image in {
                results.PREPARED: prepared.rgb,
                results.MASK: prepared.alpha,
            }.items():
                write_png(scratch / name, image)
                (scratch / name).replace(output / name)
        facts.update(output=str(output), side=len(prepared.rgb), fov=prepared.fov)
    return facts["status"]
