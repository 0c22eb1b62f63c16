"""Views as the network trains on them: `samples` with the classical outline measured once.

`python -m training.pack VIEWS PACKED` adds what is missing; one file per object, mapped when read.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pixal3d_addon.core import safetensors
from pixal3d_addon.engine.draft.net.features import SIDE, outline
from pixal3d_addon.engine.draft.sampling import box_shrink

from .samples import Samples, View

NUMBERS = ("fov", "elevation", "aspect", "middle", "low")


def pack(samples: Samples, folder: Path) -> int:
    """Write PACKED/<object>.safetensors for every object that has none as new as its views;
    returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, item in samples.objects.items():
        path = folder / f"{name}.safetensors"
        if path.exists() and path.stat().st_mtime > samples.path(name).stat().st_mtime:
            continue
        views = [_view(samples, name, view) for view in range(item.views)]
        arrays = {key: np.stack([view[key] for view in views]) for key in views[0]}
        part = path.with_suffix(".part")
        safetensors.save(part, arrays)
        part.rename(path)
        written += 1
    return written


def _view(samples: Samples, name: str, number: int) -> dict[str, np.ndarray]:
    view = samples.view(name, number)
    alpha = box_shrink(view.alpha, SIDE)
    measured = outline(alpha / 255)
    numbers = [view.fov, view.elevation, measured.aspect, measured.middle, measured.low]
    front, last = depths(view)
    return {
        "rgb": (box_shrink(view.rgb, SIDE) + 0.5).astype(np.uint8),
        "alpha": (alpha + 0.5).astype(np.uint8),
        "back": (_over_hits(view, view.back_rgb) + 0.5).astype(np.uint8),
        "front": front,
        "last": last,
        "inset": measured.inset.astype(np.float16),
        "half": measured.half.astype(np.float16),
        "numbers": np.array(numbers, np.float32),
    }


def depths(view: View) -> np.ndarray:
    """Where rays enter and where they leave for good, float16 [2, SIDE, SIDE], 0 outside."""
    return np.moveaxis(_over_hits(view, view.layers[..., [0, 3]]), -1, 0).astype(np.float16)


def _over_hits(view: View, values: np.ndarray) -> np.ndarray:
    """`values` [S, S, C] at SIDE, the mean of what rays hit."""
    hit = np.isfinite(view.layers[..., :1])
    share = np.maximum(box_shrink(hit.astype(np.float32), SIDE), 1e-6)
    return box_shrink(np.where(hit, values, 0), SIDE) / share


@dataclass(frozen=True)
class Packed:
    """Objects as arrays [V, …] of `pack`, mapped: what is read stays in the system's cache."""

    objects: dict[str, dict[str, np.ndarray]]

    def batch(self, names: list[str], random: np.random.Generator) -> dict[str, np.ndarray]:
        """A view of each object in `names`, drawn evenly."""
        views = [random.integers(len(self.objects[name]["alpha"])) for name in names]
        keys = self.objects[names[0]]
        return {
            key: np.stack([self.objects[n][key][v] for n, v in zip(names, views, strict=True)])
            for key in keys
        }


def read(folder: Path, names: list[str]) -> Packed:
    paths = {name: folder / f"{name}.safetensors" for name in names}
    return Packed({name: safetensors.load(path) for name, path in paths.items() if path.exists()})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.pack", description=__doc__)
    parser.add_argument("views", type=Path)
    parser.add_argument("packed", type=Path)
    arguments = parser.parse_args()
    print(pack(Samples(arguments.views), arguments.packed), "objects packed")


if __name__ == "__main__":
    main()
