"""Filling a connected area from seeds, and growing areas, in numpy alone."""

import numpy as np


def flood(passable: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """The pixels of `passable` bool [H, W] that 4-connected steps reach from `seeds` [H, W].

    Sweeps whole rows and columns, so the rounds count the turns of the longest way, not its steps.
    """
    reached = passable & seeds
    while True:
        before = np.count_nonzero(reached)
        reached = _sweep(passable, reached)
        reached = _sweep(passable.T, reached.T).T
        if np.count_nonzero(reached) == before:
            return np.ascontiguousarray(reached)


def _sweep(passable: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """Spread `reached` along rows, both ways, up to the next blocked pixel."""
    count = passable.shape[1]
    steps = np.arange(1, count + 1, dtype=np.int16 if count < 32767 else np.int32)
    for way in (slice(None), slice(None, None, -1)):
        open_, seen = passable[:, way], reached[:, way]
        wall = np.maximum.accumulate(np.where(open_, steps.dtype.type(0), steps), axis=1)
        seed = np.maximum.accumulate(np.where(seen, steps, steps.dtype.type(0)), axis=1)
        reached = ((seed > wall) & open_)[:, way]
    return reached


def spread(values: np.ndarray, radius: int) -> np.ndarray:
    """The largest of [H, W] in the square of `radius` round every pixel: an area grown by it."""
    for axis in (0, 1):
        values = np.moveaxis(values, axis, 0)
        grown = values.copy()
        for step in range(1, min(radius, len(values) - 1) + 1):
            np.maximum(grown[step:], values[:-step], out=grown[step:])
            np.maximum(grown[:-step], values[step:], out=grown[:-step])
        values = np.moveaxis(grown, 0, axis)
    return values
