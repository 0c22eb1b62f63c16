"""`weights` and `download`: Pixal3D's weights on this computer."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..core.errors import PixalError, short_path
from ..core.library import in_words
from ..engine.pixal3d.hub_cache import in_hub
from ..setup import weights_folder as at
from ..setup.address import TOKEN
from ..setup.registry import (
    WeightFile,
    WeightSet,
    chosen,
    halvable,
    missing,
    weight_sets,
    weights_folder,
)
from .answer import told
from .transfer import Transfer


def weights(arguments: argparse.Namespace) -> int:
    """List, verify or remove. Returns the exit status."""
    folder = _folder(arguments)
    with told(str(folder), arguments.json, "weights") as facts:
        if arguments.action == "list":
            facts.update(_listed(folder))
        elif arguments.action == "verify":
            facts.update(_verified(arguments.sets, folder))
        else:
            facts.update(_removed(arguments.sets, folder))
    return facts["status"]


def download(arguments: argparse.Namespace) -> int:
    """Show what would be got; with --yes get it. Returns the exit status."""
    folder = _folder(arguments)
    with told(str(folder), arguments.json, "weights") as facts:
        if arguments.repair:
            facts.update(_repaired(arguments, folder))
            return 0
        sets = chosen(arguments.sets or ["pixal3d"])
        files = missing(sets, folder)
        size = _left(files, folder)
        facts["notes"] = _plan(sets, size, folder)
        unknown = sum(not file.sha256 for file in files)
        if arguments.mirror and unknown:
            facts["notes"].append(f"The mirror itself tells what {unknown} of the files must be")
        if not files:
            facts["output"] = "complete, nothing is to be downloaded"
        elif not arguments.yes:
            facts["output"] = f"{in_words(size)} would be downloaded; --yes does it"
        else:
            with Transfer(sys.stderr, sum(file.size for file in files)) as transfer:
                got = at.download(
                    *(sets, folder, transfer.step, arguments.mirror, arguments.limit),
                    *(in_hub, _wait, os.environ.get(TOKEN, "")),
                )
            facts["output"] = f"{len(got)} files downloaded, now complete"
    return facts["status"]


def _folder(arguments: argparse.Namespace) -> Path:
    return Path(arguments.folder).absolute() if arguments.folder else weights_folder()


def _plan(sets: Sequence[WeightSet], size: int, folder: Path) -> list[str]:
    lines = [f"{each.name}: {each.what}, {in_words(each.size)}" for each in sets]
    for repository in dict.fromkeys(r for each in sets for r in each.repositories):
        lines.append(f"{repository.name}: {repository.license}, {repository.terms}")
    lines.append(
        f"{in_words(size)} are missing; the disk has {at.free_bytes(folder) / 1e9:.1f} GB left"
    )
    return lines


def _left(files: Sequence[WeightFile], folder: Path) -> int:
    """Bytes to get, without those that have come already."""
    begun = [folder / f"{file.to}.partial" for file in files]
    here = sum(path.stat().st_size for path in begun if path.is_file())
    return max(sum(file.size for file in files) - here, 0)


def _listed(folder: Path) -> dict[str, Any]:
    sets = {}
    notes = []
    for each in weight_sets().values():
        absent = missing([each], folder)
        state = "complete"
        if absent:
            state = "none" if len(absent) == len(each.files) else f"{len(absent)} files missing"
        sets[each.name] = {
            "what": each.what,
            "bytes": each.size,
            "licenses": {r.name: r.license for r in each.repositories},
            "needs": list(each.needs),
            "missing": [file.to for file in absent],
        }
        licenses = ", ".join(dict.fromkeys(r.license for r in each.repositories))
        notes.append(f"{each.name}: {each.what}, {in_words(each.size)}, {licenses}: {state}")
        if halvable([each], folder):
            less = in_words(halvable([each], folder))
            notes.append(f"  {less} less with: python -m pixal3d_addon convert FOLDER --replace")
    here = [name for name, told in sets.items() if not told["missing"]]
    return {"output": ", ".join(here) or "nothing complete", "notes": notes, "sets": sets}


def _present(names: Sequence[str], folder: Path) -> list[WeightSet]:
    if names:
        return chosen(names)
    every = weight_sets().values()
    return [each for each in every if len(missing([each], folder)) < len(each.files)]


def _repaired(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    if not arguments.yes:
        return _verified(arguments.sets, folder)
    sets = [each for each in _present(arguments.sets, folder) if _begun(each, folder)]
    if not sets:
        raise _none(folder)
    with Transfer(sys.stderr, sum(each.size for each in sets)) as transfer:
        got = at.repair(
            *(sets, folder, transfer.step, arguments.mirror, arguments.limit),
            *(in_hub, _wait, os.environ.get(TOKEN, "")),
        )
    if not got:
        return {"output": "whole, nothing is to be repaired"}
    return {"output": "repaired, what was damaged was downloaded again", "notes": got}


def _none(folder: Path) -> PixalError:
    return PixalError(
        "weights_missing",
        f"There are no weights in {short_path(folder)}.",
        "Download them: python -m pixal3d_addon download",
    )


def _verified(names: Sequence[str], folder: Path) -> dict[str, Any]:
    sets = _present(names, folder)
    if not sets:
        raise _none(folder)
    with Transfer(sys.stderr, sum(each.size for each in sets)) as transfer:
        wrong = at.verify(sets, folder, transfer.step)
    bad = {path: what for path, what in wrong.items() if what != "unknown"}
    if bad:
        path, what = next(iter(bad.items()))
        more = f", and {len(bad) - 1} more are not well" if len(bad) > 1 else ""
        raise PixalError(
            f"weights_{what}",
            f"{short_path(path)} is {what}{more}.",
            "Get it again: python -m pixal3d_addon download --repair --yes, or Repair in the "
            "preferences.",
        )
    unknown = [f"no checksum is known: {path}" for path in wrong]
    return {"output": "every byte is as published", "notes": unknown, "unknown": [*wrong]}


def _removed(names: Sequence[str], folder: Path) -> dict[str, Any]:
    if not names:
        raise PixalError(
            "settings_invalid",
            "Which weights are to be removed was not said.",
            f"Name them: {', '.join(weight_sets())}.",
        )
    known = weight_sets()
    chosen(names)  # raises where one is unknown
    gone = [known[name] for name in names]
    # What needs a removed set goes on being useless without it, but is not deleted by the way.
    kept = [each for each in known.values() if each not in gone]
    freed = at.remove(gone, [each for each in kept if _begun(each, folder)], folder)
    freed += _remove_converted(gone, folder)
    return {"output": f"removed, {freed / 1e9:.1f} GB freed", "bytes": freed}


def _remove_converted(sets: Sequence[WeightSet], folder: Path) -> int:
    """What the engine has made of them, of no use now. Returns bytes freed."""
    from ..engine.pixal3d.converted_files import cache_folder, converted_file

    freed = 0
    for file in (file for each in sets for file in each.files if file.halves):
        if (folder / file.to).exists():  # another set has it too
            continue
        path = converted_file(folder / file.to, cache_folder())
        with suppress(OSError):
            freed += path.stat().st_size
            path.unlink()
    with suppress(OSError):
        cache_folder().rmdir()
    return freed


def _begun(each: WeightSet, folder: Path) -> bool:
    return len(missing([each], folder)) < len(each.files)


def _wait() -> None:
    print("Another download into this folder is running: waiting for it.", file=sys.stderr)
