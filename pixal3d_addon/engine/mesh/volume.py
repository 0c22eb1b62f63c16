"""Reading the materials of a sparse volume at points."""

from typing import TYPE_CHECKING

import numpy as np

from ..interface import Volume

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

_CHUNK = 1 << 18
_BLOCK = 8  # voxels along a block's side


class VolumeReader:
    """Trilinear over those of the 8 neighbouring voxels that exist, as the network's authors do."""

    def __init__(self, volume: Volume) -> None:
        self._resolution = volume.resolution
        self._coords, self._attributes = volume.coords, volume.attributes
        # A dense grid of blocks, and a dense table of those that hold anything: two steps to any
        # voxel, where a search among millions of keys takes twenty.
        self._side = -(-volume.resolution // _BLOCK)
        block = self._flat(volume.coords // _BLOCK, self._side)
        used, number = np.unique(block, return_inverse=True)
        self._blocks = np.zeros(self._side**3, np.int32)
        self._blocks[used] = np.arange(1, len(used) + 1)
        self._table = np.full((len(used) + 1) * _BLOCK**3, -1, np.int32)
        within = self._flat(volume.coords % _BLOCK, _BLOCK)
        self._table[(number + 1) * _BLOCK**3 + within] = np.arange(len(volume.coords))
        self._tree: cKDTree | None = None

    def read(self, points: np.ndarray) -> np.ndarray:
        """float32 [N, 6] in 0…255 at `points` [N, 3] of the view frame.

        A point with no voxel around it takes the nearest there is.
        """
        out = np.empty((len(points), self._attributes.shape[1]), np.float32)
        for start in range(0, len(points), _CHUNK):
            some = slice(start, start + _CHUNK)
            out[some] = self._read(points[some])
        return out

    def _read(self, points: np.ndarray) -> np.ndarray:
        place = (points.astype(np.float64) + 0.5) * self._resolution - 0.5
        base = np.floor(place).astype(np.int64)
        part = (place - base).astype(np.float32)
        sums = np.zeros((len(points), self._attributes.shape[1]), np.float32)
        total = np.zeros(len(points), np.float32)
        for corner in range(8):
            step = np.array([corner >> 2 & 1, corner >> 1 & 1, corner & 1])
            weight = np.where(step, part, 1 - part).prod(axis=1)
            cell = base + step
            row = self._rows(cell)
            weight *= row >= 0
            sums += weight[:, None] * self._attributes[row]
            total += weight
        empty = total <= 1e-6
        if empty.any():
            sums[empty] = self._nearest(place[empty])
            total[empty] = 1
        return sums / total[:, None]

    def _rows(self, cells: np.ndarray) -> np.ndarray:
        """Where each of `cells` [N, 3] is in the volume; -1 where it is not."""
        inside = ((cells >= 0) & (cells < self._resolution)).all(axis=1)
        cells = np.clip(cells, 0, self._resolution - 1)
        block = self._blocks[self._flat(cells // _BLOCK, self._side)].astype(np.int64)
        row = self._table[block * _BLOCK**3 + self._flat(cells % _BLOCK, _BLOCK)]
        return np.where(inside, row, -1)

    def _nearest(self, place: np.ndarray) -> np.ndarray:
        from scipy.spatial import cKDTree

        if self._tree is None:
            self._tree = cKDTree(self._coords.astype(np.float32), balanced_tree=False)
        return self._attributes[self._tree.query(place)[1]]

    @staticmethod
    def _flat(cells: np.ndarray, side: int) -> np.ndarray:
        return (cells[:, 0].astype(np.int64) * side + cells[:, 1]) * side + cells[:, 2]
