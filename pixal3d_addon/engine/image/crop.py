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
        if size == (width, height):
            rgba = small
        elif matted is not None:
            alpha = resize_lanczos(np.ascontiguousarray(matted[:, :, 3]), (width, height))
            rgba = np.dstack([rgba[:, :, :3], alpha])
        return _turned(rgba, settings.photo_fov, turned, max(right - left, 1) * width / size[0])
    rgb, alpha = over_black(_cut(small, square))
    scale = width / size[0]
    return Prepared(rgb, alpha, fov, box=tuple(round(edge * scale) for edge in square))


def over_black(rgba: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 [H, W, 4] straight alpha → RGB · alpha truncated to uint8 [H, W, 3], and alpha."""
    unit = rgba.astype(np.float32) / np.float32(255)  # float32 steps as the reference takes them
    rgb = (unit[:, :, :3] * unit[:, :, 3:] * np.float32(255)).astype(np.uint8)
    return rgb, rgba[:, :, 3].copy()


def _turned(rgba: np.ndarray, photo_fov: float, turned: Turned, side: float) -> Prepared:
    """The square seen by `turned`, sampled from the part of the photo `rgba` that it shows.

    side: of the plain crop in the photo's pixels; shrunk where the subject has more than LONGEST.
    """
    height, width = rgba.shape[:2]
    focal = width / (2.0 * math.tan(photo_fov / 2))
    shrink = min(1.0, LONGEST * MARGIN / side)
    spare = math.ceil(4 / shrink)
    edges = [edge * focal for edge in footprint(turned)]
    left = min(max(math.floor(edges[0] + width / 2) - spare, 0), width - 1)
    top = min(max(math.floor(edges[1] + height / 2) - spare, 0), height - 1)
    right = max(min(math.ceil(edges[2] + width / 2) + spare, width), left + 1)
    bottom = max(min(math.ceil(edges[3] + height / 2) + spare, height), top + 1)
    part = rgba[top:bottom, left:right]
    if shrink < 1.0:  # one scale both ways, so that the pixels stay square
        wide = max(1, round((right - left) * shrink))
        shrink = wide / (right - left)
        tall = max(1, round((bottom - top) * shrink))
        part = resize_lanczos(part, (wide, tall))
    axis = ((width / 2 - left) * shrink, (height / 2 - top) * shrink)
    rgb, alpha = look(part, axis, focal * shrink, turned, max(1, int(side * shrink)))
    return Prepared(rgb, alpha, turned.fov, turned.yaw, turned.pitch)


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
