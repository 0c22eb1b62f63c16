"""`convert`: Pixal3D's weights made ready beforehand; otherwise the first job does it."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from ..core.errors import PixalError
from ..core.library import in_words
from ..setup.weights_folder import put_converted
from .answer import told
from .bar import Bar


def convert(arguments: argparse.Namespace) -> int:
    """Convert what needs it, and tell where it is. Returns the exit status."""
    from ..engine.pixal3d.converted_files import cache_folder

    cache = Path(arguments.cache).absolute() if arguments.cache else cache_folder()
    with told(arguments.weights, arguments.json, "weights") as facts:
        done = _convert_all(arguments.weights, cache, arguments.replace)
        facts.update({"output": str(cache), **done})
    return facts["status"]


def _convert_all(weights: str, cache: Path, replace: bool) -> dict[str, Any]:
    from ..engine.pixal3d.checkpoint import folder_of, has_several_views, open_models
    from ..engine.pixal3d.convert import converted, runs_in_bfloat16

    models = [*open_models(weights).values()]
    notes = []
    if has_several_views(weights):
        try:
            models += open_models(weights, several_views=True).values()
        except PixalError as error:
            notes.append(f"Several views are left out. {error.message}")
    flows = {model.weights: model for model in models if runs_in_bfloat16(model)}
    found: dict[str, Path] = {}
    folder, size = folder_of(weights), 0
    with Bar(sys.stderr, "Weights") as bar:
        bar.plan({path.stem: path.stat().st_size for path in flows})
        for path in flows:
            bar.progress(path.stem)
            new = converted(path, cache, partial(bar.progress, path.stem))
            if replace and new != path and not _is_others(path, folder):
                size += path.stat().st_size - new.stat().st_size
                put_converted(path, new, folder)
                new = path
            found[path.stem] = new
    if replace:
        return {
            "output": f"{in_words(size)} less on the disk",
            "notes": [*notes, *_kept(found, folder)],
            "bytes": size,
        }
    ready = [path for path in found.values() if path.parent == cache]
    size = sum(path.stat().st_size for path in ready) / 1e9
    notes.insert(0, f"{len(ready)} files, {size:.1f} GB" if ready else "Nothing is to be converted")
    return {"notes": notes, "files": {name: str(path) for name, path in found.items()}}


def _is_others(path: Path, folder: Path) -> bool:
    """Whether it is of the hub's cache, or of another folder: nothing is deleted there."""
    return path.is_symlink() or folder.resolve() not in path.resolve().parents


def _kept(found: dict[str, Path], folder: Path) -> list[str]:
    others = [path for path in found.values() if _is_others(path, folder)]
    return [f"{len(others)} files of the hub's cache stay as they are"] if others else []
