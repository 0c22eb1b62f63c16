"""NumPy for a Blender whose Python has none, as Debian's: that of a runtime which was made with it.

Other imports are left alone, and where Blender has NumPy this is never asked.
"""

import functools
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from ...core.errors import PixalError
from . import installed

REASON = "Blender's Python has no NumPy. Press Install at Draft in the add-on's preferences"


class NumpyFinder:
    """Asked last, of what Python's own finders have not found."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        packages = _packages() if name == "numpy" else None
        return PathFinder.find_spec(name, [str(packages)]) if packages else None


def lacking() -> bool:
    """Whether NumPy cannot be imported yet. Cheap: looked up once."""
    return not _blender_has_it() and _packages() is None


def need() -> None:
    """Raises PixalError where NumPy cannot be imported yet."""
    if lacking():
        message, _, remedy = REASON.partition(". ")
        raise PixalError("engine_unavailable", f"{message}.", f"{remedy}.")


@functools.cache
def _blender_has_it() -> bool:
    return "numpy" in sys.modules or PathFinder.find_spec("numpy") is not None


def _packages() -> Path | None:
    """The site-packages of an installed runtime for this very version of Python."""
    for runtime in ("draft", "pixal3d"):
        python = installed.python(runtime)
        if python and _is_for_here(packages := _packages_beside(python)):
            return packages
    return None


def _packages_beside(python: Path) -> Path:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return python.parents[1] / "lib" / version / "site-packages"


@functools.cache
def _is_for_here(packages: Path) -> bool:
    return (packages / "numpy").is_dir()


def attach() -> None:
    _blender_has_it()
    sys.meta_path.append(NumpyFinder)


def detach() -> None:
    sys.meta_path.remove(NumpyFinder)
