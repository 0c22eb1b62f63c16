"""Which face covers each texel of a layout."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

_BATCH = 1 << 21  # tests of a texel against a face at once, to bound the memory


@dataclass(frozen=True)
class Texels:
    """Covered texels: index [N] (row · side + column), face [N], weights float32 [N, 3]."""

    index: np.ndarray
    face: np.ndarray
    weights: np.ndarray


def bands(corner_uvs: np.ndarray, side: int, rows: int) -> Iterator[tuple[int, int, Texels]]:
    """The texels of a texture `side` wide, `rows` rows at a time: first row, end row, texels.

    corner_uvs: [F, 3, 2], V up; the first row of a texture is the top. A texel is covered where its
    centre is; one that two faces cover goes to the first. `index` counts from the band's first row.
    """
    xy = corner_uvs.astype(np.float64) * side
    xy[..., 1] = side - xy[..., 1]
    one, two = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    low = np.clip(np.ceil(xy.min(axis=1) - 0.5), 0, side).astype(np.int32)
    high = np.clip(np.floor(xy.max(axis=1) - 0.5), -1, side - 1).astype(np.int32)
    drawn = np.flatnonzero((high >= low).all(axis=1) & (np.abs(area) > 1e-12))
    for start in range(0, side, rows):
        end = min(start + rows, side)
        here = drawn[(low[drawn, 1] < end) & (high[drawn, 1] >= start)]
        window = _Window(start, end, side)
        yield start, end, window.cover(here, xy, one, two, area, low, high)


@dataclass(frozen=True)
class _Window:
    start: int
    end: int
    side: int

    def cover(
        self,
        some: np.ndarray,
        xy: np.ndarray,
        one: np.ndarray,
        two: np.ndarray,
        area: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
    ) -> Texels:
        face = np.full((self.end - self.start) * self.side, -1, np.int32)
        weights = np.zeros((len(face), 3), np.float32)
        first_row = np.maximum(low[some, 1], self.start)
        tall = np.minimum(high[some, 1], self.end - 1) - first_row + 1
        wide = high[some, 0] - low[some, 0] + 1
        # Faces of like extent together, so that few tests are wasted.
        order = np.lexsort((np.ceil(np.log2(wide)), np.ceil(np.log2(tall))))
        kind = np.ceil(np.log2(tall[order])) * 32 + np.ceil(np.log2(wide[order]))
        for group in np.split(order, np.flatnonzero(np.diff(kind)) + 1):
            if len(group) == 0:
                continue
            height, width = int(tall[group].max()), int(wide[group].max())
            step = max(1, _BATCH // (height * width))
            for begin in range(0, len(group), step):
                part = group[begin : begin + step]
                faces = some[part]
                x = low[faces, 0, None, None] + np.arange(width, dtype=np.int32)
                y = first_row[part, None, None] + np.arange(height, dtype=np.int32)[:, None]
                dx = x + 0.5 - xy[faces, 0, 0, None, None]
                dy = y + 0.5 - xy[faces, 0, 1, None, None]
                a, b = one[faces, :, None, None], two[faces, :, None, None]
                second = (dx * b[:, 1] - dy * b[:, 0]) / area[faces, None, None]
                third = (dy * a[:, 0] - dx * a[:, 1]) / area[faces, None, None]
                inside = (second >= -1e-9) & (third >= -1e-9) & (second + third <= 1 + 1e-9)
                inside &= (x < self.side) & (y < self.end)
                which, row, column = np.nonzero(inside)
                texel = (first_row[part][which] + row - self.start) * self.side
                texel += low[faces[which], 0] + column
                free = face[texel] < 0
                texel, which = texel[free], which[free]
                share = second[inside][free], third[inside][free]
                face[texel] = faces[which]
                weights[texel, 1], weights[texel, 2] = share
        index = np.flatnonzero(face >= 0)
        weights = weights[index]
        weights[:, 0] = 1.0 - weights[:, 1] - weights[:, 2]
        return Texels(index, face[index], weights)
