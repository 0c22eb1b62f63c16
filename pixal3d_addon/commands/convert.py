"""`convert`: Pixal3D's weights made ready beforehand; otherwise the first job does it."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from ..core.errors import PixalError
from .answer import told
from .bar import Bar


def convert(arguments: argparse.Namespace) -> int:
    """Convert what needs it, and tell where it is. Returns the exit status."""
    from ..engine.pixal3d.convert import cache_folder

    cache = Path(arguments.cache).absolute() if arguments.cache else cache_folder()
    with told(arguments.weights, arguments.json, "weights") as facts:
        facts.update(output=str(cache), **_convert_all(arguments.weights, cache))
    return facts["status"]


def _convert_all(weights: str, cache: Path) -> dict[str, Any]:
    from ..engine.pixal3d.checkpoint import has_several_views, open_models
    from ..engine.pixal3d.convert import converted, runs_in_bfloat16

    models = [*open_models(weights).values()]
    notes = []
    if has_several_views(weights):
        try:
            models += open_models(weights, several_views=True).values()
        except PixalError as error:
            notes.append(f"Several views are left out. {error.message}")
    flows = {model.weights: model for model in models if runs_in_bfloat16(model)}
    found = {}
    with Bar(sys.stderr, "Weights") as bar:
        bar.plan({path.stem: path.stat().st_size for path in flows})
        for path in flows:
            bar.progress(path.stem)
            found[path.stem] = converted(path, cache, partial(bar.progress, path.stem))
    ready = [path for path in found.values() if path.parent == cache]
    size = sum(path.stat().st_size for path in ready) / 1e9
    notes.insert(0, f"{len(ready)} files, {size:.1f} GB" if ready else "Nothing is to be converted")
    return {"notes": notes, "files": {name: str(path) for name, path in found.items()}}
