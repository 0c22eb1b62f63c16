"""Points all over triangles."""

from collections.abc import Iterator

import numpy as np

_CHUNK = 1 << 20  # points at once, unless a single triangle has more


def samples(corners: np.ndarray, gap: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Points of triangles float32 [F, 3, 3], next ones at most `gap` apart, some at a time.

    Whose they are, int64 [N], and the shares of its corners, float32 [N, 3]. Corners and edges are
    among them.
    """
    parts = _parts(corners, gap)
    for number in np.unique(parts).tolist():
        faces = np.flatnonzero(parts == number)
        one, other = np.triu_indices(number + 1)
        weights = np.stack([number - other, other - one, one], axis=1).astype(np.float32)
        weights /= np.float32(number)
        step = max(_CHUNK // len(weights), 1)
        for start in range(0, len(faces), step):
            some = faces[start : start + step]
            yield np.repeat(some, len(weights)), np.tile(weights, (len(some), 1))


def count(corners: np.ndarray, gap: float) -> int:
    """How many points `samples` gives."""
    parts = _parts(corners, gap).astype(np.float64)
    return int(((parts + 1) * (parts + 2) / 2).sum())


def _parts(corners: np.ndarray, gap: float) -> np.ndarray:
    """int64 [F]: into how many equal parts each triangle's edges are cut."""
    sides = corners - corners[:, [1, 2, 0]]
    longest = np.sqrt((sides**2).sum(-1).max(-1))
    return np.maximum(np.ceil(longest / gap), 1).astype(np.int64)
