"""Which systems the locks have wheels for: told in the plan, before pip fails with less.

release/check_wheels.py holds this against the package index.
"""

from collections.abc import Iterable

from .failed import Failed
from .machine import Machine

# Lock → the oldest macOS that all its wheels run on.
_MACOS = {"runtime": (11, 0), "pixal3d": (11, 0), "finish": (13, 0), "background": (13, 0)}
_GLIBC = (2, 28)
_SYSTEMS = {
    *(("linux", "x86_64"), ("linux", "arm64"), ("windows", "x86_64")),
    *(("macos", "x86_64"), ("macos", "arm64")),
}
_WITHOUT = "Draft works in Blender's own Python without it."


def lacking(locks: Iterable[str], machine: Machine) -> Failed | None:
    """Why they cannot be installed there; None where they can."""
    here = (machine.system, machine.processor)
    if here == ("windows", "arm64"):
        return Failed(
            "The packages have no builds for Windows on ARM.",
            f"Install the x86-64 Python from python.org, then start with that. {_WITHOUT}",
        )
    if here not in _SYSTEMS:
        return Failed(
            f"The packages have no builds for {machine.processor} on {machine.system}.", _WITHOUT
        )
    if machine.system == "linux" and machine.glibc < _GLIBC:
        return Failed(
            "The packages need glibc 2.28, which this Linux has not got.",
            f"Use a newer distribution, one with glibc. {_WITHOUT}",
        )
    least = max((_MACOS[lock] for lock in locks if lock in _MACOS), default=(0, 0))
    if machine.system == "macos" and () < machine.macos < least:
        return Failed(
            f"The packages need macOS {least[0]} or newer.",
            f"Update macOS in System Settings. {_WITHOUT}",
        )
    return None
