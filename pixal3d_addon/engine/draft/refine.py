"""What the network says on coarse pixels, brought to finer ones along the photo's own edges.

Joint bilateral upsampling (Kopf et al. 2007), only where depth jumps: elsewhere a texture would
show in the shape.
"""

import numpy as np

from .sampling import box_shrink, sample

FINE = 256  # pixels of the refined picture
JUMP = (0.03, 0.08)  # frames between neighboring pixels: from here on, and wholly, it is a jump
_ALIKE = 0.10  # color difference, of 0…1, at which a neighbor counts e^-½
_NEAR = 0.9  # coarse pixels, standard deviation of a neighbor's distance


def refine(
    values: np.ndarray, trust: np.ndarray, jumping: np.ndarray, rgb: np.ndarray
) -> np.ndarray:
    """`values` [S, S, C] on FINE pixels a side.

    trust: [S, S] in 0…1, how much of a coarse pixel belongs to the subject. jumping: [S, S], the
    depth whose jumps decide where edges are looked for. rgb: the photo [P, P, 3] in 0…255.
    """
    side = len(values)
    guide = box_shrink(rgb, FINE) / np.float32(255)
    coarse_guide = box_shrink(guide, side)
    axis = (np.arange(FINE) + 0.5) / FINE - 0.5
    u, w = np.meshgrid(axis, -axis)
    plain = np.stack([sample(part, u, w) for part in np.moveaxis(values, -1, 0)], axis=-1)
    jump, between = _jumps(jumping, trust)
    amount = np.clip((jump - JUMP[0]) / (JUMP[1] - JUMP[0]), 0, 1)
    amount = sample(_widened(amount).astype(np.float32), u, w)
    rows, columns = np.nonzero(amount > 0)
    if not len(rows):
        return plain
    sure = np.clip(trust, 1e-3, 1) * (1 - 0.9 * between)
    scale = side / FINE
    y, x = (rows + 0.5) * scale - 0.5, (columns + 0.5) * scale - 0.5
    base_y, base_x = np.floor(y).astype(np.intp), np.floor(x).astype(np.intp)
    color = guide[rows, columns]
    total, weight = np.zeros((len(rows), values.shape[-1]), np.float32), np.zeros(len(rows))
    for step_y in (-1, 0, 1, 2):
        for step_x in (-1, 0, 1, 2):
            row, column = (
                np.clip(base + step, 0, side - 1)
                for base, step in ((base_y, step_y), (base_x, step_x))
            )
            far = (base_y + step_y - y) ** 2 + (base_x + step_x - x) ** 2
            unlike = ((coarse_guide[row, column] - color) ** 2).sum(axis=-1)
            share = np.exp(-far / (2 * _NEAR**2) - unlike / (2 * _ALIKE**2)) * sure[row, column]
            total += share[:, None] * values[row, column]
            weight += share
    sharp = total / np.maximum(weight, 1e-12)[:, None]
    share = (amount[rows, columns] * np.minimum(weight * 1e4, 1))[:, None]
    plain[rows, columns] += share * (sharp - plain[rows, columns])
    return plain


def _jumps(depth: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far `depth` [S, S] bends over 3 × 3 pixels beyond a slope, and how much a pixel lies in
    between the two sides of it, 0…1; both [S, S]."""
    padded = np.pad(np.where(trust > 0.3, depth, np.nan), 1, constant_values=np.nan)
    side = len(depth)
    around = np.stack(
        [padded[y : y + side, x : x + side] for y in range(3) for x in range(3)], axis=-1
    )
    empty = np.isnan(around).all(axis=-1)
    around[empty] = 0
    low, high = np.nanmin(around, axis=-1), np.nanmax(around, axis=-1)
    middle = np.where(trust > 0.3, depth, low)
    bend = np.abs(np.nan_to_num(around[..., 3] + around[..., 5] - 2 * middle))
    bend = np.maximum(bend, np.abs(np.nan_to_num(around[..., 1] + around[..., 7] - 2 * middle)))
    share = (middle - low) / np.maximum(high - low, 1e-6)
    return bend, np.where(bend > JUMP[0], 4 * share * (1 - share), 0.0)


def _widened(amount: np.ndarray) -> np.ndarray:
    """The largest value of 3 × 3 pixels."""
    padded, side = np.pad(amount, 1), len(amount)
    return np.max([padded[y : y + side, x : x + side] for y in range(3) for x in range(3)], axis=0)
