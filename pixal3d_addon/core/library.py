"""What is in a folder of results, as plain values. Standard library only.

Nothing that lies there is trusted: what is no result is left out, what is damaged says why.
"""

import math
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from . import result_json
from .errors import PixalError

# As `core.results` has them, which needs numpy, slow to import.
THUMBNAIL, PREPARED, MASK, MESH, LATENTS, SURFACE = (
    "thumbnail.png", "prepared.png", "mask.png", "mesh.safetensors", "latents.safetensors",
    "surface.safetensors",
)  # fmt: skip
UNFINISHED = "Not finished yet: it has no mesh. Finish it to go on from there."
_MOST_FILES = 10_000  # of a result that are counted
_LARGEST = 2048  # side of a picture that is shown
_LONGEST = 60  # of a name that is shown


@dataclass(frozen=True)
class Entry:
    """One result. A value that is not known is empty.

    stamp: another one where the files have changed. made: seconds since the epoch. size: bytes on
    the disk. thumbnail, photo: PNG files that can be shown. problem: why it cannot be used.
    unfinished: it has no mesh, but what finishing needs. raw: there is what the engine made.
    faces: of the mesh. seconds: that it took. settings: of `core.settings`.
    """

    folder: Path
    stamp: tuple[int, ...]
    name: str
    made: float
    size: int
    thumbnail: str = ""
    photo: str = ""
    problem: str = ""
    unfinished: bool = False
    raw: bool = False
    engine: str = ""
    faces: int = 0
    seconds: float = 0.0
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name of its folder, which no other result has."""
        return self.folder.name

    def matches(self, search: str) -> bool:
        """Whether every word of `search` is in what it is called, or its engine, or its day."""
        return all(word in self._text for word in search.casefold().split())

    @cached_property
    def _text(self) -> str:
        return f"{self.name} {self.key} {self.engine} {self.day()}".casefold()

    def day(self) -> str:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(self.made))


def scan(results: Path, known: Mapping[str, Entry] = {}) -> Iterator[Entry]:
    """Every result in the folder `results`, those with the latest names first.

    known: key → what an earlier scan found, taken again where nothing has changed. Raises OSError
    where the folder cannot be read.
    """
    if not results.exists():
        return
    with os.scandir(results) as listed:
        names = sorted((each.name for each in listed if each.name[0] != "."), reverse=True)
    for name in names:
        entry = look(results / name, known.get(name))
        if entry:
            yield entry


def look(folder: Path, known: Entry | None = None) -> Entry | None:
    """The result in `folder`; None where there is none. known: as an earlier look found it."""
    try:
        stamp = _stamp(folder)
        if known and known.stamp == stamp:
            return known
        if not stat.S_ISDIR(folder.stat().st_mode):
            return None
        return _read(folder, stamp)
    except (OSError, ValueError):  # it went meanwhile, may not be read, or has no name for a path
        return None


def differences(one: Entry, two: Entry) -> list[tuple[str, Any, Any]]:
    """Settings that differ: name, the one's value, the other's. Floats that are near are equal."""
    found = []
    for name in {**one.settings, **two.settings}:
        a, b = one.settings.get(name, ""), two.settings.get(name, "")
        near = isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-4)
        if a != b and not near:
            found.append((name, a, b))
    return found


def in_words(size: int) -> str:
    """Bytes as a person reads them."""
    for unit, power in (("GB", 3), ("MB", 2)):
        if size >= 0.95 * 1000**power:
            return f"{size / 1000**power:.1f} {unit}"
    return f"{size / 1000:.0f} kB"


def _read(folder: Path, stamp: tuple[int, ...]) -> Entry | None:
    has = {name for name in (MESH, LATENTS, SURFACE) if _is_file(folder / name)}
    entry = Entry(
        folder=folder,
        stamp=stamp,
        name=_plain(folder.name),
        made=folder.stat().st_mtime,
        size=_size(folder),
        thumbnail=_picture(folder / THUMBNAIL),
        photo=_picture(folder / PREPARED),
        raw=bool(has - {MESH}),
    )
    try:
        return _with_facts(entry, result_json.load(folder), has)
    except PixalError as error:
        # A folder of something else may have a result.json, too, or none: it is not for us.
        return replace(entry, problem=error.message) if has or entry.photo else None


def _with_facts(entry: Entry, facts: Mapping[str, Any], has: set[str]) -> Entry:
    """`entry` with what result.json tells. That is valid so far, but for what only informs."""
    unfinished = "unfinished" in facts
    problem = "" if unfinished or MESH in has else "Its mesh is missing."
    if unfinished and not entry.raw:
        problem = "It is not finished, and what finishing needs is missing."
    laps, mesh = facts.get("seconds"), facts.get("mesh")
    faces = mesh.get("faces") if isinstance(mesh, dict) else 0
    return replace(
        entry,
        name=_plain(str(facts["name"])) or entry.name,
        made=_time(facts.get("created"), entry.made),
        problem=problem,
        unfinished=unfinished,
        engine=_plain(facts["engine"]) if isinstance(facts.get("engine"), str) else "",
        faces=faces if type(faces) is int and 0 <= faces < 1 << 31 else 0,
        seconds=sum(filter(_is_duration, laps.values())) if isinstance(laps, dict) else 0.0,
        settings={name: value for name, value in facts["settings"].items() if name != "weights"},
    )


def _stamp(folder: Path) -> tuple[int, ...]:
    told = [folder.stat().st_mtime_ns]
    try:
        facts = (folder / result_json.FACTS).stat()
        told += [facts.st_mtime_ns, facts.st_size]
    except OSError:
        pass
    return tuple(told)


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _size(folder: Path) -> int:
    """Bytes of the files in `folder`, the first many; links are not followed."""
    total, left, waiting = 0, _MOST_FILES, [str(folder)]
    while waiting and left > 0:
        try:
            with os.scandir(waiting.pop()) as listed:
                for each in listed:
                    left -= 1
                    if left <= 0:
                        break
                    if each.is_dir(follow_symlinks=False):
                        waiting.append(each.path)
                    else:
                        total += each.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total


def _picture(path: Path) -> str:
    """`path`, where that is a PNG of a size that can be shown; else empty."""
    try:
        if not _is_file(path):
            return ""
        with path.open("rb") as file:
            head = file.read(24)
    except OSError:
        return ""
    width, height = (int.from_bytes(head[at : at + 4], "big") for at in (16, 20))
    sound = head[:8] == b"\x89PNG\r\n\x1a\n" and head[12:16] == b"IHDR"
    return str(path) if sound and 0 < width <= _LARGEST and 0 < height <= _LARGEST else ""


def _plain(text: str) -> str:
    """In one line, and not too long."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:500])
    words = " ".join(shown.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _time(created: object, otherwise: float) -> float:
    """Seconds since the epoch, of the time that `engine.completion` writes."""
    try:
        seconds = datetime.strptime(str(created)[:40], "%Y-%m-%dT%H:%M:%S%z").timestamp()
    except (ValueError, OverflowError):
        return otherwise
    return seconds if 0 <= seconds < 1 << 33 else otherwise


def _is_duration(value: object) -> bool:
    return type(value) in (int, float) and 0 <= value < 1e9  # type: ignore[operator]
