"""Where words stand on the screen: Blender draws them in its font, then the picture is searched.

Menus and what has neither operator nor property cannot be asked for; a person reads them.
"""

import numpy as np
from scipy.ndimage import uniform_filter
from scipy.signal import fftconvolve

from tests.gui.window import Window

_ALIKE = 0.8  # correlation of a picture of the words with the screen; others have 0.6 at most
# Of the words in the interface's font: grey, as rows from the top.
_DRAWN = """
import blf, gpu
from mathutils import Matrix
preferences = bpy.context.preferences
blf.size(0, preferences.ui_styles[0].widget.points * preferences.system.ui_scale)
width, height = (int(side) + 2 for side in blf.dimensions(0, WORDS))
below = 6
target = gpu.types.GPUOffScreen(width, height + below)
with target.bind():
    buffer = gpu.state.active_framebuffer_get()
    buffer.clear(color=(0, 0, 0, 1))
    with gpu.matrix.push_pop(), gpu.matrix.push_pop_projection():
        gpu.matrix.load_matrix(Matrix.Identity(4))
        fit = Matrix.Diagonal((2 / width, 2 / (height + below), -1, 1))
        fit.translation = (-1, -1, 0)
        gpu.matrix.load_projection_matrix(fit)
        blf.color(0, 1, 1, 1, 1)
        blf.position(0, 1, below, 0)
        blf.draw(0, WORDS)
    pixels = buffer.read_color(0, 0, width, height + below, 4, 0, "UBYTE")
target.free()
result = [[texel[0] for texel in row] for row in pixels.to_list()][::-1]
"""


def places(window: Window, words: str) -> list[tuple[int, int]]:
    """The middles of those words on the screen, the best first; none where they are not there."""
    drawn = np.array(window.run(_DRAWN.replace("WORDS", repr(words))), np.float32)
    rows = np.flatnonzero(drawn.any(axis=1))
    drawn = drawn[rows[0] : rows[-1] + 1]
    screen = window.still().astype(np.float32).mean(axis=2)
    alike = _correlation(screen, drawn)
    found = []
    while alike.max() > _ALIKE:
        y, x = np.unravel_index(alike.argmax(), alike.shape)
        found.append((int(x), int(y)))
        alike[max(y - 8, 0) : y + 8, max(x - 8, 0) : x + 8] = 0
    return found


def _correlation(screen: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Of each place of the screen, as the middle, with what was drawn: -1 to 1."""
    pattern = drawn - drawn.mean()
    pattern /= np.linalg.norm(pattern)
    product = fftconvolve(screen, pattern[::-1, ::-1], mode="same")
    mean = uniform_filter(screen, drawn.shape, mode="constant")
    spread = uniform_filter(screen**2, drawn.shape, mode="constant") - mean**2
    return product / np.sqrt(np.maximum(spread * drawn.size, 100.0))
