"""The extension's zip and the index of a repository that has it: the same bytes from a commit.

Standard library alone, so that it can be made wherever the clone is. Which files go in is what
blender_manifest.toml says, as Blender's own tool reads it; a test holds the two together.
"""

import fnmatch
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pixal3d_addon.core.version import version
from pixal3d_addon.setup.environment import CLONE
from release.pip_wheel import carry_pip

_WHEN = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell; a commit's would differ in a copy
_MODE = 0o100644 << 16


def package(folder: Path, clone: Path = CLONE) -> Path:
    """Write pixal3d-VERSION.zip into `folder`, made where it is missing. Returns its path.

    Raises Failed where pip's wheel, which goes in, is not there and cannot be fetched.
    """
    carry_pip(clone)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"pixal3d-{version()}.zip"
    partial = target.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(packaged(clone), key=lambda path: path.as_posix()):
            entry = zipfile.ZipInfo(path.as_posix(), _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever it is made
            entry.external_attr = _MODE
            archive.writestr(entry, _content(clone / path))
    partial.replace(target)
    return target


def packaged(clone: Path = CLONE) -> Iterator[Path]:
    """The files that go in, relative to the clone."""
    text = (clone / "blender_manifest.toml").read_text(encoding="utf-8")
    block = text.split("paths_exclude_pattern", 1)[1].split("[", 1)[1].split("\n]", 1)[0]
    patterns = re.findall(r'"([^"]+)"', block)
    for folder, folders, files in os.walk(clone):
        here = Path(folder).relative_to(clone)
        folders[:] = [name for name in folders if not _excluded(here / name, True, patterns)]
        yield from (here / name for name in files if not _excluded(here / name, False, patterns))


def _excluded(path: Path, is_folder: bool, patterns: list[str]) -> bool:
    """As git reads patterns: a slash at the end is for folders, one before it for the root."""
    for pattern in patterns:
        if pattern.endswith("/") and not is_folder:
            continue
        bare = pattern.rstrip("/")
        name = path.as_posix() if "/" in bare else path.name
        if fnmatch.fnmatchcase(name, bare.lstrip("/")):
            return True
    return False


def _content(path: Path) -> bytes:
    """Text has the line ends of the commit, whatever git made of them in this clone."""
    content = path.read_bytes()
    return content if b"\0" in content else content.replace(b"\r\n", b"\n")
