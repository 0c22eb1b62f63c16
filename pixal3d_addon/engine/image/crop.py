"""The square that every engine sees: the subject found, cut out, centred, over black."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...core.camera import crop_fov
from ...core.errors import PixalError
from ...core.settings import Settings
from ..interface import Prepared
from .background import cut_out
from .photo import Photo
from .resize import fit_within, resize_lanczos
from .turn import Turned, footprint, look, moved, turn_towards

LONGEST = 1024  # the photo's longer side while the subject is looked for (reference)
PREPARED = 0.015  # of the side; a square framed this closely is taken whole
SOLID = 0.8 * 255  # the subject's box holds the alphas above this (reference)
MARGIN = 1.1  # the square's side over the box's longer side (reference)
_SMALLEST = 8  # pixels; a smaller box is a speck, not a subject


@dataclass(frozen=True)
class Subject:
    """A photo in which the subject is known. rgba: uint8 [H, W, 4], the whole photo; its alpha is
    the subject's, unless `matted`. small: at most LONGEST pixels of it, its alpha the subject's.
    before: the same before the subject was cut out."""

    rgba: np.ndarray
    small: np.ndarray
    before: np.ndarray
    matted: bool


@dataclass(frozen=True)
class Framed:
    """Where the square lies. part: uint8 [h, w, 4], what of the photo it is sampled from, cut out.

    before: the same before it was cut out. sample: such pixels → what the square shows of them,
    over black [S, S, 3], and alpha [S, S]. The others: as of `Prepared`.
    """

    part: np.ndarray
    before: np.ndarray
    sample: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
    fov: float
    yaw: float = 0.0
    pitch: float = 0.0
    box: tuple[int, ...] = ()


def prepare(photo: Photo, settings: Settings, mask: np.ndarray | None = None) -> Prepared:
    """Cut the subject out of `photo` and put it into a square of known field of view.

    mask: uint8 [H, W] of the photo's size, 255 = the subject; where given, it decides.
    Raises PixalError `no_object`, `background_unclear`, `model_missing` or `mask_invalid`.

    With `settings.photo_fov` an off-centre subject is shown as a camera turned towards it would
    see it, from the photo's own pixels. The plain crop is the public model's `preprocess_image`.
    """
    framed = frame(find(photo, settings, mask), settings)
    rgb, alpha = framed.sample(framed.part)
    if _is_moved(settings) and not (alpha > SOLID).any():
        raise PixalError(
            "no_object",
            "The square was moved off the subject.",
            "Move it back, or reset the crop.",
        )
    return Prepared(rgb, alpha, framed.fov, framed.yaw, framed.pitch, framed.box)


def find(photo: Photo, settings: Settings, mask: np.ndarray | None = None) -> Subject:
    """The subject of `photo`. mask and what is raised: as of `prepare`."""
    rgba = photo.rgba
    height, width = rgba.shape[:2]
    if mask is not None:
        if mask.shape != (height, width):
            raise PixalError(
                "mask_invalid",
                "The mask and the photo have different sizes.",
                "Supply a mask of the photo's own size.",
            )
        rgba = np.dstack([rgba[:, :, :3], mask])
    small = resize_lanczos(rgba, fit_within(width, height, LONGEST))
    matted = None
    if mask is None:
        matted = cut_out(small, photo.has_alpha, settings.background, settings.weights)
    return Subject(rgba, small if matted is None else matted, small, matted is not None)


def frame(subject: Subject, settings: Settings) -> Framed:
    """The square round `subject`, moved as `settings` say. Raises PixalError `no_object`."""
    rgba, small = subject.rgba, subject.small
    (height, width), size = rgba.shape[:2], (small.shape[1], small.shape[0])
    solid = small[:, :, 3] > SOLID
    box = _box(solid)
    square = _square(box)
    whole = _is_prepared(square, size)
    if whole:
        square = (0, 0, *size)
    side = square[2] - square[0]
    as_is = size == (width, height)
    if settings.photo_fov <= 0.0:
        fov = settings.fov
    elif whole and not _is_moved(settings):
        fov = settings.photo_fov
    elif as_is and _is_centred(box, size) and not _is_moved(settings):
        fov = crop_fov(settings.photo_fov, width, side)
    else:
        if whole:
            turned = Turned(np.eye(3), 0.0, 0.0, settings.photo_fov)
        else:
            turned = turn_towards(solid, settings.photo_fov, MARGIN)
        turned = moved(turned, settings.crop_x, settings.crop_y, settings.crop_scale)
        pixels = side * width / size[0] * settings.crop_scale
        return _turned(subject, settings, turned, pixels)
    square = _moved(square, settings)
    scale = width / size[0]
    return Framed(
        small,
        subject.before,
        lambda pixels: over_black(_cut(pixels, square)),
        fov,
        box=tuple(round(edge * scale) for edge in square),
    )


def over_black(rgba: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 [H, W, 4] straight alpha → RGB · alpha truncated to uint8 [H, W, 3], and alpha."""
    unit = rgba.astype(np.float32) / np.float32(255)  # float32 steps as the reference takes them
    rgb = (unit[:, :, :3] * unit[:, :, 3:] * np.float32(255)).astype(np.uint8)
    return rgb, rgba[:, :, 3].copy()


def _turned(subject: Subject, settings: Settings, turned: Turned, side: float) -> Framed:
    """The square seen by `turned`, sampled from the part of the whole photo that it shows.

    side: of the plain crop in the photo's pixels; shrunk where the subject has more than LONGEST.
    """
    rgba = subject.rgba
    height, width = rgba.shape[:2]
    as_is = subject.small.shape == rgba.shape
    matted = subject.small if subject.matted and not as_is else None  # to be done again, finer
    focal = width / (2.0 * math.tan(settings.photo_fov / 2))
    shrink = min(1.0, LONGEST * MARGIN / side)
    spare = 4 / shrink + (0.0 if matted is None else 0.2 * side)  # a matting needs some backdrop
    grid = (height, width) if matted is None else matted.shape[:2]
    low, high, small = [], [], []  # of the part, x then y; on the grid of `matted`, so that it fits
    for axis, (length, count) in enumerate([(width, grid[1]), (height, grid[0])]):
        edges = [footprint(turned)[axis + end] * focal + length / 2 for end in (0, 2)]
        first = min(max(math.floor((edges[0] - spare) * count / length), 0), count - 1)
        last = max(min(math.ceil((edges[1] + spare) * count / length), count), first + 1)
        small.append(slice(first, last))
        low.append(round(first * length / count))
        high.append(max(round(last * length / count), low[-1] + 1))
    before = rgba[low[1] : high[1], low[0] : high[0]]
    part = subject.small[low[1] : high[1], low[0] : high[0]] if as_is else before
    if shrink < 1.0:
        wide = max(1, round((high[0] - low[0]) * shrink))
        shrink = wide / (high[0] - low[0])
        new = wide, max(1, round((high[1] - low[1]) * shrink))
        part = resize_lanczos(part, new)
        before = resize_lanczos(before, new) if as_is and subject.matted else part
    if matted is not None:
        rough = np.ascontiguousarray(matted[small[1], small[0], 3])
        part = _cut_out_again(part, rough, settings)
    axis_at = ((width / 2 - low[0]) * shrink, (height / 2 - low[1]) * shrink)
    across = max(1, int(side * shrink))
    return Framed(
        part,
        before,
        lambda pixels: look(pixels, axis_at, focal * shrink, turned, across),
        turned.fov,
        turned.yaw,
        turned.pitch,
    )


def _cut_out_again(part: np.ndarray, rough: np.ndarray, settings: Settings) -> np.ndarray:
    """Cut the subject out of a `part` that shows it larger; by the `rough` alpha if that fails."""
    rough = resize_lanczos(rough, (part.shape[1], part.shape[0]))
    try:
        fine = cut_out(part, False, settings.background, settings.weights)
    except PixalError:
        fine = None
    if fine is not None:
        solid, expected = fine[:, :, 3] > SOLID, rough > SOLID
        if (solid & expected).sum() > 0.9 * (solid | expected).sum():
            return fine
    return np.dstack([part[:, :, :3], rough])


def _box(solid: np.ndarray) -> tuple[int, int, int, int]:
    """Lowest and highest x, y of the solid pixels [H, W], both inside: left, top, right, bottom."""
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not len(rows) or max(rows[-1] - rows[0], columns[-1] - columns[0]) < _SMALLEST:
        raise PixalError(
            "no_object",
            "No subject was found in the picture: all of it is transparent or background.",
            "Choose a picture with one clear object, or supply a mask that is white where it is.",
        )
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def _square(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The reference's square round a box; corners round as Pillow's `crop` does (half to even)."""
    half = int(MARGIN * max(box[2] - box[0], box[3] - box[1])) // 2
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return round(x - half), round(y - half), round(x + half), round(y + half)


def _is_moved(settings: Settings) -> bool:
    return (settings.crop_x, settings.crop_y, settings.crop_scale) != (0.0, 0.0, 1.0)


def _moved(square: tuple[int, int, int, int], settings: Settings) -> tuple[int, int, int, int]:
    """`square` moved and scaled as `settings` say; the same where they say nothing."""
    if not _is_moved(settings):
        return square
    left, top, right, bottom = square
    side = right - left
    new = max(_SMALLEST, round(side * settings.crop_scale))
    x = round((left + right - new) / 2 + settings.crop_x * side)
    y = round((top + bottom - new) / 2 - settings.crop_y * side)
    return x, y, x + new, y + new


def _is_prepared(square: tuple[int, int, int, int], size: tuple[int, int]) -> bool:
    """Whether the picture already is the square, give or take rounding: its camera then holds."""
    whole = (0, 0, *size)
    near = all(abs(a - b) <= PREPARED * size[0] for a, b in zip(square, whole, strict=True))
    return size[0] == size[1] and near


def _is_centred(box: tuple[int, int, int, int], size: tuple[int, int]) -> bool:
    """Whether the box's middle is within a pixel of the picture's."""
    return all(abs(box[i] + box[i + 2] + 1 - size[i]) <= 2 for i in (0, 1))


def _cut(rgba: np.ndarray, square: tuple[int, int, int, int]) -> np.ndarray:
    """The part of uint8 [H, W, 4] inside `square`; transparent black outside the picture."""
    left, top, right, bottom = square
    height, width = rgba.shape[:2]
    result = np.zeros((bottom - top, right - left, 4), np.uint8)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    if x0 < x1 and y0 < y1:
        result[y0 - top : y1 - top, x0 - left : x1 - left] = rgba[y0:y1, x0:x1]
    return result
