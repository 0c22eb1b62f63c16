"""Reading the materials of a sparse volume at points."""

from typing import TYPE_CHECKING

import numpy as np

from ...interface import Volume

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
        # voxel, where a search among millions of keys takes twenty. A block more on every side,
        # so that what is outside needs no test of its own.
        self._side = -(-volume.resolution // _BLOCK) + 2
        cells = volume.coords + np.int32(_BLOCK)
        block = self._flat(cells // _BLOCK, self._side)
        used, number = np.unique(block, return_inverse=True)
        self._blocks = np.zeros(self._side**3, np.int32)
        self._blocks[used] = np.arange(1, len(used) + 1)
        self._table = np.full((len(used) + 1) * _BLOCK**3, -1, np.int32)
        within = self._flat(cells % _BLOCK, _BLOCK)
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
        place = np.clip(np.nan_to_num(place), -1, self._resolution)
        base = np.floor(place).astype(np.int32)
        part = (place - base).astype(np.float32)
        shares = np.stack([1 - part, part])  # [2, N, 3]
        base += _BLOCK
        cells = [[base[:, axis] + step for step in (0, 1)] for axis in range(3)]
        blocks = [[cell // _BLOCK for cell in pair] for pair in cells]
        within = [[cell % _BLOCK for cell in pair] for pair in cells]
        sums = np.zeros((len(points), self._attributes.shape[1]), np.float32)
        total = np.zeros(len(points), np.float32)
        for corner in range(8):
            x, y, z = corner >> 2, corner >> 1 & 1, corner & 1
            block = (blocks[0][x] * self._side + blocks[1][y]) * self._side + blocks[2][z]
            cell = (within[0][x] * _BLOCK + within[1][y]) * _BLOCK + within[2][z]
            row = self._table[self._blocks[block] * np.int64(_BLOCK**3) + cell]
            weight = shares[x, :, 0] * shares[y, :, 1] * shares[z, :, 2] * (row >= 0)
            sums += weight[:, None] * self._attributes[row]  # row -1: its weight is 0
            total += weight
        empty = total <= 1e-6
        if empty.any():
            sums[empty] = self._nearest(place[empty])
            total[empty] = 1
        return sums / total[:, None]

    def _nearest(self, place: np.ndarray) -> np.ndarray:
        from scipy.spatial import cKDTree

        if self._tree is None:
            self._tree = cKDTree(self._coords.astype(np.float32), balanced_tree=False)
        return self._attributes[self._tree.query(place)[1]]

    @staticmethod
    def _flat(cells: np.ndarray, side: int) -> np.ndarray:
        return (cells[:, 0].astype(np.int64) * side + cells[:, 1]) * side + cells[:, 2]
