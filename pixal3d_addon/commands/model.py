"""`model`: the background model, downloaded only by `--download`."""

import argparse

from .answer import told

_ABOUT = "isnet-general-use, about 180 MB, Apache-2.0, from the releases of rembg"


def model(arguments: argparse.Namespace) -> int:
    """Tell which background model is here, or download it. Returns the exit status."""
    from ..engine.image.background_model import download_model, model_file

    with told("model", arguments.json) as facts:
        if arguments.download:
            download_model()
        found = model_file()
        facts["output"] = found[0] if found else f"none; --download fetches {_ABOUT}"
    return facts["status"]
