"""A texture layout for a triangle mesh: every face gets its own place in the unit square."""

import numpy as np

from ..texels import inside
from .charts import Dual, cut, halve, split, straighten
from .flatten import flatten
from .merge import merged
from .pack import extents, pack, upright

PADDING = 4.0  # texels between islands, at least
_ROUNDS = 20
_STRAIGHT = 5  # … in the first of which borders are straightened: small charts would vanish
_CELLS = 1 << 20  # of all charts together, for finding overlaps
_OVERLAP = 2e-3  # of a chart's area that may lie on another part of it …
_CREASE = 8  # … and so many cells: hair-fine folds of a crumpled surface
_LARGE = 1e-3  # of the whole area: smaller charts fit between others, whatever their shape
_STRIP = 3.0  # times a chart's area: the square of its length
_EMPTY = 1.8  # times a chart's area: its bounding box
_JOINED_STRETCH = 2.0  # the same, of what is joined to a chart
_CRUMB = 16  # cells: what is smaller may lie over a chart rather than be one
_STRETCH = 1.35  # the mean over a chart above which it is cut
_FINER = 2.0  # times the texels along a line where the photo is seen, for it has the most detail …
_SEEN = 0.2  # … in charts that show this share of their area; in between with less


def unwrap(
    vertices: np.ndarray, faces: np.ndarray, texture_size: int, seen: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """vertices [V, 3], faces [F, 3] → the same and corner_uvs float32 [F, 3, 2], V up.

    Islands do not overlap, lie inside 0…1, and are `PADDING` texels of a texture of `texture_size`
    apart; no face is mirrored but crumbs. seen: bool [F], the faces that a photo shows; their
    islands get more room.
    """
    dual = Dual(vertices, faces)
    labels = cut(dual)
    cell = np.sqrt(max(dual.area.sum(), 1e-30) / _CELLS)

    def lay(
        some: np.ndarray,
        own: np.ndarray,
        parts: np.ndarray,
        counts: np.ndarray,
        start: np.ndarray | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Corners of the faces `some` bool [F] in charts `own` [N], laid flat; the bad ones.

        parts: [N], over each of which, too, the stretch must be small. counts: bool [N], the faces
        that may make a chart bad.
        """
        flat = flatten(vertices, faces[some], own, start)
        asked = flat.corners[counts] / cell, flat.stretch[counts], dual.area[some][counts] / cell**2
        limit = _STRETCH if parts is own else _JOINED_STRETCH
        return flat.corners, _bad(*asked, own[counts], parts[counts], limit)

    corners = np.zeros(faces.shape, np.complex128)
    some: np.ndarray = np.ones(len(faces), bool)
    for attempt in range(_ROUNDS):
        number, own = np.unique(labels[some], return_inverse=True)
        corners[some], bad = lay(some, own, own, np.ones(len(own), bool))
        bad = number[bad]
        wide = number[_sprawling(corners[some], dual.area[some], own, dual.area.sum())]
        wide = np.setdiff1d(wide, bad)
        if not len(bad) + len(wide) or attempt == _ROUNDS - 1:
            break
        after = halve(dual, split(dual, labels, bad), wide)
        bad = np.concatenate([bad, wide])
        some = np.isin(labels, bad)
        labels = straighten(dual, after, labels) if attempt < _STRAIGHT else after
    labels, corners = merged(dual, labels, corners, lay, _CRUMB * cell**2)
    labels = np.unique(labels, return_inverse=True)[1]
    if seen is not None:
        area = np.maximum(np.bincount(labels, dual.area), 1e-30)
        shown = np.bincount(labels, dual.area * seen) / area
        finer = 1 + (_FINER - 1) * np.minimum(shown / _SEEN, 1)
        corners = corners * finer[labels, None]
    return vertices, faces, pack(corners, labels, PADDING / texture_size)


def _sprawling(
    corners: np.ndarray, area: np.ndarray, labels: np.ndarray, whole: float
) -> np.ndarray:
    """The large charts that waste room: most of their bounding box is empty, or they are strips
    longer than the side of a square of the area `whole`, of all charts together.

    corners: complex [F, 3]. area: [F], of the faces.
    """
    count = int(labels.max()) + 1
    wide, high = extents(corners * upright(corners, labels, count)[labels, None], labels, count)
    own = np.bincount(labels, area, count)
    most = np.maximum(wide, high) ** 2
    long = (most > whole) & (most > _STRIP * own)
    return np.flatnonzero((own > _LARGE * whole) & (long | (wide * high > _EMPTY * own)))


def _bad(
    corners: np.ndarray,
    stretch: np.ndarray,
    area: np.ndarray,
    labels: np.ndarray,
    parts: np.ndarray,
    limit: float,
) -> np.ndarray:
    """The charts that lie over themselves, have a face turned over that one would see, or are
    stretched beyond `limit` in one of their `parts` [F]. corners: complex [F, 3], in cells; area:
    [F], in cells."""
    count = int(labels.max(initial=-1)) + 1
    if count == 0:
        return np.zeros(0, np.int64)
    low = np.full(count, np.inf), np.full(count, np.inf)
    high = np.full(count, -np.inf), np.full(count, -np.inf)
    for axis, part in enumerate((corners.real, corners.imag)):
        np.minimum.at(low[axis], labels, part.min(axis=1))
        np.maximum.at(high[axis], labels, part.max(axis=1))
    for bounds in (*low, *high):  # of charts with no face here
        bounds[~np.isfinite(bounds)] = 0
    wide, tall = (np.ceil(high[k] - low[k]).astype(np.int64) + 1 for k in (0, 1))
    offset = np.concatenate([[0], np.cumsum(wide * tall)])
    xy = np.stack([corners.real - low[0][labels, None], corners.imag - low[1][labels, None]], -1)
    hits = np.zeros(offset[-1], np.uint8)
    for found in inside(xy, (0, 0, int(wide.max()), int(tall.max()))):
        chart = labels[found.face]
        cell = offset[chart] + found.row * wide[chart] + found.column
        # Within a batch too, and never past 255.
        unique, times = np.unique(cell, return_counts=True)
        hits[unique] = np.minimum(hits[unique] + times, 255)
    total = np.add.reduceat(hits.astype(np.int64), offset[:-1])
    once = np.add.reduceat((hits > 0).astype(np.int64), offset[:-1])
    over = total - once > _OVERLAP * once + _CREASE
    over[labels[(stretch[:, 1] < 0) & (area > _CREASE)]] = True
    worst = np.maximum(stretch[:, 0], 1 / np.maximum(stretch[:, 1], 0.1))
    mean = np.bincount(parts, worst * area) / np.maximum(np.bincount(parts, area), 1e-30)
    stretched = np.zeros(count, bool)
    stretched[labels[mean[parts] > limit]] = True
    more = np.bincount(labels, minlength=count) > 1
    return np.flatnonzero((over | stretched) & more)
