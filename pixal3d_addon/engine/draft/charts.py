"""Two UV charts in one texture: the front as the camera sees it, the back from behind."""

from dataclasses import dataclass

import numpy as np

GUTTER = 8  # texels round each chart, so that mip levels don't bleed
BACK_SCALE = 0.6  # the hidden side is invented: it needs fewer texels than the photo


@dataclass(frozen=True)
class Chart:
    """A rectangle of the texture that shows a rectangle of the plane, scaled evenly.

    texel = (left, top) + scale · (±(u - u0), w1 - w); `mirrored` for the side seen from behind.
    width, height: of the rectangle in texels, gutters included.
    """

    left: int
    top: int
    width: int
    height: int
    scale: float
    u0: float
    w1: float
    mirrored: bool

    def plane(self) -> tuple[np.ndarray, np.ndarray]:
        """Plane coordinates of the rectangle's columns [width] and rows [height]."""
        column = (np.arange(self.width) + 0.5 - GUTTER) / self.scale
        row = (np.arange(self.height) + 0.5 - GUTTER) / self.scale
        return (self.u0 - column if self.mirrored else self.u0 + column), self.w1 - row

    def uv(self, plane: np.ndarray, size: int) -> np.ndarray:
        """UV coordinates (V up) of plane points [..., 2] in a texture of `size`."""
        across = plane[..., 0] - self.u0
        x = self.left + GUTTER + self.scale * (-across if self.mirrored else across)
        y = self.top + GUTTER + self.scale * (self.w1 - plane[..., 1])
        return np.stack([x / size, 1.0 - y / size], axis=-1).astype(np.float32)

    @property
    def area(self) -> tuple[slice, slice]:
        """Rows and columns of the texture."""
        return (
            slice(self.top, self.top + self.height),
            slice(self.left, self.left + self.width),
        )


def lay_out(plane: np.ndarray, size: int) -> tuple[Chart, Chart]:
    """Front and back chart of plane points [V, 2], as large as fits a texture of `size`."""
    (u0, w0), (u1, w1) = plane.min(axis=0), plane.max(axis=0)
    width, height = max(u1 - u0, 1e-6), max(w1 - w0, 1e-6)
    beside = width >= height  # stacked or side by side, whichever leaves more
    long, short = (height, width) if beside else (width, height)
    room = size - 4 * GUTTER
    front = min(room / (long * (1 + BACK_SCALE)), (size - 2 * GUTTER) / short)
    back = min((room - front * long) / long, (size - 2 * GUTTER) / short, front)

    def chart(left: int, top: int, scale: float, mirrored: bool) -> Chart:
        """The whole plane at `scale` texels a unit, within gutters."""
        return Chart(
            left,
            top,
            int(np.ceil(width * scale)) + 2 * GUTTER,
            int(np.ceil(height * scale)) + 2 * GUTTER,
            scale,
            float(u1 if mirrored else u0),
            float(w1),
            mirrored,
        )

    front, back = front * 0.998, back * 0.998  # for the rounded-up sides
    first = chart(0, 0, front, False)
    second = chart(0 if beside else first.width, first.height if beside else 0, back, True)
    return first, second
