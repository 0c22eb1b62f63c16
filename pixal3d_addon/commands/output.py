"""Where a command writes: checked before the work, whole or not there after it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..core.errors import from_os_error
from ..core.results import writing


@contextmanager
def folder_for(folder: Path) -> Iterator[None]:
    """`folder` exists and can be written to inside; made for nothing, it is gone again.

    Raises PixalError `folder_unwritable`, `disk_full` or `path_too_long` before anything is done.
    """
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
    except OSError as error:
        raise from_os_error(error, folder) from error
    try:
        with writing(folder, folder.name):
            pass
        yield
    finally:
        for path in missing:
            with suppress(OSError):  # in use by now
                path.rmdir()


def put(source: Path, target: Path) -> None:
    """Copy `source` over `target` so that there is always a whole file. Raises PixalError."""
    with writing(target.parent, target.name) as folder:
        part = folder / "part"
        shutil.copyfile(source, part)
        part.replace(target)
