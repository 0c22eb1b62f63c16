"""The comparison of a result with its photo, made by another Blender; this one waits only where
that cannot."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import bpy
from bpy.types import Image, Object

from ...core.errors import PixalError
from ...core.results import MASK
from ..background import other
from ..background.object_file import write_objects
from ..full_name import block_of
from ..photo import packed_png
from ..result import stance
from ..slices import WAIT, Work

_COMPARE = "compare"
_END = " Match"


def comparing(name: str, frame: int) -> Work:
    """Work of `slices`: the result of that full name is compared as it is in `frame`.

    Returns the overlap, the likeness, both of which the result then knows, and the picture's name.
    Raises PixalError `photo_unreadable`, also where the result is gone in the end.
    """
    try:
        obj = _named(name)
        mask = Path(obj.pixal3d.folder) / MASK
        try:
            sheet, overlap, decibels = yield from _there(obj, mask, frame)
        except other.UnansweredError:
            from .render import compare  # here: it needs numpy, slow to import

            obj = _named(name)
            sheet, overlap, decibels = compare(obj, stance.camera_of(obj), mask, frame)
        yield WAIT
        obj = _named(name)
    except RuntimeError as error:
        raise PixalError(
            "photo_unreadable",
            "The photo cannot be read or the object not rendered.",
            "Generate the object again.",
        ) from error
    obj.pixal3d.match_overlap, obj.pixal3d.match_psnr = overlap, min(decibels, 99.0)
    return overlap, decibels, _image(f"{obj.name}{_END}", sheet).name


def _there(obj: Object, mask: Path, frame: int) -> Work:
    """As `render.compare`, in the other Blender. Raises UnansweredError."""
    camera = stance.camera_of(obj)
    if _COMPARE in other.OTHER.broken:
        raise other.UnansweredError
    with TemporaryDirectory(
        dir=bpy.app.tempdir, prefix="pixal3d-", ignore_cleanup_errors=True
    ) as folder:
        room = Path(folder)
        blend, sheet = room / "compared.blend", room / "sheet.png"
        write_objects(blend, [obj, camera])
        try:
            request = {
                "blend": str(blend),
                "object": obj.name,
                "camera": camera.name,
                "mask": str(mask),
                "at": frame,
                "into": str(sheet),
            }
            told = yield from other.asking(_COMPARE, request, room)
            return sheet.read_bytes(), float(told["overlap"]), float(told["decibels"])
        except (OSError, LookupError, TypeError, ValueError) as error:
            raise other.UnansweredError from error


def _named(name: str) -> Object:
    """The object as it is by now. Raises RuntimeError where it or its camera went."""
    obj = block_of(bpy.data.objects, name)
    if obj is None or not stance.is_result(obj) or stance.camera_of(obj) is None:
        raise RuntimeError(name)
    return obj


def _image(name: str, sheet: bytes) -> Image:
    """The picture of that name, made or taken anew. sheet: a PNG."""
    image = bpy.data.images.get(name)
    if image is None or image.library:
        image = bpy.data.images.new(name, 1, 1)
    packed_png.put(image, sheet)
    return image
