"""Programs that the PATH names, from absolute folders alone.

Windows looks into the current folder first, which may be that of somebody else's .blend.
"""

import os
from collections.abc import Iterator
from pathlib import Path

WINDOWS = os.name == "nt"


def folders() -> Iterator[Path]:
    """The PATH's folders in its order, without those that depend on where a program was started."""
    for text in os.environ.get("PATH", "").split(os.pathsep):
        if Path(text).is_absolute():
            yield Path(text)


def program(name: str) -> Path | None:
    """The first file of that name, without .exe, in them; None where there is none."""
    paths = (folder / (f"{name}.exe" if WINDOWS else name) for folder in folders())
    return next((path for path in paths if is_file(path)), None)


def is_file(path: Path) -> bool:
    """Also for a folder that nobody may look into."""
    try:
        return path.is_file()
    except OSError:
        return False


def windows_program(name: str) -> Path:
    """One of Windows' own, by its full path."""
    return Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / f"{name}.exe"
