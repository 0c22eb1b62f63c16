"""A right-triangulated irregular network over a grid of 2^k + 1 points a side.

Evans, Kirkpatrick and Townsend, "Right-Triangulated Irregular Networks", 2001: right triangles are
halved through their right angle where the point in the middle of the hypotenuse is needed. As no
point is needed less than those that depend on it, neighbours always share whole edges.
"""

import numpy as np

GRID = 1024  # intervals; a power of two
COARSEST = 32  # grid steps; larger triangles shade badly and come only with a tiny budget
DEPTH_WEIGHT = 0.5  # of an error in depth against one along the contour


def point_errors(signed: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """For each grid point the error that leaving it out makes, never less than its children's.

    signed: grid steps to the contour, positive inside. depth: in grid steps. All [GRID + 1]².
    """
    errors = np.zeros_like(depth)
    size = 2
    while size <= GRID:
        half = size // 2
        for centre in (False, True):
            for at, ends in _vertices(size, centre):
                bend = np.abs(depth[at] - (depth[ends[0]] + depth[ends[1]]) / 2) * DEPTH_WEIGHT
                drift = np.abs(signed[at] - (signed[ends[0]] + signed[ends[1]]) / 2)
                own = np.maximum(bend * (signed[at] > 0), drift * (np.abs(signed[at]) < size))
                np.maximum(errors[at], own, out=errors[at])
            if centre:
                parents = errors[half::size, half::size]
                for children in (
                    errors[half::size, :-1:size],
                    errors[half::size, size::size],
                    errors[:-1:size, half::size],
                    errors[size::size, half::size],
                ):
                    np.maximum(parents, children, out=parents)
            elif half > 1:
                quarter = half // 2
                below = errors[quarter::half, quarter::half]  # centres of the half-size squares
                wide = np.pad(below, 1)
                across = errors[half::size, ::size]  # on vertical sides
                along = errors[::size, half::size]
                for row in (0, 1):
                    for column in (0, 1):
                        np.maximum(
                            across, wide[1 + row : -1 : 2, column::2][: len(across)], out=across
                        )
                        np.maximum(
                            along, wide[row::2, 1 + column : -1 : 2][:, : along.shape[1]], out=along
                        )
        if size > COARSEST:
            for at, _ in (*_vertices(size, False), *_vertices(size, True)):
                np.maximum(errors[at], size / 4, out=errors[at])
        size *= 2
    return errors


def _vertices(size: int, centre: bool) -> list[tuple[tuple, tuple[tuple, tuple]]]:
    """Slices of the points that split edges of squares of `size`, with the edges' two ends."""
    half = size // 2
    if not centre:
        low, mid, high = slice(0, -1, size), slice(half, None, size), slice(size, None, size)
        every = slice(None, None, size)
        return [((mid, every), ((low, every), (high, every))),
                ((every, mid), ((every, low), (every, high)))]  # fmt: skip
    found = []
    double = 2 * size
    # The diagonal of a square runs from its parent's centre to its parent's corner.
    for row in (0, 1) if size < GRID else (0,):
        for column in (0, 1) if size < GRID else (0,):

            def at(y: int, x: int, row: int = row, column: int = column) -> tuple[slice, slice]:
                return (
                    slice(row * size + y, GRID + 1 - (size - y) + 1, double),
                    slice(column * size + x, GRID + 1 - (size - x) + 1, double),
                )

            ends = (at(0, 0), at(size, size)) if row == column else (at(0, size), at(size, 0))
            found.append((at(half, half), ends))
    return found


def extract(errors: np.ndarray, tolerance: float, inside: np.ndarray) -> np.ndarray:
    """Triangles [T, 3] of flat grid indices whose splitting points err by at most `tolerance`."""
    n = GRID
    side = n + 1
    corner = {"a": 0, "b": n, "c": n * side + n, "d": n * side}
    # (end, end, right-angled corner) of the two halves of the square, counter-clockwise
    triangles = np.array(
        [[corner["c"], corner["a"], corner["b"]], [corner["a"], corner["c"], corner["d"]]]
    )
    flat, labels = errors.ravel(), inside.ravel()
    done = []
    leg = n
    straight = True  # the legs follow the grid's axes
    while len(triangles):
        if straight and leg == 1:
            done.append(triangles)
            break
        middle = (triangles[:, 0] + triangles[:, 1]) // 2
        split = flat[middle] > tolerance
        done.append(triangles[~split])
        first, second, apex = triangles[split].T
        middle = middle[split]
        triangles = np.concatenate(
            [np.stack([apex, first, middle], 1), np.stack([second, apex, middle], 1)]
        )
        straight = not straight
        if straight:
            leg //= 2
    triangles = np.concatenate(done)
    return triangles[labels[triangles].any(axis=1)]
