"""Placing flat charts in the unit square, close together and none over another."""

from dataclasses import dataclass

import numpy as np

from ....core.errors import PixalError
from ..texels import inside
from .place import place

_GRID = 512  # cells along the square, at most: how finely outlines are told apart
_NEAR = 0.98  # of the grid: so much of it a first try must take to be the last
_FEW, _TURNS = 60, 4  # charts, up to which they are tried at so many angles less than a right one
_TRIES = 3
_FINE = 2  # samples along a cell
_FULL = 0.7  # of the square: the first guess, which the first try corrects
_MOST = 24
_ANGLES, _FINER = 30, 7  # that a chart is turned by to find its smallest box, and then nearby


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
    angles = _TURNS if count <= _FEW else 1
    turns = np.exp(0.5j * np.pi * np.arange(angles) / angles)
    scale = np.sqrt(_FULL / area) * _GRID
    for attempt in range(_MOST):
        outlines = [
            _outlines(corners * scale * turn, labels, count, padding * _GRID) for turn in turns
        ]
        placed = place([[o.cells for o in some] for some in outlines], _TRIES if attempt else 1)
        if placed.side <= _GRID and (attempt or placed.side > _NEAR * _GRID):
            break
        scale *= 0.99 * _GRID / placed.side
    else:
        raise PixalError(
            "texture_too_small",
            "The object has more separate parts than the texture has room for.",
            "Choose a larger texture.",
        )
    turn, move = np.empty(count, np.complex128), np.empty(count, np.complex128)
    for k in range(count):
        variant, quarters = divmod(int(placed.ways[k]), 4)
        outline = outlines[variant][k]
        high, wide = outline.cells.shape
        # np.rot90 by quarters, with rows upwards: the box's corner that becomes the first.
        start = outline.corner + (0, wide, wide + 1j * high, 1j * high)[quarters]
        turn[k] = turns[variant] * (-1j) ** quarters
        move[k] = placed.places[k] - start * (-1j) ** quarters
    turned = corners * scale * turn[labels, None] + move[labels, None]
    uvs = np.stack([turned.real, turned.imag], axis=-1) / placed.side
    return np.clip(uvs, 0, 1).astype(np.float32)


def upright(corners: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Of each chart the turn (complex, unit) that makes its bounding box smallest, and lie down."""
    best, turn = np.full(count, np.inf), np.ones(count, np.complex128)
    flat = corners[:, :1]  # nearly every vertex is some face's first

    def look(angles: np.ndarray) -> None:
        start = turn.copy()
        for angle in angles:
            now = start * np.exp(1j * angle)
            wide, high = extents(flat * now[labels, None], labels, count)
            better = wide * high < best * 0.999
            best[better] = (wide * high)[better]
            turn[better] = (np.where(wide >= high, 1, 1j) * now)[better]

    step = np.pi / 2 / _ANGLES
    look(step * np.arange(_ANGLES))
    look(step * np.linspace(-0.75, 0.75, _FINER))
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
    spot = (corners - corner[labels, None]) * _FINE

    def mark(x: np.ndarray, y: np.ndarray, chart: np.ndarray) -> None:
        x, y = np.clip(x, 0, wide[chart] - 1), np.clip(y, 0, tall[chart] - 1)
        strip[offset[chart] + y * wide[chart] + x] = True

    for k in range(3):
        for share in (0.0, 0.5):  # corners and edges: what is thinner than a cell
            point = spot[:, k] * (1 - share) + spot[:, (k + 1) % 3] * share
            mark(point.real.astype(int), point.imag.astype(int), labels)
    xy = np.stack([spot.real, spot.imag], axis=-1)
    for hits in inside(xy, (0, 0, int(wide.max()), int(tall.max()))):
        mark(hits.column, hits.row, labels[hits.face])
    reach = int(np.ceil(margin * _FINE))
    outlines = []
    for k in range(count):
        window = _grown(strip[offset[k] : offset[k + 1]].reshape(tall[k], wide[k]), reach)
        outlines.append(_coarse(window, complex(corner[k])))
    return outlines


def _coarse(fine: np.ndarray, corner: complex) -> _Outline:
    """The cells over `fine` bool [h, w] samples from `corner` on, where they are fewest."""
    best = None
    for down in range(_FINE):
        for left in range(_FINE):
            space = (down, -(down + fine.shape[0]) % _FINE), (left, -(left + fine.shape[1]) % _FINE)
            held = np.pad(fine, space)
            high, wide = (side // _FINE for side in held.shape)
            cells: np.ndarray = np.asarray(held.reshape(high, _FINE, wide, _FINE).any(axis=(1, 3)))
            rows: np.ndarray = np.asarray(cells.any(axis=1))
            columns: np.ndarray = np.asarray(cells.any(axis=0))
            top, start = int(rows.argmax()), int(columns.argmax())
            bottom, end = high - int(rows[::-1].argmax()), wide - int(columns[::-1].argmax())
            cells = cells[top:bottom, start:end]
            score = int(cells.sum())
            if best is None or score < best[0]:
                best = score, cells, (start - left / _FINE) + 1j * (top - down / _FINE)
    assert best is not None
    return _Outline(best[1], corner + best[2])


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
