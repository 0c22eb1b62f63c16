"""Where converted weights are. Standard library only: removing them must need nothing else."""

import hashlib
import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Where converted weights go unless the user says otherwise: the system's place for caches."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        home = "~/Library/Caches"
    else:
        home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(os.path.expanduser(home)) / "pixal3d"  # noqa: PTH111  fails without a home


def converted_file(source: Path, cache: Path) -> Path:
    """The bfloat16 version of `source`, which need not be there."""
    where = hashlib.sha256(os.fsencode(source.absolute())).hexdigest()[:12]
    return cache / f"{source.stem}-{where}.safetensors"
