"""Whether a mesh is closed: every edge twice, in opposite directions, one fan at each vertex."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Topology:
    """Counts of what is wrong with a welded mesh, and its signed volume.

    open_edges: met by one face only. crowded_edges: by more than two. twisted_edges: by two faces
    that run along it the same way. pinched: vertices where more than one fan of faces meets.
    collapsed: faces with a corner twice. doubled: faces with the corners of another.
    """

    open_edges: int
    crowded_edges: int
    twisted_edges: int
    pinched: int
    collapsed: int
    doubled: int
    volume: float

    @property
    def closed(self) -> bool:
        """Watertight, manifold, consistently oriented, and outside out."""
        faults = (
            self.open_edges, self.crowded_edges, self.twisted_edges, self.pinched, self.collapsed,
            self.doubled,
        )  # fmt: skip
        return not any(faults) and self.volume > 0


def examine(vertices: np.ndarray, faces: np.ndarray) -> Topology:
    """Topology of `vertices` [V, 3], `faces` [F, 3], after welding vertices at equal positions.

    `pinched` is counted only where all edges are sound, else it is 0.
    """
    places, welded = np.unique(vertices, axis=0, return_inverse=True)
    faces = welded.reshape(-1)[faces].astype(np.int64)
    following = np.roll(faces, -1, axis=1)
    collapsed = int(np.count_nonzero((faces == following).any(axis=1)))
    start, end = faces.ravel(), following.ravel()
    low, high = np.minimum(start, end), np.maximum(start, end)
    _, edge, uses = np.unique(low * len(places) + high, return_inverse=True, return_counts=True)
    balance = np.bincount(edge.reshape(-1), np.where(start < end, 1, -1), len(uses))
    twisted = int(np.count_nonzero((uses == 2) & (balance != 0)))
    sound = not collapsed and bool((uses == 2).all()) and not twisted
    a, b, c = places[faces].astype(np.float64).swapaxes(0, 1)
    return Topology(
        open_edges=int(np.count_nonzero(uses == 1)),
        crowded_edges=int(np.count_nonzero(uses > 2)),
        twisted_edges=twisted,
        pinched=_fans(start, end, len(places)) - len(np.unique(faces)) if sound else 0,
        collapsed=collapsed,
        doubled=len(faces) - len(np.unique(np.sort(faces, axis=1), axis=0)),
        volume=float(np.einsum("nk,nk->", a, np.cross(b, c)) / 6),
    )


def _fans(start: np.ndarray, end: np.ndarray, vertices: int) -> int:
    """How many fans of faces there are, summed over the vertices of a mesh with sound edges.

    The half-edge after `h` in its vertex's fan is the twin of the one before `h` in its face;
    the fans are the cycles of that permutation, counted by spreading each one's least index.
    """
    half = np.arange(len(start))
    before = half - 1 + 3 * (half % 3 == 0)
    order = np.argsort(start * vertices + end)
    twin = order[np.searchsorted((start * vertices + end)[order], end * vertices + start)]
    step = twin[before]
    least = half
    while True:
        spread = np.minimum(least, least[step])
        if np.array_equal(spread, least):
            return int(np.count_nonzero(least == half))
        least, step = spread, step[step]
