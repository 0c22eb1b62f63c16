"""Paths that come from the parent."""

import os
from pathlib import Path

from ..core.errors import PixalError


def path_of(text: str, code: str, what: str) -> Path:
    """A path that the system can at least be asked about, else PixalError `code`."""
    try:
        sound = bool(text) and b"\0" not in os.fsencode(text) and Path(text).is_absolute()
    except UnicodeEncodeError:
        sound = False
    if not sound:
        raise PixalError(code, f"The path of the {what} is not valid.", f"Choose the {what} again.")
    return Path(text)
