"""Turn fetched packages into shapes: `python -m training.convert DATA [PACKAGE ...]`.

Writes DATA/shapes/<id>.safetensors for every object that can be read, with its facts, and
DATA/unread.json for the rest. Then chooses among them, see `training.choose`.
"""

import argparse
import json
import logging
import sys
import time
from pathlib import Path

import numpy as np

from . import choose, formats, packages, shape
from .candidate import Candidate
from .likeness import signature
from .sources import SOURCES, Source


def convert(candidate: Candidate, source: Source, path: Path) -> None:
    """Read, describe and write one object; raises what its reader raises."""
    solid = formats.read(candidate.path, candidate.up)
    areas = solid.areas()
    textured = np.array([texture is not None for texture in solid.textures])
    clear = solid.colors[:, 3] < 0.7
    facts = {
        "id": candidate.id,
        "source": source.label,
        "version": source.version,
        "file": candidate.path.name,
        "name": candidate.name,
        "title": candidate.title,
        "group": candidate.group,
        "author": candidate.author,
        "licence": candidate.licence,
        "triangles": len(solid.faces),
        "size": np.ptp(solid.vertices, axis=0).round(4).tolist(),
        "textured": round(float(areas[textured[solid.material]].sum() / areas.sum()), 3),
        "clear": round(float(areas[clear[solid.material]].sum() / areas.sum()), 3),
        "signature": signature(solid),
    }
    shape.save(solid, path, facts)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.convert", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("package", nargs="*", help="only these (default: all that are fetched)")
    arguments = parser.parse_args()
    logging.getLogger("trimesh").setLevel(logging.ERROR)
    shapes = arguments.data / "shapes"
    shapes.mkdir(parents=True, exist_ok=True)
    record = arguments.data / "unread.json"
    unread = json.loads(record.read_text()) if record.exists() else {}
    for source in SOURCES:
        raw = arguments.data / "raw" / source.name
        if not raw.exists() or arguments.package and source.package not in arguments.package:
            continue
        started, done = time.perf_counter(), 0
        for candidate in packages.candidates(source, raw):
            path = shapes / f"{candidate.id}.safetensors"
            done += 1
            if path.exists():
                continue
            try:
                convert(candidate, source, path)
                unread.pop(candidate.id, None)
            except Exception as error:  # whatever a reader makes of a broken file; it is listed
                unread[candidate.id] = f"{type(error).__name__}: {error}"[:200]
        print(f"{source.label}: {done} objects, {time.perf_counter() - started:.0f} s", flush=True)
        record.write_text(json.dumps(unread, indent=1) + "\n")
    print(f"{len(unread)} unread, see {record}")
    choose.choose(arguments.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
