"""Writing PNG files without Pillow, which Blender's own Python does not have, and reading those of
16 bits a channel, which Pillow would cut to 8."""

import struct
import zlib

import numpy as np

_COLOR_TYPES = {1: 0, 3: 2, 4: 6}  # channels → grey, RGB, RGBA
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST = 8192  # pixels along the side of one that is read
_STRIP = 1 << 20  # bytes filtered at once, to bound the memory


def encode_png(image: np.ndarray, level: int = 3) -> bytes:
    """PNG of uint8 or uint16 [H, W] or [H, W, 1 | 3 | 4], 8 or 16 bits a channel; RGB is sRGB.

    level: zlib's, 1 is quickest.
    """
    height, width = image.shape[:2]
    channels = image.size // (height * width)
    header = struct.pack(
        ">2I5B", width, height, 8 * image.itemsize, _COLOR_TYPES[channels], 0, 0, 0
    )
    parts = [_SIGNATURE, _chunk(b"IHDR", header)]
    if channels > 1:
        parts.append(_chunk(b"sRGB", b"\0"))
    deflate = zlib.compressobj(level)
    bytes_a_row = width * channels * image.itemsize
    above: np.ndarray = np.zeros(bytes_a_row, np.uint8)
    step = max(1, _STRIP // bytes_a_row)
    for start in range(0, height, step):
        strip = image[start : start + step].reshape(-1, width * channels)
        rows = np.ascontiguousarray(strip, strip.dtype.newbyteorder(">")).view(np.uint8)
        # Filter 2 (Up) suits photos, compresses in one numpy step, and any reader undoes it.
        filtered = np.empty((len(rows), 1 + bytes_a_row), np.uint8)
        filtered[:, 0] = 2
        np.subtract(rows[0], above, out=filtered[0, 1:])
        np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
        above = rows[-1]
        if data := deflate.compress(filtered.data):
            parts.append(_chunk(b"IDAT", data))
    parts.append(_chunk(b"IDAT", deflate.flush()))
    return b"".join([*parts, _chunk(b"IEND", b"")])


def decode_deep_png(data: bytes) -> np.ndarray | None:
    """uint16 [H, W, 3] of a square PNG of RGB with 16 bits a channel as `encode_png` writes it.

    None for any other picture. Raises ValueError where it is damaged.
    """
    if data[:8] != _SIGNATURE or data[12:16] != b"IHDR" or data[24:26] != b"\x10\2":
        return None
    width, height = struct.unpack(">2I", data[16:24])
    if width != height or not 0 < width <= _MOST:
        raise ValueError("size")
    inflate, place, lines = zlib.decompressobj(), 8, bytearray()
    whole = height * (1 + 6 * width)
    try:
        while place + 8 <= len(data):
            size, kind = struct.unpack(">I4s", data[place : place + 8])
            if kind == b"IDAT":
                body = data[place + 8 : place + 8 + size]
                lines += inflate.decompress(body, whole + 1 - len(lines))
                if inflate.unconsumed_tail or len(lines) > whole:
                    raise ValueError("too long")
            place += 12 + size
    except zlib.error as error:
        raise ValueError("damaged") from error
    if len(lines) != whole:
        raise ValueError("length")
    rows = np.frombuffer(lines, np.uint8).reshape(height, -1)
    if (rows[:, 0] != 2).any():
        raise ValueError("not of our own writing")
    pixels = np.empty((height, 6 * width), np.uint8)
    np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8, out=pixels)
    return pixels.view(">u2").astype(np.uint16).reshape(height, width, 3)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(data, zlib.crc32(kind))
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
