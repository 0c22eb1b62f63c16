import numpy as np
import pytest

from bench.lpips import SIDE, convolve, crop, lpips

from .alexnet import random_weights


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return random_weights()


def test_convolution_equals_the_sum_written_out():
    random = np.random.default_rng(1)
    x, kernel, bias = random.random((7, 9, 2)), random.random((3, 2, 3, 3)), random.random(3)
    result = convolve(x, kernel, bias, stride=2)
    assert result.shape == (3, 4, 3)
    for row, column, out in np.ndindex(result.shape):
        window = x[2 * row : 2 * row + 3, 2 * column : 2 * column + 3]
        expected = sum(window[i, j, c] * kernel[out, c, i, j] for i, j, c in np.ndindex(3, 3, 2))
        assert result[row, column, out] == pytest.approx(expected + bias[out])


def test_equal_pictures_have_no_distance_and_more_noise_has_more(weights):
    random = np.random.default_rng(2)
    picture, noise = random.random((64, 64, 3)), random.standard_normal((64, 64, 3))
    assert lpips(picture, picture, weights) == 0
    little, much = (lpips(picture, picture + noise * k, weights) for k in (0.02, 0.2))
    assert 0 < little < much


def test_the_crop_holds_the_silhouette_centred_on_black():
    picture, inside = np.ones((100, 80, 3), np.float32), np.zeros((100, 80), bool)
    inside[10:50, 30:50] = True
    result = crop(picture, inside)
    assert result.shape == (SIDE, SIDE, 3)
    middle = slice(SIDE // 4 + 8, 3 * SIDE // 4 - 8)
    assert result[:, middle].min() == pytest.approx(1)
    assert result[:, : SIDE // 4 - 8].max() == 0
    assert result[:, 3 * SIDE // 4 + 8 :].max() == 0
