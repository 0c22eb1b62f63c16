"""The adjust group's arithmetic on pixels."""

import time

import numpy as np
import pytest

from pixal3d_addon.core.adjustments import adjust_color, blend_color, scale_channel, scale_relief


def picture(side: int = 64) -> np.ndarray:
    """Byte codes as Blender hands them out."""
    codes = np.random.default_rng(0).integers(0, 256, (side, side, 4))
    return (codes / 255).astype(np.float32)


def light(codes: np.ndarray) -> np.ndarray:
    return np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)


def test_neutral_sliders_change_no_code() -> None:
    every = np.repeat(np.arange(256)[:, None, None], 4, axis=2).astype(np.float32) / 255
    for before in (picture(), every):
        after = before.copy()
        list(adjust_color(after, (1, 1, 1, 1), 1.0))
        assert np.array_equal(np.rint(after * 255), np.rint(before * 255))


def test_no_saturation_is_grey_of_the_same_luminance() -> None:
    before = picture()
    after = before.copy()
    list(adjust_color(after, (1, 1, 1), 0.0))
    assert np.ptp(after[..., :3], axis=-1).max() == 0
    luminance = light(before[..., :3].astype(np.float64)) @ [0.2126, 0.7152, 0.0722]
    assert np.allclose(light(after[..., 0].astype(np.float64)), luminance, atol=0.006)
    assert np.array_equal(after[..., 3], before[..., 3])


def test_tint_and_occlusion_multiply_the_light() -> None:
    before = picture()
    after, open_to = before.copy(), np.full((16, 16), 0.25, np.float32)
    open_to[:8] = 1.0
    list(adjust_color(after, (0.5, 1.0, 0.0), 1.0, open_to, 0.8))
    ratio = light(after.astype(np.float64))[..., :2].mean((1, 2)) / light(
        before.astype(np.float64)
    )[..., :2].mean((1, 2))
    assert ratio[32:].mean() / ratio[:32].mean() == pytest.approx(1 - 0.8 * 0.75, abs=0.02)
    assert after[..., 2].max() == 0
    half = light(after[:32, :, 0].astype(np.float64)).sum()
    assert half / light(before[:32, :, 0].astype(np.float64)).sum() == pytest.approx(0.5, abs=0.01)


def test_blending_goes_from_the_other_picture_to_this_one_in_light() -> None:
    one, other = picture(), picture()[::-1].copy()
    for share, expected in ((1.0, one), (0.0, other)):
        blended = one.copy()
        list(blend_color(blended, other, share))
        assert np.array_equal(np.rint(blended[..., :3] * 255), np.rint(expected[..., :3] * 255))
    blended = np.zeros((4, 4, 4), np.float32)
    list(blend_color(blended, np.ones((2, 2, 4), np.float32), 0.5))
    assert light(blended[0, 0, 0].astype(np.float64)) == pytest.approx(0.5, abs=0.005)


def test_a_channel_is_scaled_alone_and_stops_at_one() -> None:
    before = picture()
    after = before.copy()
    list(scale_channel(after, 1, 0.5))
    assert np.allclose(after[..., 1], before[..., 1] / 2)
    assert np.array_equal(after[..., [0, 2, 3]], before[..., [0, 2, 3]])


@pytest.mark.parametrize(("strength", "expected"), [(0, 0), (1, 45), (0.5, 22.5), (2, 73.68)])
def test_relief_leans_as_far_as_its_strength_says(strength: float, expected: float) -> None:
    leaning = np.zeros((4, 4, 4), np.float32)
    leaning[..., 0], leaning[..., 2] = 0.5**0.5, 0.5**0.5
    pixels = leaning / 2 + np.float32(0.5)
    list(scale_relief(pixels, strength))
    x, y, z = np.moveaxis(pixels[..., :3] * 2 - 1, -1, 0)
    assert np.allclose(np.degrees(np.arctan2(x, z)), expected, atol=0.1)
    assert np.allclose(x**2 + y**2 + z**2, 1, atol=1e-5)


def test_a_texture_of_2048_takes_less_than_a_second() -> None:
    pixels = picture(2048)
    start = time.perf_counter()
    list(adjust_color(pixels, (0.9, 0.8, 0.7), 1.2))
    spent = time.perf_counter() - start
    print(f"\n{spent:.2f} s")
    assert spent < 2  # on a machine that others use too
