"""Something to see while the rest is computed: files small enough to be shown at once. No torch."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ...core import results, safetensors

_FACES = 50_000
_SIDES = (128, 96, 80, 64, 48, 32, 16, 8, 4)  # of the grid that a mesh is reduced to, finest first
_AXES = np.eye(3, dtype=np.int64)


def write_preview(folder: Path, name: str, arrays: Mapping[str, np.ndarray]) -> Path:
    """`arrays` as previews/NAME.safetensors in a result's `folder`, whole or not at all."""
    path = folder / results.PREVIEWS / f"{name}.safetensors"
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    safetensors.save(part, arrays)
    part.replace(path)
    return path


def hull(
    points: np.ndarray, finest: int, colors: np.ndarray | None = None
) -> dict[str, np.ndarray]:
    """A mesh of at most 50,000 faces round a dense cloud of surface points.

    points: float32 [N, 3] in [-0.5, 0.5]. finest: cells along the cube's side at which the cloud
    still has no gaps. colors: uint8 [N, 3].
    Returns vertices float32 [V, 3], faces int32 [F, 3], counter-clockwise seen from outside, and
    with `colors` colors uint8 [V, 3]; all empty for an empty cloud.

    The outside is flooded on a coarse grid. What it touches becomes the surface, whose corners
    move to the middle of the points round them.
    """
    allowed = float(finest)
    for side in _SIDES:
        if side <= allowed or side == _SIDES[-1]:
            flat = _cells(points, side)
            counts = np.bincount(flat, minlength=(side + 2) ** 3)
            quads = _border(_flooded((counts > 0).reshape((side + 2,) * 3)))
            if 2 * len(quads) <= _FACES:
                break
            # Quads grow with the side's square: what is still too fine need not be tried.
            allowed = 1.1 * side * (_FACES / (2 * len(quads))) ** 0.5

    used, faces = np.unique(quads, return_inverse=True)
    corners = np.stack(np.unravel_index(used, (side + 3,) * 3), axis=1)
    columns = [points] if colors is None else [points, colors]
    means = _round_corners(corners, flat, counts, columns, side + 2)
    faces = faces.reshape(-1, 4)[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    made = {"vertices": means[:, :3].astype(np.float32), "faces": faces.astype(np.int32)}
    if colors is not None:
        made["colors"] = np.clip(np.rint(means[:, 3:]), 0, 255).astype(np.uint8)
    return made


def _cells(points: np.ndarray, side: int) -> np.ndarray:
    """Each point's cell, flat, in a grid of `side`³ with a rim that is always outside."""
    cells = np.clip((points + 0.5) * side, 0, side - 1).astype(np.int64) + 1
    return (cells[:, 0] * (side + 2) + cells[:, 1]) * (side + 2) + cells[:, 2]


def _flooded(solid: np.ndarray) -> np.ndarray:
    """Which cells the outside reaches, from the rim on, through faces."""
    outside = np.zeros_like(solid)
    outside[[0, -1]] = outside[:, [0, -1]] = outside[:, :, [0, -1]] = True
    free, reached = ~solid, 0
    while reached != (reached := int(outside.sum())):
        for axis in range(3):
            # Along a whole line at once, both ways: a few rounds reach every corner.
            for lines, open_ in ((outside, free), (np.flip(outside, axis), np.flip(free, axis))):
                lines, open_ = np.moveaxis(lines, axis, 0), np.moveaxis(open_, axis, 0)
                for index in range(1, len(lines)):
                    lines[index] |= lines[index - 1] & open_[index]
    return outside


def _border(outside: np.ndarray) -> np.ndarray:
    """Faces between inside and outside: flat corner indices [Q, 4], seen from outside."""
    wide = len(outside)
    strides = np.array([(wide + 1) ** 2, wide + 1, 1])
    quads = []
    for axis in range(3):
        u, v = strides[(axis + 1) % 3], strides[(axis + 2) % 3]
        low = np.moveaxis(outside, axis, 0)
        for begins, order in ((True, (0, v, u + v, u)), (False, (0, u, u + v, v))):
            # The lower cell is outside and the upper inside, or the other way round.
            change = (low[:-1] & ~low[1:]) if begins else (~low[:-1] & low[1:])
            cells = np.argwhere(np.moveaxis(change, 0, axis)) + _AXES[axis]
            quads.append((cells @ strides)[:, None] + np.array(order))
    return np.concatenate(quads)


def _round_corners(
    corners: np.ndarray,
    flat: np.ndarray,
    counts: np.ndarray,
    values: Sequence[np.ndarray],
    wide: int,
) -> np.ndarray:
    """The means of `values`, each [N, C], over the eight cells round each corner, [V, ΣC]."""
    cells = [np.clip(corners - np.array(shift), 0, wide - 1) for shift in np.ndindex(2, 2, 2)]
    round_ = [(cell[:, 0] * wide + cell[:, 1]) * wide + cell[:, 2] for cell in cells]
    count = np.maximum(sum(counts[cell] for cell in round_), 1)
    means = []
    for column in (column for array in values for column in array.T):
        sums = np.bincount(flat, column, minlength=wide**3)
        means.append(sum(sums[cell] for cell in round_) / count)
    return np.stack(means, axis=1)
