"""Files that huggingface-hub has downloaded before: found where it keeps them, never fetched.

Layout: HUB/models--OWNER--NAME/snapshots/REVISION/PATH, and refs/main for the newest revision.
"""

import os
import re
from pathlib import Path

from ...core.errors import PixalError
from ...setup.registry import WeightFile

PIXAL3D = "TencentARC/Pixal3D"
DINOV3 = "camenduru/dinov3-vitl16-pretrain-lvd1689m"
REVISIONS = {PIXAL3D: "b0cb2e1b794cab9aa0ac38a95d794a4d9337437f"}
_REPOSITORY = re.compile(r"[\w\-][\w.\-]*/[\w\-][\w.\-]*", re.ASCII)
_REVISION = re.compile(r"[0-9a-f]{40}")


def is_repository(name: str) -> bool:
    """Whether `name` can be one: OWNER/NAME."""
    return bool(_REPOSITORY.fullmatch(name)) and ".." not in name


def snapshot(repository: str) -> Path:
    """The folder with `repository`'s files at its pinned revision (`REVISIONS`), else the newest.

    Raises PixalError `weights_missing`, or `weights_mismatch` where there is another revision only.
    """
    folder = hub() / f"models--{repository.replace('/', '--')}"
    revision = REVISIONS.get(repository, "")
    if not revision:
        try:
            revision = (folder / "refs" / "main").read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            revision = ""
    found = folder / "snapshots" / revision
    if _REVISION.fullmatch(revision) and found.is_dir():
        return found
    if repository in REVISIONS and (folder / "snapshots").is_dir():
        raise PixalError(
            "weights_mismatch",
            f"Only another revision of {repository} is on this computer; this version needs "
            f"{revision[:8]}.",
            f"Download revision {revision} of {repository}.",
        )
    raise PixalError(
        "weights_missing",
        f"{repository} has not been downloaded to this computer.",
        "Download it first (python -m pixal3d_addon download), or name a folder that has it.",
    )


def hub() -> Path:
    """The folder that huggingface-hub keeps downloads in: its own settings decide."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{home}/huggingface"
    # Path.expanduser fails where there is no home.
    return Path(os.path.expanduser(os.environ.get("HF_HUB_CACHE") or f"{home}/hub"))  # noqa: PTH111


def in_hub(file: WeightFile) -> Path | None:
    """The file where huggingface-hub has downloaded that revision before."""
    repository = f"models--{file.repository.name.replace('/', '--')}"
    path = hub() / repository / "snapshots" / file.repository.revision / file.path
    return path.resolve() if path.is_file() else None
