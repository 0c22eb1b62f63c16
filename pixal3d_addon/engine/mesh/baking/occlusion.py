"""Ambient occlusion: the share of the sky that each texel sees, cosine-weighted."""

import numpy as np

from ..rays import Rays
from ..texels import Texels
from .gutter import fill_gutters

_RAYS = 8  # of a sample; with its neighbours' in a tile of _TILE × _TILE, 128 directions
_TILE = 4  # samples along the side of a tile, each of which looks in ways of its own
_FINE = (
    2048  # from this size of texture on, 4 texels along the side of a block share a sample, not 2
)
_STRIP = 256  # rows at once, to bound the memory
_PLASTIC = 0.7548776662466927, 0.5698402909980532  # shifts that fill the square evenly


class Occlusion:
    """Collects samples of a texture, one for each block of texels; `spread` brings them back."""

    def __init__(self, rays: Rays, side: int, off: float) -> None:
        """rays: what hides the sky. side: of the texture. off: how far before the surface rays
        start: what is rough by less than that hides nothing."""
        self._rays, self._side, self._off = rays, side, np.float32(off)
        self._step = 4 if side >= _FINE else 2
        blocks = -(-side // self._step)
        self._samples: np.ndarray = np.zeros((blocks, blocks), np.uint8)
        self._known: np.ndarray = np.zeros((blocks, blocks), bool)
        self._ways = _hemispheres()

    def add(self, start: int, texels: Texels, points: np.ndarray, normals: np.ndarray) -> None:
        """Sample a band that begins at row `start`: points and unit normals float32 [N, 3]."""
        row, column = np.divmod(texels.index, self._side)
        row = row + start
        block = row // self._step * len(self._samples) + column // self._step
        first = np.unique(block, return_index=True)[1]
        block, point, normal = block[first], points[first], normals[first]
        x, y = block % len(self._samples), block // len(self._samples)
        ways = self._ways[y % _TILE * _TILE + x % _TILE]
        across, up = _frames(normal)
        origin = point + normal * self._off
        seen: np.ndarray = np.zeros(len(block), np.float32)
        for k in range(_RAYS):
            way = ways[:, k, :1] * across + ways[:, k, 1:2] * up + ways[:, k, 2:] * normal
            seen += self._rays.free(origin, way)
        self._samples.reshape(-1)[block] = np.round(seen * (255 / _RAYS))
        self._known.reshape(-1)[block] = True

    def spread(self, out: np.ndarray) -> None:
        """Fill `out` uint8 [T, T], 255 where the whole sky is seen."""
        # 1 2 1 and 1 0 1 together weigh the four of a tile alike, either way: no pattern is left.
        samples = self._samples
        for middle in (2, 0):
            samples = _smooth(samples, self._known, middle)
        fill_gutters(self._known, samples[..., None])
        while 2 * len(samples) < len(out):
            finer = np.empty((2 * len(samples), 2 * len(samples)), np.uint8)
            _double(samples, finer)
            samples = finer
        _double(samples, out)


def _double(samples: np.ndarray, out: np.ndarray) -> None:
    """Fill `out` [2N, 2N] from `samples` [N, N], linearly."""
    for start in range(0, len(samples), _STRIP):
        end = min(start + _STRIP, len(samples))
        rows = samples[start : end + 1].astype(np.uint16)
        if end == len(samples):
            rows = np.concatenate([rows, rows[-1:]])
        between = rows + np.concatenate([rows[:, 1:], rows[:, -1:]], axis=1)
        part = out[2 * start : 2 * end]
        part[0::2, 0::2] = rows[:-1]
        part[0::2, 1::2] = (between[:-1] + 1) >> 1
        part[1::2, 0::2] = (rows[:-1] + rows[1:] + 1) >> 1
        part[1::2, 1::2] = (between[:-1] + between[1:] + 2) >> 2


def _smooth(values: np.ndarray, known: np.ndarray, middle: int) -> np.ndarray:
    """The mean of 3 × 3 `known` samples, 1 `middle` 1 either way: islands do not mix."""
    high = len(values)
    out = np.zeros_like(values)
    for start in range(0, high, _STRIP):
        end = min(start + _STRIP, high)
        low, top = max(start - 1, 0), min(end + 1, high)
        there = known[low:top].astype(np.uint16)
        sums, count = values[low:top] * there, there
        for axis in (0, 1):
            sums, count = _spread(sums, axis, middle), _spread(count, axis, middle)
        inner = slice(start - low, start - low + end - start)
        sums, count = sums[inner], count[inner]
        mean = (sums + count // 2) // np.maximum(count, 1)
        out[start:end] = np.where(count > 0, mean, values[start:end]) * known[start:end]
    return out


def _spread(values: np.ndarray, axis: int, middle: int) -> np.ndarray:
    values = np.moveaxis(values, axis, 0)
    sums = values * np.uint16(middle)
    sums[1:] += values[:-1]
    sums[:-1] += values[1:]
    return np.moveaxis(sums, 0, axis)


def _hemispheres() -> np.ndarray:
    """float32 [_TILE², _RAYS, 3]: unit ways round +Z, each set spread well, all together too."""
    shift = np.arange(_TILE * _TILE)[:, None] * _PLASTIC
    golden = np.arange(_RAYS) * 0.6180339887498949
    turn = 2 * np.pi * (golden + shift[:, :1])
    height = ((np.arange(_RAYS) + (0.5 + shift[:, 1:]) % 1) / _RAYS) % 1  # uniform on the disk
    out = np.sqrt(height)
    ways = np.stack([out * np.cos(turn), out * np.sin(turn), np.sqrt(1 - height)], axis=-1)
    return ways.astype(np.float32)


def _frames(normals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two unit vectors [N, 3] square to unit `normals` and to each other.

    Duff et al.: Building an Orthonormal Basis, Revisited, 2017.
    """
    x, y, z = normals.T
    sign = np.where(z < 0, np.float32(-1), np.float32(1))
    a = -1 / (sign + z)
    b = x * y * a
    across = np.stack([1 + sign * x * x * a, sign * b, -sign * x], axis=1)
    return across, np.stack([b, sign + y * y * a, -y], axis=1)
