"""The prepared square: the reference's crop, and the square of a turned camera."""

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pixal3d_addon.core.camera import crop_fov
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.image.crop import over_black, prepare
from pixal3d_addon.engine.image.photo import Photo
from pixal3d_addon.engine.image.read import read_photo
from pixal3d_addon.engine.interface import Prepared

REFERENCE = Path(__file__).parents[1] / "reference"


def _photo(rgba: np.ndarray) -> Photo:
    return Photo(rgba, bool((rgba[:, :, 3] != 255).any()))


def _disc(width: int, height: int, x: float, y: float, radius: float) -> np.ndarray:
    """A coloured disc with an antialiased edge; hidden green under alpha 0."""
    v, u = np.mgrid[:height, :width]
    alpha = np.clip(radius - np.hypot(u - x, v - y) + 0.5, 0, 1)
    image = np.empty((height, width, 4), np.uint8)
    image[:, :, 0], image[:, :, 1], image[:, :, 2] = 200, 10, u % 256
    image[alpha == 0, :3] = (0, 255, 0)
    image[:, :, 3] = np.rint(alpha * 255)
    return image


def _sphere(width: int, height: int, fov: float, x: float, y: float) -> tuple[np.ndarray, float]:
    """A sphere's exact outline in a photo of `fov`, in direction (x, y) of the photo's width.

    Also the angle of its radius. Its left half is red and its right half blue.
    """
    focal = width / 2 / math.tan(fov / 2)
    v, u = np.mgrid[:height, :width]
    rays = np.stack([u + 0.5 - width / 2, v + 0.5 - height / 2, np.full(u.shape, focal)], axis=-1)
    rays /= np.linalg.norm(rays, axis=-1, keepdims=True)
    axis = np.array([x * width, y * width, focal])
    axis /= np.linalg.norm(axis)
    radius = 0.12 * fov
    image = np.zeros((height, width, 4), np.uint8)
    image[:, :, 3] = 255 * np.clip(0.5 + (radius - np.arccos(rays @ axis)) * focal, 0, 1)
    right = np.cross([0, focal, -y * width], axis)  # of a camera turned by yaw, then pitch
    image[:, :, 0] = np.where(rays @ right < 0, 250, 0)
    image[:, :, 2] = 250 - image[:, :, 0]
    return image, radius


def _box(prepared: Prepared) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(prepared.alpha > 204)
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_the_reference_is_matched_exactly() -> None:
    prepared = prepare(read_photo(REFERENCE / "input_rgba.png"), Settings(fov=0.5))
    with Image.open(REFERENCE / "preprocessed.png") as expected:
        assert np.array_equal(prepared.rgb, np.asarray(expected.convert("RGB")))
    assert prepared.alpha.shape == prepared.rgb.shape[:2]
    assert prepared.fov == 0.5
    assert (prepared.yaw, prepared.pitch) == (0, 0)


def test_a_large_photo_is_shrunk_as_the_reference_does() -> None:
    image = _disc(2500, 1500, 900, 800, 300)
    small = Image.fromarray(image).resize((1024, 614), Image.Resampling.LANCZOS)
    alpha = np.asarray(small)[:, :, 3]
    rows, columns = np.nonzero(alpha > 0.8 * 255)
    half = int(1.1 * max(np.ptp(rows), np.ptp(columns))) // 2
    x, y = (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2
    cut = np.asarray(small.crop((x - half, y - half, x + half, y + half))).astype(np.float32) / 255
    expected = (cut[:, :, :3] * cut[:, :, 3:] * 255).astype(np.uint8)
    prepared = prepare(_photo(image), Settings())
    assert np.array_equal(prepared.rgb, expected)
    assert prepared.box == pytest.approx((600 - 31, 500 - 31, 1200 + 31, 1100 + 31), abs=8)


def test_hidden_colour_never_shows() -> None:
    for settings in (Settings(), Settings(photo_fov=1.0)):
        assert prepare(_photo(_disc(1400, 900, 400, 300, 180)), settings).rgb[:, :, 1].max() <= 12


def test_over_black_truncates_straight_colours() -> None:
    pixels = np.array([[[255, 200, 100, 128], [255, 9, 3, 0], [17, 18, 19, 255]]], np.uint8)
    rgb, alpha = over_black(pixels)
    assert rgb[0].tolist() == [[128, 100, 50], [0, 0, 0], [17, 18, 19]]
    assert alpha[0].tolist() == [128, 0, 255]


def test_a_subject_at_the_frame_is_padded_with_black() -> None:
    prepared = prepare(_photo(_disc(500, 400, 20, 390, 100)), Settings())
    assert prepared.rgb.shape[0] == prepared.rgb.shape[1]
    assert prepared.box[0] < 0
    assert prepared.box[3] > 400


def test_a_mask_decides_over_alpha_and_opaque_pixels() -> None:
    image = _disc(300, 200, 150, 100, 80)
    mask = _disc(300, 200, 100, 90, 40)[:, :, 3]
    for opaque in (False, True):
        image[:, :, 3] = 255 if opaque else image[:, :, 3]
        prepared = prepare(_photo(image), Settings(), mask)
        assert prepared.box == pytest.approx((57, 47, 143, 133), abs=2)


def test_a_mask_of_another_size_is_refused() -> None:
    with pytest.raises(PixalError) as caught:
        prepare(_photo(_disc(300, 200, 150, 100, 80)), Settings(), np.zeros((300, 200), np.uint8))
    assert caught.value.code == "mask_invalid"


@pytest.mark.parametrize("alpha", [0, 200])
@pytest.mark.parametrize("photo_fov", [0.0, 1.0])
def test_nothing_solid_is_no_object(alpha: int, photo_fov: float) -> None:
    image = np.full((100, 100, 4), alpha, np.uint8)
    with pytest.raises(PixalError) as caught:
        prepare(_photo(image), Settings(photo_fov=photo_fov))
    assert caught.value.code == "no_object"


def test_an_empty_mask_and_a_speck_are_no_object() -> None:
    image = np.zeros((100, 100, 4), np.uint8)
    image[50:53, 40:44] = 255
    for mask in (None, np.zeros((100, 100), np.uint8)):
        with pytest.raises(PixalError) as caught:
            prepare(_photo(image), Settings(), mask)
        assert caught.value.code == "no_object"


def test_an_opaque_photo_of_a_backdrop_alone_is_no_object() -> None:
    with pytest.raises(PixalError) as caught:
        prepare(_photo(np.full((300, 300, 4), 255, np.uint8)), Settings(background="backdrop"))
    assert caught.value.code == "no_object"


def test_a_centred_subject_stays_a_plain_crop() -> None:
    image = _disc(601, 401, 300, 200, 100)
    plain = prepare(_photo(image), Settings())
    seen = prepare(_photo(image), Settings(photo_fov=0.9))
    assert np.array_equal(plain.rgb, seen.rgb)
    assert seen.fov == pytest.approx(crop_fov(0.9, 601, len(seen.rgb)))
    assert (seen.yaw, seen.pitch) == (0, 0)


@pytest.mark.parametrize(
    ("x", "y"), [(0.3, 0.0), (-0.25, 0.0), (0.0, 0.2), (-0.3, -0.15), (0.002, 0.001)]
)
@pytest.mark.parametrize("fov", [0.5, 1.5])
def test_the_camera_turns_to_an_off_centre_sphere(x: float, y: float, fov: float) -> None:
    image, radius = _sphere(900, 700, fov, x, y)
    prepared = prepare(_photo(image), Settings(photo_fov=fov))
    focal = 1 / 2 / math.tan(fov / 2)
    assert prepared.pitch == pytest.approx(math.atan2(y, focal), abs=0.002)
    assert prepared.yaw == pytest.approx(math.atan2(x, math.hypot(y, focal)), abs=0.002)
    # Seen head on a sphere is a circle again, 1/1.1 of the square.
    left, top, right, bottom = _box(prepared)
    side = len(prepared.rgb)
    assert right - left == pytest.approx(bottom - top, abs=2)
    assert (left + right + 1) / 2 == pytest.approx(side / 2, abs=1.5)
    assert (top + bottom + 1) / 2 == pytest.approx(side / 2, abs=1.5)
    assert (right - left) / side == pytest.approx(1 / 1.1, abs=0.015)
    assert math.tan(prepared.fov / 2) == pytest.approx(1.1 * math.tan(radius), rel=0.02)
    # The line between red and blue goes upright through the middle: no mirror, no roll.
    red = prepared.rgb[:, :, 0] > 125
    assert red[side // 4 : 3 * side // 4, side // 4 : side // 2 - 4].all()
    assert not red[:, side // 2 + 4 :].any()


def test_a_small_subject_in_a_large_photo_keeps_its_pixels() -> None:
    image = _disc(2048, 1000, 500, 400, 100)
    prepared = prepare(_photo(image), Settings(photo_fov=0.8))
    assert len(prepared.rgb) == pytest.approx(220, rel=0.1)
    assert len(prepare(_photo(image), Settings()).rgb) < 115
    coverage = (prepared.alpha > 127).mean()
    assert coverage == pytest.approx(math.pi / 4 / 1.21, rel=0.03)


def test_a_large_subject_is_shrunk_to_the_references_size() -> None:
    prepared = prepare(_photo(_disc(1400, 1300, 650, 640, 600)), Settings(photo_fov=0.6))
    assert 1100 <= len(prepared.rgb) <= 1126
    assert prepared.rgb[560, 560, 0] == 200


def test_a_backdrop_is_cut_out_of_the_photos_own_pixels() -> None:
    image = _disc(1800, 1000, 500, 400, 120)
    alpha = image[:, :, 3:] / 255
    image[:, :, :3] = image[:, :, :3] * alpha + 220 * (1 - alpha)
    image[:, :, 3] = 255
    prepared = prepare(_photo(image), Settings(photo_fov=0.8, background="backdrop"))
    assert len(prepared.rgb) > 250
    assert (prepared.alpha > 127).mean() == pytest.approx(math.pi / 4 / 1.21, rel=0.03)
    edge = (prepared.alpha > 40) & (prepared.alpha < 215)
    assert edge.mean() < 0.03
    assert prepared.rgb[edge][:, 1].max() < 60  # none of the backdrop's grey


def test_extreme_shapes_and_views_end_in_a_square_or_a_clear_error() -> None:
    rng = np.random.default_rng(0)
    for _ in range(40):
        height, width = rng.integers(16, 300, 2)
        image = rng.integers(0, 256, (height, width, 4), np.uint8)
        image[:, :, 3] = 0
        x, y = rng.integers(0, width), rng.integers(0, height)
        image[y : y + rng.integers(1, 300), x : x + rng.integers(1, 300), 3] = 255
        fov = float(rng.choice([0.0, math.radians(1), 0.5, math.radians(120)]))
        try:
            prepared = prepare(_photo(image), Settings(photo_fov=fov))
        except PixalError as error:
            assert error.code == "no_object"
            continue
        side = len(prepared.alpha)
        assert prepared.rgb.shape == (side, side, 3)
        assert 0 < prepared.fov < math.pi
        assert (prepared.alpha > 204).any()


@pytest.mark.parametrize("photo_fov", [0.0, 0.9])
def test_the_crop_moves_and_scales_the_square(photo_fov: float) -> None:
    """The disc's middle and width in the square, in its sides."""
    image = _disc(800, 600, 420, 290, 120)

    def seen(**crop: float) -> tuple[float, float, float]:
        prepared = prepare(_photo(image), Settings(photo_fov=photo_fov, **crop))
        left, top, right, bottom = _box(prepared)
        side = len(prepared.rgb)
        return (left + right) / 2 / side, (top + bottom) / 2 / side, (right - left) / side

    assert seen() == pytest.approx((0.5, 0.5, 1 / 1.1), abs=0.01)
    assert seen(crop_scale=2.0) == pytest.approx((0.5, 0.5, 0.5 / 1.1), abs=0.01)
    moved = seen(crop_x=0.25, crop_y=-0.125, crop_scale=2.0)
    assert moved == pytest.approx((0.375, 0.4375, 0.5 / 1.1), abs=0.02)


def test_a_moved_square_is_what_a_camera_turned_there_sees() -> None:
    image = _disc(800, 600, 420, 290, 120)
    still = prepare(_photo(image), Settings(photo_fov=0.9))
    moved = prepare(_photo(image), Settings(photo_fov=0.9, crop_x=0.5, crop_y=0.5, crop_scale=0.5))
    edge = math.tan(still.fov / 2)
    assert math.tan(moved.fov / 2) == pytest.approx(edge / 2)
    assert moved.yaw - still.yaw == pytest.approx(math.atan(edge), abs=0.01)
    assert moved.pitch - still.pitch == pytest.approx(-math.atan(edge), abs=0.01)


def test_a_square_that_is_prepared_already_is_moved_from_where_it_is() -> None:
    image = _disc(220, 220, 110, 110, 100)
    whole = prepare(_photo(image), Settings())
    assert whole.box == (0, 0, 220, 220)
    moved = prepare(_photo(image), Settings(crop_x=0.1, crop_scale=1.5))
    assert moved.box == (-33, -55, 297, 275)


def test_a_square_moved_off_the_subject_is_refused() -> None:
    image = _disc(900, 200, 100, 100, 20)
    image[90:110, 800:820] = 255
    for photo_fov in (0.0, 0.9):
        with pytest.raises(PixalError) as caught:
            prepare(_photo(image), Settings(photo_fov=photo_fov, crop_scale=0.5))
        assert caught.value.code == "no_object"
