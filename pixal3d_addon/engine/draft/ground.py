"""Where the silhouette rests on the ground.

The balls that fit a silhouette round off its bottom edge too, but what stands on a floor is cut
off flat there. So the silhouette is thought to go on below the columns in which it touches the
ground; the balls are fitted to that, and the floor cuts them.
"""

import numpy as np

TOLERANCE = 0.015  # of the silhouette's height: how far above its lowest point it still stands


def lowest_rows(inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lowest inside row of each column of [H, W] (-1: none), and whether it stands there [W]."""
    height = len(inside)
    low = np.where(inside.any(axis=0), height - 1 - inside[::-1].argmax(axis=0), -1)
    rows = np.flatnonzero(inside.any(axis=1))
    reach = TOLERANCE * (rows[-1] - rows[0]) if len(rows) else 0
    return low, (low >= 0) & (low >= low.max() - reach)


def extend_down(inside: np.ndarray, more: int = 0) -> np.ndarray:
    """`inside` [H, W] with `more` rows added, filled below the ground where it stands.

    No column goes on for longer than it is solid above, lest a thin bar turn into a block.
    """
    low, stands = lowest_rows(inside)
    row = np.arange(len(inside))[:, None]
    gap = np.where(~inside & (row < low), row, -1).max(axis=0)
    extended = np.pad(inside, ((0, more), (0, 0)))
    depth = np.arange(len(extended))[:, None] - low
    return extended | ((depth > 0) & (depth <= low - gap) & stands)
