"""The lens that a photo was taken with, from the file behind an image."""

from pathlib import Path

import bpy
from bpy.types import Image

from ...core.exif import focal_length_35mm

_BEGINNING = 1 << 20  # bytes: EXIF is in front, in a TIFF nearly always


def focal_length(image: Image) -> float | None:
    """In mm as on a 35 mm camera; None where the file is not there or does not tell."""
    if image.packed_file:
        return focal_length_35mm(bytes(image.packed_file.data[:_BEGINNING]))
    if not image.filepath:
        return None
    try:
        with Path(bpy.path.abspath(image.filepath, library=image.library)).open("rb") as file:
            return focal_length_35mm(file.read(_BEGINNING))
    except (OSError, ValueError):  # ValueError: a zero byte in the path
        return None
