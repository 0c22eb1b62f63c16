"""The rims of the holes in a mesh."""

from dataclasses import dataclass

import numpy as np

from .components import linked
from .edges import edges

_LINE = 1e-4  # how wide a rim must be for its length


@dataclass(frozen=True)
class Rims:
    """Closed loops of vertices, each as the faces that close it run along it.

    vertices: int32 [N], loop after loop, each beginning at an end of its longest extent.
    start: int64 [H + 1], where each begins. length: float64 [H], round it. aspect: float64 [H],
    its width for its length, 0 to 1. face: int32 [H], one that has an edge of it.
    """

    vertices: np.ndarray
    start: np.ndarray
    length: np.ndarray
    aspect: np.ndarray
    face: np.ndarray

    @property
    def size(self) -> np.ndarray:
        """int64 [H]: vertices of each."""
        return np.diff(self.start)

    def chosen(self, keep: np.ndarray) -> "Rims":
        """Those of `keep`, bool [H]."""
        size = self.size[keep]
        rows = np.repeat(keep, self.size)
        start = np.concatenate([[0], np.cumsum(size)])
        return Rims(
            self.vertices[rows], start, self.length[keep], self.aspect[keep], self.face[keep]
        )


def rims(vertices: np.ndarray, faces: np.ndarray) -> Rims:
    """Of vertices float32 [V, 3], faces int32 [F, 3], neighbors wound alike.

    A face that hangs on no other is no hole, nor is a rim that lies on a line or meets another
    in a vertex.
    """
    table = edges(faces)
    half = table.half[table.start[:-1][table.uses == 1]]
    half = _plain(len(vertices), faces, half)
    begin, end = faces.ravel()[half], faces[:, [1, 2, 0]].ravel()[half]
    place = np.full(len(vertices), -1, np.int64)
    place[begin] = np.arange(len(half))
    following = place[end]
    number, loop = linked(len(half), np.arange(len(half)), following)
    points = vertices[begin].astype(np.float64)
    length = np.bincount(loop, np.linalg.norm(vertices[end] - points, axis=1), number)
    size = np.bincount(loop, minlength=number)
    middle = _sums(loop, points, number) / size[:, None]
    off = points - middle[loop]
    spread = _sums(loop, (off[:, :, None] * off[:, None]).reshape(-1, 9), number)
    extent, axes = np.linalg.eigh(spread.reshape(-1, 3, 3))
    wide, far = (np.sqrt(np.maximum(extent[:, k], 0)) for k in (1, 2))
    along = np.einsum("ij,ij->i", off, axes[loop, :, 2])
    # The half-edge farthest along is where a loop begins; how many steps each is before it.
    order = np.lexsort((-along, loop))
    head = order[np.cumsum(size) - size]
    jump, steps = following.copy(), np.ones(len(half), np.int64)
    jump[head], steps[head] = head, 0
    while not np.array_equal(jump[jump], jump):
        steps += steps[jump]
        jump = jump[jump]
    ordered = begin[np.lexsort((steps, loop))]
    # Along a single face's rim all half-edges have the same owner.
    owner = np.zeros(number, np.int64)
    owner[loop] = half // 3
    strangers = np.bincount(loop, owner[loop] != half // 3, number)
    keep = (strangers > 0) & (wide > _LINE * far)
    start = np.concatenate([[0], np.cumsum(size)])
    face = owner.astype(np.int32)
    return Rims(ordered, start, length, wide / np.maximum(far, 1e-30), face).chosen(keep)


def _plain(count: int, faces: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Without the loops that any vertex is in twice, or that turn back."""
    begin, end = faces.ravel()[half], faces[:, [1, 2, 0]].ravel()[half]
    odd = (np.bincount(begin, minlength=count) != 1) | (np.bincount(end, minlength=count) != 1)
    number, part = linked(count, begin, end)
    bad = np.zeros(number, bool)
    bad[part[begin[odd[begin]]]] = bad[part[end[odd[end]]]] = True
    return half[~bad[part[begin]]]


def _sums(loop: np.ndarray, values: np.ndarray, number: int) -> np.ndarray:
    return np.stack([np.bincount(loop, column, number) for column in values.T], axis=1)
