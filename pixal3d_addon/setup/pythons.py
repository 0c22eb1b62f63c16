"""Finding a Python that environments can be made with."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from . import search_path
from .failed import Lacking

WINDOWS = os.name == "nt"
_PROBE = "import sys; print(sys.implementation.name, *sys.version_info[:2]); import venv"
_NO_MODULES = (  # of Debian's
    "On Debian and Ubuntu: sudo apt-get install python3-venv, or use the extension's zip, which "
    "needs nothing. Elsewhere: reinstall Python."
)


def child_environment() -> dict[str, str]:
    """Ours, without what would make another Python import from here or elsewhere."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name not in ("VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    }


def python_candidates(version: tuple[int, int]) -> Iterator[Path]:
    """Where a Python of this version may be, the likeliest first. Not all exist or work."""
    short, packed = f"{version[0]}.{version[1]}", f"{version[0]}{version[1]}"
    home = Path.home()
    if sys.version_info[:2] == version:
        yield Path(sys.executable)
    for folder in search_path.folders():
        for name in ("python.exe",) if WINDOWS else (f"python{short}", "python3", "python"):
            yield folder / name
    if WINDOWS:
        local, roaming = (Path(os.environ.get(n, home)) for n in ("LOCALAPPDATA", "APPDATA"))
        programs = Path(os.environ.get("PROGRAMFILES", home))
        yield local / "Programs/Python" / f"Python{packed}/python.exe"
        yield programs / f"Python{packed}/python.exe"
        yield from home.glob(f".pyenv/pyenv-win/versions/{short}.*/python.exe")
        yield from roaming.glob(f"uv/python/cpython-{short}.*/python.exe")
        return
    for place in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        yield Path(place) / f"python{short}"
    yield Path("/Library/Frameworks/Python.framework/Versions") / short / "bin" / f"python{short}"
    for pattern in (".pyenv/versions/{}.*", ".local/share/uv/python/cpython-{}.*"):
        yield from sorted(home.glob(f"{pattern.format(short)}/bin/python{short}"), reverse=True)


def probe(python: Path, brings_pip: bool = True) -> tuple[tuple[int, int] | None, bool]:
    """The version of a CPython, None for anything else, and whether it can make environments.

    It is run, because a name proves nothing: shims exist for versions that are not installed.
    brings_pip: it must install pip, too, which Debian's cannot.
    """
    program = f"{_PROBE}, ensurepip" if brings_pip else _PROBE
    try:
        done = subprocess.run(
            [python, "-I", "-c", program],
            capture_output=True,
            text=True,
            timeout=30,
            stdin=subprocess.DEVNULL,
            env=child_environment(),
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None, False
    found = re.match(r"cpython (\d+) (\d+)", done.stdout)
    return (int(found[1]), int(found[2])) if found else None, done.returncode == 0


def find_python(versions: tuple[tuple[int, int], ...], brings_pip: bool = True) -> Path:
    """A Python of the first of these versions that can make environments. Raises Lacking.

    brings_pip: as for `probe`.
    """
    return find_version(versions, brings_pip)[0]


def find_version(
    versions: tuple[tuple[int, int], ...], brings_pip: bool = True
) -> tuple[Path, tuple[int, int]]:
    """The same, with its version."""
    cannot = ""
    tried: dict[Path, tuple[tuple[int, int] | None, bool]] = {}
    for version in versions:
        for candidate in python_candidates(version):
            if candidate not in tried:
                works = search_path.is_file(candidate)
                tried[candidate] = probe(candidate, brings_pip) if works else (None, False)
            found, makes = tried[candidate]
            if found == version and makes:
                return candidate, version
            if found == version:
                cannot = cannot or f"{version[0]}.{version[1]}"
    names = " or ".join(f"{major}.{minor}" for major, minor in sorted(versions))
    if cannot:
        raise Lacking(
            f"Python {cannot} is here, but without the modules that make virtual environments.",
            _NO_MODULES,
            "python_missing",
        )
    raise Lacking(
        f"No Python {names} was found.",
        "Install one from python.org, with your system's packages, pyenv or uv, then try again.",
        "python_missing",
    )
