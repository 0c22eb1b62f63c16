"""Environments made, repaired, changed and removed; whole or, to `Environment.ready`, not there."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..core.errors import from_os_error
from .alone import alone
from .environment import CLONE, PLAIN_BUILD, Environment
from .failed import Failed
from .kept import hand_on, not_kept, site_packages
from .locks import lock_file, lock_hash
from .machine import this_system
from .packages import install, run_pip
from .pip_wheel import carried_pip, unpack_pip
from .pythons import child_environment, find_python
from .source import Listener, Source
from .torch_build import index_of

_QUIET = Listener()
_PIP_SOURCE = Source()
_LONGEST = 192  # characters of the longest path in an environment with PyTorch
_PIP_BYTES = 20 << 20  # what a new environment takes, at least
_FILE_SYSTEM = r"SYSTEM\CurrentControlSet\Control\FileSystem"


def ensure(
    environment: Environment,
    listener: Listener = _QUIET,
    source: Source = _PIP_SOURCE,
    anew: bool = False,
) -> Path:
    """The environment's Python, after setting up what is missing. Raises Failed or Lacking.

    anew: even where it seems to be whole.
    """
    if environment.ready() and not anew and not environment.aside.exists():
        return environment.python
    try:
        with alone(environment.lock, lambda: _wait(environment, listener)):
            _tidy(environment)
            if anew or not environment.ready():
                _set_up(environment, listener, source, anew)
    except OSError as error:
        raise _disk(error, environment) from error
    return environment.python


def remove(environment: Environment, listener: Listener = _QUIET) -> int:
    """Delete the environment with all that belongs to it. Returns bytes freed. Raises Failed."""
    freed = 0
    try:
        if not environment.home.is_dir():
            return 0
        with alone(environment.lock, lambda: _wait(environment, listener)):
            environment.stamp.unlink(missing_ok=True)  # from here on it is none
            for folder in (environment.folder, environment.aside):
                if folder.exists():
                    freed += size_of(folder)
                    shutil.rmtree(folder)
            for log in environment.home.glob(f"{environment.name}*.log"):
                log.unlink()
        environment.lock.unlink(missing_ok=True)
    except OSError as error:
        raise _disk(error, environment) from error
    with suppress(OSError):
        environment.home.rmdir()
    return freed


def size_of(folder: Path) -> int:
    """Bytes of the files below it."""
    total = 0
    for path, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                total += os.lstat(os.path.join(path, name)).st_size  # noqa: PTH118
    return total


def _wait(environment: Environment, listener: Listener) -> None:
    listener.say(f"Another call is setting up {environment.name}: waiting for it.")


def _disk(error: OSError, environment: Environment) -> Failed:
    code = from_os_error(error, environment.folder).code
    home = environment.home.name
    if code == "disk_full":
        return Failed(
            f"The disk is full: the folder {home} could not be written.",
            "Free some space, then try again.",
            code,
        )
    if code == "path_too_long":
        return Failed(
            f"The path of the folder {home} is too long for this system.",
            "Choose a folder nearer to the root of the disk, then try again.",
            code,
        )
    return Failed(
        f"The folder {home} could not be written: it is read-only, or a program uses it.",
        "Close what uses it or choose a folder that you may write to, then try again.",
        code,
    )


def _set_up(environment: Environment, listener: Listener, source: Source, anew: bool) -> None:
    """Install the missing locks; an environment that is half-made or outdated is made anew.

    What was whole is kept aside until the new one is, which has the packages that stay as they are
    from it; it comes back where that fails.
    """
    started = time.monotonic()
    installed = environment.installed()
    build = environment.build or environment.installed_build()
    if not environment.build and build != PLAIN_BUILD:  # outdated: the same build again
        environment = replace(environment, build=build, index=index_of(this_system()[0], build))
    grow = bool(installed) and all(lock_hash(lock) == installed[lock] for lock in installed)
    grow = grow and environment.has_build()  # another build's libraries would stay
    grow = grow and not anew
    known = [lock for lock in installed if lock_hash(lock)]  # an earlier version had others
    locks = tuple(dict.fromkeys((*known, *environment.locks)))
    without = None if grow else not_kept(environment, locks, anew)
    if without is None:  # what is linked needs no room
        _check_room(environment)
    _check_path(environment)
    listener.say(f"{'Adding to' if grow else 'Setting up'} {environment.name} (once)")
    environment.log.unlink(missing_ok=True)
    if grow:
        environment.stamp.unlink()
    elif installed:
        environment.folder.rename(environment.aside)
    elif environment.folder.exists():
        shutil.rmtree(environment.folder)
    try:
        if without is not None:
            _go_on(environment, without, locks, source, listener)
        elif grow:
            added = [lock for lock in locks if lock not in installed]
            install(environment, added, source, listener)
        else:
            _begin(environment, locks, source, listener)
        _finish(environment, locks)
    except BaseException:
        if environment.aside.exists():
            _put_back(environment)
        raise
    if environment.aside.exists():
        shutil.rmtree(environment.aside)
    listener.say(f"{environment.name} is ready, after {time.monotonic() - started:.0f} s")


def _tidy(environment: Environment) -> None:
    """What a call that was killed has left: the whole one of two stays."""
    if environment.aside.exists():
        if environment.installed():
            shutil.rmtree(environment.aside)
        else:
            _put_back(environment)


def _check_room(environment: Environment) -> None:
    free = shutil.disk_usage(environment.home).free >> 20
    if free < environment.megabytes:
        raise Failed(
            f"Setting up {environment.name} needs {environment.megabytes} MB; the disk has {free} "
            "MB left.",
            "Free some space, then try again.",
            "disk_full",
        )


def _check_path(environment: Environment) -> None:
    """Windows has paths of 259 characters, unless somebody allowed longer ones."""
    if sys.platform != "win32" or len(str(environment.folder)) + _LONGEST <= 259:
        return
    import winreg

    with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _FILE_SYSTEM) as key:
        if winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1:
            return
    raise Failed(
        f"The path of the folder {environment.home.name} is too long for Windows.",
        f"Choose a folder of {259 - _LONGEST - len(environment.name)} characters at most, then try "
        "again.",
        "path_too_long",
    )


def _put_back(environment: Environment) -> None:
    """The environment that was whole before, in the place of a half-made one."""
    if environment.folder.exists():
        shutil.rmtree(environment.folder)
    environment.aside.rename(environment.folder)


def _go_on(
    environment: Environment,
    without: set[str],
    locks: Sequence[str],
    source: Source,
    listener: Listener,
) -> None:
    """Install with what the environment aside has, but for the packages `without`."""
    try:
        hand_on(environment.aside, environment.folder, without)
        _pin_pip(environment, source, listener)
        install(environment, locks, source, listener)
    except Failed as problem:
        if problem.code != "setup_failed":
            raise
        shutil.rmtree(environment.folder)  # something in there is in pip's way
        _begin(environment, locks, source, listener)


def _begin(
    environment: Environment, locks: Sequence[str], source: Source, listener: Listener
) -> None:
    """Install into a new environment."""
    pip = carried_pip(source)
    _make(environment, find_python(environment.pythons, pip is None), pip)
    if pip is None:  # Python's own is old
        _pin_pip(environment, source, listener)
    install(environment, locks, source, listener)


def _pin_pip(environment: Environment, source: Source, listener: Listener) -> None:
    """Install the pip that we pin, unless it is there."""
    if not lock_hash("pip"):
        return
    pip = carried_pip(source)
    carried = ["--no-index", "--find-links", str(pip.parent)] if pip else []
    options = ["install", "--require-hashes", *carried]
    run_pip(environment, options, [lock_file("pip")], source, listener)


def _finish(environment: Environment, locks: Sequence[str]) -> None:
    """Write what makes it whole."""
    if "runtime" in environment.locks and CLONE in environment.home.parents:
        _show_clone(environment)
    stamp = {
        "python": environment.python_version(),
        "locks": {name: lock_hash(name) for name in locks},
        "build": environment.build or PLAIN_BUILD,
    }
    partial = environment.stamp.with_suffix(".partial")
    partial.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    partial.replace(environment.stamp)


def _make(environment: Environment, python: Path, pip: Path | None) -> None:
    """An environment with nothing but pip: that of the wheel `pip`, None for Python's own."""
    made = subprocess.run(
        [python, "-I", "-m", "venv", *(["--without-pip"] if pip else []), environment.folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=child_environment(),
    )
    if not made.returncode and environment.python.is_file():  # a shim may only claim it
        if pip:
            unpack_pip(pip, site_packages(environment.folder))
        return
    environment.log.write_bytes(made.stdout)
    if shutil.disk_usage(environment.home).free < _PIP_BYTES:  # venv does not say why
        raise Failed(
            "The disk filled up while making the runtime.",
            "Free some space, then try again.",
            "disk_full",
        )
    raise Failed(
        "This Python failed to make a virtual environment.",
        "On Debian and Ubuntu: sudo apt-get install python3-venv. Elsewhere: reinstall Python, "
        "then try again.",
    )


def _show_clone(environment: Environment) -> None:
    """Let the environment import from this clone wherever it is called; survives a move."""
    packages = site_packages(environment.folder)
    (packages / "clone.pth").write_text(os.path.relpath(CLONE, packages), encoding="utf-8")
