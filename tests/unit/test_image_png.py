"""PNG files: any reader opens them, and those of 16 bits come back as they were."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from pixal3d_addon.engine.image.png import decode_deep_png, encode_png


def picture(side, channels, kind):
    random = np.random.default_rng(0)
    return random.integers(0, np.iinfo(kind).max, (side, side, channels), kind, endpoint=True)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_others_read_what_was_written_however_many_strips_it_took(channels):
    image = picture(1200, channels, np.uint8)
    read = np.asarray(Image.open(io.BytesIO(encode_png(image, level=1))))
    assert np.array_equal(read.reshape(image.shape), image)


def test_sixteen_bits_a_channel_come_back_exactly():
    image = picture(700, 3, np.uint16)
    data = encode_png(image, level=1)
    assert np.array_equal(decode_deep_png(data), image)
    eight = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int)  # Pillow's own reading
    assert np.abs(eight - image // 257).max() <= 1


def test_pictures_of_eight_bits_are_left_to_others():
    assert decode_deep_png(encode_png(picture(16, 3, np.uint8))) is None
    assert decode_deep_png(encode_png(picture(16, 1, np.uint16))) is None
    assert decode_deep_png(b"GIF89a") is None


def deep(width, lines, height=None):
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">2I5B", width, height or width, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines))


@pytest.mark.parametrize(
    "broken",
    [
        deep(4, bytes(99)),  # too short
        deep(4, bytes(4 * 25 + 1)),  # too long
        deep(4, bytes(1 << 24)),  # a bomb
        deep(4, bytes(4 * 25)),  # another filter
        deep(0, b"", height=4),
        deep(1 << 20, b""),
        deep(4, bytes(100), height=5),
        deep(4, b"\2" * 100)[:-20],
    ],
)
def test_a_damaged_one_is_refused(broken):
    with pytest.raises(ValueError):
        decode_deep_png(broken)
