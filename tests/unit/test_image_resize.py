"""Resizing without Pillow gives Pillow's own numbers."""

import numpy as np
import pytest
from PIL import Image

from pixal3d_addon.engine.image.resize import fit_within, premultiply, resize_lanczos, unpremultiply


def _noise(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def _pillow(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.LANCZOS))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((300, 200), (103, 77)),
        ((64, 48), (150, 131)),
        ((1500, 40), (17, 90)),
        ((33, 700), (33, 512)),
        ((16, 16), (1, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["transparent", "opaque", "grey"])
def test_equals_pillow(before: tuple[int, int], after: tuple[int, int], kind: str) -> None:
    image = _noise((before[1], before[0], 4))
    if kind == "opaque":
        image[:, :, 3] = 255
    elif kind == "grey":
        image = np.ascontiguousarray(image[:, :, 0])
    assert np.array_equal(resize_lanczos(image, after), _pillow(image, after))


def test_bands_of_a_wide_photo_leave_no_seam() -> None:
    image = _noise((700, 3000, 4))
    assert np.array_equal(resize_lanczos(image, (1024, 238)), _pillow(image, (1024, 238)))


def test_same_size_is_a_copy() -> None:
    image = _noise((20, 30, 4))
    result = resize_lanczos(image, (30, 20))
    assert np.array_equal(result, image)
    assert not np.shares_memory(result, image)


def test_colour_under_transparency_does_not_bleed_into_the_edge() -> None:
    image = np.zeros((64, 64, 4), np.uint8)
    image[:, :, 1] = 255  # hidden green
    image[:, :32] = (200, 0, 0, 255)
    result = resize_lanczos(image, (31, 31))
    assert result[result[:, :, 3] > 16][:, 1].max() == 0


def test_premultiplying_equals_pillow() -> None:
    image = _noise((64, 64, 4))
    there = Image.fromarray(image).convert("RGBa")
    assert np.array_equal(premultiply(image), np.asarray(there).reshape(64, 64, 4))
    back = np.asarray(there.convert("RGBA"))
    assert np.array_equal(unpremultiply(premultiply(image)), back)


@pytest.mark.parametrize(
    ("size", "expected"),
    [((6000, 4000), (1024, 682)), ((100, 50), (100, 50)), ((20_000, 16), (1024, 1))],
)
def test_fits_within_the_longest_side(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert fit_within(*size, 1024) == expected
