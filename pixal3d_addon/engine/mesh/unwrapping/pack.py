"""Placing flat charts in the unit square, close together and none over another."""

from dataclasses import dataclass

import numpy as np

from ....core.errors import PixalError
from ..texels import inside

_GRID = 512  # cells along the square: how finely outlines are told apart
_FINE = 2  # samples along a cell
_FULL = 0.75  # of the square: the first guess, which the first try corrects
_TRIES, _MOST = 3, 24
_ANGLES = 30  # that a chart is turned by to find its smallest box
_FEW, _MANY = 80, 400  # charts: up to which orders are compared; which find places of their own
_SPARSE = 0.05  # of the places: below that they are looked at one by one


@dataclass(frozen=True)
class _Outline:
    """A chart's cells, bool [h, w], and its corner: cell (0, 0) covers the plane from there on."""

    cells: np.ndarray
    corner: complex


def pack(corners: np.ndarray, labels: np.ndarray, padding: float) -> np.ndarray:
    """corners: complex [F, 3], the faces in their charts' planes; labels: int [F], 0…

    Returns corner_uvs float32 [F, 3, 2] in 0…1, all charts at one scale, turned and moved, never
    mirrored. padding: between charts at least, as a part of the square.
    """
    count = int(labels.max()) + 1
    corners = corners * upright(corners, labels, count)[labels, None]
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = max(float(np.abs((one * np.conj(two)).imag).sum() / 2), 1e-30)
    scale = np.sqrt(_FULL / area) * _GRID
    best, fits, fails = None, 0.0, np.inf
    for attempt in range(_MOST):
        outlines = _outlines(corners * scale, labels, count, padding * _GRID)
        turns, places, height = _place(outlines)
        if height <= _GRID:
            best, fits = (scale, outlines, turns, places), scale
        else:
            fails = scale
        tries = _TRIES if count > _FEW else 2 * _TRIES
        if best is not None and (attempt + 1 >= tries or height == _GRID):
            break
        guess = scale * np.sqrt(_GRID / height)
        # Between what fits and what does not, wherever that is known.
        scale = guess if fits < guess < fails else np.sqrt(max(fits, 0.8 * fails) * fails)
    if best is None:
        raise PixalError(
            "texture_too_small",
            "The object has more separate parts than the texture has room for.",
            "Choose a larger texture.",
        )
    scale, outlines, turns, places = best
    move = np.empty(count, np.complex128)
    for k, outline in enumerate(outlines):
        high, wide = outline.cells.shape
        # np.rot90 by quarters, with rows upwards: the box's corner that becomes the first.
        start = outline.corner + (0, wide, wide + 1j * high, 1j * high)[turns[k]]
        move[k] = places[k] - start * (-1j) ** turns[k]
    turned = corners * scale * ((-1j) ** turns)[labels, None] + move[labels, None]
    uvs = np.stack([turned.real, turned.imag], axis=-1) / _GRID
    return np.clip(uvs, 0, 1).astype(np.float32)


def upright(corners: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Of each chart the turn (complex, unit) that makes its bounding box smallest, and lie down."""
    best, turn = np.full(count, np.inf), np.ones(count, np.complex128)
    flat = corners[:, :1]  # nearly every vertex is some face's first
    for angle in np.linspace(0, np.pi / 2, _ANGLES, endpoint=False):
        wide, high = extents(flat * np.exp(1j * angle), labels, count)
        better = wide * high < best * 0.999
        best[better] = (wide * high)[better]
        turn[better] = np.where(wide >= high, 1, 1j)[better] * np.exp(1j * angle)
    return turn


def extents(corners: np.ndarray, labels: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Width and height [count] of the charts with corners complex [F, K]."""
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(count))
    wide, high = (
        np.maximum.reduceat(part.max(1), starts) - np.minimum.reduceat(part.min(1), starts)
        for part in (corners.real[order], corners.imag[order])
    )
    return wide, high


def _outlines(
    corners: np.ndarray, labels: np.ndarray, count: int, padding: float
) -> list[_Outline]:
    """Every cell that a chart touches, or comes nearer to than half of `padding` (cells)."""
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(count))
    flat = corners[order]
    low = np.minimum.reduceat(flat.real.min(axis=1), starts) + 1j * np.minimum.reduceat(
        flat.imag.min(axis=1), starts
    )
    high = np.maximum.reduceat(flat.real.max(axis=1), starts) + 1j * np.maximum.reduceat(
        flat.imag.max(axis=1), starts
    )
    margin = padding / 2
    corner = low - margin * (1 + 1j)
    size = high - low + 2 * margin * (1 + 1j)
    wide = np.ceil(size.real).astype(int) * _FINE
    tall = np.ceil(size.imag).astype(int) * _FINE
    # All charts in one long strip of memory, a window of its own for each.
    offset = np.concatenate([[0], np.cumsum(wide * tall)])
    strip = np.zeros(offset[-1], bool)
    place = (corners - corner[labels, None]) * _FINE

    def mark(x: np.ndarray, y: np.ndarray, chart: np.ndarray) -> None:
        x, y = np.clip(x, 0, wide[chart] - 1), np.clip(y, 0, tall[chart] - 1)
        strip[offset[chart] + y * wide[chart] + x] = True

    for k in range(3):
        for share in (0.0, 0.5):  # corners and edges: what is thinner than a cell
            point = place[:, k] * (1 - share) + place[:, (k + 1) % 3] * share
            mark(point.real.astype(int), point.imag.astype(int), labels)
    xy = np.stack([place.real, place.imag], axis=-1)
    for hits in inside(xy, (0, 0, int(wide.max()), int(tall.max()))):
        mark(hits.column, hits.row, labels[hits.face])
    reach = int(np.ceil(margin * _FINE))
    outlines = []
    for k in range(count):
        window = _grown(strip[offset[k] : offset[k + 1]].reshape(tall[k], wide[k]), reach)
        fine = window.reshape(tall[k] // _FINE, _FINE, wide[k] // _FINE, _FINE)
        cells = np.asarray(fine.any(axis=(1, 3)))
        outlines.append(_Outline(cells, complex(corner[k])))
    return outlines


def _grown(cells: np.ndarray, reach: int) -> np.ndarray:
    for axis in (0, 1):
        grown = cells.copy()
        for step in range(1, reach + 1):
            ahead = [slice(None)] * 2
            behind = [slice(None)] * 2
            ahead[axis], behind[axis] = slice(step, None), slice(None, -step)
            grown[tuple(ahead)] |= cells[tuple(behind)]
            grown[tuple(behind)] |= cells[tuple(ahead)]
        cells = grown
    return cells


def _place(outlines: list[_Outline]) -> tuple[np.ndarray, np.ndarray, int]:
    """Quarter turns, places (complex, cells) and the height that all take: the best of some orders.

    The height is beyond the grid's where a chart is wider than that.
    """
    sizes = np.array([outline.cells.shape for outline in outlines])
    orders = [-sizes.prod(axis=1)]
    if len(outlines) <= _FEW:
        orders.append(-sizes.max(axis=1))
    tries = [_in_order(outlines, np.argsort(order, kind="stable")) for order in orders]
    return min(tries, key=lambda placed: placed[2])


def _in_order(outlines: list[_Outline], order: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """As `_place`: one after the other, each where its top is lowest, in holes too."""
    count = len(outlines)
    turns, places = np.zeros(count, int), np.zeros(count, np.complex128)
    # How many cells are taken left of each: a run is free where the counts at its ends are equal.
    taken = np.zeros((_GRID, _GRID + 1), np.int16)
    height = 0
    for k in order[:_MANY]:
        room = height + max(outlines[k].cells.shape) + 1
        if room > len(taken):
            taken = np.concatenate([taken, np.zeros((room, _GRID + 1), np.int16)])
        best = None
        for way in range(4):
            cells = np.rot90(outlines[k].cells, way)
            found = _lowest(taken[: room if best is None else best[0] - 1], cells)
            if found is not None:
                best = found[0] + len(cells), way, found
        if best is None:  # wider than the strip: the caller makes all smaller
            return turns, places, 4 * _GRID
        top, way, (y, x) = best
        cells = np.rot90(outlines[k].cells, way)
        beside = np.zeros((len(cells), _GRID + 1 - x), np.int16)
        beside[:, 1 : 1 + cells.shape[1]] = cells
        taken[y : y + len(cells), x:] += np.cumsum(beside, axis=1, dtype=np.int16)
        turns[k], places[k] = way, x + 1j * y
        height = max(height, top)
    # Crumbs: side by side in shelves, for there may be thousands.
    right = shelf = 0
    for k in sorted(order[_MANY:], key=lambda k: -len(outlines[k].cells)):
        high, wide = outlines[k].cells.shape
        if wide > _GRID:
            return turns, places, 4 * _GRID
        if right + wide > _GRID:
            height, right, shelf = height + shelf, 0, 0
        shelf = max(shelf, high)
        places[k] = right + 1j * height
        right += wide
    return turns, places, height + shelf


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
