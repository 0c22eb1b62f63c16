"""The tiny checkpoint with something wrong, or something more, in a folder of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file
from torch import Tensor

from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from tests.pixal3d.recorded import TINY


def copied(folder: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(TINY, folder / "weights"))


def file_of(root: Path, role: str) -> Path:
    return open_checkpoint(root).models[role].weights


def with_tensors(folder: Path, role: str, change: Callable[[dict[str, Tensor]], Any]) -> Path:
    """`change` is given the tensors of `role` by name, to alter them."""
    root = copied(folder)
    path = file_of(root, role)
    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path)
    return root


def with_several_views(folder: Path) -> Path:
    """The networks for one view serve as those for several: the shapes are the same."""
    root = copied(folder)
    layout = json.loads((root / "pipeline.json").read_text())
    (root / "pipeline_mv.json").write_text(json.dumps(layout))
    return root
