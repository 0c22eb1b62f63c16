"""Whatever a file holds becomes plain pixels, or a clear error."""

import math
import os
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, features

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.image.read import read_mask, read_photo

RAMP = np.linspace(0, 255, 40).astype(np.uint8)[None, :].repeat(30, axis=0)  # 40 wide, 30 high


def _colours() -> np.ndarray:
    return np.dstack([RAMP, RAMP[:, ::-1], np.full_like(RAMP, 90)])


def _alpha() -> np.ndarray:
    return np.where(np.arange(40)[None, :] < 20, 255, 64).astype(np.uint8).repeat(30, axis=0)


def _code(path: Path) -> str:
    with pytest.raises(PixalError) as caught:
        read_photo(path)
    assert caught.value.message.endswith(".")
    assert caught.value.remedy
    assert str(path.parent) not in caught.value.message
    return caught.value.code


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.tif", "a.bmp", "a.ppm", "a.tga"])
def test_lossless_formats_give_the_pixels(tmp_path: Path, name: str) -> None:
    options = {"lossless": True} if name.endswith("webp") else {}
    Image.fromarray(_colours()).save(tmp_path / name, **options)
    photo = read_photo(tmp_path / name)
    assert np.array_equal(photo.rgba[:, :, :3], _colours())
    assert (photo.rgba[:, :, 3] == 255).all()
    assert not photo.has_alpha


@pytest.mark.parametrize("name", ["a.jpg", "a.jp2", "a.avif"])
def test_lossy_formats_are_close(tmp_path: Path, name: str) -> None:
    if name == "a.avif" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    Image.fromarray(_colours()).save(tmp_path / name, quality=95)
    rgba = read_photo(tmp_path / name).rgba
    assert np.abs(rgba[:, :, :3].astype(int) - _colours()).mean() < 6


def test_straight_alpha_is_kept(tmp_path: Path) -> None:
    image = np.dstack([_colours(), _alpha()])
    for name in ("a.png", "a.tif", "a.webp"):
        options = {"lossless": True, "exact": True} if name == "a.webp" else {}
        Image.fromarray(image).save(tmp_path / name, **options)
        photo = read_photo(tmp_path / name)
        assert np.array_equal(photo.rgba, image)
        assert photo.has_alpha


def test_an_array_is_read_as_it_is(tmp_path: Path) -> None:
    image = np.dstack([_colours(), _alpha()])
    np.save(tmp_path / "a.npy", np.asfortranarray(image))
    photo = read_photo(tmp_path / "a.npy")
    assert np.array_equal(photo.rgba, image)
    assert photo.rgba.flags.c_contiguous
    assert photo.has_alpha


def test_an_array_is_read_without_pillow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.save(tmp_path / "a.npy", np.dstack([_colours(), _alpha()]))
    Image.fromarray(_colours()).save(tmp_path / "a.jpg")
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert read_photo(tmp_path / "a.npy").rgba.shape == (30, 40, 4)
    assert _code(tmp_path / "a.jpg") == "engine_unavailable"


def test_grey_kinds_are_scaled_not_clipped(tmp_path: Path) -> None:
    deep = RAMP.astype(np.uint16) * 257
    Image.fromarray(RAMP).save(tmp_path / "8.png")
    Image.fromarray(deep).save(tmp_path / "16.png")
    Image.fromarray(deep).save(tmp_path / "16.tif")
    Image.fromarray(deep.astype(np.int32)).save(tmp_path / "32.tif")
    Image.fromarray(RAMP.astype(np.float32) / 255).save(tmp_path / "unit.tif")
    Image.fromarray(RAMP.astype(np.float32)).save(tmp_path / "float.tif")
    for path in tmp_path.iterdir():
        rgba = read_photo(path).rgba
        assert np.array_equal(rgba[:, :, 0], RAMP), path.name
        assert np.array_equal(rgba[:, :, 0], rgba[:, :, 2]), path.name


def test_numbers_that_are_none_become_black(tmp_path: Path) -> None:
    values = RAMP.astype(np.float32) / 255
    values[:5] = np.nan
    values[5:9] = np.inf
    Image.fromarray(values).save(tmp_path / "a.tif")
    rgba = read_photo(tmp_path / "a.tif").rgba
    assert (rgba[:9, :, 0] == 0).all()
    assert np.array_equal(rgba[9:, :, 0], RAMP[9:])


def test_sixteen_bit_colour_is_scaled(tmp_path: Path) -> None:
    deep = _colours().astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in deep)
    (tmp_path / "a.png").write_bytes(_png(40, 30, 16, 2, zlib.compress(rows)))
    rgba = read_photo(tmp_path / "a.png").rgba
    assert np.abs(rgba[:, :, :3].astype(int) - _colours()).max() <= 1


def test_one_bit_palette_and_grey_with_alpha(tmp_path: Path) -> None:
    Image.fromarray(RAMP).convert("1").save(tmp_path / "1.png")
    assert set(np.unique(read_photo(tmp_path / "1.png").rgba[:, :, 0])) == {0, 255}

    palette = Image.new("P", (40, 30), 0)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.paste(1, (20, 0, 40, 30))
    palette.save(tmp_path / "p.png", transparency=1)
    photo = read_photo(tmp_path / "p.png")
    assert tuple(photo.rgba[0, 0]) == (255, 0, 0, 255)
    assert photo.rgba[0, 39, 3] == 0
    assert photo.has_alpha

    Image.merge("LA", [Image.fromarray(RAMP), Image.fromarray(_alpha())]).save(tmp_path / "la.png")
    photo = read_photo(tmp_path / "la.png")
    assert np.array_equal(photo.rgba[:, :, 1], RAMP)
    assert np.array_equal(photo.rgba[:, :, 3], _alpha())


def test_cmyk_becomes_the_colours_it_prints(tmp_path: Path) -> None:
    flat = Image.new("RGB", (40, 30), (200, 40, 90))
    for name in ("a.jpg", "a.tif"):
        flat.convert("CMYK").save(tmp_path / name)
        middle = read_photo(tmp_path / name).rgba[15, 20, :3].astype(int)
        assert np.abs(middle - (200, 40, 90)).max() < 8, name


def _profile() -> bytes:
    """A profile whose red and green are exchanged: sRGB's own, patched."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = (
        profile.replace(b"rXYZ", b"####").replace(b"gXYZ", b"rXYZ").replace(b"####", b"gXYZ")
    )
    return exchanged.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))


def test_colours_of_another_profile_become_srgb(tmp_path: Path) -> None:
    for image in (_colours(), np.dstack([_colours(), _alpha()])):
        Image.fromarray(image).save(tmp_path / "a.png", icc_profile=_profile())
        rgba = read_photo(tmp_path / "a.png").rgba
        assert np.abs(rgba[:, :, :3].astype(int) - image[:, :, (1, 0, 2)]).max() <= 3
        assert (rgba[:, :, 3] == (image[:, :, 3] if image.shape[2] == 4 else 255)).all()


def test_a_profile_that_is_srgb_or_damaged_changes_nothing(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"nonsense", _profile()[:300]):
        Image.fromarray(_colours()).save(tmp_path / "a.png", icc_profile=profile)
        assert np.array_equal(read_photo(tmp_path / "a.png").rgba[:, :, :3], _colours())


def test_animations_give_their_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ((250, 0, 0), (0, 250, 0))]
    for name in ("a.gif", "a.png", "a.webp", "a.tif"):
        options = {"lossless": True} if name == "a.webp" else {}
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], **options)
        assert tuple(read_photo(tmp_path / name).rgba[0, 0, :3]) == (250, 0, 0), name


def test_a_phone_picture_of_several_pictures_gives_the_first(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ((250, 0, 0), (0, 250, 0))]
    frames[0].save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=frames[1:])
    assert read_photo(tmp_path / "a.jpg").rgba[0, 0, 0] > 240


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation_is_undone(tmp_path: Path, orientation: int) -> None:
    from PIL import ImageOps

    image = Image.fromarray(_colours())
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(tmp_path / "a.png", exif=exif)
    with Image.open(tmp_path / "a.png") as stored:
        expected = np.asarray(ImageOps.exif_transpose(stored))
    assert np.array_equal(read_photo(tmp_path / "a.png").rgba[:, :, :3], expected)


@pytest.mark.parametrize(("orientation", "width"), [(1, 40), (6, 30)])
def test_exif_focal_length_becomes_the_field_of_view(
    tmp_path: Path, orientation: int, width: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8769)[0xA405] = 50
    Image.fromarray(_colours()).save(tmp_path / "a.jpg", exif=exif)
    photo = read_photo(tmp_path / "a.jpg")
    assert photo.rgba.shape[1] == width
    assert photo.exif_fov == pytest.approx(2 * math.atan(36 * width / 40 / 100))


@pytest.mark.parametrize("focal", [0, 65535])
def test_a_senseless_focal_length_is_no_field_of_view(tmp_path: Path, focal: int) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA405] = focal
    Image.fromarray(_colours()).save(tmp_path / "a.jpg", exif=exif)
    assert read_photo(tmp_path / "a.jpg").exif_fov is None


def test_damaged_exif_does_not_harm_the_picture(tmp_path: Path) -> None:
    for junk in (b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0" + bytes(range(200))):
        Image.fromarray(_colours()).save(tmp_path / "a.jpg", exif=junk)
        assert read_photo(tmp_path / "a.jpg").rgba.shape == (30, 40, 4)


def test_names_of_any_alphabet(tmp_path: Path) -> None:
    path = tmp_path / "写真 é ñ 🪑.png"
    Image.fromarray(_colours()).save(path)
    assert read_photo(path).rgba.shape == (30, 40, 4)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "text.png").write_text("a picture, honestly")
    (tmp_path / "script.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\n")
    (tmp_path / "zip.npy").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "header.npy").write_bytes(b"\x93NUMPY\x01\x00\x10\x00" + b"(" * 16)
    for path in tmp_path.iterdir():
        assert _code(path) == "photo_unreadable", path.name


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    assert _code(tmp_path / "none.png") == "photo_missing"
    assert _code(tmp_path / "folder.png") == "photo_missing"
    assert _code(tmp_path / "a\0b.png") == "photo_missing"


@pytest.mark.skipif(os.name != "posix", reason="a limit of POSIX file systems")
def test_a_path_beyond_the_system_is_told(tmp_path: Path) -> None:
    assert _code(tmp_path / ("x" * 5000 + ".png")) == "path_too_long"


@pytest.mark.skipif(os.name != "posix", reason="named pipes of POSIX")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    assert _code(tmp_path / "a.png") == "photo_missing"


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tif", "a.gif", "a.npy"])
def test_truncated_files_are_refused(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 4), dtype=np.uint8)
    path = tmp_path / name
    if name == "a.npy":
        np.save(path, noise)
    else:
        Image.fromarray(noise[:, :, :3]).save(path)
    whole = path.read_bytes()
    for share in (0.02, 0.3, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert _code(path) == "photo_unreadable", share


def test_scrambled_files_end_in_pixels_or_a_clear_error(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for name in ("a.png", "a.jpg", "a.webp", "a.tif", "a.gif", "a.tga"):
        path = tmp_path / name
        Image.fromarray(_colours()).save(path)
        whole = np.frombuffer(path.read_bytes(), np.uint8)
        for _ in range(25):
            damaged = whole.copy()
            damaged[rng.integers(0, len(whole), 12)] = rng.integers(0, 256, 12)
            path.write_bytes(damaged.tobytes())
            try:
                assert read_photo(path).rgba.dtype == np.uint8
            except PixalError as error:
                assert error.code.startswith("photo_"), name


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((40, 40, 3), np.uint8),
        np.zeros((40, 40, 4), np.float32),
        np.zeros((40, 40), np.uint8),
        np.array([{"a": 1}], object),
        np.zeros((0, 40, 4), np.uint8),
    ],
)
def test_arrays_of_another_kind_are_refused(tmp_path: Path, array: np.ndarray) -> None:
    np.save(tmp_path / "a.npy", array, allow_pickle=True)
    assert _code(tmp_path / "a.npy") in ("photo_unreadable", "photo_too_small")


@pytest.mark.parametrize("size", [(1, 1), (400, 8)])
def test_tiny_pictures_are_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size).save(tmp_path / "a.png")
    np.save(tmp_path / "a.npy", np.zeros((size[1], size[0], 4), np.uint8))
    assert _code(tmp_path / "a.png") == "photo_too_small"
    assert _code(tmp_path / "a.npy") == "photo_too_small"


def test_a_decompression_bomb_is_refused_before_decoding(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="peak memory as POSIX tells it")
    (tmp_path / "a.png").write_bytes(_png(20_000, 20_000, 8, 2, zlib.compress(bytes(60_001))))
    header = b"\x93NUMPY\x01\x00" + struct.pack("<H", 118)
    text = "{'descr': '|u1', 'fortran_order': False, 'shape': (20000, 20000, 4), }"
    with (tmp_path / "a.npy").open("wb") as file:  # sparse: 1.6 GB that no disk holds
        file.write(header + text.ljust(117).encode() + b"\n")
        file.truncate(128 + 20_000 * 20_000 * 4)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _code(tmp_path / "a.png") == "photo_too_large"
    assert _code(tmp_path / "a.npy") == "photo_too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_masks_from_grey_and_from_alpha(tmp_path: Path) -> None:
    Image.fromarray(_alpha()).save(tmp_path / "grey.png")
    Image.fromarray(np.dstack([_colours(), _alpha()])).save(tmp_path / "alpha.png")
    Image.fromarray(_alpha().astype(np.uint16) * 257).save(tmp_path / "deep.png")
    np.save(tmp_path / "array.npy", _alpha())
    for path in tmp_path.iterdir():
        assert np.array_equal(read_mask(path, (40, 30)), _alpha()), path.name


def test_masks_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    Image.fromarray(_alpha()).save(tmp_path / "size.png")
    (tmp_path / "text.png").write_text("no mask")
    np.save(tmp_path / "float.npy", _alpha().astype(np.float32))
    for name, size in [
        ("size.png", (30, 40)),
        ("text.png", (40, 30)),
        ("float.npy", (40, 30)),
        ("none.png", (40, 30)),
    ]:
        with pytest.raises(PixalError) as caught:
            read_mask(tmp_path / name, size)
        assert caught.value.code == "mask_invalid", name


def _png(width: int, height: int, depth: int, colour: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
