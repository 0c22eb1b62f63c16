"""pip's wheel, which the extension's zip carries: with it no Python needs one of its own.

Debian's Python has neither pip nor ensurepip, and others' are old. A pure wheel is installed by
unpacking it.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from .environment import CLONE
from .failed import Failed
from .locks import lock_file, lock_hash
from .source import Source

FOLDER = CLONE / "wheels"  # git ignores it; release/pip_wheel.py fetches what is in it


def carried_pip(source: Source) -> Path | None:
    """The wheel that pip.txt pins: the extension's own, or a bundle's. None where there is none."""
    return find_pip([FOLDER, *([source.wheels] if source.wheels else [])])


def find_pip(folders: Iterable[Path]) -> Path | None:
    """The wheel in the first of `folders` that has one of the right name."""
    if not lock_hash("pip"):
        return None
    found = re.search(r"^pip==([\d.]+)", lock_file("pip").read_text(encoding="utf-8"), re.M)
    if found is None:
        return None
    paths = (folder / f"pip-{found[1]}-py3-none-any.whl" for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def is_pinned(content: bytes) -> bool:
    """Whether pip.txt has its hash."""
    lock = lock_file("pip").read_text(encoding="utf-8")
    return f"--hash=sha256:{hashlib.sha256(content).hexdigest()}" in lock.split()


def unpack_pip(wheel: Path, packages: Path) -> None:
    """Install it into the site-packages `packages`, once its hash is right. Raises Failed."""
    content = wheel.read_bytes()
    if not is_pinned(content):
        raise Failed(
            f"{wheel.parent.name}/{wheel.name} is not the pip that was pinned, and was refused.",
            "Install the extension again, or copy the folder of wheels again.",
        )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:  # what was hashed, whatever is there now
        for member in archive.namelist():
            archive.extract(member, packages)
