"""Whether two shapes are near-copies: how their surfaces fill their boxes."""

import base64

import numpy as np
from scipy import ndimage

from .shape import Shape

_CELLS = 12
_POINTS = 20000
ALIKE = 0.97


def signature(shape: Shape) -> str:
    """The surface's density over its box, stretched to a cube: sizes of one thing are alike.

    base64 of int8 [12, 12, 12], its length 127; for `Signatures`.
    """
    points, _ = shape.sample(_POINTS, np.random.default_rng(0))
    low, high = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
    unit = (points - low) / np.maximum(high - low, 1e-6)
    grid, _ = np.histogramdd(unit, _CELLS, [(0, 1)] * 3)
    grid = np.sqrt(ndimage.gaussian_filter(grid, 0.7, mode="constant"))
    grid /= np.linalg.norm(grid)
    return base64.b64encode(np.round(grid / grid.max() * 127).astype(np.int8)).decode()


class Signatures:
    """Many signatures, compared with one another at once."""

    def __init__(self, texts: list[str]) -> None:
        grids = [np.frombuffer(base64.b64decode(text), np.int8) for text in texts]
        flat = np.array(grids, np.float32).reshape(len(texts), _CELLS**3)
        flat /= np.linalg.norm(flat, axis=1, keepdims=True)
        self._grids = flat.reshape(len(texts), _CELLS, _CELLS, _CELLS)

    def alike(self) -> np.ndarray:
        """Cosine of the angles between all signatures, float32 [N, N]: 1 for copies.

        The best of four quarter turns about the vertical and of the mirror images of these.
        """
        count = len(self._grids)
        flat = self._grids.reshape(count, _CELLS**3)
        best = np.zeros((count, count), np.float32)
        for mirrored in (self._grids, self._grids[:, ::-1]):
            for turns in range(4):
                turned = np.rot90(mirrored, turns, axes=(1, 2)).reshape(flat.shape)
                np.maximum(best, turned @ flat.T, out=best)
        return np.maximum(best, best.T)
