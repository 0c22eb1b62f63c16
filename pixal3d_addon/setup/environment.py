"""The virtual environments that engines run in: which there are, and what is there of one."""

import json
import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from .locks import lock_hash

CLONE = Path(__file__).parents[2]  # or Blender's extension
HOME = CLONE / ".runtime"
PLAIN_BUILD = "mps" if sys.platform == "darwin" else "cpu"  # of PyTorch, as torch.txt has it
STATES = ("missing", "broken", "outdated", "ready")


@dataclass(frozen=True)
class Environment:
    """A virtual environment: the locks installed in it, and the Pythons that those have wheels for.

    megabytes: what it takes on the disk. build: of PyTorch, empty for whichever is there, or the
    one that pip's own settings find. index: where that build is, empty for the package index.
    home: the folder that has it; beside it NAME.log, NAME.lock, and NAME.old while it is changed.
    """

    name: str
    locks: tuple[str, ...]
    pythons: tuple[tuple[int, int], ...]
    megabytes: int
    build: str = ""
    index: str = ""
    home: Path = HOME

    @property
    def folder(self) -> Path:
        return self.home / self.name

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """Written last: an environment without it is half-made."""
        return self.folder / "installed.json"

    @property
    def log(self) -> Path:
        """pip's words."""
        return self.home / f"{self.name}.log"

    @property
    def lock(self) -> Path:
        return self.home / f"{self.name}.lock"

    @property
    def aside(self) -> Path:
        """What was whole, while a new one is made."""
        return self.home / f"{self.name}.old"

    def installed(self) -> dict[str, str]:
        """Lock name → hash of the lock that was installed; empty for no or a half-made one."""
        try:
            stamped = json.loads(self.stamp.read_text(encoding="utf-8"))["locks"]
            return dict(stamped) if self.python.exists() and self._has_base() else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def installed_build(self) -> str:
        """Of PyTorch; what older versions installed without noting it is the plain one."""
        try:
            return str(json.loads(self.stamp.read_text(encoding="utf-8"))["build"])
        except (OSError, ValueError, KeyError, TypeError):
            return PLAIN_BUILD

    def ready(self) -> bool:
        wanted = {lock: lock_hash(lock) for lock in self.locks}
        return wanted.items() <= self.installed().items() and self.has_build()

    def has_build(self) -> bool:
        return self.build in ("", self.installed_build())

    def state(self) -> str:
        """One of `STATES`. broken: half-made, or the Python that it was made with is gone."""
        if self.ready():
            return "ready"
        if self.installed():
            return "outdated"
        return "broken" if self.folder.exists() or self.aside.exists() else "missing"

    def _has_base(self) -> bool:
        """Whether the Python is there that this was made with: Blender's goes with that Blender."""
        home = re.search(r"^home *= *(.+?) *$", self.configuration(), re.M)
        return home is None or Path(home[1]).is_dir()

    def configuration(self) -> str:
        """What the environment itself says of how it was made."""
        return (self.folder / "pyvenv.cfg").read_text(encoding="utf-8")

    def python_version(self) -> str:
        found = re.search(r"^version\S* *= *(\S+)", self.configuration(), re.M)
        return found[1] if found else ""


OWN = sys.version_info[:2]
# This one first: it is there.
EVERY_PYTHON = tuple(
    sorted(((3, minor) for minor in range(14, 9, -1)), key=lambda version: version != OWN)
)
# The one that is tested first; Blender's own, whichever that is, will do.
TORCH_PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 10), (3, 14))
RUNTIME = Environment("runtime", ("runtime",), EVERY_PYTHON, 200)
FINISHING = replace(RUNTIME, locks=("runtime", "finish", "background"), megabytes=500)
PIXAL3D = Environment(
    "pixal3d", ("runtime", "pixal3d", "torch", "finish", "background"), TORCH_PYTHONS, 2300
)
