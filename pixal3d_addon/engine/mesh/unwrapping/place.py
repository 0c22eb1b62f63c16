"""Outlines of cells put into as small a square as some orders find."""

from dataclasses import dataclass

import numpy as np

_FULL = 0.86  # of the square: the first guess
_STEP = 0.99  # by which the square is made smaller at a time
_WORK = 1200  # outlines that are placed for that, over all tries, and …
_TRIES = 4, 40  # … so many tries at least and at most
_MANY = 400  # outlines that find places of their own
_SPARSE = 0.05  # of the places: below that they are looked at one by one


@dataclass(frozen=True)
class Placed:
    """side: of the square, in cells. turns int [N]: quarter turns as of `np.rot90`. places complex
    [N]: column and row of each turned outline's first cell."""

    side: int
    turns: np.ndarray
    places: np.ndarray


def place(outlines: list[np.ndarray]) -> Placed:
    """A square that has all `outlines`, bool [h, w] each, none over another."""
    sizes = np.array([cells.shape for cells in outlines])
    longest = int(sizes.max())
    by_size = np.argsort(-sizes.prod(axis=1), kind="stable")
    order, crumbs = by_size[:_MANY], by_size[_MANY:]
    turns, places = np.zeros(len(outlines), int), np.zeros(len(outlines), np.complex128)
    side = max(longest, int(np.sqrt(sum(int(cells.sum()) for cells in outlines) / _FULL)))
    while True:
        height = _in_order(outlines, order, turns, places, side, None)[0]
        shelves = _shelves(outlines, crumbs, places, side, height)
        if height + shelves <= side:
            break
        side = int(np.ceil(np.sqrt(side * (height + shelves))))
    best = Placed(side, turns.copy(), places.copy())
    random = np.random.default_rng(0)
    for _ in range(int(np.clip(_WORK // len(order), *_TRIES))):
        side = int(best.side * _STEP)
        if side < longest:
            break
        shelves = _shelves(outlines, crumbs, places, side, 0)
        height, late = _in_order(outlines, order, turns, places, side, side - shelves)
        if late is None:
            _shelves(outlines, crumbs, places, side, height)
            best = Placed(side, turns.copy(), places.copy())
        else:  # what found no place looks for one earlier
            early = int(random.integers(late)) if late else 0
            order = np.insert(np.delete(order, late), early, order[late])
    return best


def _in_order(
    outlines: list[np.ndarray],
    order: np.ndarray,
    turns: np.ndarray,
    places: np.ndarray,
    side: int,
    most: int | None,
) -> tuple[int, int | None]:
    """Writes `turns` [N] and `places` [N] of those in `order`, one after the other, each where its
    top is lowest, in holes too, in a strip `side` wide and, where given, `most` high.

    Returns the height that all take, and the place in `order` of the first that has no room.
    """
    # How many cells are taken left of each: a run is free where the counts at its ends are equal.
    taken = np.zeros((most or side, side + 1), np.int16)
    height = 0
    for turn, k in enumerate(order):
        room = height + max(outlines[k].shape) + 1
        if most is not None:
            room = min(room, most)
        elif room > len(taken):
            taken = np.concatenate([taken, np.zeros((room, side + 1), np.int16)])
        best = None
        for way in range(4):
            cells = np.rot90(outlines[k], way)
            found = _lowest(taken[: room if best is None else best[0] - 1], cells)
            if found is not None:
                best = found[0] + len(cells), way, found
        if best is None:
            return height, turn
        top, way, (y, x) = best
        cells = np.rot90(outlines[k], way)
        beside = np.zeros((len(cells), side + 1 - x), np.int16)
        beside[:, 1 : 1 + cells.shape[1]] = cells
        taken[y : y + len(cells), x:] += np.cumsum(beside, axis=1, dtype=np.int16)
        turns[k], places[k] = way, x + 1j * y
        height = max(height, top)
    return height, None


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
