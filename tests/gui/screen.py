"""The virtual screen as the X server keeps it: a file in X's window dump format (XWDFile.h)."""

from pathlib import Path

import numpy as np
from PIL import Image

_SIZE, _WIDTH, _HEIGHT, _LINE, _COLORS = 0, 4, 5, 12, 19  # fields of the header
_COLOR = 12  # bytes of each entry of the color map


class Screen:
    """Read at once and without a command: the server writes into the file that this maps."""

    def __init__(self, dump: Path) -> None:
        header = np.fromfile(dump, ">u4", 25)
        start = int(header[_SIZE] + header[_COLORS] * _COLOR)
        shape = (int(header[_HEIGHT]), int(header[_LINE]) // 4, 4)
        self._pixels = np.memmap(dump, np.uint8, "r", start, shape)[:, : int(header[_WIDTH])]

    def pixels(self) -> np.ndarray:
        """What is shown now: uint8 [H, W, 3], red first."""
        return self._pixels[..., 2::-1].copy()

    def save(self, path: Path) -> None:
        Image.fromarray(self.pixels()).save(path, compress_level=1)
