"""A folder of weights: what is there, what is missing, downloaded, checked, removed.

FOLDER/…           the files, laid out as the engine reads them
FOLDER/sums.json   path → size and SHA-256 of what was downloaded or converted, for later checks
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from ..core.errors import PixalError, from_os_error
from .alone import alone
from .fetch import Wanted, fetch, sha256_of
from .registry import SUMS, WeightFile, WeightSet, as_converted, missing, sums

_LOCK = ".lock"
Step = Callable[[str, int, int], None]  # file, bytes here, bytes in all


def download(
    sets: Sequence[WeightSet],
    folder: Path,
    step: Step,
    mirror: str = "",
    limit: float = 0.0,
    hub: Callable[[WeightFile], Path | None] = lambda file: None,
    waiting: Callable[[], None] = lambda: None,
    token: str = "",
) -> list[str]:
    """Get what is missing. Returns the paths that were got.

    limit: bytes a second, 0 for all there is. hub: a file that another program has already, to be
    linked or copied. waiting: called once where another download into `folder` is running.
    token: of the mirror.

    Raises PixalError as `fetch` does; what has come by then stays.
    """
    with _alone(folder, waiting):
        files = missing(sets, folder)
        _get(files, folder, step, mirror, limit, hub, token)
    return [file.to for file in files]


def repair(
    sets: Sequence[WeightSet],
    folder: Path,
    step: Step,
    mirror: str = "",
    limit: float = 0.0,
    hub: Callable[[WeightFile], Path | None] = lambda file: None,
    waiting: Callable[[], None] = lambda: None,
    token: str = "",
) -> list[str]:
    """Read every byte of what is there, and get what is damaged anew, nothing else. Returns its
    paths. The rest is as of `download`."""
    with _alone(folder, waiting):
        wrong = verify(sets, folder, step)
        every = dict.fromkeys(file for each in sets for file in each.files)
        files = [file for file in every if wrong.get(file.to) == "damaged"]
        for file in files:
            try:
                (folder / file.to).unlink()
            except OSError as error:
                raise from_os_error(error, folder / file.to) from error
        _get(files, folder, step, mirror, limit, hub, token)
    return [file.to for file in files]


def _get(
    files: Sequence[WeightFile],
    folder: Path,
    step: Step,
    mirror: str,
    limit: float,
    hub: Callable[[WeightFile], Path | None],
    token: str,
) -> None:
    for file in files:
        target = folder / file.to
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            digest = _taken_over(file, hub(file), target)
        except OSError as error:
            raise from_os_error(error, target) from error
        if not digest:
            given = token if mirror else ""
            wanted = Wanted(file.url(mirror), file.size, file.sha256, given)
            digest = fetch(wanted, target, lambda d, t, f=file: step(f.to, d, t), limit)  # type: ignore[misc]
        _note(folder, file.to, target.stat().st_size, digest)


def free_bytes(folder: Path) -> int:
    """Of the disk that has it, or would: it need not exist yet."""
    return shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free


def verify(sets: Sequence[WeightSet], folder: Path, step: Step) -> dict[str, str]:
    """Path → what is wrong with it: "missing" or "damaged"; "unknown" where no checksum is known.

    Reads every byte. Files that are well are left out.
    """
    known = sums(folder)
    wrong = {}
    absent = missing(sets, folder)
    for file in dict.fromkeys(file for each in sets for file in each.files):
        if file in absent:
            there = (folder / file.to).is_file()
            wrong[file.to] = "damaged" if there else "missing"
            continue
        size = (folder / file.to).stat().st_size
        step(file.to, 0, size)
        told = known.get(file.to, {})
        digest = as_converted(file, size, told) or file.sha256 or str(told.get("sha256", ""))
        found = sha256_of(folder / file.to)
        step(file.to, size, size)
        if not digest:
            wrong[file.to] = "unknown"
        elif found != digest:
            wrong[file.to] = "damaged"
    return wrong


def remove(sets: Sequence[WeightSet], kept: Sequence[WeightSet], folder: Path) -> int:
    """Delete the files of `sets` that none of `kept` has, begun ones too. Returns bytes freed."""
    others = {file.to for each in kept for file in each.files}
    freed = 0
    with _alone(folder, lambda: None):
        for each in sets:
            for file in each.files:
                if file.to in others:
                    continue
                for path in (folder / file.to, folder / f"{file.to}.partial"):
                    with suppress(FileNotFoundError):
                        size = path.stat().st_size
                        path.unlink()
                        freed += size
                with suppress(OSError):
                    if (folder / file.to).parent != folder:
                        (folder / file.to).parent.rmdir()
        left = {path: told for path, told in sums(folder).items() if (folder / path).is_file()}
        _write_sums(folder, left)
        if not left:
            (folder / SUMS).unlink(missing_ok=True)
    with suppress(OSError):
        (folder / _LOCK).unlink()
        folder.rmdir()
    return freed


def _taken_over(file: WeightFile, source: Path | None, target: Path) -> str:
    """Link or copy a file that is here already; its SHA-256, empty where it is not the one."""
    if source is None:
        return ""
    digest = sha256_of(source)
    known = file.sha256 or (source.name if len(source.name) == 64 else "")
    if (known and digest != known) or (file.size and source.stat().st_size != file.size):
        return ""
    part = target.with_name(f"{target.name}.copy")
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:
        shutil.copyfile(source, part)
    part.replace(target)
    return digest


def _note(folder: Path, path: str, size: int, digest: str) -> None:
    _write_sums(folder, {**sums(folder), path: {"bytes": size, "sha256": digest}})


def put_converted(path: Path, new: Path, folder: Path) -> None:
    """`new` in the place of the file of weights `path`, which is deleted. Raises PixalError."""
    part = path.with_name(f"{path.name}.copy")
    name, known = path.relative_to(folder).as_posix(), sums(folder)
    became = {"bytes": new.stat().st_size, "sha256": sha256_of(new)}
    try:
        # First: either of the two is known then, whichever is there after a crash.
        _write_sums(folder, {**known, name: {**known.get(name, {}), "converted": became}})
        try:
            new.replace(path)
        except OSError:  # on another disk
            shutil.copyfile(new, part)
            part.replace(path)
            new.unlink()
    except OSError as error:
        raise from_os_error(error, path) from error
    finally:
        part.unlink(missing_ok=True)


def _write_sums(folder: Path, known: dict[str, dict[str, Any]]) -> None:
    part = folder / f"{SUMS}.partial"
    try:
        part.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
        part.replace(folder / SUMS)
    except OSError as error:
        raise from_os_error(error, folder / SUMS) from error


@contextmanager
def _alone(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Only one process downloads into a folder at a time; it waits for the other."""
    try:
        owned = alone(folder / _LOCK, waiting)
        with ExitStack() as stack:
            stack.enter_context(owned)
            held = stack.pop_all()
    except OSError as error:
        problem = from_os_error(error, folder)
        remedy = "Choose a folder that you may write to."
        raise PixalError(problem.code, problem.message, remedy) from error
    with held:
        yield
