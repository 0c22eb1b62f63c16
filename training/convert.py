"""Turn fetched packages into shapes: `python -m training.convert DATA [PACKAGE ...]`.

Writes DATA/shapes/<id>.safetensors for every object that can be read, with its facts, and
DATA/unread.json for the rest; makes the objects that come from no package, too. Then chooses
among them, see `training.choose`.
"""

import argparse
import json
import logging
import sys
import time
from pathlib import Path

import numpy as np

from . import choose, formats, packages, people, procedural, shape
from .candidate import Candidate
from .likeness import signature
from .sources import PEOPLE, SOURCES, Source


def convert(candidate: Candidate, source: Source, path: Path) -> None:
    """Read, describe and write one object; raises what its reader raises."""
    solid = formats.read(candidate.path, candidate.up)
    facts = {
        "source": source.label,
        "version": source.version,
        "file": candidate.path.name,
        "name": candidate.name,
        "title": candidate.title,
        "group": candidate.group,
        "author": candidate.author,
        "licence": candidate.licence,
        **described(solid),
        "signature": signature(solid),
    }
    shape.save(solid, path, {"id": candidate.id, **facts})


def make_person(number: int, raw: Path, path: Path) -> None:
    """Make and write one of `training.people`."""
    solid = people.make(number, raw)
    facts = {
        "source": PEOPLE.label,
        "version": PEOPLE.version,
        "file": "data/mpfb2",
        "name": "person",
        "title": "a person",
        "group": "people",
        "author": "MakeHuman team",
        "licence": "CC0-1.0",
        **described(solid),
        "signature": signature(solid),
    }
    shape.save(solid, path, {"id": path.stem, **facts})


def make(number: int, path: Path) -> None:
    """Make and write one object that comes from no package."""
    solid = procedural.make(number)
    kind = procedural.kind(number)
    facts = {"id": path.stem, "source": "procedural", "name": kind, "author": "this project"}
    shape.save(solid, path, {**facts, "licence": "this project's", **described(solid)})


def described(solid: shape.Shape) -> dict:
    """What the choice needs to know of a shape."""
    areas = solid.areas()
    textured = np.array([texture is not None for texture in solid.textures])
    clear = solid.colors[:, 3] < 0.7
    return {
        "triangles": len(solid.faces),
        "size": np.ptp(solid.vertices, axis=0).astype(float).round(4).tolist(),
        "textured": round(float(areas[textured[solid.material]].sum() / areas.sum()), 3),
        "clear": round(float(areas[clear[solid.material]].sum() / areas.sum()), 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.convert", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("package", nargs="*", help="only these (default: all that are fetched)")
    parser.add_argument("--procedural", type=int, default=1000, help="how many to make")
    arguments = parser.parse_args()
    logging.getLogger("trimesh").setLevel(logging.ERROR)
    shapes = arguments.data / "shapes"
    shapes.mkdir(parents=True, exist_ok=True)
    record = arguments.data / "unread.json"
    unread = json.loads(record.read_text()) if record.exists() else {}
    for source in SOURCES:
        raw = arguments.data / "raw" / source.name
        if not raw.exists() or source.package not in (arguments.package or [source.package]):
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
    raw = arguments.data / "raw"
    for number in range(people.COUNT if (raw / PEOPLE.name).exists() else 0):
        path = shapes / f"person-{number:04d}.safetensors"
        if not path.exists():
            make_person(number, raw, path)
    started = time.perf_counter()
    for number in range(arguments.procedural):
        path = shapes / f"procedural-{number:04d}-{procedural.kind(number)}.safetensors"
        if not path.exists():
            make(number, path)
    print(f"procedural: {arguments.procedural}, {time.perf_counter() - started:.0f} s", flush=True)
    print(f"{len(unread)} unread, see {record}")
    choose.choose(arguments.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
