"""Lens and orientation in a photo's file, as Pillow writes it, and from files that are damaged."""

import io

import pytest
from PIL import Image

from pixal3d_addon.core.exif import focal_length_35mm, orientation


def photo(kind: str, focal: int | None) -> bytes:
    image = Image.new("RGB", (32, 20), (90, 80, 70))
    exif = Image.Exif()
    exif[0x010F] = "A maker"
    if focal is not None:
        exif.get_ifd(0x8769)[0xA405] = focal
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("focal", [26, 85])
def test_focal_length_is_read_from(kind, focal):
    assert focal_length_35mm(photo(kind, focal)) == focal


def test_tiff_of_either_byte_order_is_read():
    big = "4d4d002a00000008000187690004000000010000001a00000000"
    big += "0001a4050003000000010046000000000000"
    little = "49492a0008000000010069870400010000001a00000000000000"
    little += "010005a40300010000004600000000000000"
    assert focal_length_35mm(bytes.fromhex(big)) == 70
    assert focal_length_35mm(bytes.fromhex(little)) == 70


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_photo_without_a_lens_tells_none(kind):
    assert focal_length_35mm(photo(kind, None)) is None
    assert focal_length_35mm(photo(kind, 0)) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_damaged_files_never_raise(kind):
    data = photo(kind, 35)
    for end in range(0, len(data), 7):
        focal_length_35mm(data[:end])
    for at in range(min(len(data), 400)):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        focal_length_35mm(bytes(broken))
    assert focal_length_35mm(b"") is None
    assert focal_length_35mm(b"\xff\xd8\xff\xe1\0\0") is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("told", [1, 3, 6, 8])
def test_orientation_is_read_and_upright_where_there_is_none(kind, told):
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = told
    Image.new("RGB", (32, 20)).save(out, kind, exif=exif)
    assert orientation(out.getvalue()) == told
    assert orientation(photo(kind, 26)) == orientation(b"") == 1


def test_orientation_out_of_range_is_upright():
    data = bytes.fromhex("49492a0008000000010012010300010000000900000000000000")
    assert orientation(data) == 1
    assert orientation(data.replace(b"\x09", b"\x06")) == 6
