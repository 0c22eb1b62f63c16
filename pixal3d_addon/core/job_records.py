"""Jobs on disk, so that they outlive the Blender that asked for them: a folder each.

QUEUE/SESSION.lock   owned by a living Blender
QUEUE/SESSION/ID/    job.json, and photo.npy, mask.npy and directions.json where it has them, and
                     made.txt of the worker's, which names the result

Whoever finds a session without an owner moves its folders into its own: a job is in one session at
any time, so that nothing is lost and nothing is made twice. Standard library only.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from . import ownership
from .errors import Problem
from .messages import Finish, Job, decode, encode

FORMAT = 1
RECORD, PHOTO, MASK, VIEWS = "job.json", "photo.npy", "mask.npy", "directions.json"
RECEIPT = "made.txt"  # of `core.messages`
WAITING, RUNNING, MADE, FAILED, INTERRUPTED = STATES = (
    "waiting", "running", "made", "failed", "interrupted",
)  # fmt: skip
_PARTIAL = ".partial"


@dataclass(frozen=True)
class Record:
    """One job. place: its order among the others. engine: of `core.settings`, what it runs in.

    instead_of: as of the job that finishes a result again. result: its folder, once made, which is
    not in a scene yet. problem: why it failed.
    """

    message: Job | Finish
    state: str = WAITING
    place: float = 0.0
    engine: str = "auto"
    name: str = ""
    instead_of: tuple[str, str] = ("", "")
    result: str = ""
    problem: Problem | None = None


class Session:
    """The jobs of this Blender. Its folder is made with the first of them. May raise OSError."""

    def __init__(self, queue: Path) -> None:
        self._queue = queue
        self._name = secrets.token_hex(8)
        self._owner: BinaryIO | None = None

    def folder(self, job: str) -> Path:
        """Where the job of that id is, or will be."""
        return self._queue / self._name / job

    def add(self, record: Record, fill: Callable[[Path], object] | None = None) -> None:
        """As `adding`, all at once."""

        def filling(folder: Path) -> tuple[object, ...]:
            return (fill(folder),) if fill else ()

        for _ in self.adding(record.message.id, filling, lambda: record):
            pass

    def adding(
        self,
        job: str,
        fill: Callable[[Path], Iterable[object]],
        record: Callable[[], Record],
    ) -> Iterator[object]:
        """Keep a new job, in steps. fill: writes its files into the folder that it is given.

        record: asked for at the end. The job is there whole, or not at all where anything is
        raised or the steps are not gone to their end.
        """
        self._open()
        final = self.folder(job)
        partial = final.with_name(final.name + _PARTIAL)
        try:
            partial.mkdir()
            yield from fill(partial)
            _write(partial, record())
            partial.rename(final)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise

    def save(self, record: Record) -> None:
        """What has become of a job; nothing where it is gone."""
        folder = self.folder(record.message.id)
        if folder.is_dir():
            _write(folder, record)

    def remove(self, job: str) -> None:
        """Forget a job, its files with it."""
        folder = self.folder(job)
        with suppress(OSError):  # first its name, so that half a job is never found
            gone = folder.with_name(folder.name + _PARTIAL)
            folder.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)

    def adopt(self) -> list[Record]:
        """Take over the jobs of Blenders that are no more, in their order.

        One that ran is `interrupted`. A folder that holds no valid job is left where it is.
        """
        found: list[Record] = []
        for lock in sorted(self._queue.glob("*.lock")):
            if lock.stem == self._name:
                continue
            with suppress(OSError):
                if owner := ownership.take(lock, make=False):
                    try:
                        for record in self._move(lock.with_suffix("")):
                            found.append(record)  # one by one: those before a failure stay
                    finally:
                        owner.close()
                        with suppress(OSError):
                            lock.with_suffix("").rmdir()
                        if not lock.with_suffix("").exists():
                            lock.unlink()
        return sorted(found, key=lambda record: record.place)

    def close(self) -> None:
        """Let go of the jobs; another session may take them over."""
        if self._owner:
            self._owner.close()
            self._owner = None
        with suppress(OSError):
            self._lock().with_suffix("").rmdir()
            self._lock().unlink()

    def _lock(self) -> Path:
        return self._queue / f"{self._name}.lock"

    def _open(self) -> None:
        if self._owner is None:
            self._queue.mkdir(parents=True, exist_ok=True)
            self._owner = ownership.take(self._lock())
            self._lock().with_suffix("").mkdir(exist_ok=True)

    def _move(self, old: Path) -> Iterator[Record]:
        for folder in sorted(old.iterdir()) if old.is_dir() else ():
            if folder.name.endswith(_PARTIAL):
                shutil.rmtree(folder, ignore_errors=True)
                continue
            record = _read(folder)
            if record is None:
                continue
            self._open()
            final = self.folder(folder.name)
            folder.rename(final)
            record = _moved(record, final)
            with suppress(OSError):  # the disk is full, say: whoever reads it again mends it again
                _write(final, record)
            yield record


def folders_in_use(queue: Path) -> set[Path]:
    """The results that jobs of any Blender begin with, or that wait to be added to a scene."""
    found = set[Path]()
    for path in queue.glob(f"*/*/{RECORD}"):
        if record := _read(path.parent):
            source = getattr(record.message, "source", "")
            found |= {Path(folder).resolve() for folder in (source, record.result) if folder}
    return found


def _moved(record: Record, folder: Path) -> Record:
    """`record` as it is taken over, with the files that it names in `folder`."""
    message = record.message
    if isinstance(message, Job):
        mask = str(folder / MASK) if message.mask else ""
        settings = message.settings
        if settings.get("views") == str(Path(message.photo).with_name(VIEWS)):
            settings = {**settings, "views": str(folder / VIEWS)}
        message = replace(message, photo=str(folder / PHOTO), mask=mask, settings=settings)
    record = replace(record, message=message)
    if record.state != RUNNING:
        return record
    if made := made_in(folder):  # it was done, and nobody was there to hear of it
        return replace(record, state=MADE, result=str(made))
    return replace(record, state=INTERRUPTED)


def made_in(folder: Path) -> Path | None:
    """The result that a worker has made of the job in `folder`, as its receipt says."""
    try:
        result = Path((folder / RECEIPT).read_text(encoding="utf-8"))
        return result if result.is_absolute() and result.is_dir() else None
    except (OSError, ValueError):
        return None


def _write(folder: Path, record: Record) -> None:
    told = {
        **asdict(record),
        "format": FORMAT,
        "message": json.loads(encode(record.message)),
    }
    partial = folder / (RECORD + _PARTIAL)
    partial.write_text(json.dumps(told, indent=1), encoding="utf-8")
    partial.replace(folder / RECORD)


def _read(folder: Path) -> Record | None:
    """The job in `folder`; None where there is none that can be run."""
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        message = decode(json.dumps(told["message"]).encode())
        if told["format"] != FORMAT or not isinstance(message, Job | Finish):
            raise ValueError("not a job")
        if message.id != folder.name or told["state"] not in STATES:
            raise ValueError("not this job")
        first, second = told["instead_of"]
        problem = told["problem"]
        return Record(
            message=message,
            state=told["state"],
            place=float(told["place"]),
            engine=str(told["engine"]),
            name=str(told["name"]),
            instead_of=(str(first), str(second)),
            result=str(told["result"]),
            problem=Problem(**{key: str(value) for key, value in problem.items()})
            if problem
            else None,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # ProtocolError is a ValueError
