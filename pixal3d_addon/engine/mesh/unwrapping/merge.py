"""Small charts joined to their neighbours, wherever the two lie flat together: fewer seams."""

from collections.abc import Callable

import numpy as np

from .charts import Dual
from .pack import extents

_SMALL = 5e-3  # of the whole area: larger charts stay as they are
_ROOM = 1.6  # times what a chart gains, that its box may grow by: else it is easier packed alone …
_SLACK, _ROOM_MOST = 0.06, 4.0  # … and so many times its size, or its gain, whichever is less
_ROUNDS = 16
# Faces bool [F], their charts [N], parts of these [N] and which faces count bool [N] → corners
# complex [N, 3], bad charts.
Lay = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def merged(
    dual: Dual, labels: np.ndarray, corners: np.ndarray, lay: Lay, crumb: float
) -> tuple[np.ndarray, np.ndarray]:
    """`labels` [F] and `corners` complex [F, 3] with each small chart joined to the larger one
    with which it shares the most edges, unless `lay` finds that bad; then to the next.

    crumb: the area below which a chart may be joined however it then lies: it is a fold finer than
    a texel, and would have few to itself. Many are joined to one at once; where that is bad half as
    many the next time, down to one.
    """
    labels, corners = labels.copy(), corners.copy()
    refused: set[tuple[int, int]] = set()
    counts = np.bincount(labels, dual.area)[labels] >= crumb
    care: np.ndarray = np.zeros(
        int(labels.max()) + 1, np.int64
    )  # times that each chart's are halved
    for _ in range(_ROUNDS):
        small, target = _proposals(dual, labels, refused, care)
        if not len(small):
            break
        into = np.arange(int(labels.max()) + 1)
        into[small] = target
        joined = into[labels]
        some = np.isin(joined, target)
        number, own = np.unique(joined[some], return_inverse=True)
        parts = np.unique(labels[some], return_inverse=True)[1]
        laid, bad = lay(some, own, parts, counts[some])
        sprawls = _sprawls(dual, labels, corners, joined, laid, some)
        failed = np.union1d(number[bad], sprawls)
        care[np.setdiff1d(target, failed)] -= 1
        care[failed] += 1
        care = np.maximum(care, 0)
        alone = np.isin(target, failed) & (np.bincount(target)[target] == 1)
        refused.update(zip(small[alone].tolist(), target[alone].tolist(), strict=True))
        good = np.zeros(len(labels), bool)
        good[some] = ~np.isin(joined[some], failed)
        corners[good] = laid[good[some]]
        labels[good] = joined[good]
    return labels, corners


def _sprawls(
    dual: Dual,
    labels: np.ndarray,
    corners: np.ndarray,
    joined: np.ndarray,
    laid: np.ndarray,
    some: np.ndarray,
) -> np.ndarray:
    """The charts of `joined` whose box grows by far more than what they gain of the surface.

    labels, corners: as they were; laid: of the faces `some` in their `joined` charts.
    """
    number, own = np.unique(joined[some], return_inverse=True)
    kept = labels[some] == joined[some]
    before = _boxes(corners[some][kept], own[kept], len(number))
    after = _boxes(laid, own, len(number))
    gained = np.bincount(own, dual.area[some] * ~kept, len(number))
    allowed = _ROOM * gained + np.minimum(_SLACK * before, _ROOM_MOST * gained)
    return number[after - before > allowed]


def _boxes(corners: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """The area [count] of each chart's box along its main axes."""
    place = corners.mean(axis=1)
    total = np.bincount(labels, minlength=count)

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(labels, values, count) / total

    place = place - (mean(place.real) + 1j * mean(place.imag))[labels]
    square = place**2
    # Half the angle of the mean square is that of the main axis.
    turn = np.exp(-0.5j * np.angle(mean(square.real) + 1j * mean(square.imag)))
    wide, high = extents(corners * turn[labels, None], labels, count)
    return wide * high


def _proposals(
    dual: Dual, labels: np.ndarray, refused: set[tuple[int, int]], care: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Small charts [N] and the larger ones [N] that they may be joined to in one go."""
    count = int(labels.max()) + 1
    area = np.bincount(labels, dual.area, count)
    one, two = labels[dual.one], labels[dual.two]
    apart = one != two
    one, two = one[apart], two[apart]
    key = np.concatenate([one * count + two, two * count + one])
    key, shared = np.unique(key, return_counts=True)
    chart, other = np.divmod(key, count)
    rank = np.argsort(np.argsort(area, kind="stable"), kind="stable")
    allowed = (area[chart] < _SMALL * area.sum()) & (rank[chart] < rank[other])
    if refused:
        known = np.array([a * count + b for a, b in refused])
        allowed &= ~np.isin(key, known)
    chart, other, shared = chart[allowed], other[allowed], shared[allowed]
    best = np.lexsort((-shared, chart))
    first = np.unique(chart[best], return_index=True)[1]
    chart, other, shared = (values[best][first] for values in (chart, other, shared))
    # What others are joined to stays where it is, this time.
    stays = ~np.isin(chart, other)
    chart, other, shared = chart[stays], other[stays], shared[stays]
    # Fewer at a time where so many were too many: those that share most.
    order = np.lexsort((-shared, other))
    chart, other = chart[order], other[order]
    place = np.arange(len(other)) - np.searchsorted(other, other)
    fewer = place < np.maximum(np.bincount(other, minlength=count)[other] >> care[other], 1)
    return chart[fewer], other[fewer]
