"""The runtimes that the preferences install: where they are, and which are whole."""

import sys
from pathlib import Path

from . import preferences

_KNOWN: dict[tuple[str, str], Path | None] = {}  # runtime and home → its Python


def home() -> Path:
    """The folder that has them; it need not exist."""
    chosen = preferences.runtimes_folder()
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":  # whose paths end at 259 characters; the extension's is long
        from ...setup.registry import weights_folder

        return weights_folder().with_name("runtimes")
    return preferences.own_folder("runtimes", make=False)


def python(runtime: str) -> Path | None:
    """Of "draft" or "pixal3d"; None where that is not installed whole and of this version.

    Looked up once and kept until `forget`: panels ask while they are drawn.
    """
    key = (runtime, preferences.runtimes_folder())
    if key not in _KNOWN:
        from dataclasses import replace

        from ...setup.environment import FINISHING, PIXAL3D

        found = replace(PIXAL3D if runtime == "pixal3d" else FINISHING, home=home())
        _KNOWN[key] = found.python if found.ready() else None
    return _KNOWN[key]


def forget() -> None:
    """Something was installed, removed or moved."""
    _KNOWN.clear()
