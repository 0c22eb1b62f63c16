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
_STEP = 0.03  # steepest change of brightness in a shadow, a pixel; edges of things are steeper
_TINT_STEP = 0.012  # the same of colour, which a shadow hardly changes
_EDGE = 9  # pixels round the backdrop in which alpha may be between 0 and 1


def matte_backdrop(rgba: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 4] → the same with the subject's alpha, its colours continued past its edge.

    All transparent where there is nothing but backdrop. Raises PixalError `background_unclear`
    where backdrop and subject cannot be told apart.
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
    ratio, tint = _shade(blurred, light)
    possible = (tint < _TINT) & (ratio > _SHADES[0]) & (ratio < _SHADES[1])
    border, rim = _border(tint.shape, 0.05), _border(tint.shape, 0.0)
    smooth = possible
    for slope, most in zip(_slopes(blurred, light), (_STEP, _TINT_STEP), strict=True):
        smooth = smooth & (slope < max(most, 4 * float(np.median(slope[border]))))
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
    ground_is |= _holes(blurred, light, ground_is, smooth)
    return ~_without_specks(~ground_is)


def _light(colours: np.ndarray) -> tuple[np.ndarray, float]:
    """The backdrop without shadows: a cubic in x and y through the border [H, W, 3].

    Also the share of the border that fits neither the backdrop nor something clearly else.
    """
    height, width = colours.shape[:2]
    across, down = (np.linspace(-1, 1, count, dtype=np.float32) for count in (width, height))
    y, x = np.meshgrid(down, across, indexing="ij")
    powers = [(i, j) for i in range(4) for j in range(4 - i)]
    border = _border((height, width), 0.06)
    pick = np.flatnonzero(border)[:: max(1, np.count_nonzero(border) // 8192)]
    places = x.flat[pick].astype(np.float64), y.flat[pick].astype(np.float64)
    terms = np.stack([places[0] ** i * places[1] ** j for i, j in powers], axis=1)
    seen = colours.reshape(-1, 3)[pick].astype(np.float64)
    off = np.abs(seen - np.median(seen, axis=0)).max(axis=1)
    for tolerance in (0.3, 0.2, 0.12, 0.08, 0.06, 0.05, 0.04, 0.04):
        weights = 1 / (1 + (off / tolerance) ** 2) ** 2  # what does not fit loses its say
        weighted = terms.T * (weights * weights)
        fit = np.linalg.solve(weighted @ terms + 1e-9 * np.eye(len(powers)), weighted @ seen)
        off = np.abs(seen - terms @ fit).max(axis=1)
    every = np.stack([x**i * y**j for i, j in powers], axis=-1)
    light = every @ fit.astype(np.float32)
    return np.clip(light, 0, 1), float(((off > 0.06) & (off < 0.2)).mean())


def _distance(colours: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """How unlike the backdrop `behind` each pixel is, [H, W]; mere darkening counts half."""
    length = np.maximum(np.sqrt(_dot(behind, behind)), np.float32(0.05))
    change = colours - behind
    along = _dot(change, behind) / length
    rest = _dot(change, change) - along * along
    along = np.where(along < 0, along * np.float32(0.5), along)
    return np.sqrt(np.maximum(rest, 0) + along * along)


def _dot(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.einsum("hwc,hwc->hw", a, b)


def _check_edge(ground_is: np.ndarray, away: np.ndarray) -> None:
    """Just inside its outline a subject is clearly not backdrop; if it is, the outline is none."""
    if not (~ground_is).any():
        return
    edge = spread(ground_is, 4) & ~spread(ground_is, 2)
    if edge.any() and (away[edge] < 0.06).mean() > 0.03:
        raise _unclear()


def _holes(
    colours: np.ndarray, light: np.ndarray, ground_is: np.ndarray, smooth: np.ndarray
) -> np.ndarray:
    """Backdrop seen through the subject: smooth, between the nearby shadow's colour and the lit."""
    shadowed = _shade(colours, fill_smoothly(colours, ground_is))
    lit = _shade(colours, light)
    alike = (np.minimum(shadowed[1], lit[1]) < 0.03) & (shadowed[0] > 0.75)
    alike &= np.minimum(shadowed[0], lit[0]) < 1.03
    candidates = smooth & alike & ~spread(ground_is, 1)
    holes = flood(candidates, ~spread(~candidates, 3))  # at least 7 pixels wide somewhere
    return spread(holes, 1) & ~ground_is & alike


def _shade(colours: np.ndarray, behind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How bright pixels are against the backdrop [H, W], and what is left of a difference then."""
    ratio = _dot(colours, behind) / np.maximum(_dot(behind, behind), np.float32(1e-3))
    return ratio, np.abs(colours - ratio[:, :, None] * behind).max(axis=2)


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


def _slopes(colours: np.ndarray, light: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Change a pixel, [H, W], across or down, the steeper: of brightness, and of colour alone."""
    brightness, tint = np.zeros((2, *colours.shape[:2]), np.float32)
    towards = light / np.maximum(np.sqrt(_dot(light, light)), np.float32(0.05))[:, :, None]
    for axis in (0, 1):
        b, t, c, n = (np.moveaxis(a, axis, 0) for a in (brightness, tint, colours, towards))
        change = (c[2:] - c[:-2]) / 2
        along = _dot(change, n[1:-1])
        rest = np.sqrt(np.maximum(_dot(change, change) - along * along, 0))
        np.maximum(b[1:-1], np.abs(along), out=b[1:-1])
        np.maximum(t[1:-1], rest, out=t[1:-1])
    return brightness, tint


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
