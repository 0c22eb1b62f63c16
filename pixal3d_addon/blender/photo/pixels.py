"""Blender's images as the plain pixels that the worker reads.

Every `…ing` is work of `slices`. Large files are read by another Blender; of what is in this one
alone, the numbers are taken in one step, and what becomes of them is made in short ones.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import bpy
import numpy as np
from bpy.types import Image

from ...core.errors import PixalError, from_os_error
from ...core.exif import turned
from ...core.proportions import lies_over
from ..background.other import UnansweredError
from ..full_name import block_of
from ..slices import WAIT, Work, exhaust
from . import packed_png, reader, upright
from .level import levelling

MAX_PIXELS = 100_000_000  # 1.6 GB as Blender hands them out
_QUICK = 500_000  # pixels that are read at once, in some 10 ms
_FOREIGN = (".heic", ".heif", ".avif")  # of phones
_BAND = 1 << 17  # pixels converted at once: some milliseconds, and the copies stay small


def write_photo(image: Image, path: Path) -> None:
    """Save `image` to `path` (.npy) as uint8 [H, W, 4]: straight alpha, sRGB, top row first, level.

    Upright as well, whichever way the sensor was held.

    Raises PixalError `photo_unreadable`, `photo_too_large` or what a full disk gives.
    """
    exhaust(writing_photo(image, path))


def write_mask(image: Image, photo: Image, path: Path) -> None:
    """Save `image` to `path` (.npy) as uint8 [H, W], upright, and turned level as `photo` is.

    Its alpha where it has one, else its grey.
    Raises PixalError `mask_invalid`, or as `write_photo`.
    """
    exhaust(writing_mask(image, photo, path))


def writing_photo(image: Image, path: Path, longest: int = MAX_PIXELS) -> Work:
    """As `write_photo`, at most `longest` pixels of it along a side; returns width and height.

    Pixels are left out, not mixed: it is to be quick.
    """
    name, roll, lies = image.name_full, image.pixal3d.roll, upright.find(image)
    if reader.is_for(image):
        try:
            size = yield from reader.reading(image, path, longest, roll, lies)
            return upright.across(size, lies)
        except UnansweredError:
            image = named(name)
    yield from writing_pixels(image, path, longest, roll, lies)
    return upright.across(tuple(named(name).size), lies)


def writing_mask(image: Image, photo: Image, path: Path, longest: int = MAX_PIXELS) -> Work:
    """As `write_mask`, at most `longest` pixels of it along a side."""
    check_mask(image, photo)
    name, roll, lies = image.name_full, photo.pixal3d.roll, upright.find(image)
    if reader.is_for(image):
        try:
            yield from reader.reading(image, path, longest, roll, lies, mask=True)
            return
        except UnansweredError:
            image = named(name)
    yield from writing_grey(image, path, longest, roll, lies)


def writing_pixels(image: Image, path: Path, longest: int, roll: float, lies: int = 1) -> Work:
    """As `writing_photo`, in this Blender, turned by `roll`. lies: as `upright.known`."""
    pixels = yield from _reading(image, longest)
    pixels = yield from levelling(turned(pixels, lies), roll)
    yield from _saving(pixels, path)


def writing_grey(image: Image, path: Path, longest: int, roll: float, lies: int = 1) -> Work:
    """As `writing_mask`, in this Blender, turned by `roll`. lies: as `upright.known`."""
    mask = yield from _reading_mask(image, longest)
    mask = yield from levelling(turned(mask, lies), roll, outside=False)
    yield from _saving(mask, path)


def packing(image: Image) -> Work:
    """Have `image`, of bytes, kept in the .blend."""
    name = image.name_full
    pixels = yield from _reading(image, MAX_PIXELS)
    png = yield from packed_png.encoding(pixels)
    yield WAIT
    packed_png.put(named(name), png)


def to_screen(photo: Image, mask: Image | None, longest: int) -> Work:
    """The photo upright, not level, at most `longest` pixels: float32 [H, W, 4] as `write_photo`'s.

    With a mask of its size that is the alpha. Raises PixalError as `write_photo`.
    """
    upright.find(photo)
    covered = mask is not None and _covers(mask, photo)
    cover = mask.name_full if covered else ""
    read = yield from _wherever(photo, longest)
    pixels = np.empty(read.shape, np.float32)
    for band in _bands(read):
        np.multiply(read[band], np.float32(1 / 255), out=pixels[band])
        yield
    if cover:
        yield pause(cover)
        whole = yield from _wherever(named(cover), longest, mask=True)
        rows, columns = (
            np.arange(one) * two // one
            for one, two in zip(pixels.shape[:2], whole.shape, strict=True)
        )
        pixels[..., 3] = whole[rows[:, None], columns] / np.float32(255)
    return pixels


def _wherever(image: Image, longest: int, mask: bool = False) -> Work:
    """uint8 [H, W, 4] of the picture upright, or [H, W] of a mask, wherever it is read."""
    name, lies = image.name_full, upright.find(image)
    if reader.is_for(image):
        with TemporaryDirectory(dir=bpy.app.tempdir, prefix="pixal3d-") as room:
            path = Path(room, "photo.npy")
            try:
                yield from reader.reading(image, path, longest, 0.0, lies, mask)
                return np.load(path, allow_pickle=False)
            except (UnansweredError, OSError, ValueError):
                image = named(name)
    pixels = yield from (_reading_mask if mask else _reading)(image, longest)
    return turned(pixels, lies)


def check_mask(mask: Image, photo: Image) -> None:
    """Raises PixalError `mask_invalid` where it does not lie over the photo."""
    upright.find(photo)
    if not _covers(mask, photo):
        (width, height), (across, down) = upright.size(mask), upright.size(photo)
        raise PixalError(
            "mask_invalid",
            f"The mask is {width} × {height} pixels, but the photo is {across} × {down}.",
            "Choose a mask of the photo's own size, or of its proportions.",
        )


def _covers(mask: Image, photo: Image) -> bool:
    upright.find(mask)
    return lies_over(upright.size(mask), upright.size(photo))


def named(name: str) -> Image:
    """The image of that full name, looked up anew in each slice. Raises PixalError."""
    found = block_of(bpy.data.images, name)
    if found is None:
        raise _unreadable("The photo was removed while it was read.", "Choose it again")
    return found


def pause(name: str) -> object:
    """What to yield before the image of that full name is read: a large one has a slice alone."""
    width, height = named(name).size
    return WAIT if width * height > _QUICK else None


def _bands(values: np.ndarray) -> list[slice]:
    """The rows of [H, W, …], as many at once as `_BAND` pixels allow."""
    rows = max(1, _BAND // values.shape[1])
    return [slice(top, top + rows) for top in range(0, len(values), rows)]


def _thinned(values: np.ndarray, longest: int) -> np.ndarray:
    """Every nth row and column of [H, W, …], at most `longest`."""
    step = -(-max(values.shape[:2]) // longest)
    return values[::step, ::step]


def _reading(image: Image, longest: int) -> Work:
    """uint8 [H, W, 4]: straight alpha, sRGB, top row first, at most `longest` pixels of it."""
    is_float = image.is_float
    values = _thinned((yield from _values(image)), longest)
    yield
    pixels = np.empty((*values.shape[:2], 4), np.uint8)
    for band in _bands(values):
        pixels[band] = _to_srgb(values[band], is_float)
        yield
    return pixels


def _reading_mask(image: Image, longest: int) -> Work:
    """uint8 [H, W] of a mask, 255 where the subject is; at most `longest` pixels of it."""
    values = _thinned((yield from _values(image)), longest)
    yield
    has_alpha = False
    for band in _bands(values) if values.shape[2] in (2, 4) else ():
        has_alpha = has_alpha or bool((values[band][..., -1] < 1.0).any())
        yield
    mask = np.empty(values.shape[:2], np.uint8)
    for band in _bands(values):
        color, alpha = _split(values[band])
        if not has_alpha:
            alpha = (color[..., 0] + color[..., 1] + color[..., 2]) / np.float32(3.0)
        mask[band] = _to_bytes(alpha)
        yield
    return mask


def _values(image: Image) -> Work:
    """The image's own numbers, float32 [H, W, channels], top row first.

    Their memory is touched in slices before: the system takes its time for new memory.
    """
    if image.type in {"RENDER_RESULT", "COMPOSITING"}:
        told = "A render result holds no pixels that can be read."
        if image.type == "RENDER_RESULT":
            raise PixalError("photo_unreadable", told, "Use Photo from Render.")
        raise _unreadable(told, "Save it as a file")
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
        if Path(image.filepath).suffix.lower() in _FOREIGN:
            raise _unreadable(
                "Blender does not read photos of this kind.", "Save it as JPEG or PNG"
            )
        raise _unreadable("The photo is missing or damaged.", "Find the file or choose another")
    name, channels = image.name_full, image.channels
    values = np.empty(width * height * channels, np.float32)
    if width * height > _QUICK:
        yield WAIT
        for start in range(0, len(values), _BAND):
            values[start : start + _BAND] = 0.0
            yield
        yield WAIT
        image = named(name)
        if (*image.size, image.channels) != (width, height, channels):
            raise _unreadable("The photo has changed while it was read.", "Choose it again")
    image.pixels.foreach_get(values)
    return values.reshape(height, width, channels)[::-1]


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


def _saving(pixels: np.ndarray, path: Path) -> Work:
    """As `np.save` does it, a few rows at once."""
    facts = {"descr": pixels.dtype.str, "fortran_order": False, "shape": pixels.shape}
    try:
        with path.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, facts)
            for band in _bands(pixels):
                file.write(np.ascontiguousarray(pixels[band]).data)
                yield
    except OSError as error:
        raise from_os_error(error, path) from error


def _unreadable(message: str, remedy: str) -> PixalError:
    return PixalError("photo_unreadable", message, f"{remedy}, then choose that.")
