"""From any Pillow image to plain uint8 sRGB pixels. The caller has made sure of Pillow."""

import io
from typing import Any

import numpy as np

_BAND = 1 << 22  # pixels converted at once, so that the copies in other modes stay small
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")  # modes that Pillow would clip, not scale


def to_rgba(image: Any) -> np.ndarray:
    """A loaded Pillow image of any mode → uint8 [H, W, 4], straight alpha."""
    width, height = image.size
    result = np.empty((height, width, 4), np.uint8)
    if image.mode in _DEEP:
        result[:, :, :3] = _scale(np.asarray(image))[:, :, None]
        result[:, :, 3] = 255
        return result
    to_srgb = _colour_transform(image)
    rows = max(1, _BAND // width)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        band = image.crop((0, top, width, bottom))
        if band.mode == "La":
            band = band.convert("LA")
        result[top:bottom] = np.asarray(band.convert("RGBA"))
        if to_srgb is not None:
            colours = band.convert("RGB") if band.mode == "RGBA" else band
            result[top:bottom, :, :3] = np.asarray(to_srgb.apply(colours))
    return result


def _colour_transform(image: Any) -> Any:
    """From the picture's own colours (Display P3, Adobe RGB, a press) to sRGB; None where it is."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return None
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(own).lower():
            return None  # the way through the transform would move some values by one
        mode = "CMYK" if image.mode == "CMYK" else "RGB"
        return ImageCms.buildTransform(own, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (OSError, ValueError, TypeError, ImageCms.PyCMSError):
        return None  # a damaged profile, or one of another kind of colours: take them as sRGB


def to_grey(image: Any) -> np.ndarray:
    """A mask in a loaded Pillow image → uint8 [H, W]: its alpha where it has one, else its grey."""
    if image.mode in _DEEP:
        return _scale(np.asarray(image))
    rgba = to_rgba(image)
    if (rgba[:, :, 3] != 255).any():
        return rgba[:, :, 3].copy()
    return np.asarray(image.convert("L"))


def _scale(values: np.ndarray) -> np.ndarray:
    """16-bit, 32-bit or float grey [H, W] → uint8, scaled by the range of the values' kind.

    Floats up to 1 are taken for 0 to 1; 32-bit integers up to 65535 for 16 bits (Pillow hands
    some 16-bit files over like that).
    """
    if values.dtype == np.uint16:
        return ((values.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)
    ranges = (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (65535.0,)
    values = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    highest = float(values.max())
    limit = next((top for top in ranges if highest <= top), highest)
    return np.rint(np.clip(values, 0.0, limit) * (255.0 / limit)).astype(np.uint8)
