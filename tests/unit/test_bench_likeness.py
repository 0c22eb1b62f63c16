import math

import numpy as np
import pytest

from bench.likeness import iou, psnr, silhouette


def picture(value: float, alpha: np.ndarray) -> np.ndarray:
    colours = np.full((*alpha.shape, 3), value) * alpha[..., None]
    return np.concatenate([colours, alpha[..., None]], axis=-1)


def test_iou_of_two_overlapping_bars_is_their_shared_third():
    first, second = np.zeros((4, 9), bool), np.zeros((4, 9), bool)
    first[:, 0:6], second[:, 3:9] = True, True
    assert iou(first, second) == pytest.approx(1 / 3)


def test_half_coverage_counts_as_silhouette_and_less_does_not():
    assert silhouette(picture(0, np.array([[0.5, 0.49]]))).tolist() == [[True, False]]


def test_psnr_of_a_tenth_off_is_twenty_decibels():
    alpha = np.ones((8, 8))
    assert psnr(picture(0.6, alpha), picture(0.5, alpha)) == pytest.approx(20.0)


def test_psnr_ignores_what_lies_outside_the_true_silhouette():
    truth, ours = np.zeros((8, 8)), np.ones((8, 8))
    truth[2:5, 2:5] = 1
    assert psnr(picture(0.5, ours), picture(0.5, truth)) == math.inf


def test_a_hole_in_the_result_costs_psnr():
    truth, ours = np.ones((10, 10)), np.ones((10, 10))
    ours[0, 0] = 0
    expected = -10 * math.log10(0.5**2 / 100)
    assert psnr(picture(0.5, ours), picture(0.5, truth)) == pytest.approx(expected)
