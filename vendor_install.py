#!/usr/bin/env python3
"""Pixal3D for Blender: sets up what a command needs, then does it.

  python vendor_install.py generate PHOTO -o OUT.glb [OPTION ...]
      make a textured 3D object from one photo; "generate --help" lists the options. Pixal3D's
      environment runs it where it is set up (see below), unless --engine draft
  python vendor_install.py test [lint] [unit] [engine] [pixal3d] [blender] [gui]
      run the named parts of the tests, or all of them, the fast ones first
  python vendor_install.py python ARGUMENT ...
      run the runtime's own Python, with all that the benches need:
      python vendor_install.py python -m bench.fidelity CASES
      with --pixal3d first, one that has PyTorch too (2 GB):
      python vendor_install.py python --pixal3d -m bench.parity tests/reference
  python vendor_install.py setup [--background | --pixal3d] [OPTION ...]
      only set the runtime up; --background downloads a model too (180 MB), which cuts
      subjects out of any background; --pixal3d sets up one with the PyTorch that fits the
      graphics card (2 to 20 GB), for the engine Pixal3D, and says its path, which Blender asks
      for; it has no weights. --dry-run only shows what would be done, with sizes; --repair makes
      it anew if anything is damaged; --remove deletes it; "setup --help" lists all options
  python vendor_install.py bundle FOLDER [--pixal3d] [--platform PLATFORM] [--python VERSION]
      download all that a runtime needs into a folder, for a computer without network:
      python vendor_install.py setup --from FOLDER [--pixal3d]
  python vendor_install.py package [FOLDER]
      write the extension's zip, the same bytes from the same commit

Plain Python 3.10 or newer is enough to start with. Everything is installed below .runtime/ in this
folder, in exact versions; pip's own settings (mirrors, proxies) are used. Delete .runtime/ to
start afresh.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036  this file parses on older ones to say so
    sys.exit(
        f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; Pixal3D needs 3.10 or newer. "
        "Install one from python.org or with your system's packages, then call it instead."
    )

import argparse
import os
import re
import subprocess
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parent))  # an isolated Python has not got it
from pixal3d_addon.commands.setup import act
from pixal3d_addon.commands.setup_options import add_sources
from pixal3d_addon.commands.transfer import Transfer
from pixal3d_addon.core.errors import EXIT_CODES, PixalError
from pixal3d_addon.setup.environment import FINISHING, PIXAL3D, RUNTIME, Environment
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.fetch import sha256_of
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.pythons import child_environment
from pixal3d_addon.setup.source import Listener, Source

WINDOWS = os.name == "nt"
_USAGE = "settings_invalid"  # the code of what was called in a way that there is none of


def say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # nobody reads on; what was begun is finished all the same
        sys.stdout = Path(os.devnull).open("w")


def become(python: Path, arguments: list[str]) -> NoReturn:
    """Go on as that Python, so that signals and the exit status are its own."""
    command = [str(python), *arguments]
    if not WINDOWS:
        os.execve(python, command, child_environment())
    with subprocess.Popen(command, env=child_environment()) as child:
        while True:
            try:
                sys.exit(child.wait())
            except KeyboardInterrupt:  # the child got it too, and decides
                continue


def runtime_for(arguments: list[str]) -> Environment:
    """What `generate` runs in. PyTorch never comes in by the way: 2 GB are asked for by name.

    Raises Failed where the engine asked for has no runtime.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--engine", default="auto")
    try:
        engine = parser.parse_known_args(arguments)[0].engine
    except argparse.ArgumentError:  # generate itself tells it
        engine = "draft"
    if engine == "draft":
        return RUNTIME
    if PIXAL3D.ready():
        return PIXAL3D
    setup = "python vendor_install.py setup --pixal3d"
    if engine == "pixal3d":
        raise Failed(
            "Pixal3D has no runtime here, or an outdated one.",
            f"Set it up (2 GB): {setup}",
            "engine_unavailable",
        )
    if PIXAL3D.installed():
        outdated = "Pixal3D's runtime is outdated, so it is left out. This brings it up to date:"
        print(f"{outdated} {setup}", file=sys.stderr)
    return RUNTIME


def command_generate(arguments: list[str]) -> int:
    python = ensure(runtime_for(arguments), Listener(say))
    become(python, ["-I", "-m", "pixal3d_addon", "generate", *arguments])


def command_python(arguments: list[str]) -> int:
    from tests.environments import BENCH, PIXAL3D_BENCH

    pixal3d = arguments[:1] == ["--pixal3d"]
    python = ensure(PIXAL3D_BENCH if pixal3d else BENCH, Listener(say))
    become(python, arguments[1:] if pixal3d else arguments)


def command_test(arguments: list[str]) -> int:
    from tests.parts import command_test as run

    return run(arguments)


def command_setup(arguments: list[str]) -> int:
    parser = Parser(prog="vendor_install.py setup", exit_on_error=False)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--background", action="store_true", help="with what cuts subjects out")
    what.add_argument("--pixal3d", action="store_true", help="with PyTorch")
    how = parser.add_mutually_exclusive_group()
    for name, text in {
        "plan": "only show what would be done",
        "repair": "look at every file, and make it anew where one is damaged",
        "remove": "delete it",
    }.items():
        flag = "dry-run" if name == "plan" else name
        how.add_argument(f"--{flag}", dest="action", action="store_const", const=name, help=text)
    add_sources(parser)
    options = parser.parse(arguments)
    options.action = options.action or "install"
    options.runtime, options.home = "pixal3d" if options.pixal3d else "draft", ""
    if options.action == "install":
        for note in act(argparse.Namespace(**{**vars(options), "action": "plan"}), say)["notes"]:
            say(f"  {note}")
    facts = act(options, say)
    for text in (*facts.get("notes", ()), f"{facts['output']}."):
        say(text)
    if options.background and options.action == "install":  # asked for by name
        become(FINISHING.python, ["-I", "-m", "pixal3d_addon", "download", "background", "--yes"])
    if options.pixal3d and "folder" in facts:
        say(f"In Blender, in the add-on's preferences, set Runtime to {facts['folder']}")
    return 0


def command_bundle(arguments: list[str]) -> int:
    from pixal3d_addon.setup.bundle import PLATFORMS, make_bundle, platform_of
    from pixal3d_addon.setup.machine import this_machine
    from pixal3d_addon.setup.torch_build import plan

    here = this_machine()
    parser = Parser(prog="vendor_install.py bundle", exit_on_error=False)
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--pixal3d", action="store_true", help="with PyTorch")
    parser.add_argument("--platform", choices=PLATFORMS, help="(default: this computer's)")
    parser.add_argument(
        "--python", default="3.11", metavar="VERSION", help="of the other computer (3.11)"
    )
    add_sources(parser)
    options = parser.parse(arguments)
    platform = options.platform or platform_of(here)
    version = re.fullmatch(r"3\.(\d+)", options.python)
    if platform not in PLATFORMS or not version:
        raise Failed(
            f"There are no wheels for {platform} and Python {options.python}.",
            f"Choose from {', '.join(PLATFORMS)}, and Python 3.10 to 3.14.",
            _USAGE,
        )
    build = options.build or (plan(here).build if not options.platform else "")
    runtime = "pixal3d" if options.pixal3d else "draft"
    with Transfer(sys.stderr, 0) as transfer:
        size = make_bundle(
            Path(options.folder).absolute(),
            runtime,
            platform,
            (3, int(version[1])),
            build,
            options.torch_index,
            Source(options.index),
            Listener(say, transfer.step),
        )
    say(f"{options.folder}: {size / 1e6:.0f} MB for {platform}, Python {options.python}. There:")
    flag = " --pixal3d" if options.pixal3d else ""
    say(f"  python vendor_install.py setup --from {options.folder}{flag}")
    return 0


def command_package(arguments: list[str]) -> int:
    from release.package import package

    parser = Parser(prog="vendor_install.py package", exit_on_error=False)
    parser.add_argument("folder", nargs="?", default="dist", metavar="FOLDER")
    target = package(Path(parser.parse(arguments).folder))
    say(f"{target}  {sha256_of(target)}")
    return 0


class Parser(argparse.ArgumentParser):
    """Tells what is wrong as a Failed."""

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        try:
            options, unknown = self.parse_known_args(arguments)
        except argparse.ArgumentError as error:
            raise Failed(f"{self.prog}: {error}.", "See --help.", _USAGE) from error
        if unknown:
            raise Failed(f"{self.prog} does not know {unknown[0]!r}.", "See --help.", _USAGE)
        return options


COMMANDS = {
    "generate": command_generate,
    "test": command_test,
    "python": command_python,
    "setup": command_setup,
    "bundle": command_bundle,
    "package": command_package,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say((__doc__ or "").strip())
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    try:
        if command is None:
            raise Failed(
                f"There is no command {arguments[0]!r}.",
                f"Choose from {', '.join(COMMANDS)}, or --help.",
                _USAGE,
            )
        return command(arguments[1:])
    except PixalError as reason:
        print(f"Error: {reason.message} {reason.remedy}", file=sys.stderr)
        return EXIT_CODES[reason.code]
    except KeyboardInterrupt:
        print("\nInterrupted. The next call repairs what is half-made.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
