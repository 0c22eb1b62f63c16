"""Where in a photo the object seems to be, for a match to begin with; engines look again."""

import numpy as np

_LOOKED_AT = 512  # pixels of the longer side
_DIFFERENT = 0.12  # of the range of a channel, from the backdrop


def find_subject(pixels: np.ndarray) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom as shares of the width and height; None where nothing stands out.

    pixels: [H, W, 4] in 0…1, top row first. By alpha where there is some, else by what is not of
    the colour that most of the frame's border has.
    """
    step = -(-max(pixels.shape[:2]) // _LOOKED_AT)
    pixels = pixels[::step, ::step]
    alpha = pixels[..., 3]
    if (alpha < 0.5).mean() > 0.01:
        solid = alpha > 0.5
    else:
        color = pixels[..., :3]
        border = np.concatenate([color[0], color[-1], color[:, 0], color[:, -1]])
        solid = np.abs(color - np.median(border, axis=0)).max(axis=2) > _DIFFERENT
    count = solid.sum()
    if count < 16 or count > 0.9 * solid.size:
        return None
    edges = []
    for axis in (0, 1):  # without the outermost specks
        share = np.cumsum(solid.sum(axis=axis)) / count
        edges.append([np.searchsorted(share, 0.002), np.searchsorted(share, 0.998) + 1])
    (left, right), (top, bottom) = edges
    height, width = solid.shape
    return left / width, top / height, min(right / width, 1.0), min(bottom / height, 1.0)
