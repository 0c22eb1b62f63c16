"""What an environment hands on to the one that takes its place: the packages that stay as they are.

Their files are linked: gigabytes are neither fetched nor unpacked nor written again.
"""

import csv
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from .environment import Environment
from .locks import UNHASHED, lock_hash, pinned
from .machine import numbers
from .packages import torch_with_hashes
from .trial import damaged

_NEVER = {"Python", "pip"}  # where these are damaged, nothing is to be trusted
_WRITTEN = {"installed.json", "clone.pth"}  # in place, which what is linked must never be


def site_packages(folder: Path) -> Path:
    """Of the environment in `folder`."""
    return next(folder.glob("[Ll]ib/**/site-packages"))


def not_kept(environment: Environment, locks: Sequence[str], anew: bool) -> set[str] | None:
    """Packages of it that the next one must not have: damaged, or named by none of `locks`.

    None where it must have nothing of it. Another version than the locks' may stay: pip replaces
    it. anew: somebody wants another one; where no damage is seen, all may be damaged.
    """
    installed = environment.installed()
    if not installed or not environment.has_build():
        return None
    wrong = set(damaged(environment))
    if wrong & _NEVER or (anew and not wrong):
        return None
    if numbers(environment.python_version())[:2] not in environment.pythons:
        return None
    named = {"pip"}
    for lock in locks:
        names = lock
        if lock in UNHASHED:
            hashed = torch_with_hashes(environment)
            if hashed is None and installed.get(lock) != lock_hash(lock):
                return None  # no lock names what it has brought along
            names = hashed.stem if hashed else ""
        named |= {_plain(name) for name in pinned(names)} if names else _names(environment)
    return {_plain(name) for name in wrong} | (_names(environment) - named)


def hand_on(old: Path, new: Path, without: set[str]) -> None:
    """Link all files of the environment in `old` into `new` but those of the packages `without`.

    Where the file system has no links they are copied. Raises OSError.
    """
    out: dict[Path, set[str]] = {}  # folder → names of files
    for name in without:
        for path in _files(old, name):
            out.setdefault(path.parent, set()).add(path.name)
    for place, folders, files in os.walk(old):
        here = Path(place)
        there = new / here.relative_to(old)
        left_out = out.get(here, set())
        for name in folders.copy():
            if (here / name).is_symlink():  # lib64
                files.append(name)
            elif name == "__pycache__" and left_out:
                folders.remove(name)
        wanted = [name for name in files if name not in left_out and name not in _WRITTEN]
        if wanted:  # an empty folder would pass for a package
            there.mkdir(parents=True, exist_ok=True)
        for name in wanted:
            _link(here / name, there / name)


def _link(source: Path, target: Path) -> None:
    if not source.is_symlink():
        with suppress(OSError):
            target.hardlink_to(source)
            return
    shutil.copy2(source, target, follow_symlinks=False)


def _names(environment: Environment) -> set[str]:
    infos = site_packages(environment.folder).glob("*.dist-info")
    return {_plain(info.name.partition("-")[0]) for info in infos}


def _files(folder: Path, name: str) -> Iterator[Path]:
    """What pip noted of a package."""
    packages = site_packages(folder)
    for info in packages.glob("*.dist-info"):
        if _plain(info.name.partition("-")[0]) == name:
            yield from info.iterdir()
            with (info / "RECORD").open(encoding="utf-8", newline="") as record:
                for row in csv.reader(record):
                    if row:
                        yield Path(os.path.normpath(packages / row[0]))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
