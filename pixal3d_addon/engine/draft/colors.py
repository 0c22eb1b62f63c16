"""The texture: the photo on the front chart, its colours continued on the back."""

import numpy as np

from ..interface import Prepared, Report
from .charts import Chart
from .inflate import blur, distance_inside
from .sampling import box_shrink

BACK_RESOLUTION = 160  # of the hidden side's colours: no lettering survives it
SEAM = 0.02  # how far the photo goes on round the rim, in units of the square
GUESS_SPREADS = (1, 2, 4)  # of the medians that take the photo's drawing out of the guess
LIGHT = 24.0  # pixels of BACK_RESOLUTION: light changes no faster
BIN, SPREAD, SHIFTS = 8.0, 16.0, 3  # of the palette, in grey levels; and how often it draws
_STRIP = 256  # rows of the texture at once, to bound the memory
GRAIN = 28.0  # grey levels; stronger texture is kept no stronger than this


def texture(
    prepared: Prepared,
    front: Chart,
    back: Chart,
    size: int,
    report: Report,
    guess: np.ndarray | None = None,
) -> np.ndarray:
    """Paint both charts. Returns uint8 [size, size, 3], sRGB, top row first.

    guess: [R, R, 3] in 0…1, what color the hidden side has, where anything is known of it.
    """
    report.progress("Texture", 0, 4)
    photo = fill_outside(prepared.rgb, prepared.alpha)
    image = np.empty((size, size, 3), np.uint8)
    image[:] = np.clip(photo.mean(axis=(0, 1)) + 0.5, 0, 255).astype(np.uint8)
    report.progress("Texture", 1, 4)
    _paint(image, front, photo)
    report.progress("Texture", 2, 4)
    hidden = hidden_side(photo, prepared.alpha, guess)
    report.progress("Texture", 3, 4)
    _paint(image, back, hidden)
    return image


def _paint(image: np.ndarray, chart: Chart, colors: np.ndarray) -> None:
    """Resample `colors` [S, S, 3] of the square into `chart`'s part of the texture."""
    u, w = chart.plane()
    rows = image[chart.area]
    for start in range(0, len(rows), _STRIP):
        some = slice(start, start + _STRIP)
        painted = cubic(cubic(colors, 0.5 - w[some]), u + 0.5, axis=1)
        rows[some] = np.clip(painted + 0.5, 0, 255).astype(np.uint8)


def fill_outside(rgb: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """The subject's colours [S, S, 3] float32, free of the black behind it and continued outside.

    Half-covered pixels hold colour · alpha: dividing gives the colour back, less surely the less
    alpha there is; those take part of their neighbours', and what has none takes it from ever
    coarser averages (push-pull: Gortler et al. 1996, "The Lumigraph").
    """
    cover = alpha.astype(np.float32)[..., None] / 255.0
    trust = np.clip((cover - 0.6) / 0.38, 0.0, 1.0)
    straight = np.minimum(rgb / np.maximum(cover, 1 / 255), 255.0)
    return _pull(straight.astype(np.float32) * trust, trust)


def _pull(weighted: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Fill where `weight` [H, W, 1] < 1 from a half-size version of the same, recursively."""
    height, width = weight.shape[:2]
    if max(height, width) <= 2:
        return np.broadcast_to(
            weighted.sum((0, 1)) / np.maximum(weight.sum((0, 1)), 1e-6), weighted.shape
        )
    padding = ((0, height % 2), (0, width % 2), (0, 0))
    small_color, small_weight = (
        np.pad(part, padding).reshape((height + 1) // 2, 2, (width + 1) // 2, 2, -1).sum((1, 3))
        for part in (weighted, weight)
    )
    excess = np.maximum(small_weight, 1.0)
    coarse = _pull(small_color / excess, small_weight / excess)
    rows = (np.arange(height) + 0.5) / height
    columns = (np.arange(width) + 0.5) / width
    return weighted + (1.0 - weight) * linear(linear(coarse, rows), columns, axis=1)


def hidden_side(
    photo: np.ndarray, alpha: np.ndarray, guess: np.ndarray | None = None
) -> np.ndarray:
    """Colors [S, S, 3] of the side that the photo does not show.

    The photo's own just round the rim, so that no seam shows; farther in the `guess`, or the
    photo's large patches of color without what is smaller (faces, lettering), plus the grain that
    is usual thereabouts: what stands out from that is drawing.
    """
    side = len(photo)
    inside = box_shrink(alpha.astype(np.float32), BACK_RESOLUTION) > 127
    small = box_shrink(photo, BACK_RESOLUTION)
    for spread in (1, 2, 3, 2):
        small = _median(small, spread)
    if guess is not None:
        small = _in_the_light_of(small, guess, inside)
    at = (np.arange(side) + 0.5) / side
    patches = linear(linear(small, at), at, axis=1)
    grain = photo - linear(linear(box_shrink(photo, max(side // 7, 1)), at), at, axis=1)
    strength = box_shrink(np.abs(grain).max(axis=-1), BACK_RESOLUTION)[..., None]
    usual = np.minimum(_median(strength, 8), GRAIN)
    kept = usual / (1.0 + (strength / (2.0 * usual + 2.0)) ** 4)
    limit = 1.5 * linear(linear(kept, at), at, axis=1)
    patches += np.clip(grain, -limit, limit)

    depth = distance_inside(inside, BACK_RESOLUTION) / BACK_RESOLUTION
    near = blur(np.exp(-((depth / SEAM) ** 2)).astype(np.float32), 1.0)
    near = linear(linear(near[..., None], at), at, axis=1)
    return patches + near * (photo - patches)


def _in_the_light_of(patches: np.ndarray, guess: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The guess [R, R, 3], which is of unlit colors, lit as `patches` [S, S, 3] are at large."""
    trust = box_shrink(inside.astype(np.float32), len(guess))[..., None]
    at = (np.arange(len(patches)) + 0.5) / len(patches)
    full = _pull(255 * guess.astype(np.float32) * trust, trust)
    full = linear(linear(full, at), at, axis=1)
    for spread in GUESS_SPREADS:
        full = _median(full, spread)
    weight = inside[..., None].astype(np.float32)
    theirs, ours = (blur(part * weight, LIGHT) for part in (patches, full))
    gain = np.clip((theirs + 4.0) / (ours + 4.0), 0.4, 1.6)
    lit = np.minimum(full * gain, 255.0)
    lit[inside] = _among(lit[inside], patches[inside])
    return lit


def _among(colors: np.ndarray, known: np.ndarray) -> np.ndarray:
    """`colors` [N, 3] drawn to what is frequent among those `known` [M, 3], in grey levels.

    A network that doubts tells the mean of what may be there: rose between a red cap and its white
    spots, a color that the object does not have. Mean shift (Comaniciu and Meer 2002) decides.
    """
    bins, member = np.unique((known / BIN).astype(np.int64) @ (1, 256, 65536), return_inverse=True)
    frequent = np.bincount(member.ravel(), minlength=len(bins)).astype(np.float32)
    palette = np.stack(
        [np.bincount(member.ravel(), known[:, axis], len(bins)) for axis in range(3)], axis=1
    )
    palette = (palette / frequent[:, None]).astype(np.float32)
    for _ in range(SHIFTS):
        near = (colors**2).sum(1)[:, None] + (palette**2).sum(1) - 2.0 * colors @ palette.T
        near = np.log(frequent) - near / (2.0 * SPREAD**2)
        near = np.exp(near - near.max(axis=1, keepdims=True))
        colors = (near @ palette) / near.sum(axis=1, keepdims=True)
    return colors


def _median(image: np.ndarray, spread: int) -> np.ndarray:
    """Median of 5×5 samples `spread` pixels apart, a channel each."""
    padded = np.pad(image, ((2 * spread, 2 * spread), (2 * spread, 2 * spread), (0, 0)), "edge")
    height, width = image.shape[:2]
    window = [
        padded[y * spread : y * spread + height, x * spread : x * spread + width]
        for y in range(5)
        for x in range(5)
    ]
    return np.partition(np.stack(window), 12, axis=0)[12]


def linear(image: np.ndarray, positions: np.ndarray, axis: int = 0) -> np.ndarray:
    """Resample one axis at `positions` (0 to 1 over the image), linearly, clamped."""
    return _resample(image, positions, axis, (0, 1), lambda t: (1 - t, t))


def cubic(image: np.ndarray, positions: np.ndarray, axis: int = 0) -> np.ndarray:
    """Resample one axis at `positions` (0 to 1 over the image) by Catmull-Rom, clamped."""
    return _resample(
        image,
        positions,
        axis,
        (-1, 0, 1, 2),
        lambda t: (
            ((-0.5 * t + 1.0) * t - 0.5) * t,
            (1.5 * t - 2.5) * t * t + 1.0,
            ((-1.5 * t + 2.0) * t + 0.5) * t,
            (0.5 * t - 0.5) * t * t,
        ),
    )


def _resample(image, positions, axis, taps, weights):
    length = image.shape[axis]
    at = positions * length - 0.5
    base = np.floor(at).astype(np.intp)
    shape = [1] * image.ndim
    shape[axis] = -1
    total = None
    for tap, weight in zip(taps, weights((at - base).astype(np.float32)), strict=True):
        rows = np.take(image, np.clip(base + tap, 0, length - 1), axis)
        rows *= weight.reshape(shape)
        total = rows if total is None else np.add(total, rows, out=total)
    return total
