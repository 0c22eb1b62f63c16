"""The command line's options of `setup`."""

import argparse
from typing import Any

from ..setup.plan import RUNTIMES
from ..setup.torch_build import BUILDS, INDEX

ACTIONS = ("plan", "install", "repair", "remove", "status")


def add_setup_command(commands: Any) -> None:
    """Add it to the subparsers `commands`."""
    setup = commands.add_parser(
        "setup", help="the runtimes that engines run in: plan, install, repair or remove"
    )
    setup.add_argument(
        "action", choices=ACTIONS,
        help="plan: what would be done, with sizes. install: do it, or go on with it. repair: look "
        "at every file, and make it anew where one is damaged. remove: delete it. status: all "
        "of it and the weights, for programs",
    )  # fmt: skip
    setup.add_argument(
        "runtime", nargs="?", choices=RUNTIMES, default="draft", help="(default: %(default)s)"
    )
    setup.add_argument(
        "--home", default="", metavar="DIR", help="the folder that has them (default: .runtime)"
    )
    setup.add_argument(
        "--weights", default="", metavar="DIR", help="for status: where the weights are"
    )
    add_sources(setup)
    setup.add_argument("--json", action="store_true", help="one JSON object on standard output")


def add_sources(command: argparse.ArgumentParser) -> None:
    """Where packages come from, and which PyTorch."""
    command.add_argument(
        "--from", dest="wheels", default="", metavar="FOLDER",
        help="install from a folder that bundle has made, with no network",
    )  # fmt: skip
    command.add_argument(
        "--index", default="", metavar="URL",
        help="a package index of one's own (default: pip's own settings)",
    )  # fmt: skip
    command.add_argument(
        "--build", choices=BUILDS, default="",
        help="of PyTorch (default: the one that fits the graphics card)",
    )  # fmt: skip
    command.add_argument(
        "--torch-index", default="", metavar="URL", help=f"a mirror of {INDEX.partition('//')[2]}"
    )
