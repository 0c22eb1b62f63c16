"""Draws our icon, a cube whose front is a picture: python -m icons.draw

Two files of one drawing: pixal3d_light.png for dark themes, pixal3d_dark.png for light ones.
"""

from pathlib import Path

import numpy as np

from pixal3d_addon.engine.image.png import encode_png

SIDE, FINER = 64, 8  # pixels; each is the mean of FINER² points
INK = {"light": 235, "dark": 25}  # sRGB, as Blender's own icons in its two themes
_LINE = 2.6  # half a stroke, in pixels
# In pixels from the upper left corner: the corners of the cube, the front one in the middle.
_TOP, _LEFT, _RIGHT, _MIDDLE = (32, 5), (7, 18), (57, 18), (32, 31)
_LOW_LEFT, _LOW_RIGHT, _BOTTOM = (7, 46), (57, 46), (32, 59)
_EDGES = (
    (_TOP, _LEFT), (_TOP, _RIGHT), (_LEFT, _MIDDLE), (_RIGHT, _MIDDLE), (_MIDDLE, _BOTTOM),
    (_LEFT, _LOW_LEFT), (_RIGHT, _LOW_RIGHT), (_LOW_LEFT, _BOTTOM), (_LOW_RIGHT, _BOTTOM),
)  # fmt: skip
_HILLS = ((12, 45), (12, 40), (18, 32), (22, 42), (24, 40), (28, 47), (28, 53))  # in its picture


def shape() -> np.ndarray:
    """How much of each pixel is ink, float64 [SIDE, SIDE] from 0 to 1."""
    at = (np.arange(SIDE * FINER) + 0.5) / FINER
    x, y = np.meshgrid(at, at)
    ink = np.zeros_like(x, bool)
    for edge in _EDGES:
        ink |= _distance(x, y, *edge) < _LINE
    ink |= _inside(x, y, _HILLS)
    ink |= np.hypot(x - 23, (y - 33.5)) < 2.6  # the sun
    return ink.reshape(SIDE, FINER, SIDE, FINER).mean(axis=(1, 3))


def pixels(gray: int) -> np.ndarray:
    """The icon in that gray, uint8 [SIDE, SIDE, 4] with straight alpha."""
    alpha = np.round(shape() * 255).astype(np.uint8)
    return np.dstack([np.full_like(alpha, gray)] * 3 + [alpha])


def _distance(
    x: np.ndarray, y: np.ndarray, start: tuple[int, int], end: tuple[int, int]
) -> np.ndarray:
    """From each point to a stretch."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    along = np.clip(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1)
    return np.hypot(x - x0 - along * dx, y - y0 - along * dy)


def _inside(x: np.ndarray, y: np.ndarray, corners: tuple[tuple[int, int], ...]) -> np.ndarray:
    """Whether each point is in a polygon: how often a ray to the right crosses its edges."""
    inside = np.zeros_like(x, bool)
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if y0 != y1:
            crosses = (y0 > y) != (y1 > y)
            inside ^= crosses & (x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    return inside


def write(folder: Path) -> None:
    """Both files."""
    for name, gray in INK.items():
        (folder / f"pixal3d_{name}.png").write_bytes(encode_png(pixels(gray), 9))


if __name__ == "__main__":
    write(Path(__file__).parent)
