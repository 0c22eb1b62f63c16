"""The command line's options of `weights` and `download`."""

import argparse
from typing import Any


def add_weights_commands(commands: Any) -> None:
    """Add both to the subparsers `commands`."""
    weights = commands.add_parser(
        "weights", help="which of Pixal3D's weights are here; check or remove them"
    )
    weights.add_argument(
        "action", choices=("list", "verify", "remove"),
        help="list: what there is and what is here. verify: every byte against its checksum. "
        "remove: delete them",
    )  # fmt: skip
    _add_what(weights)

    download = commands.add_parser(
        "download", help="Pixal3D's weights: shows sizes and licenses, and with --yes gets them"
    )
    _add_what(download)
    download.add_argument(
        "--yes", action="store_true", help="the licenses are fine: download, or go on with it"
    )
    download.add_argument(
        "--repair", action="store_true",
        help="read every byte of what is here, and with --yes get again what is damaged",
    )  # fmt: skip
    download.add_argument(
        "--mirror", default="", metavar="URL",
        help="what takes the place of https://huggingface.co and https://github.com",
    )  # fmt: skip
    download.add_argument(
        "--limit", type=_speed, default=0.0, metavar="MB/S", help="take no more than this a second"
    )


def _add_what(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "sets", nargs="*", metavar="SET",
        help="pixal3d, several-views or background (default: pixal3d; list and verify: all)",
    )  # fmt: skip
    command.add_argument(
        "--folder", metavar="DIR",
        help="where they are (default: the system's place for programs' data)",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _speed(text: str) -> float:
    """Megabytes a second → bytes a second."""
    value = float(text)
    if not 0.001 <= value <= 1e6:  # false for NaN
        raise argparse.ArgumentTypeError(f"{text} is no speed in MB/s")
    return value * 1e6


_speed.__name__ = "number of MB/s"
