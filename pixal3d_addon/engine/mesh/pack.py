"""Placing flat charts in the unit square, close together and none over another."""

from dataclasses import dataclass

import numpy as np

from .texels import inside

_GRID = 512  # cells along the square: how finely outlines are told apart
_FINE = 2  # samples along a cell
_FULL = 0.8  # of the square: the first guess, which the first try corrects
_TRIES = 5
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
    corners = corners * _upright(corners, labels, count)[labels, None]
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = max(float(np.abs((one * np.conj(two)).imag).sum() / 2), 1e-30)
    scale = np.sqrt(_FULL / area) * _GRID
    best = None
    for attempt in range(_TRIES):
        outlines = _outlines(corners * scale, labels, count, padding * _GRID)
        turns, places, height = _place(outlines)
        if height <= _GRID:
            best = scale, outlines, turns, places
            if height > 0.97 * _GRID or attempt >= 2:
                break
        elif best is not None:
            break
        scale *= np.sqrt(_GRID / height) * (0.998 if height > _GRID else 1.0)
    while best is None:
        scale *= 0.9
        outlines = _outlines(corners * scale, labels, count, padding * _GRID)
        turns, places, height = _place(outlines)
        if height <= _GRID:
            best = scale, outlines, turns, places
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


def _upright(corners: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Of each chart the turn (complex, unit) that makes its bounding box smallest, and lie down."""
    best, turn = np.full(count, np.inf), np.ones(count, np.complex128)
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(count))
    flat = corners[order, 0]  # nearly every vertex is some face's first
    for angle in np.linspace(0, np.pi / 2, 12, endpoint=False):
        turned = flat * np.exp(1j * angle)
        wide, high = (
            np.maximum.reduceat(part, starts) - np.minimum.reduceat(part, starts)
            for part in (turned.real, turned.imag)
        )
        better = wide * high < best * 0.999
        best[better] = (wide * high)[better]
        turn[better] = np.where(wide >= high, 1, 1j)[better] * np.exp(1j * angle)
    return turn


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
        cells = strip[offset[k] : offset[k + 1]].reshape(tall[k], wide[k])
        cells = _grown(cells, reach)
        cells = cells.reshape(tall[k] // _FINE, _FINE, wide[k] // _FINE, _FINE).any(axis=(1, 3))
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
    """Quarter turns, places (complex, cells) and the height that all take, the large ones first.

    Each goes where its top is lowest, in a strip of the grid's width; holes are filled too.
    """
    count = len(outlines)
    turns, places = np.zeros(count, int), np.zeros(count, np.complex128)
    strip = np.zeros((_GRID, _GRID), bool)
    height = 0
    order = np.argsort([-outline.cells.shape[0] * outline.cells.shape[1] for outline in outlines])
    ways = 4 if count <= 600 else 1
    for k in order:
        room = height + max(outlines[k].cells.shape) + 1
        if room > len(strip):
            strip = np.concatenate([strip, np.zeros((room, _GRID), bool)])
        # How many cells are taken left of each: a run is free where the counts are equal.
        taken = np.zeros((room, _GRID + 1), np.int16)
        np.cumsum(strip[:room], axis=1, out=taken[:, 1:])
        best = None
        for way in range(ways):
            cells = np.rot90(outlines[k].cells, way)
            found = _lowest(taken if best is None else taken[: best[0] - 1], cells)
            if found is not None:
                best = found[0] + len(cells), way, found
        if best is None:  # wider than the strip: the caller makes all smaller
            return turns, places, 4 * _GRID
        top, way, (y, x) = best
        cells = np.rot90(outlines[k].cells, way)
        strip[y : y + cells.shape[0], x : x + cells.shape[1]] |= cells
        turns[k], places[k] = way, x + 1j * y
        height = max(height, top)
    return turns, places, height


def _lowest(taken: np.ndarray, cells: np.ndarray) -> tuple[int, int] | None:
    """The lowest free place of `cells`, row and column, the leftmost of them."""
    high, wide = cells.shape
    rows, columns = len(taken) - high + 1, taken.shape[1] - wide
    if columns < 1 or rows < 1:
        return None
    edges = np.diff(np.pad(cells, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    begins, ends = (np.argwhere(edges == sign) for sign in (1, -1))
    runs = np.column_stack([begins, ends[:, 1]])
    # A few rows tell of most places that they are taken; the others are looked at one by one.
    mixed = runs[np.random.default_rng(0).permutation(len(runs))]
    free = np.ones((rows, columns), bool)
    done = 0
    for row, begin, end in mixed:
        some = taken[row : row + rows]
        free &= some[:, end : end + columns] == some[:, begin : begin + columns]
        done += 1
        if done % 4 == 0 and free.sum() < _SPARSE * free.size:
            break
    y, x = np.nonzero(free)
    for row, begin, end in mixed[done:]:
        kept = taken[y + row, x + end] == taken[y + row, x + begin]
        y, x = y[kept], x[kept]
    return (int(y[0]), int(x[0])) if len(y) else None
