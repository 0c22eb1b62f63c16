"""THIRD_PARTY.txt: the licenses of all that is shipped, installed or downloaded.

    .runtime/lint/bin/python -m release.licenses

Asks the package index, through pip, what each package says of itself; nothing is downloaded. What
tells nothing keeps the line that it has. Texts are in the folder `licenses`.
"""

import json
import re
import subprocess
import sys
from typing import Any

from pixal3d_addon.setup.environment import CLONE, FINISHING, PIXAL3D
from pixal3d_addon.setup.locks import FOLDER
from pixal3d_addon.setup.registry import weight_sets

TARGET = CLONE / "THIRD_PARTY.txt"
UNKNOWN = "as its own folder says"
_HEAD = """Licenses of what Pixal3D for Blender ships, installs or downloads

Pixal3D for Blender itself: GPL-3.0-or-later, see LICENSE.

SHIPPED
Draft's network (pixal3d_addon/engine/draft/net): our own, trained on objects by others under CC0,
CC-BY, MIT and Apache-2.0; the clone's training/ATTRIBUTION.md names each.
pip, as its wheel (wheels): MIT; what it brings along has its licenses inside the wheel.

The folder licenses, beside this file, has the texts of the weights' licenses and of the common
ones of packages. Each package brings its own, with its copyright, into its folder in site-packages.

INSTALLED ON REQUEST
The packages named nvidia- come with PyTorch's builds for NVIDIA's cards alone, under NVIDIA's
license agreements, which each brings along. ROCm's libraries come with PyTorch's build for AMD's
cards: MIT, and AMD's own for some.
"""


def shipped_packages() -> dict[str, str]:
    """Every package that a runtime may get, and its oldest version, which Python 3.11 has."""
    locks = {"pip", *FINISHING.locks, *PIXAL3D.locks}
    locks |= {path.stem for path in FOLDER.glob("torch-*.txt")}
    pins: dict[str, str] = {}
    for lock in sorted(locks):
        text = (FOLDER / f"{lock}.txt").read_text(encoding="utf-8")
        for name, version in re.findall(r"^([\w.\-]+)==([^\s;+]+)", text, re.M):
            pins.setdefault(name, version)
    return dict(sorted(pins.items()))


def told() -> dict[str, dict[str, Any]]:
    """Package → its metadata, as pip reads it from the index."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    command += ["--no-deps", "--only-binary", ":all:", "--ignore-requires-python", "--quiet"]
    command += ["--report", "-", *(f"{name}=={pin}" for name, pin in shipped_packages().items())]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    every = (entry["metadata"] for entry in report["install"])
    return {re.sub(r"[-_.]+", "-", each["name"]).lower(): each for each in every}


def license_of(metadata: dict[str, Any]) -> str:
    """In a line; empty where it tells none."""
    text = metadata.get("license_expression") or metadata.get("license") or ""
    if not text or len(text) > 120 or "\n" in text:
        classes = [line for line in metadata.get("classifier", ()) if line.startswith("License")]
        text = ", ".join(line.rpartition(":: ")[2] for line in classes) or text.partition("\n")[0]
    return "" if text.startswith(("Copyright", "Files:")) else text.strip()


def main() -> None:
    before = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    known = dict(re.findall(r"^- ([\w.\-]+): (.+)$", before, re.M))
    metadata = told()
    lines = [
        f"- {name}: {license_of(metadata.get(name, {})) or known.get(name, UNKNOWN)}"
        for name in shipped_packages()
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
