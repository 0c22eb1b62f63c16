"""The square that every engine sees: the subject found, cut out, centred, over black."""

import math

import numpy as np

from ...core.camera import crop_fov
from ...core.errors import PixalError
from ...core.settings import Settings
from ..interface import Prepared
from .background import cut_out
from .photo import Photo
from .resize import fit_within, resize_lanczos
from .turn import Turned, footprint, look, turn_towards

LONGEST = 1024  # the photo's longer side while the subject is looked for (reference)
PREPARED = 0.015  # of the side; a square framed this closely is taken whole
SOLID = 0.8 * 255  # the subject's box holds the alphas above this (reference)
MARGIN = 1.1  # the square's side over the box's longer side (reference)
_SMALLEST = 8  # pixels; a smaller box is a speck, not a subject


def prepare(photo: Photo, settings: Settings, mask: np.ndarray | None = None) -> Prepared:
    """Cut the subject out of `photo` and put it into a square of known field of view.

    mask: uint8 [H, W] of the photo's size, 255 = the subject; where given, it decides.
    Raises PixalError `no_object`, `background_unclear`, `model_missing` or `mask_invalid`.

    With `settings.photo_fov` an off-centre subject is shown as a camera turned towards it would
    see it, from the photo's own pixels. The plain crop is the public model's `preprocess_image`.
    """
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
    size = fit_within(width, height, LONGEST)
    small = resize_lanczos(rgba, size)
    matted = None if mask is not None else cut_out(small, photo.has_alpha, settings.background)
    if matted is not None:
        small = matted
    solid = small[:, :, 3] > SOLID
    box = _box(solid)
    square = _square(box)
    if _is_prepared(square, size):
        square = (0, 0, *size)
    left, _, right, _ = square
    if settings.photo_fov <= 0.0:
        fov = settings.fov
    elif square == (0, 0, *size):
        fov = settings.photo_fov
    elif size == (width, height) and _is_centred(box, size):
        fov = crop_fov(settings.photo_fov, width, right - left)
    else:
        turned = turn_towards(solid, settings.photo_fov, MARGIN)
        side = (right - left) * width / size[0]
        if size == (width, height):
            matted = None
            rgba = small
        return _turned(rgba, matted, settings, turned, side)
    rgb, alpha = over_black(_cut(small, square))
    scale = width / size[0]
    return Prepared(rgb, alpha, fov, box=tuple(round(edge * scale) for edge in square))


def over_black(rgba: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 [H, W, 4] straight alpha → RGB · alpha truncated to uint8 [H, W, 3], and alpha."""
    unit = rgba.astype(np.float32) / np.float32(255)  # float32 steps as the reference takes them
    rgb = (unit[:, :, :3] * unit[:, :, 3:] * np.float32(255)).astype(np.uint8)
    return rgb, rgba[:, :, 3].copy()


def _turned(
    rgba: np.ndarray, matted: np.ndarray | None, settings: Settings, turned: Turned, side: float
) -> Prepared:
    """The square seen by `turned`, sampled from the part of the photo `rgba` that it shows.

    matted: the whole photo shrunk and cut out, where its own alpha does not tell the subject.
    side: of the plain crop in the photo's pixels; shrunk where the subject has more than LONGEST.
    """
    height, width = rgba.shape[:2]
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
    part = rgba[low[1] : high[1], low[0] : high[0]]
    if shrink < 1.0:
        wide = max(1, round((high[0] - low[0]) * shrink))
        shrink = wide / (high[0] - low[0])
        part = resize_lanczos(part, (wide, max(1, round((high[1] - low[1]) * shrink))))
    if matted is not None:
        rough = np.ascontiguousarray(matted[small[1], small[0], 3])
        part = _cut_out_again(part, rough, settings.background)
    axis_at = ((width / 2 - low[0]) * shrink, (height / 2 - low[1]) * shrink)
    rgb, alpha = look(part, axis_at, focal * shrink, turned, max(1, int(side * shrink)))
    return Prepared(rgb, alpha, turned.fov, turned.yaw, turned.pitch)


def _cut_out_again(part: np.ndarray, rough: np.ndarray, how: str) -> np.ndarray:
    """Cut the subject out of a `part` that shows it larger; by the `rough` alpha if that fails."""
    rough = resize_lanczos(rough, (part.shape[1], part.shape[0]))
    try:
        fine = cut_out(part, False, how)
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
    result[y0 - top : y1 - top, x0 - left : x1 - left] = rgba[y0:y1, x0:x1]
    return result
