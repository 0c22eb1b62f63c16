"""Views as the network trains on them: dense, with the classical outline measured once.

`python -m training.pack VIEWS PACKED` adds what is missing, one file per file of views.
"""

import argparse
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from pixal3d_addon.core import safetensors
from pixal3d_addon.engine.draft.net.features import SIDE, outline

from .samples import MANIFEST

NUMBERS = ("fov", "elevation", "aspect", "middle", "low")


def packed(views: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The tensors of one file of `samples`, SIDE pixels a side, as arrays [V, …].

    rgb, back: uint8 [V, S, S, 3]. alpha: uint8 [V, S, S]. front, opening, last: float16 [V, S, S],
    depth where rays enter, leave for the first time, and leave for good. inset, half: as `Outline`
    has them, float16. numbers: float32 [V, 5], see NUMBERS. extent: float32 [3], the object's size.
    Raises ValueError where the views are of another size.
    """
    alpha = views["alpha"]
    if alpha.shape[1:] != (SIDE, SIDE):
        raise ValueError(f"views of {SIDE} pixels are needed, not of {alpha.shape[1]}")
    inside = alpha > 0

    def dense(values: np.ndarray) -> np.ndarray:
        full = np.zeros((*alpha.shape, *values.shape[1:]), values.dtype)
        full[inside] = values
        return full

    layers = views["layers"]
    opening = np.where(np.isfinite(layers[:, 1]), layers[:, 1], layers[:, 3])
    outlines = [outline(cover / np.float32(255)) for cover in alpha]
    numbers = [
        [fov, elevation, found.aspect, found.middle, found.low]
        for fov, elevation, found in zip(views["fov"], views["elevation"], outlines, strict=True)
    ]
    return {
        "rgb": dense(views["rgb"]),
        "back": dense(views["back_rgb"]),
        "alpha": alpha,
        "front": dense(layers[:, 0]),
        "opening": dense(opening),
        "last": dense(layers[:, 3]),
        "inset": np.stack([found.inset for found in outlines]).astype(np.float16),
        "half": np.stack([found.half for found in outlines]).astype(np.float16),
        "numbers": np.array(numbers, np.float32),
        "extent": np.ptp(views["points"].astype(np.float32), axis=0),
    }


def pack(views: Path, folder: Path) -> int:
    """Pack every file in `views` that has no newer one in `folder`; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in sorted(views.glob("*.safetensors")):
        target = folder / path.name
        if target.exists() and target.stat().st_mtime > path.stat().st_mtime:
            continue
        save(packed(load_file(path)), target)
        written += 1
    shutil.copy(views / MANIFEST, folder)
    return written


def save(arrays: Mapping[str, np.ndarray], path: Path) -> None:
    """Write what `packed` returns; whole, or not at all."""
    part = path.with_suffix(".part")
    safetensors.save(part, arrays)
    part.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.pack", description=__doc__)
    parser.add_argument("views", type=Path)
    parser.add_argument("packed", type=Path)
    arguments = parser.parse_args()
    print(pack(arguments.views, arguments.packed), "files packed")


if __name__ == "__main__":
    main()
