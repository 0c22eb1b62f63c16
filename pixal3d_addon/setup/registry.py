"""The weights that exist, as `weights.json` tells: where, how large, under which license."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from ..core.errors import PixalError

SUMS = "sums.json"  # in a folder of weights
_MOST = 1 << 20  # bytes of it; a real one has 5,000
BACKGROUND = "background"  # the set that cuts subjects out, and its folder among the weights


@dataclass(frozen=True)
class Repository:
    """Where files come from. terms: the page that has the license."""

    name: str
    url: str
    revision: str
    license: str
    terms: str


@dataclass(frozen=True)
class WeightFile:
    """One file. path: in its repository. to: in the folder of weights, with slashes.

    size: bytes, 0 where not known. sha256: empty where not known. halves: it is float32 and run in
    bfloat16, so that `convert --replace` makes it half as large.
    """

    repository: Repository
    path: str
    to: str
    size: int
    sha256: str
    halves: bool = False

    def url(self, mirror: str = "") -> str:
        """mirror: what takes the place of scheme and host, https://mirror.example say."""
        repository = self.repository
        url = repository.url.format(revision=repository.revision, path=self.path)
        return mirror.rstrip("/") + "/" + url.split("/", 3)[3] if mirror else url


@dataclass(frozen=True)
class WeightSet:
    """What is chosen as a whole. needs: other sets that it does not work without."""

    name: str
    what: str
    needs: tuple[str, ...]
    files: tuple[WeightFile, ...]

    @property
    def size(self) -> int:
        """Bytes of the files whose size is known; the others are a few KB."""
        return sum(file.size for file in self.files)

    @property
    def repositories(self) -> tuple[Repository, ...]:
        return tuple(dict.fromkeys(file.repository for file in self.files))


@cache
def weight_sets() -> dict[str, WeightSet]:
    """Every set, by name."""
    read = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    repositories = {name: Repository(name, **told) for name, told in read["repositories"].items()}
    sets = {}
    for name, told in read["sets"].items():
        files = []
        for file in told["files"]:
            to = PurePosixPath(file.get("to", file["path"]))
            assert not to.is_absolute() and ".." not in to.parts
            files.append(
                WeightFile(
                    repositories[file["from"]],
                    file["path"],
                    str(to),
                    file["bytes"] or 0,
                    file["sha256"] or "",
                    file.get("halves", False),
                )
            )
        sets[name] = WeightSet(name, told["what"], tuple(told["needs"]), tuple(files))
    return sets


def chosen(names: Sequence[str]) -> list[WeightSet]:
    """The sets of these names and what they need, needed ones first. Raises PixalError."""
    known = weight_sets()
    found: dict[str, WeightSet] = {}
    for name in names:
        if name not in known:
            raise PixalError(
                "settings_invalid",
                f"There are no weights {name!r}.",
                f"Choose from {', '.join(known)}.",
            )
        for needed in (*known[name].needs, name):
            found[needed] = known[needed]
    return [*found.values()]


def weights_folder() -> Path:
    """Where downloaded weights go unless the user says otherwise; they are kept, so no cache."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        home = "~/Library/Application Support"
    else:
        home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(os.path.expanduser(home)) / "pixal3d" / "weights"  # noqa: PTH111  fails without one


def missing(sets: Sequence[WeightSet], folder: Path) -> list[WeightFile]:
    """The files that are not there, or neither of their size nor converted."""
    files, known = dict.fromkeys(file for each in sets for file in each.files), sums(folder)
    return [file for file in files if not _is_there(file, folder, known.get(file.to, {}))]


def halvable(sets: Sequence[WeightSet], folder: Path) -> int:
    """Bytes that converting in place would free, about."""
    found = 0
    for file in dict.fromkeys(file for each in sets for file in each.files if file.halves):
        with suppress(OSError):
            found += file.size // 2 if (folder / file.to).stat().st_size == file.size else 0
    return found


def sums(folder: Path) -> dict[str, dict[str, Any]]:
    """Path → `bytes` and `sha256` of what was downloaded; `converted`: both of what it became."""
    path = folder / SUMS
    try:
        if not path.is_file() or path.stat().st_size > _MOST:  # a stick may come from anybody
            return {}
        read = json.loads(path.read_text(encoding="utf-8"))
        return {path: dict(told) for path, told in read.items()}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return {}


def _is_there(file: WeightFile, folder: Path, told: Mapping[str, Any]) -> bool:
    try:
        size = (folder / file.to).stat().st_size
    except OSError:
        return False
    whole = size == file.size if file.size else size > 0
    return whole or bool(as_converted(file, size, told))


def as_converted(file: WeightFile, size: int, told: Mapping[str, Any]) -> str:
    """The SHA-256 that a file of `size` bytes has if it was converted; empty if it was not.

    told: of `sums`.
    """
    became = told.get("converted")
    if not file.halves or not isinstance(became, dict) or became.get("bytes") != size:
        return ""
    return str(became.get("sha256", ""))
