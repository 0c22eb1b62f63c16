"""A lock file whose owner is a living process: the system lets go of it however that one ends."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take(path: Path, make: bool = True) -> BinaryIO | None:
    """Own `path`, made where it is missing if `make`, until the file returned is closed.

    None where another process owns it, has just deleted it, or the file system has no locks.
    Raises OSError where it cannot be opened.
    """
    file = path.open("ab" if make else "r+b")
    try:
        _lock(file)
        if os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
    except OSError:
        pass
    file.close()
    return None
