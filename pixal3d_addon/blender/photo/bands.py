"""A picture on the graphics card, in bands of rows: all at once would take tens of milliseconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import bpy
import gpu

from .. import redraw

if TYPE_CHECKING:
    import numpy as np

_PIXELS = 1 << 18  # of a band: it takes one or two milliseconds
_BUDGET = 0.001  # seconds of a frame after which no other is begun


@dataclass(frozen=True)
class Band:
    """top, bottom: where it lies in the picture, as shares of its height from above. first, last:
    where that is in the texture, which has a row more at both ends for what is mixed there."""

    texture: gpu.types.GPUTexture
    top: float
    bottom: float
    first: float
    last: float


class Bands:
    """pixels: float32 [H, W, 4], top row first. area: the type of the editors that show it."""

    def __init__(self, pixels: np.ndarray, area: str) -> None:
        self._area = area
        self._made: list[Band] = []
        self._rest: Iterator[Band] | None = _uploading(pixels)

    @property
    def whole(self) -> bool:
        return self._rest is None

    def step(self) -> bool:
        """While Blender draws, when the graphics card is there for sure: upload some of it.

        Whether all of it is there; else the editors are drawn once more, soon.
        """
        end = time.perf_counter() + _BUDGET
        while self._rest is not None and time.perf_counter() < end:
            band = next(self._rest, None)
            if band is None:
                self._rest = None
            else:
                self._made.append(band)
        if self._rest is not None:
            bpy.app.timers.register(lambda: redraw.areas(self._area))
        return self.whole

    def __iter__(self) -> Iterator[Band]:
        return iter(self._made)


def _uploading(pixels: np.ndarray) -> Iterator[Band]:
    height, width = pixels.shape[:2]
    rows = max(1, _PIXELS // width)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        first, last = max(0, top - 1), min(bottom + 1, height)
        there = last - first
        buffer = gpu.types.Buffer("FLOAT", there * width * 4, pixels[first:last].ravel())
        texture = gpu.types.GPUTexture((width, there), format="RGBA16F", data=buffer)
        yield Band(
            texture, top / height, bottom / height, (top - first) / there, (bottom - first) / there
        )
