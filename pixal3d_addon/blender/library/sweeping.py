"""Results that are deleted: large ones by a process of its own, since a disk takes its time."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import PixalError
from ..jobs import runtime

if TYPE_CHECKING:
    import subprocess

    from ...core.library import Entry

_PROGRAM = Path(__file__).parents[2] / "worker" / "sweep.py"
_FLAGS = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
_SMALL = 64_000_000, 100  # bytes and files that are gone in some milliseconds
_sweepers: list[subprocess.Popen[bytes]] = []


def delete(entry: Entry) -> None:
    """The result is gone at once for everybody; its files may be a moment later.

    Raises PixalError `folder_unwritable`.
    """
    from ...core import results  # here: slow to import

    if _is_small(entry):
        results.remove(entry.folder)
    else:
        results.set_aside(entry.folder)
        sweep(entry.folder.parent)


def drop(folder: Path) -> None:
    """Nobody wants the result in `folder`, which nobody has seen; where it cannot go, it stays."""
    from ...core import results

    with suppress(PixalError):
        results.set_aside(folder)
        sweep(folder.parent)


def sweep(results_folder: Path) -> None:
    """Delete what was set aside, and what killed workers left."""
    import subprocess  # here: slow to import

    _sweepers[:] = [each for each in _sweepers if each.poll() is None]  # which reaps them
    try:
        _sweepers.append(
            subprocess.Popen(
                [str(runtime.own()), "-I", str(_PROGRAM), str(results_folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=_FLAGS,
            )
        )
    except OSError:
        from ...core import results

        results.remove_abandoned(results_folder)


def _is_small(entry: Entry) -> bool:
    size, count = _SMALL
    try:
        with os.scandir(entry.folder) as listed:
            return entry.size < size and sum(1 for _ in listed) < count
    except OSError:
        return True
