"""What the file behind an image tells of its lens, and of which way up it is."""

from pathlib import Path

import bpy
from bpy.types import Image

from ...core import exif

_BEGINNING = 1 << 20  # bytes: EXIF is in front, in a TIFF nearly always


def focal_length(image: Image) -> float | None:
    """In mm as on a 35 mm camera; None where the file is not there or does not tell."""
    return exif.focal_length_35mm(_beginning(image))


def orientation(image: Image) -> int:
    """How the pixels lie, 1 to 8 as EXIF counts; 1, upright, where the file does not tell."""
    return exif.orientation(_beginning(image))


def _beginning(image: Image) -> bytes:
    """Of its file; empty where there is none."""
    if image.packed_file:
        return bytes(image.packed_file.data[:_BEGINNING])
    if not image.filepath:
        return b""
    try:
        with Path(bpy.path.abspath(image.filepath, library=image.library)).open("rb") as file:
            return file.read(_BEGINNING)
    except (OSError, ValueError):  # ValueError: a zero byte in the path
        return b""
