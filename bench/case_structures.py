"""The true objects of a folder of cases (bench/README.md) as structures. Needs trimesh."""

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from bench.cases import read_cases
from bench.structures import LEVELS, Structure, of_voxels
from pixal3d_addon.engine.pixal3d.voxel_index import unique

_POINTS = 1 << 21  # at once
_OVERLAPS = 20  # pairs whose common cells are counted
_OFF = 0.1  # of the tokens that were asked for: near enough

Mesh = tuple[np.ndarray, np.ndarray]  # vertices float64 [V, 3] in -0.5 to 0.5, faces int [F, 3]


@cache
def objects(folder: Path) -> "Objects":
    return Objects(folder)


class Objects:
    """Every case's object, read once."""

    def __init__(self, folder: Path) -> None:
        truths = {case.name: case.truth() for case in read_cases(folder, [])}
        self.meshes = {name: (truth.vertices, truth.faces) for name, truth in truths.items()}
        self.cells = cache(self._cells)

    def pick(self, tokens: int, side: int) -> Structure:
        """The object whose surface takes about so many tokens; where none does, two as one."""
        cells = self.cells(side)

        def off(names: tuple[str, ...]) -> int:
            return abs(len(unique(torch.cat([cells[name] for name in names]))) - tokens)

        best = min(((name,) for name in cells), key=off)
        if off(best) > _OFF * tokens:
            pairs = itertools.combinations(cells, 2)
            sums = {pair: sum(len(cells[name]) for name in pair) for pair in pairs}
            near = sorted(sums, key=lambda pair: abs(sums[pair] - 1.1 * tokens))[:_OVERLAPS]
            best = min((best, *near), key=off)
        fine = [voxels(self.meshes[name], side << LEVELS, 0.6) for name in best]
        return of_voxels(" + ".join(best), side, torch.cat(fine))

    def _cells(self, side: int) -> dict[str, Tensor]:
        return {name: voxels(mesh, side, 0.15) for name, mesh in self.meshes.items()}


def voxels(mesh: Mesh, grid: int, spacing: float) -> Tensor:
    """int32 [N, 4], sorted: those with a point of the mesh, points being `spacing` voxels apart."""
    vertices, faces = mesh
    found = [torch.empty(0, 4, dtype=torch.int32)]
    for points in _on_triangles(vertices[faces], spacing / grid):
        places = np.floor((points + 0.5) * grid).astype(np.int32).clip(0, grid - 1)
        found.append(unique(F.pad(torch.from_numpy(places), (1, 0))))
    return unique(torch.cat(found))


def _on_triangles(corners: np.ndarray, spacing: float) -> Iterator[np.ndarray]:
    """Points [P, 3] on the triangles [F, 3, 3], at most about `spacing` apart, corners included."""
    edges = np.linalg.norm(corners - np.roll(corners, -1, axis=1), axis=2)  # a to b, b to c, c to a
    longest = edges.argmax(1)
    corners = np.take_along_axis(corners, ((longest[:, None] + [0, 1, 2]) % 3)[..., None], axis=1)
    a, b, c = corners.swapaxes(0, 1)
    base = edges.max(1)
    height = np.linalg.norm(np.cross(b - a, c - a), axis=1) / np.maximum(base, 1e-12)
    counts = np.ceil(np.stack([base, height], 1) / spacing).astype(int).clip(1)
    order = np.lexsort(counts.T)
    starts = np.flatnonzero(np.any(np.diff(counts[order], axis=0, prepend=-1), axis=1))
    points: list[np.ndarray] = []
    for group in np.split(order, starts[1:]):
        along, up = counts[group[0]]
        u, v = (
            g.ravel() for g in np.meshgrid(np.arange(along + 1) / along, np.arange(up + 1) / up)
        )
        weights = np.stack([(1 - u) * (1 - v), u * (1 - v), v], axis=1)
        for some in np.array_split(group, len(group) * len(weights) // _POINTS + 1):
            points.append((weights @ corners[some]).reshape(-1, 3))
            if sum(map(len, points)) > _POINTS:
                yield np.concatenate(points)
                points = []
    yield from (np.concatenate(points),) if points else ()
