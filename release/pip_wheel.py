"""pip's wheel for the extension's zip: fetched, because the repository has only what we wrote."""

from dataclasses import replace
from pathlib import Path

from pixal3d_addon.setup.environment import CLONE, RUNTIME
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.locks import lock_file
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.packages import run_pip
from pixal3d_addon.setup.pip_wheel import FOLDER, find_pip, is_pinned
from pixal3d_addon.setup.source import Listener, Source

_PIP = replace(RUNTIME, name="bundle", locks=("pip",), megabytes=60)


def carry_pip(clone: Path = CLONE) -> Path:
    """The wheel that pip.txt pins, in the clone's folder `wheels`, alone there: every packer takes
    what it finds. Fetched where it is missing, as pip's own settings say. Raises Failed."""
    folder = clone / FOLDER.name
    wheel = find_pip([folder])
    if wheel is None or not is_pinned(wheel.read_bytes()):
        if wheel:
            wheel.unlink()
        ensure(_PIP)
        download = ["download", "--dest", str(folder), "--require-hashes"]
        run_pip(_PIP, download, [lock_file("pip")], Source(), Listener())
        wheel = find_pip([folder])
    if wheel is None:
        raise Failed("pip's wheel did not come.", "Check pip's settings, then try again.")
    for other in folder.iterdir():
        if other != wheel:
            other.unlink()
    return wheel
