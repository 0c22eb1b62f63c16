"""Cutting a subject off a plain or smoothly lit backdrop, shadows included, in numpy alone.

The backdrop is what can be reached from the picture's border over smooth ground whose colour is
the backdrop's own, lit or shadowed. From there its colour is continued under the subject, and the
edge's alpha is how far a pixel has gone from that colour to the subject's.
"""

import numpy as np

from ...core.errors import PixalError
from .fill import double, fill_smoothly, halve
from .flood import flood, spread

_HALVED_ABOVE = 640  # pixels; larger pictures are searched at half size and refined at full
_SHADES = (0.3, 1.15)  # how dark a shadow and how light a reflection on the backdrop may be
_TINT = 0.06  # how far the colour (not the brightness) of lit backdrop strays; sRGB, 0 to 1
_SAME = 0.03  # nearer than this to the continued backdrop is backdrop
_STEP = 0.015  # brightest smooth change a pixel at half size; edges of things are steeper
_EDGE = 9  # pixels round the backdrop in which alpha may be between 0 and 1


def matte_backdrop(rgba: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 4] → the same with the subject's alpha, its colours continued past its edge.

    Raises PixalError `background_unclear` where backdrop and subject cannot be told apart, and
    `no_object` where there is nothing but backdrop.
    """
    colours = rgba[:, :, :3].astype(np.float32) / np.float32(255)
    shape = rgba.shape[:2]
    halved = max(shape) > _HALVED_ABOVE
    ground = halve(colours) if halved else colours
    ground_is = _find_ground(ground)
    behind = fill_smoothly(ground, ground_is)
    if halved:
        behind = double(behind, shape)
        ground_is = ground_is.repeat(2, axis=0).repeat(2, axis=1)[: shape[0], : shape[1]]
    alpha = _soft_alpha(_distance(colours, behind), ground_is)
    inside = fill_smoothly(colours, alpha > 0.98)
    result = np.empty_like(rgba)
    result[:, :, :3] = np.rint(np.clip(inside, 0, 1) * 255)
    result[:, :, 3] = np.rint(alpha * 255)
    return result


def _find_ground(colours: np.ndarray) -> np.ndarray:
    """bool [H, W]: surely backdrop. Raises PixalError where the picture has none that is clear."""
    blurred = _blur(colours)
    light, doubtful = _light(blurred)
    ratio = (blurred * light).sum(axis=2) / np.maximum((light * light).sum(axis=2), 1e-3)
    tint = np.abs(blurred - ratio[:, :, None] * light).max(axis=2)
    possible = (tint < _TINT) & (ratio > _SHADES[0]) & (ratio < _SHADES[1])
    slope = _slope(blurred)
    border = _border(slope.shape, 0.05)
    smooth = possible & (slope < max(_STEP, 4 * float(np.median(slope[border]))))
    rim = _border(slope.shape, 0.0)
    near = np.abs(blurred - light).max(axis=2) < _TINT + 0.02
    ground_is = flood(smooth, rim & near)
    if doubtful > 0.15 or ground_is[rim].mean() < 0.4:
        raise _unclear()
    for _ in range(2):  # the steep parts of shadows, now that the ground beside them is known
        behind = fill_smoothly(colours, ground_is)
        alike = possible & (_distance(colours, behind) < _SAME)
        ground_is |= flood(alike | ground_is, ground_is)
    away = _distance(colours, fill_smoothly(colours, ground_is))
    _check_edge(ground_is, away)
    ground_is |= _holes(colours, ground_is, smooth)
    return ~_without_specks(~ground_is)


def _light(colours: np.ndarray) -> tuple[np.ndarray, float]:
    """The backdrop without shadows: a cubic in x and y through the border [H, W, 3].

    Also the share of the border that fits neither the backdrop nor something clearly else.
    """
    height, width = colours.shape[:2]
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    powers = [(i, j) for i in range(4) for j in range(4 - i)]
    border = _border((height, width), 0.06)
    pick = np.flatnonzero(border)[:: max(1, np.count_nonzero(border) // 8192)]
    terms = np.stack([x.flat[pick] ** i * y.flat[pick] ** j for i, j in powers], axis=1)
    seen = colours.reshape(-1, 3)[pick].astype(np.float64)
    off = np.abs(seen - np.median(seen, axis=0)).max(axis=1)
    for tolerance in (0.3, 0.2, 0.12, 0.08, 0.06, 0.05, 0.04, 0.04):
        weights = 1 / (1 + (off / tolerance) ** 2) ** 2  # what does not fit loses its say
        fit = np.linalg.lstsq(terms * weights[:, None], seen * weights[:, None], rcond=None)[0]
        off = np.abs(seen - terms @ fit).max(axis=1)
    light = np.zeros((height, width, 3), np.float32)
    for (i, j), factor in zip(powers, fit, strict=True):
        light += (x**i * y**j).astype(np.float32)[:, :, None] * factor.astype(np.float32)
    return np.clip(light, 0, 1), float(((off > 0.06) & (off < 0.2)).mean())


def _distance(colours: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """How unlike the backdrop `behind` each pixel is, [H, W]; mere darkening counts half."""
    length = np.maximum(np.sqrt((behind * behind).sum(axis=2)), np.float32(0.05))
    along = ((colours - behind) * behind).sum(axis=2) / length
    rest = colours - behind - (along / length)[:, :, None] * behind
    along = np.where(along < 0, along * np.float32(0.5), along)
    return np.sqrt((rest * rest).sum(axis=2) + along * along)


def _check_edge(ground_is: np.ndarray, away: np.ndarray) -> None:
    """Just inside its outline a subject is clearly not backdrop; if it is, the outline is none."""
    if not (~ground_is).any():
        return
    edge = spread(ground_is, 4) & ~spread(ground_is, 2)
    if edge.any() and (away[edge] < 0.06).mean() > 0.03:
        raise _unclear()


def _holes(colours: np.ndarray, ground_is: np.ndarray, smooth: np.ndarray) -> np.ndarray:
    """Backdrop seen through the subject: smooth places of the surrounding backdrop's colour."""
    behind = fill_smoothly(colours, ground_is)
    length = np.sqrt((behind * behind).sum(axis=2))
    along = ((colours - behind) * behind).sum(axis=2) / np.maximum(length * length, 1e-3)
    tint = np.abs(colours - (1 + along)[:, :, None] * behind).max(axis=2)
    alike = (tint < 0.03) & (along > -0.25) & (along < 0.06)
    candidates = smooth & alike & ~spread(ground_is, 1)
    holes = flood(candidates, ~spread(~candidates, 3))  # at least 7 pixels wide somewhere
    return spread(holes, 1) & ~ground_is & alike


def _without_specks(subject: np.ndarray) -> np.ndarray:
    """Leave out what is nowhere 5 pixels wide and hangs on nothing that is, unless all is."""
    solid = ~spread(~subject, 2)
    return flood(subject, solid) if solid.any() else subject


def _soft_alpha(away: np.ndarray, ground_is: np.ndarray) -> np.ndarray:
    """Alpha [H, W]: near the backdrop by the distance from its colour, elsewhere 0 or 1."""
    away = np.where(ground_is, np.float32(0), away)
    most = spread(away, 3)  # the subject's own distance, found a few pixels further in
    alpha = np.clip((away - 0.02) / np.maximum(0.9 * most - 0.02, 0.02), 0, 1)
    reached = ground_is  # what looks like backdrop but does not touch it is the subject's pattern
    for _ in range(_EDGE):
        reached = reached | (spread(reached, 1) & (alpha < 0.95))
    return np.where(reached, alpha, np.float32(1))


def _blur(colours: np.ndarray) -> np.ndarray:
    """Mean of 3 × 3 pixels of float32 [H, W, 3]."""
    padded = np.pad(colours, ((1, 1), (1, 1), (0, 0)), mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / np.float32(9)


def _slope(colours: np.ndarray) -> np.ndarray:
    """Steepest change a pixel, over channels and both axes, [H, W]."""
    slope = np.zeros(colours.shape[:2], np.float32)
    slope[:, 1:-1] = np.abs(colours[:, 2:] - colours[:, :-2]).max(axis=2) / 2
    down = np.abs(colours[2:] - colours[:-2]).max(axis=2) / 2
    slope[1:-1] = np.maximum(slope[1:-1], down)
    return slope


def _border(shape: tuple[int, int], share: float) -> np.ndarray:
    """bool [H, W]: within `share` of the shorter side, at least 2 pixels, of the picture's edge."""
    wide = max(2, round(share * min(shape)))
    border = np.ones(shape, bool)
    border[wide:-wide, wide:-wide] = False
    return border


def _unclear() -> PixalError:
    return PixalError(
        "background_unclear",
        "The subject cannot be told from its background in this picture.",
        "Supply a mask, use a picture with a transparent background, install the background "
        "model, or take the picture before a plain backdrop.",
    )
