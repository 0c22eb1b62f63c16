"""Which faces meet in which edge."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Edges:
    """The half-edges of a mesh, sorted by the edge that they run along.

    half: int32 [3F], 3 * face + corner where it starts. forth: bool [3F], whether it runs from the
    edge's lower vertex to its higher. start: int64 [E + 1], where each edge's half-edges begin in
    `half`. ends: int32 [E, 2], the edge's lower and higher vertex.
    """

    half: np.ndarray
    forth: np.ndarray
    start: np.ndarray
    ends: np.ndarray

    @property
    def uses(self) -> np.ndarray:
        """int64 [E]: how many faces have this edge."""
        return np.diff(self.start)

    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """For the edges of just two faces: their half-edges, int32 [P, 2], and bool [P]: whether
        they run opposite ways, as they should."""
        first = self.start[:-1][self.uses == 2]
        return (
            np.stack([self.half[first], self.half[first + 1]], axis=1),
            self.forth[first] != self.forth[first + 1],
        )


def edges(faces: np.ndarray) -> Edges:
    """Edges of `faces` int32 [F, 3]; no face may have a corner twice."""
    begin = faces.ravel()
    end = faces[:, [1, 2, 0]].ravel()
    key = np.minimum(begin, end).astype(np.int64)
    key <<= 32
    key |= np.maximum(begin, end)
    half = np.argsort(key).astype(np.int32)
    key = key[half]
    first = np.ones(len(key), bool)
    first[1:] = key[1:] != key[:-1]
    start = np.append(np.flatnonzero(first), len(key))
    lower = key[first]
    ends = np.stack([lower >> 32, lower & 0xFFFFFFFF], axis=1).astype(np.int32)
    return Edges(half, (begin < end)[half], start, ends)


def edge_length(vertices: np.ndarray, faces: np.ndarray) -> float:
    """The mean length of edges, from a hundred thousand faces; above 0."""
    a, b = vertices[faces[:: max(len(faces) // 100_000, 1), :2]].swapaxes(0, 1)
    return max(float(np.linalg.norm(a - b, axis=1).mean()), 1e-12)


def open_ends(faces: np.ndarray) -> np.ndarray:
    """int [N]: the vertices at edges of one face alone; none where the surface is closed."""
    table = edges(faces)
    return np.unique(table.ends[table.uses == 1])
