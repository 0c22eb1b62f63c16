"""What is on the system's clipboard, where Blender does not read pictures from it.

That is so on X, where another process asks the one that holds it (see `x11_clipboard`). A file that
was copied, or its path, is as good as the picture.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from ..slices import WAIT, Work
from .x11_clipboard import NAME, PICTURES

_PROGRAM = Path(__file__).with_name("x11_clipboard.py")
_PATIENCE = 30.0  # seconds
_LONGEST = 100_000  # characters of what may be paths


def from_x(folder: Path) -> Work:
    """The files that were copied, or the picture, which comes into `folder`; [] where neither is.

    In slices; what is returned is a list of Path.
    """
    if not os.environ.get("DISPLAY"):
        return []
    import subprocess  # here: slow to import

    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    try:
        asking = subprocess.Popen(
            [sys.executable, "-I", str(_PROGRAM), str(folder)], stderr=subprocess.DEVNULL, **quiet
        )
    except OSError:
        return []
    try:
        end = time.monotonic() + _PATIENCE
        while asking.poll() is None:
            if time.monotonic() > end:
                return []
            yield WAIT
    finally:
        asking.kill()
        asking.wait()
    if asking.returncode:
        return []
    return _found(folder)


def from_text(text: str) -> list[Path]:
    """The files that `text` names, a path or an address of one in each line; [] where any line is
    something else."""
    lines = text[:_LONGEST].strip().splitlines()
    paths = [_path(line.strip().strip('"')) for line in lines]
    try:
        return paths if all(path.is_absolute() and path.is_file() for path in paths) else []
    except (OSError, ValueError):  # a name too long, a zero byte
        return []


def _path(line: str) -> Path:
    if line.startswith("file:"):
        from urllib.parse import urlsplit  # here: slow to import
        from urllib.request import url2pathname

        return Path(url2pathname(urlsplit(line).path))
    return Path(line)


def _found(folder: Path) -> list[Path]:
    """Raises nothing: what the process wrote is whole, as it has ended well."""
    listed = folder / "files.json"
    if listed.exists():
        return [Path(path) for path in json.loads(listed.read_text(encoding="utf-8"))]
    pictures = ((folder / NAME).with_suffix(kind) for kind in PICTURES.values())
    return [path for path in pictures if path.exists()]
