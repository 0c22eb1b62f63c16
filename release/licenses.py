"""THIRD_PARTY.txt: the licenses of all that is shipped, installed or downloaded.

    .runtime/pixal3d/bin/python -m release.licenses

Reads what the installed packages say of themselves, so it runs in the environment `pixal3d`; what
is not in there keeps the line that it has.
"""

import importlib.metadata
import re

from pixal3d_addon.setup.environment import CLONE, FINISHING, PIXAL3D
from pixal3d_addon.setup.locks import pinned
from pixal3d_addon.setup.registry import weight_sets

TARGET = CLONE / "THIRD_PARTY.txt"
UNKNOWN = "as its own folder says"
_HEAD = """Licenses of what Pixal3D for Blender ships, installs or downloads

Pixal3D for Blender itself: GPL-3.0-or-later, see LICENSE.

SHIPPED
Draft's network (pixal3d_addon/engine/draft/net): our own, trained on objects by others under CC0,
CC-BY, MIT and Apache-2.0; the clone's training/ATTRIBUTION.md names each.
pip, as its wheel (wheels): MIT; what it brings along has its licenses inside the wheel.

INSTALLED ON REQUEST, each package with its license in its own folder
CUDA's libraries, with PyTorch's builds for NVIDIA's cards: NVIDIA's license agreements.
ROCm's libraries, with PyTorch's builds for AMD's cards: MIT, and AMD's own for some.
"""


def shipped_packages() -> list[str]:
    """Every package that a runtime may get, by name."""
    locks = {"pip", *FINISHING.locks, *PIXAL3D.locks}
    return sorted({name for lock in locks for name in pinned(lock)})


def license_of(package: str) -> str:
    """In a line; empty where the package is not installed or tells none."""
    try:
        told = importlib.metadata.metadata(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
    text = told.get("License-Expression") or told.get("License") or ""
    if not text or len(text) > 80 or "\n" in text:
        classes = [line for line in told.get_all("Classifier") or () if line.startswith("License")]
        text = ", ".join(line.rpartition(":: ")[2] for line in classes) or text.partition("\n")[0]
    return "" if text.startswith("Copyright") else text.strip()


def main() -> None:
    before = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    known = dict(re.findall(r"^- ([\w.\-]+): (.+)$", before, re.M))
    lines = [
        f"- {name}: {license_of(name) or known.get(name, UNKNOWN)}" for name in shipped_packages()
    ]
    weights = {
        repository.name: f"{repository.license}, {repository.terms}"
        for each in weight_sets().values()
        for repository in each.repositories
    }
    text = _HEAD + "\n".join(lines) + "\n\nDOWNLOADED ON REQUEST\n"
    text += "\n".join(f"- {name}: {told}" for name, told in weights.items())
    TARGET.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
