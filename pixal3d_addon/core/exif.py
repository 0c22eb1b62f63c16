"""What a photo's file tells of its lens and of which way up it is, without a library.

Blender's Python has none. Reads the EXIF block of JPEG, TIFF, PNG and WebP (Exif 2.32, TIFF 6.0).
The engines, which have Pillow, read more kinds of files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_ORIENTATION, _EXIF_IFD, _FOCAL_35MM = 0x0112, 0x8769, 0xA405
_ENTRIES = 512  # of a directory, more than any camera writes
_DAMAGE = (struct.error, ValueError, IndexError, OverflowError)


def focal_length_35mm(data: bytes) -> float | None:
    """Focal length in mm as on a 35 mm camera; None where the file does not tell, or is damaged.

    data: the file, or its beginning.
    """
    try:
        block, tags = _tags(data)
        if _EXIF_IFD in tags:
            focal = dict(_entries(block, int(tags[_EXIF_IFD]))).get(_FOCAL_35MM, 0.0)
            return float(focal) if 0.0 < focal < 10_000.0 else None
    except _DAMAGE:
        pass
    return None


def orientation(data: bytes) -> int:
    """How the pixels lie, 1 to 8 (TIFF 6.0, tag 274); 1, upright, where the file does not tell.

    data: the file, or its beginning.
    """
    try:
        told = int(_tags(data)[1].get(_ORIENTATION, 1))
    except _DAMAGE:
        return 1
    return told if told in range(1, 9) else 1


def _tags(data: bytes) -> tuple[bytes, dict[int, float]]:
    """The TIFF structure inside a file, and its first directory; empty where there is none."""
    block = _exif_block(data)
    return block, dict(_entries(block, 0)) if block else {}


def _exif_block(data: bytes) -> bytes:
    """The TIFF structure inside a file of any of the kinds; empty where there is none."""
    if data[:4] in (b"II*\0", b"MM\0*"):
        return data
    if data[:2] == b"\xff\xd8":
        blocks = (body[6:] for kind, body in _jpeg(data) if body[:6] == b"Exif\0\0")
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        blocks = (body for kind, body in _chunks(data, 8, ">I4s", 4) if kind == b"eXIf")
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = (body for kind, body in _chunks(data, 12, "<4sI", 0) if kind == b"EXIF")
        blocks = (body.removeprefix(b"Exif\0\0") for body in found)
    else:
        return b""
    return next(iter(blocks), b"")


def _jpeg(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of the segments before the pixels."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker, length = struct.unpack_from(">xBH", data, at)
        if length < 2:
            return
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + length


def _chunks(data: bytes, at: int, head: str, checksum: int) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of the chunks from `at` on; those of RIFF are padded to an even length."""
    while at + 8 <= len(data):
        first, second = struct.unpack_from(head, data, at)
        kind, length = (second, first) if checksum else (first, second)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + (checksum or length % 2)


def _entries(block: bytes, at: int) -> Iterator[tuple[int, float]]:
    """Tag and number of the entries of a directory that hold one whole number.

    at: where it is; 0 for the first.
    """
    order = {b"II": "<", b"MM": ">"}[block[:2]] if block[:2] in (b"II", b"MM") else ""
    if not order:
        raise ValueError("no byte order")
    if not at:
        (at,) = struct.unpack_from(f"{order}I", block, 4)
    (count,) = struct.unpack_from(f"{order}H", block, at)
    for number in range(min(count, _ENTRIES)):
        tag, kind, _ = struct.unpack_from(f"{order}HHI", block, at + 2 + 12 * number)
        if kind in (3, 4):  # SHORT, LONG
            form = "H" if kind == 3 else "I"
            (value,) = struct.unpack_from(f"{order}{form}", block, at + 10 + 12 * number)
            yield tag, float(value)


def turned(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """[H, W, …] of pixels that lie so (TIFF 6.0, tag 274), upright: the same memory."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels
