"""Reading photos and masks: whatever a file holds becomes uint8 pixels, or a clear error."""

import errno
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ...core.camera import FOV_RANGE, FULL_FRAME_WIDTH, fov_from_lens
from ...core.errors import PixalError, short_path
from ...core.exif import turned
from ...core.proportions import lies_over
from .photo import Photo
from .pixels import to_grey, to_rgba
from .plain_png import decode_plain_png, png_size
from .resize import is_opaque, resize_lanczos

MIN_SIDE = 16  # below this there is nothing to make an object from
MAX_PIXELS = 180_000_000  # decoding takes 8 bytes a pixel: 1.4 GB; beyond any camera's single shot
# Pillow's EPS and WMF readers start other programs, so a photo may only be one of these.
FORMATS = (
    "PNG", "JPEG", "WEBP", "TIFF", "BMP", "DIB", "GIF", "TGA", "JPEG2000", "AVIF", "PPM",
    "ICO", "ICNS", "DDS", "PCX", "SGI", "PSD", "QOI", "XBM",
)  # fmt: skip
_ORIENTATION, _EXIF_IFD, _FOCAL_35MM = 0x0112, 0x8769, 0xA405


def read_photo(path: Path) -> Photo:
    """Read a photo: `.npy` of uint8 [H, W, 4] (no Pillow needed) or any of FORMATS.

    Raises PixalError `photo_missing`, `photo_unreadable`, `photo_too_small`, `photo_too_large`,
    `path_too_long`, `out_of_memory`, or `engine_unavailable` where Pillow is needed and missing.
    """
    try:
        if _kind(path) == "npy":
            rgba, fov = _read_array(path, 4), None
        else:
            rgba, fov = _read_image(path, to_rgba)
    except MemoryError as error:
        raise PixalError(
            "out_of_memory",
            f"There is not enough memory to read {short_path(path)}.",
            "Use a smaller picture or close other programs.",
        ) from error
    return Photo(rgba, not is_opaque(rgba), fov)


def read_mask(path: Path, size: tuple[int, int]) -> np.ndarray:
    """Read a mask for a photo of `size` (width, height): uint8 [H, W], 255 = the subject.

    A grey picture (or `.npy` of uint8 [H, W]) as it is, or the alpha of one that has alpha; of the
    photo's size, or scaled to it.
    Raises PixalError `mask_invalid`.
    """
    try:
        if _kind(path) == "npy":
            mask = _read_array(path, 0)
        else:
            mask, _ = _read_image(path, to_grey)
    except (PixalError, MemoryError) as error:
        reason = error.message if isinstance(error, PixalError) else "Not enough memory."
        raise PixalError(
            "mask_invalid",
            f"The mask cannot be used. {reason}",
            "Supply a grey picture of the photo's size, white where the subject is.",
        ) from error
    if not lies_over((mask.shape[1], mask.shape[0]), size):
        raise PixalError(
            "mask_invalid",
            f"The mask is {mask.shape[1]} × {mask.shape[0]} pixels, but the photo is "
            f"{size[0]} × {size[1]}.",
            "Supply a mask of the photo's own size, or of its proportions.",
        )
    return resize_lanczos(mask, size)


def _kind(path: Path) -> str:
    """ "npy" or "image", once it is sure that a file with content is there."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise _missing(path, "is not a file")
        with path.open("rb") as file:
            if not file.read(1):
                raise _unreadable(path, "is empty")
    except FileNotFoundError as error:
        raise _missing(path, "does not exist") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            raise PixalError(
                "path_too_long",
                "The path of the picture is too long for this system.",
                "Move the picture to a folder nearer to the root of the disk.",
            ) from error
        raise _missing(path, "could not be opened") from error
    return "npy" if path.suffix.lower() == ".npy" else "image"


def _read_array(path: Path, channels: int) -> np.ndarray:
    """uint8 [H, W, channels], or [H, W] for 0; the header is checked before the pixels are read."""
    shape = "[height, width, 4]" if channels else "[height, width]"
    try:
        mapped = np.lib.format.open_memmap(path, mode="r")  # np.load would open zip files too
    except MemoryError:
        raise
    except Exception as error:  # the header is Python text, which can be wrong in many ways
        raise _unreadable(path, "is not an array of pixels") from error
    if (
        mapped.dtype != np.uint8
        or mapped.ndim != (3 if channels else 2)
        or (channels and mapped.shape[2] != channels)
    ):
        raise _unreadable(path, f"is not an array of uint8 {shape}")
    _check_size(path, mapped.shape[1], mapped.shape[0])
    return np.array(mapped, order="C")


def _read_image(
    path: Path, convert: Callable[[Any], np.ndarray]
) -> tuple[np.ndarray, float | None]:
    """First frame of a picture through `convert`, upright, and its EXIF field of view."""
    try:
        from PIL import Image
    except ImportError as error:
        plain = _read_plain(path, convert is to_grey)
        if plain is not None:
            return plain, None
        raise PixalError(
            "engine_unavailable",
            "This Python cannot read picture files: Pillow is not installed.",
            "Run the installer, or hand the pixels over as a .npy file.",
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures; the limit is ours
            Image.init()
            known = [name for name in FORMATS if name in Image.OPEN]  # as this Pillow was built
            with Image.open(path, formats=known) as image:
                _check_size(path, *image.size)
                image.load()
                _check_size(path, *image.size)  # ICO and ICNS learn their size while loading
                orientation, focal = _exif(image)
                pixels = np.ascontiguousarray(turned(convert(image), orientation))
    except (PixalError, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(path) from error
    except Exception as error:  # a decoder may raise anything on a hostile file
        raise _unreadable(path, "is not a picture that can be read, or it is damaged") from error
    height, width = pixels.shape[:2]
    if not focal:
        return pixels, None
    # The 36 mm of the 35 mm format lie along the longer side, however the camera was held.
    fov = fov_from_lens(focal, FULL_FRAME_WIDTH * width / max(width, height))
    return pixels, fov if FOV_RANGE[0] <= fov <= FOV_RANGE[1] else None


def _read_plain(path: Path, as_mask: bool) -> np.ndarray | None:
    """A PNG as results have it: uint8 [H, W, 4], or [H, W] as a mask; None for anything else."""
    try:
        data = path.read_bytes()
        size = png_size(data)
        if not any(size):
            return None
        _check_size(path, *size)
        pixels = decode_plain_png(data)
    except (OSError, ValueError) as error:
        raise _unreadable(path, "is not a picture that can be read, or it is damaged") from error
    if pixels is None or as_mask != (pixels.shape[2] == 1):
        return None
    if as_mask:
        return pixels[..., 0]
    opaque = np.full_like(pixels[..., :1], 255)
    return np.concatenate([pixels, opaque], axis=2) if pixels.shape[2] == 3 else pixels


def _exif(image: Any) -> tuple[int, float]:
    """Orientation 1 to 8 and the focal length in mm (35 mm film); 1 and 0 where not told."""
    try:
        tags = image.getexif()
        orientation = tags.get(_ORIENTATION, 1)
        focal = float(tags.get_ifd(_EXIF_IFD).get(_FOCAL_35MM) or 0.0)
    except Exception:  # damaged EXIF harms nothing but itself
        return 1, 0.0
    return orientation if orientation in range(1, 9) else 1, focal if 0 < focal < 10_000 else 0.0


def _check_size(path: Path, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_large(path)
    if min(width, height) < MIN_SIDE:
        raise PixalError(
            "photo_too_small",
            f"{short_path(path)} is only {width} × {height} pixels.",
            f"Use a picture of at least {MIN_SIDE} × {MIN_SIDE} pixels, better 1024 × 1024.",
        )


def _missing(path: Path, what: str) -> PixalError:
    return PixalError(
        "photo_missing", f"{short_path(path)} {what}.", "Choose a picture file that you may read."
    )


def _too_large(path: Path) -> PixalError:
    return PixalError(
        "photo_too_large",
        f"{short_path(path)} has more than {MAX_PIXELS // 1_000_000} million pixels.",
        "Scale the picture down first; 2048 pixels along the longer side are plenty.",
    )


def _unreadable(path: Path, what: str) -> PixalError:
    return PixalError(
        "photo_unreadable",
        f"{short_path(path)} {what}.",
        "Open it in a picture program and save it again as PNG or JPEG.",
    )
