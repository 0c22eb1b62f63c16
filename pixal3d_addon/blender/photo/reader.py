"""Large pictures are read by another Blender, in the background: this one does not wait for them.

It reads as this one does, whatever the kind of the file.
"""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.types import Image

from ..background import other
from ..slices import Work

_READ = "read"
_LARGE = 3_000_000  # pixels
_LARGE_FILE = 100_000  # bytes of one that Blender has not looked into yet; flat ones are small


def is_for(image: Image) -> bool:
    """Whether `image` is large, and no more than what its file holds."""
    if _READ in other.OTHER.broken or image.is_dirty:
        return False
    if image.source != "FILE" or image.type != "IMAGE":
        return False
    if image.packed_file:
        size = image.packed_file.size
    else:
        try:
            size = _path(image).stat().st_size
        except (OSError, ValueError):  # it went, or its path has a zero byte
            return False
    if image.has_data:
        return image.size[0] * image.size[1] > _LARGE
    return size > _LARGE_FILE


def reading(
    image: Image, into: Path, longest: int, roll: float, lies: int = 1, mask: bool = False
) -> Work:
    """Save `image` as `photo.writing_pixels` does, or `writing_grey` for a mask; returns its size.

    Raises UnansweredError.
    """
    source = into.with_name(f"{into.name}-{other.OTHER.asked}.source")
    try:
        if image.packed_file:
            source.write_bytes(image.packed_file.data)
        request = {
            "file": str(source if image.packed_file else _path(image)),
            "colors": image.colorspace_settings.name,
            "alpha": image.alpha_mode,
            "into": str(into),
            "longest": longest,
            "roll": roll,
            "lies": lies,
            "mask": mask,
        }
        width, height = (yield from other.asking(_READ, request, into.parent))["size"]
        return int(width), int(height)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise other.UnansweredError from error
    finally:
        source.unlink(missing_ok=True)


def _path(image: Image) -> Path:
    return Path(bpy.path.abspath(image.filepath, library=image.library))
