"""Small charts joined to their neighbours, wherever the two lie flat together: fewer seams."""

from collections.abc import Callable

import numpy as np

from .charts import Dual, following
from .pack import extents

_SMALL = 2e-2  # of the whole area: larger charts stay as they are
_ROOM = 1.6  # times what a chart gains, that its box may grow by: else it is easier packed alone …
_SLACK, _ROOM_MOST = 0.15, 8.0  # … and so many times its size, or its gain, whichever is less …
_SLACK_LARGE, _MOST_LARGE = 0.05, 3.0  # … the same where it gains more than …
_LITTLE = 1e-3  # … of the whole area
_STRICT, _ROUNDS = 12, 40  # the rounds before more may sprawl; all
_ENOUGH = 270  # charts; more may sprawl …
_EASE, _EASING = 2.5, 3  # … so many times as much, every so many rounds
# Faces bool [F], their charts [N], parts of these [N], which faces count bool [N] and where corners
# nearly are complex [N, 3] → corners complex [N, 3], bad charts.
Lay = Callable[
    [np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]
]


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
    count = int(labels.max()) + 1
    bad_pairs: set[tuple[int, int]] = set()
    wide_pairs: set[tuple[int, int]] = set()  # that would lie well, but sprawl
    counts = np.bincount(labels, dual.area)[labels] >= crumb
    care: np.ndarray = np.zeros(count, np.int64)  # times that each chart's are halved
    ease = 1.0
    for attempt in range(_ROUNDS):
        many = len(np.unique(labels)) > _ENOUGH
        if ease > 1 and not many:
            break
        small, target = _proposals(dual, labels, bad_pairs | wide_pairs, care)
        if many and attempt >= _STRICT and ((attempt - _STRICT) % _EASING == 0 or not len(small)):
            ease *= _EASE
            wide_pairs.clear()
            care[:] = 0
            small, target = _proposals(dual, labels, bad_pairs, care)
        if not len(small):
            break
        start = aligned(dual, labels, corners, small, target)
        # Known before they are laid anew, which takes long.
        wide = _sprawls(dual, labels, corners, small, target, start, ease)
        laid_bad = np.zeros(0, np.int64)
        kept = ~np.isin(target, wide)
        into = np.arange(count)
        into[small[kept]] = target[kept]
        joined = into[labels]
        some = np.isin(joined, target[kept])
        if some.any():
            number, own = np.unique(joined[some], return_inverse=True)
            parts = np.unique(labels[some], return_inverse=True)[1]
            laid, bad = lay(some, own, parts, counts[some], start[some])
            laid_bad = number[bad]
            good = np.zeros(len(labels), bool)
            good[some] = ~np.isin(joined[some], laid_bad)
            corners[good] = laid[good[some]]
            labels[good] = joined[good]
        failed = np.union1d(laid_bad, wide)
        care[np.setdiff1d(target, failed)] -= 1
        care[failed] += 1
        care = np.maximum(care, 0)
        alone = np.bincount(target, minlength=count)[target] == 1
        for pairs, those in ((bad_pairs, laid_bad), (wide_pairs, wide)):
            refused = alone & np.isin(target, those)
            pairs.update(zip(small[refused].tolist(), target[refused].tolist(), strict=True))
    return labels, corners


def aligned(
    dual: Dual, labels: np.ndarray, corners: np.ndarray, small: np.ndarray, target: np.ndarray
) -> np.ndarray:
    """`corners` complex [F, 3] with each chart of `small` [N] turned and moved to where its border
    meets that of `target` [N] best."""
    count = int(labels.max()) + 1
    into, place = np.full(count, -1), np.zeros(count, np.int64)
    into[small], place[small] = target, np.arange(len(small))
    flat = corners.ravel()
    here, there, chart = [], [], []
    for own, other in ((0, 1), (1, 0)):
        half, across = dual.half[:, own], dual.half[:, other]
        meets = into[labels[half // 3]] == labels[across // 3]
        half, across = half[meets], across[meets]
        # They run opposite ways.
        here += [half, following(half)]
        there += [following(across), across]
        chart += [place[labels[half // 3]]] * 2
    number = np.concatenate(chart)
    one, two = flat[np.concatenate(here)], flat[np.concatenate(there)]
    starts = [half for half in (here[0], here[2]) for _ in range(2)]
    side = np.concatenate([np.abs(flat[following(half)] - flat[half]) for half in starts])
    weight = np.maximum(side, 1e-12)
    total = np.bincount(number, weight, len(small))

    def mean(values: np.ndarray) -> np.ndarray:
        real = np.bincount(number, values.real * weight, len(small))
        imaginary = np.bincount(number, values.imag * weight, len(small))
        return (real + 1j * imaginary) / np.maximum(total, 1e-30)

    middle, goal = mean(one), mean(two)
    one, two = one - middle[number], two - goal[number]
    turn = mean(two * np.conj(one))
    turn = np.where(np.abs(turn) > 1e-30, turn / np.maximum(np.abs(turn), 1e-30), 1)
    moved = corners.copy()
    mine = np.flatnonzero(into[labels] >= 0)
    own = place[labels[mine]]
    moved[mine] = (corners[mine] - middle[own, None]) * turn[own, None] + goal[own, None]
    return moved


def _sprawls(
    dual: Dual,
    labels: np.ndarray,
    corners: np.ndarray,
    small: np.ndarray,
    target: np.ndarray,
    start: np.ndarray,
    ease: float,
) -> np.ndarray:
    """Of `target` the charts whose box would grow by far more than what they gain of the surface.

    start: complex [F, 3], `corners` with those of `small` moved to theirs. ease: times as much as
    usual.
    """
    into = np.arange(int(labels.max()) + 1)
    into[small] = target
    some = np.isin(into[labels], target)
    number, own = np.unique(into[labels[some]], return_inverse=True)
    kept = labels[some] == into[labels[some]]
    before = _boxes(corners[some][kept], own[kept], len(number))
    after = _boxes(start[some], own, len(number))
    gained = np.bincount(own, dual.area[some] * ~kept, len(number))
    little = gained < _LITTLE * dual.area.sum()
    slack, most = np.where(little, _SLACK, _SLACK_LARGE), np.where(little, _ROOM_MOST, _MOST_LARGE)
    allowed = _ROOM * gained + ease * np.minimum(slack * before, most * gained)
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
