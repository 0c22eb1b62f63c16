"""PNG files as results have them, read without Pillow as Pillow reads them; all others are not."""

import io
import struct
import sys
import zlib

import numpy as np
import pytest
from PIL import Image

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.image.plain_png import decode_plain_png
from pixal3d_addon.engine.image.png import encode_png
from pixal3d_addon.engine.image.read import read_mask, read_photo


def noise(*shape):
    return np.random.default_rng(1).integers(0, 256, shape, np.uint8)


def by_hand(pixels, kinds):
    """A PNG whose rows have the filters `kinds` in turn; what they hold is `pixels` undone."""
    height, width, channels = pixels.shape
    rows, above = b"", np.zeros(width * channels, np.uint8)
    for row in range(height):
        kind, line = kinds[row % len(kinds)], pixels[row].ravel()
        left = np.concatenate([np.zeros(channels, np.uint8), line[:-channels]])
        rows += bytes([kind]) + (line - {0: 0 * line, 1: left, 2: above}[kind]).tobytes()
        above = line

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    color = {1: 0, 3: 2, 4: 6}[channels]
    head = struct.pack(">2I5B", width, height, 8, color, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("shape", [(40, 30), (40, 30, 3), (17, 90, 4)])
def test_what_we_write_is_read_back(shape):
    image = noise(*shape)
    assert np.array_equal(decode_plain_png(encode_png(image)).reshape(shape), image)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_filters_that_take_no_step_a_pixel_are_undone(channels):
    image = noise(20, 31, channels)
    data = by_hand(image, [1, 2, 0, 2, 1])
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))).reshape(image.shape), image)
    assert np.array_equal(decode_plain_png(data), image)


def saved(image, **options):
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        saved(Image.fromarray(noise(16, 16, 3)), icc_profile=b"any"),
        saved(Image.fromarray(noise(16, 16, 3)), transparency=(1, 2, 3)),
        saved(Image.fromarray(noise(16, 16, 3)).quantize(8)),
        saved(Image.fromarray(noise(16, 16).astype(np.uint16) * 257)),
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["profile", "transparent color", "palette", "16 bits", "gif", "cut"],
)
def test_other_pictures_are_left_to_pillow(data):
    assert decode_plain_png(data) is None


@pytest.mark.parametrize("kind", [3, 4])
def test_filters_that_take_a_step_a_pixel_are_left_to_pillow(kind):
    data = by_hand(np.zeros((4, 16, 3), np.uint8), [0])
    rows = zlib.compress(bytes([kind, *range(48)]) * 4)
    body = b"IDAT" + rows
    start = data.index(b"IDAT") - 4
    chunk = struct.pack(">I", len(rows)) + body + struct.pack(">I", zlib.crc32(body))
    assert decode_plain_png(data[:start] + chunk) is None


@pytest.fixture
def no_pillow(monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)


def test_photo_and_mask_are_read_without_pillow(tmp_path, no_pillow):
    rgb, grey = noise(20, 30, 3), noise(20, 30)
    (tmp_path / "p.png").write_bytes(encode_png(rgb))
    (tmp_path / "m.png").write_bytes(encode_png(grey))
    photo = read_photo(tmp_path / "p.png")
    assert np.array_equal(photo.rgba[..., :3], rgb) and not photo.has_alpha
    assert np.array_equal(read_mask(tmp_path / "m.png", (30, 20)), grey)


@pytest.mark.parametrize("cut", [60, 200, -40])
def test_a_damaged_one_is_told(tmp_path, no_pillow, cut):
    (tmp_path / "p.png").write_bytes(encode_png(noise(40, 40, 3))[:cut])
    with pytest.raises(PixalError) as caught:
        read_photo(tmp_path / "p.png")
    assert caught.value.code == "photo_unreadable"


def test_one_that_inflates_to_more_than_it_says_is_refused(tmp_path, no_pillow):
    data = bytearray(encode_png(np.zeros((2000, 2000), np.uint8)))
    data[16:24] = struct.pack(">2I", 20, 20)
    with pytest.raises(ValueError, match="too short or too long"):
        decode_plain_png(bytes(data))
    data[16:24] = struct.pack(">2I", 1 << 30, 1 << 30)
    (tmp_path / "p.png").write_bytes(data)
    with pytest.raises(PixalError) as caught:
        read_photo(tmp_path / "p.png")
    assert caught.value.code == "photo_too_large"
