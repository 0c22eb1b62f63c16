"""Outlines of cells put into as small a square as some orders find."""

from dataclasses import dataclass

import numpy as np

_FULL = 0.68  # of the square: the first guess
_MANY = 400  # outlines that find places of their own
_SPARSE = 0.05  # of the places: below that they are looked at one by one


@dataclass(frozen=True)
class Placed:
    """side: of the square, in cells. ways int [N]: 4 · variant + quarter turns as of `np.rot90`.
    places complex [N]: column and row of each turned outline's first cell."""

    side: int
    ways: np.ndarray
    places: np.ndarray


def place(variants: list[list[np.ndarray]], tries: int) -> Placed:
    """A square that has all outlines, bool [h, w] each, none over another.

    variants: the outlines, turned by some angles less than a right one. tries: how often all are
    placed anew, in a strip as wide as the last try's square should have been.
    """
    first = variants[0]
    sizes = np.array([cells.shape for cells in first])
    orders = [np.argsort(-key, kind="stable") for key in (sizes.prod(axis=1), sizes.max(axis=1))]
    crumbs = orders[0][_MANY:]
    least = max(int(cells.shape[1]) for cells in first)
    side = max(least, int(np.sqrt(sum(int(cells.sum()) for cells in first) / _FULL)))
    best: Placed | None = None
    for attempt in range(tries):
        order = orders[attempt % 2]
        ways, places, height = _in_order(variants, order[np.isin(order, crumbs, invert=True)], side)
        height += _shelves(first, crumbs, places, side, height)
        if best is None or max(side, height) < best.side:
            best = Placed(max(side, height), ways, places)
        side = max(least, round(np.sqrt(side * height)) - (side == height))
        side = min(side, best.side - 1)
        if side < least:
            break
    assert best is not None
    return best


def _in_order(
    variants: list[list[np.ndarray]], order: np.ndarray, side: int
) -> tuple[np.ndarray, np.ndarray, int]:
    """As `Placed`: those in `order`, one after the other, each where its middle is lowest, in holes
    too, in a strip `side` wide; and the height that all take."""
    count = len(variants[0])
    ways, places = np.zeros(count, int), np.zeros(count, np.complex128)
    # How many cells are taken left of each: a run is free where the counts at its ends are equal.
    taken: np.ndarray = np.zeros((side, side + 1), np.int16)
    height = 0
    for k in order:
        best, low = None, np.inf
        for way in range(4 * len(variants)):
            cells = np.rot90(variants[way // 4][k], way % 4)
            share = cells.sum(axis=1) / max(int(cells.sum()), 1)
            middle = float(share @ np.arange(len(cells)))
            room = height + len(cells) + 1
            if room > len(taken):
                taken = np.concatenate([taken, np.zeros((room, side + 1), np.int16)])
            if best is not None:
                room = min(room, int(np.ceil(low - middle)) + len(cells))
            found = _lowest(taken[:room], cells)
            if found is not None and found[0] + middle < low:
                best, low = (way, cells, found), found[0] + middle
        assert best is not None  # it is no wider than the strip
        way, cells, (y, x) = best
        beside = np.zeros((len(cells), side + 1 - x), np.int16)
        beside[:, 1 : 1 + cells.shape[1]] = cells
        taken[y : y + len(cells), x:] += np.cumsum(beside, axis=1, dtype=np.int16)
        ways[k], places[k] = way, x + 1j * y
        height = max(height, y + len(cells))
    return ways, places, height


def _shelves(
    outlines: list[np.ndarray], crumbs: np.ndarray, places: np.ndarray, side: int, bottom: int
) -> int:
    """Writes `places` [N] of `crumbs`, side by side in shelves from `bottom` on, for there may be
    thousands. Returns the height of all shelves."""
    right = shelf = height = 0
    for k in sorted(crumbs, key=lambda k: -len(outlines[k])):
        high, wide = outlines[k].shape
        if right + wide > side:
            height, right, shelf = height + shelf, 0, 0
        shelf = max(shelf, high)
        places[k] = right + 1j * (bottom + height)
        right += wide
    return height + shelf


def _lowest(taken: np.ndarray, cells: np.ndarray) -> tuple[int, int] | None:
    """The lowest free place of `cells`, row and column, the leftmost of them."""
    high, wide = cells.shape
    rows, columns = len(taken) - high + 1, taken.shape[1] - wide
    if columns < 1 or rows < 1:
        return None
    edges = np.diff(np.pad(cells, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    begins, ends = (np.argwhere(edges == sign) for sign in (1, -1))
    runs = np.column_stack([begins, ends[:, 1]])
    # A few long runs tell of most places that they are taken; the others are looked at one by one.
    runs = runs[np.argsort(runs[:, 1] - runs[:, 2], kind="stable")]
    spread = np.argsort(np.arange(len(runs)) % 7, kind="stable")  # from all over the chart
    runs = runs[spread]
    free = np.ones((rows, columns), bool)
    done = 0
    for row, begin, end in runs:
        some = taken[row : row + rows]
        free &= some[:, end : end + columns] == some[:, begin : begin + columns]
        done += 1
        if done % 4 == 0 and np.count_nonzero(free) < _SPARSE * free.size:
            break
    y, x = np.divmod(np.flatnonzero(free), columns)
    for row, begin, end in runs[done:]:
        kept = taken[y + row, x + end] == taken[y + row, x + begin]
        y, x = y[kept], x[kept]
    return (int(y[0]), int(x[0])) if len(y) else None
