"""The built-in matting: plain backdrops are separated, others refused."""

import numpy as np
import pytest

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.image.backdrop import matte_backdrop
from pixal3d_addon.engine.image.fill import double, fill_smoothly, halve
from pixal3d_addon.engine.image.flood import flood, spread

SIZE = 400
Y, X = np.mgrid[0 : 1 : SIZE * 1j, 0 : 1 : SIZE * 1j].astype(np.float32)


def _soft(distance: np.ndarray, width: float = 1.0) -> np.ndarray:
    """Coverage from a signed distance in shares of the picture, negative inside."""
    return np.clip(0.5 - distance * SIZE / width, 0, 1)[:, :, None]


def _disc(x: float, y: float, radius: float, width: float = 1.0) -> np.ndarray:
    return _soft(np.hypot(X - x, Y - y) - radius, width)


def _backdrop(colour: tuple[float, float, float], falloff: float = 0.25) -> np.ndarray:
    """Smoothly lit, with a soft shadow to the right below the middle."""
    light = 1 - falloff * ((X - 0.3) ** 2 + (Y - 0.2) ** 2)
    shadow = np.exp(-(((X - 0.62) / 0.2) ** 2) - ((Y - 0.75) / 0.08) ** 2)
    return np.array(colour) * (light * (1 - 0.4 * shadow))[:, :, None]


def _photo(
    subject: tuple[float, float, float], backdrop: np.ndarray, alpha: np.ndarray, noise: float = 0.0
) -> np.ndarray:
    texture = 0.85 + 0.15 * np.sin(X * 40)[:, :, None] * np.sin(Y * 31)[:, :, None]
    mixed = np.array(subject) * texture * alpha + backdrop * (1 - alpha)
    mixed = mixed * 255 + np.random.default_rng(0).normal(0, noise, mixed.shape)
    opaque = np.full((SIZE, SIZE, 1), 255)
    return np.concatenate([np.clip(mixed, 0, 255), opaque], axis=2).astype(np.uint8)


def _iou(found: np.ndarray, true: np.ndarray) -> float:
    a, b = found[:, :, 3] > 127, true[:, :, 0] > 0.5
    return float((a & b).sum() / (a | b).sum())


@pytest.mark.parametrize("backdrop", [(0.95, 0.95, 0.96), (0.6, 0.6, 0.62), (0.3, 0.45, 0.7)])
@pytest.mark.parametrize("subject", [(0.9, 0.2, 0.1), (0.1, 0.5, 0.2), (0.08, 0.07, 0.06)])
@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_a_subject_on_a_lit_backdrop_with_a_shadow(
    backdrop: tuple[float, float, float], subject: tuple[float, float, float], noise: float
) -> None:
    alpha = np.maximum(_disc(0.5, 0.5, 0.27), _disc(0.72, 0.35, 0.1))
    found = matte_backdrop(_photo(subject, _backdrop(backdrop), alpha, noise))
    assert _iou(found, alpha) > 0.97
    rows, columns = np.nonzero(found[:, :, 3] > 204)
    expected = np.nonzero(alpha[:, :, 0] > 0.8)
    for seen, true in ((rows, expected[0]), (columns, expected[1])):
        assert abs(seen.min() - true.min()) <= 3
        assert abs(seen.max() - true.max()) <= 3


def test_holes_and_thin_parts_are_kept() -> None:
    ring = np.minimum(_disc(0.45, 0.5, 0.3), 1 - _disc(0.45, 0.5, 0.2))
    stick = _soft(np.maximum(np.abs(Y - 0.3) - 2.0 / SIZE, np.abs(X - 0.8) - 0.12))
    alpha = np.maximum(ring, stick)
    found = matte_backdrop(_photo((0.8, 0.3, 0.1), _backdrop((0.8, 0.8, 0.8), 0.1), alpha))
    assert _iou(found, alpha) > 0.95
    assert found[SIZE // 2, int(0.45 * SIZE), 3] == 0
    assert (found[int(0.3 * SIZE), int(0.75 * SIZE) : int(0.9 * SIZE), 3] > 200).all()


def test_edges_are_soft_and_hold_the_subjects_colour() -> None:
    alpha = _disc(0.5, 0.5, 0.3, width=4.0)
    found = matte_backdrop(_photo((0.8, 0.1, 0.1), _backdrop((0.2, 0.3, 0.8), 0.1), alpha))
    between = (alpha[:, :, 0] > 0.2) & (alpha[:, :, 0] < 0.8)
    assert np.abs(found[:, :, 3][between] / 255 - alpha[:, :, 0][between]).mean() < 0.12
    assert found[:, :, 0][between].min() > 110  # red, not the backdrop's blue
    assert found[:, :, 2][between].max() < 90


def test_a_pattern_of_the_backdrops_colour_is_the_subjects() -> None:
    alpha = _disc(0.5, 0.5, 0.3)
    image = _photo((0.8, 0.1, 0.1), np.full((SIZE, SIZE, 3), 0.9), alpha)
    image[190:194, 130:270, :3] = 230  # a white stripe inside
    image[150:250, 198:201, :3] = 230
    found = matte_backdrop(image)
    assert (found[185:199, 140:260, 3] == 255).all()


def test_a_subject_cut_off_by_the_frame_is_found() -> None:
    alpha = np.maximum(_disc(0.5, 0.45, 0.2), _soft(np.maximum(np.abs(X - 0.5) - 0.2, 0.5 - Y)))
    assert _iou(matte_backdrop(_photo((0.7, 0.2, 0.2), _backdrop((0.7,) * 3), alpha)), alpha) > 0.97


def test_full_and_half_size_search_agree() -> None:
    small = _photo((0.9, 0.5, 0.1), _backdrop((0.85,) * 3), _disc(0.5, 0.5, 0.3))
    large = small.repeat(2, axis=0).repeat(2, axis=1)[:-1, :-3]  # odd sizes
    found = matte_backdrop(large)
    assert found.shape == large.shape
    again = matte_backdrop(small).repeat(2, axis=0).repeat(2, axis=1)[:-1, :-3, 3]
    assert ((found[:, :, 3] > 127) != (again > 127)).mean() < 0.004


def _clutter() -> np.ndarray:
    rng = np.random.default_rng(3)
    image = np.zeros((SIZE, SIZE, 3))
    for _ in range(60):
        x, y = rng.integers(0, SIZE, 2)
        w, h = rng.integers(30, 160, 2)
        image[y : y + h, x : x + w] = rng.random(3)
    return image


@pytest.mark.parametrize(
    "colours",
    [
        _clutter(),
        np.random.default_rng(0).random((SIZE, SIZE, 3)),
        0.5 + 0.3 * np.sin(X * 25)[:, :, None] * np.sin(Y * 17)[:, :, None] * np.ones(3),
    ],
    ids=["clutter", "noise", "waves"],
)
def test_what_cannot_be_separated_is_refused(colours: np.ndarray) -> None:
    image = np.dstack([np.rint(colours * 255), np.full((SIZE, SIZE), 255)]).astype(np.uint8)
    with pytest.raises(PixalError) as caught:
        matte_backdrop(image)
    assert caught.value.code == "background_unclear"
    for remedy in ("mask", "transparent", "model", "backdrop"):
        assert remedy in caught.value.remedy


def test_a_backdrop_without_a_subject_is_all_transparent() -> None:
    image = _photo((0, 0, 0), _backdrop((0.75, 0.75, 0.75)), np.zeros((SIZE, SIZE, 1)))
    assert (matte_backdrop(image)[:, :, 3] == 0).all()


@pytest.mark.parametrize("shape", [(16, 16), (17, 300), (300, 16)])
def test_pictures_of_any_shape_end_in_pixels_or_a_clear_error(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    for image in (rng.integers(0, 256, (*shape, 4), np.uint8), np.zeros((*shape, 4), np.uint8)):
        try:
            assert matte_backdrop(image).shape == image.shape
        except PixalError as error:
            assert error.code == "background_unclear"


def test_flood_follows_a_maze() -> None:
    wall = np.zeros((41, 41), bool)
    wall[1:-1:4, :-1] = True
    wall[3:-1:4, 1:] = True
    seeds = np.zeros_like(wall)
    seeds[0, 0] = True
    reached = flood(~wall, seeds)
    assert np.array_equal(reached, ~wall)
    wall[20] = True
    assert not flood(~wall, seeds)[21:].any()


def test_spread_grows_by_a_square() -> None:
    values = np.zeros((9, 11), np.float32)
    values[4, 5] = 2
    grown = np.zeros_like(values)
    grown[2:7, 3:8] = 2
    assert np.array_equal(spread(values, 2), grown)
    assert np.array_equal(spread(values, 50), np.full_like(values, 2))


@pytest.mark.parametrize("shape", [(64, 64), (37, 91), (1, 5)])
def test_filling_keeps_the_known_and_continues_it(shape: tuple[int, int]) -> None:
    y, x = np.mgrid[: shape[0], : shape[1]]
    ramp = np.stack([x / 91, y / 91], axis=-1).astype(np.float32)
    known = (x + y) % 7 != 0
    filled = fill_smoothly(np.where(known[:, :, None], ramp, 9), known)
    assert np.array_equal(filled[known], ramp[known])
    assert np.abs(filled - ramp).max() < 0.1
    assert double(halve(ramp), shape).shape == ramp.shape
