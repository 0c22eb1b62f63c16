"""Blender's images as the plain pixels that the worker reads."""

from pathlib import Path

import numpy as np
from bpy.types import Image

from ..core.errors import PixalError, from_os_error
from ..core.proportions import lies_over
from .photo_level import levelled

MAX_PIXELS = 100_000_000  # 1.6 GB as Blender hands them out
_BAND = 256  # rows converted at once, so that the copies stay small


def write_photo(image: Image, path: Path) -> None:
    """Save `image` to `path` (.npy) as uint8 [H, W, 4]: straight alpha, sRGB, top row first, level.

    Raises PixalError `photo_unreadable`, `photo_too_large` or what a full disk gives.
    """
    values = _values(image)
    pixels = np.empty((*values.shape[:2], 4), np.uint8)
    for top in range(0, len(pixels), _BAND):
        band = slice(top, top + _BAND)
        pixels[band] = _to_srgb(values[band], image.is_float)
    _save(levelled(pixels, image.pixal3d.roll), path)


def write_mask(image: Image, photo: Image, path: Path) -> None:
    """Save `image` to `path` (.npy) as uint8 [H, W], turned level as `photo` is.

    Its alpha where it has one, else its grey.
    Raises PixalError `mask_invalid`, or as `write_photo`.
    """
    mask = _to_bytes(_mask(image, photo))
    _save(levelled(mask, photo.pixal3d.roll, outside=False), path)


def write_small(image: Image, path: Path, longest: int, mask_of: Image | None = None) -> None:
    """As `write_photo`, at most `longest` pixels of it; with `mask_of`, as `write_mask` for that.

    Pixels are left out, not mixed: Blender waits for this.
    """
    if mask_of is None:
        values = _thinned(_values(image), longest)
        pixels = levelled(_to_srgb(values, image.is_float), image.pixal3d.roll)
    else:
        values = _mask(image, mask_of, longest)
        pixels = levelled(_to_bytes(values), mask_of.pixal3d.roll, outside=False)
    _save(pixels, path)


def to_screen(photo: Image, mask: Image | None, longest: int) -> np.ndarray:
    """The photo as it was taken, at most `longest` pixels: float32 [H, W, 4] of `write_photo`'s.

    With a mask of its size that is the alpha. Raises PixalError as `write_photo`.
    """
    values = _thinned(_values(photo), longest)
    pixels = _to_srgb(values, photo.is_float).astype(np.float32) / 255
    if mask is not None and lies_over(tuple(mask.size), tuple(photo.size)):
        whole = _mask(mask, photo)
        rows, columns = (
            np.arange(one) * two // one
            for one, two in zip(pixels.shape[:2], whole.shape, strict=True)
        )
        pixels[..., 3] = whole[rows[:, None], columns].clip(0.0, 1.0)
    return pixels


def _thinned(values: np.ndarray, longest: int) -> np.ndarray:
    """Every nth row and column of [H, W, …], at most `longest`."""
    step = -(-max(values.shape[:2]) // longest)
    return values[::step, ::step]


def _mask(image: Image, photo: Image, longest: int = MAX_PIXELS) -> np.ndarray:
    """float32 [H, W] of a mask for `photo`, 1 where the subject is; of the mask's own size, or at
    most `longest` pixels of it."""
    if not lies_over(tuple(image.size), tuple(photo.size)):
        raise PixalError(
            "mask_invalid",
            f"The mask is {image.size[0]} × {image.size[1]} pixels, but the photo is "
            f"{photo.size[0]} × {photo.size[1]}.",
            "Choose a mask of the photo's own size, or of its proportions.",
        )
    color, alpha = _split(_thinned(_values(image), longest))
    if (alpha < 1.0).any():
        return alpha
    return (color[..., 0] + color[..., 1] + color[..., 2]) / np.float32(3.0)


def _values(image: Image) -> np.ndarray:
    """The image's own numbers, float32 [H, W, channels], top row first."""
    if image.type in {"RENDER_RESULT", "COMPOSITING"}:
        raise _unreadable("A render result holds no pixels that can be read.", "Save it as a file")
    if image.source not in {"FILE", "GENERATED"}:
        raise _unreadable(
            "A movie, an image sequence or a tiled image is not one photo.", "Save one as a file"
        )
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise PixalError(
            "photo_too_large",
            f"The photo is {width} × {height} pixels.",
            f"Scale it down to at most {MAX_PIXELS // 1_000_000} megapixels.",
        )
    if width * height * image.channels == 0:
        raise _unreadable("The photo is missing or damaged.", "Find the file or choose another")
    values = np.empty(width * height * image.channels, np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(height, width, image.channels)[::-1]


def _split(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[H, W, 1 to 4] → colour [H, W, 3] and alpha [H, W]."""
    channels = values.shape[2]
    color = values[..., :3] if channels >= 3 else np.repeat(values[..., :1], 3, axis=2)
    alpha = values[..., -1] if channels in (2, 4) else np.ones(values.shape[:2], np.float32)
    return color, alpha


def _to_srgb(values: np.ndarray, is_float: bool) -> np.ndarray:
    """Byte images are sRGB with straight alpha already; float ones linear and premultiplied."""
    if not is_float and values.shape[2] == 4:  # bytes as they were
        return (values * np.float32(255.0) + np.float32(0.5)).astype(np.uint8)
    color, alpha = _split(values)
    if is_float:
        color = color / np.maximum(alpha, 1e-6)[..., None]
        color = np.nan_to_num(color, posinf=1.0).clip(0.0, 1.0)
        low = color <= 0.0031308
        color = np.where(low, color * 12.92, 1.055 * color ** (1.0 / 2.4) - 0.055)
    return np.concatenate([_to_bytes(color), _to_bytes(alpha)[..., None]], axis=2)


def _to_bytes(values: np.ndarray) -> np.ndarray:
    return (np.nan_to_num(values).clip(0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _save(pixels: np.ndarray, path: Path) -> None:
    try:
        np.save(path, pixels, allow_pickle=False)
    except OSError as error:
        raise from_os_error(error, path) from error


def _unreadable(message: str, remedy: str) -> PixalError:
    return PixalError("photo_unreadable", message, f"{remedy}, then choose that.")
