"""Reading the PNG files of a result without Pillow, which Blender's own Python does not have.

https://www.w3.org/TR/png-3: 8 bits, grey, RGB or RGBA, not interlaced, sRGB or nothing said of
colors, with the filters None, Sub and Up: what `encode_png` writes. All else is left to Pillow.
"""

import struct
import zlib
from collections.abc import Iterator

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {b"IHDR", b"sRGB", b"IDAT", b"IEND"}
_CHANNELS = {0: 1, 2: 3, 6: 4}  # color type → channels


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height that a PNG says it has; (0, 0) where it is none."""
    if data[:8] != _SIGNATURE or data[12:16] != b"IHDR" or len(data) < 33:
        return 0, 0
    width, height = struct.unpack(">2I", data[16:24])
    return width, height


def decode_plain_png(data: bytes) -> np.ndarray | None:
    """uint8 [H, W, 1 | 3 | 4]; None for a PNG of another kind, and for what is none.

    Raises ValueError where it is damaged. The caller limits `png_size` before.
    """
    width, height = png_size(data)
    depth, color, compression, method, interlaced = data[24:29] or bytes(5)
    if not width or (depth, compression, method, interlaced) != (8, 0, 0, 0):
        return None
    if color not in _CHANNELS:
        return None
    chunks = list(_chunks(data))
    if {kind for kind, _ in chunks} - _CHUNKS:
        return None  # a profile, a transparent color: not for us to leave out
    channels = _CHANNELS[color]
    stride = width * channels
    bodies = [body for kind, body in chunks if kind == b"IDAT"]
    lines = np.frombuffer(_inflated(bodies, height * (1 + stride)), np.uint8)
    lines = lines.reshape(height, 1 + stride)
    if (lines[:, 0] > 2).any():
        return None
    pixels = np.empty((height, stride), np.uint8)
    above: np.ndarray = np.zeros(stride, np.uint8)
    for row, line in enumerate(lines):
        kind, values = line[0], line[1:]
        if kind == 1:
            values = np.cumsum(values.reshape(width, channels), axis=0, dtype=np.uint8).ravel()
        elif kind == 2:
            values = values + above
        above = pixels[row] = values
    return pixels.reshape(height, width, channels)


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Kind and content of each chunk."""
    view, place = memoryview(data), 8
    while place + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        yield kind, view[place + 8 : place + 8 + length]
        place += 12 + length


def _inflated(bodies: list[memoryview], size: int) -> bytes:
    """What the IDAT chunks hold, which has to be `size` bytes. Raises ValueError."""
    inflate, parts, got = zlib.decompressobj(), [], 0
    try:
        for body in bodies:
            parts.append(inflate.decompress(body, size - got + 1))
            got += len(parts[-1])
            if got > size:
                break
    except zlib.error as error:
        raise ValueError("damaged") from error
    if got != size:
        raise ValueError("too short or too long")
    return b"".join(parts)
