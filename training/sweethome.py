"""The furniture libraries of Sweet Home 3D: a catalog beside OBJ files, with the authors' names."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .candidate import Candidate
from .formats import Y_UP

# As the package's own copyright file and each library's LICENSE.TXT have it.
LIBRARIES = {
    "BlendSwap-CC-0": "CC0-1.0",
    "BlendSwap-CC-BY": "CC-BY-3.0",
    "KatorLegaz": "CC-BY-3.0-US",
    "Reallusion": "CC-BY-3.0-US",
    "Scopia": "CC-BY-3.0",
}


def candidates(folder: Path) -> Iterator[Candidate]:
    """All models of the unpacked package in `folder`."""
    for library, licence in LIBRARIES.items():
        (home,) = folder.rglob(library)
        for entry in _entries(home / "PluginFurnitureCatalog.properties"):
            path = home / entry["model"].lstrip("/")
            up = Y_UP
            if "modelRotation" in entry:
                turn = np.array(entry["modelRotation"].split(), float).reshape(3, 3)
                up = Y_UP @ turn
            yield Candidate(
                id=f"{library}-{path.stem}".lower(),
                path=path,
                name=path.stem,
                title=entry.get("name", path.stem),
                group=f"{entry['category']} {entry.get('tags', '')}",
                author=entry.get("creator") or library,
                licence=licence,
                up=up,
            )


def _entries(path: Path) -> list[dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        match = re.match(r"(\w+)#(\d+)=(.*)", line)
        if match:
            key, number, value = match.groups()
            plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), value).strip()
            found.setdefault(int(number), {})[key] = plain
    return [found[number] for number in sorted(found)]
