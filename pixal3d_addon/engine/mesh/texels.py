"""Which face covers each texel of a layout."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

_BATCH = 1 << 20  # tests of a texel against a face at once, to bound the memory


@dataclass(frozen=True)
class Texels:
    """Covered texels: index [N] (row · side + column), face [N], weights float32 [N, 3]."""

    index: np.ndarray
    face: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Hits:
    """Centres of cells inside triangles: which triangle, column, row [N], and the weights of its
    second and third corner."""

    face: np.ndarray
    column: np.ndarray
    row: np.ndarray
    second: np.ndarray
    third: np.ndarray


def bands(
    corner_uvs: np.ndarray, side: int, rows: int, rank: np.ndarray | None = None
) -> Iterator[tuple[int, int, Texels]]:
    """The texels of a texture `side` wide, `rows` rows at a time: first row, end row, texels.

    corner_uvs: [F, 3, 2], V up; the first row of a texture is the top. A texel is covered where its
    centre is; one that two faces cover goes to that of the higher `rank`, int [F]. `index` counts
    from the band's first row.
    """
    xy = corner_uvs.astype(np.float64) * side
    xy[..., 1] = side - xy[..., 1]
    top, bottom = xy[..., 1].min(axis=1), xy[..., 1].max(axis=1)
    for start in range(0, side, rows):
        end = min(start + rows, side)
        here = np.flatnonzero((top < end) & (bottom > start))
        face = np.full((end - start) * side, -1, np.int32)
        weights: np.ndarray = np.zeros((len(face), 2), np.float32)
        for some in [here] if rank is None else _ranked(here, rank[here]):
            for hits in inside(xy[some], (0, start, side, end)):
                index = (hits.row - start) * side + hits.column
                face[index] = some[hits.face]
                weights[index, 0], weights[index, 1] = hits.second, hits.third
        index = np.flatnonzero(face >= 0)
        weights = weights[index]
        first = 1 - weights.sum(axis=1, keepdims=True)
        yield start, end, Texels(index, face[index], np.hstack([first, weights]))


def _ranked(faces: np.ndarray, rank: np.ndarray) -> list[np.ndarray]:
    """`faces` [N] by their `rank` [N], the lowest first."""
    return [faces[rank == one] for one in np.unique(rank)]


def inside(xy: np.ndarray, window: tuple[int, int, int, int]) -> Iterator[Hits]:
    """The cells of `window` (left, top, right, bottom) whose centres lie in triangles xy [F, 3, 2].

    Cell i of an axis covers i to i + 1.
    """
    corner = np.array(window[:2], np.float64)
    far = np.array(window[2:], np.float64) - 1
    one, two = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    low = np.clip(np.ceil(xy.min(axis=1) - 0.5), corner, far + 1).astype(np.int32)
    high = np.clip(np.floor(xy.max(axis=1) - 0.5), corner - 1, far).astype(np.int32)
    drawn = np.flatnonzero((high >= low).all(axis=1) & (np.abs(area) > 1e-12))
    width, height = (high - low + 1)[drawn].T
    # Faces of like extent together, so that few tests are wasted.
    kind = np.ceil(np.log2(width)).astype(int) * 32 + np.ceil(np.log2(height)).astype(int)
    order = np.argsort(kind, kind="stable")
    for group in np.split(drawn[order], np.flatnonzero(np.diff(kind[order])) + 1):
        if len(group) == 0:
            continue
        wide, tall = (high - low + 1)[group].max(axis=0)
        step = max(1, _BATCH // int(wide * tall))
        for begin in range(0, len(group), step):
            some = group[begin : begin + step]
            base = (low[some] + 0.5 - xy[some, 0]).astype(np.float32)
            dx = base[:, 0, None, None] + np.arange(wide, dtype=np.float32)
            dy = base[:, 1, None, None] + np.arange(tall, dtype=np.float32)[:, None]
            a = (one[some] / area[some, None]).astype(np.float32)[:, :, None, None]
            b = (two[some] / area[some, None]).astype(np.float32)[:, :, None, None]
            second = dx * b[:, 1] - dy * b[:, 0]
            third = dy * a[:, 0] - dx * a[:, 1]
            held = (second >= -1e-6) & (third >= -1e-6) & (second + third <= 1 + 1e-6)
            held &= dx <= (high[some, 0] + 0.6 - xy[some, 0, 0])[:, None, None]
            held &= dy <= (high[some, 1] + 0.6 - xy[some, 0, 1])[:, None, None]
            which, row, column = np.nonzero(held)
            face = some[which]
            yield Hits(face, low[face, 0] + column, low[face, 1] + row, second[held], third[held])
