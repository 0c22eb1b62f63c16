"""bfloat16 rounding, against arithmetic that shares nothing with it."""

import math
from fractions import Fraction

import numpy as np
import pytest

from pixal3d_addon.engine.pixal3d.bfloat16 import fits, to_bfloat16


def value(bits: int) -> Fraction:
    sign, exponent, mantissa = bits >> 15, bits >> 7 & 255, bits & 127
    size = Fraction(mantissa + (128 if exponent else 0)) * Fraction(2) ** (max(exponent, 1) - 134)
    return -size if sign else size


@pytest.mark.parametrize("seed", range(3))
def test_every_number_becomes_the_nearest_one_and_a_tie_the_even_one(seed: int) -> None:
    bits = np.random.default_rng(seed).integers(0, 1 << 32, 2000, np.uint32)
    bits[::4] = bits[::4] & 0xFFFF0000 | 0x8000  # halfway
    bits[1::4] &= 0xFFFF0000  # exact
    numbers = bits.view(np.float32)
    numbers = numbers[np.abs(numbers) < 3e38]
    for number, got in zip(numbers, to_bfloat16(numbers).tolist(), strict=True):
        exact = Fraction(float(number))
        sign = 0x8000 if math.copysign(1, number) < 0 else 0
        low = int(number.view(np.uint32)) >> 16
        near = [candidate for candidate in (low, low + 1) if candidate & 0x8000 == sign]
        best = min(near, key=lambda near: (abs(value(near) - exact), near & 1))
        assert got == best


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 3.4e38, -3.4e38])
def test_what_would_not_be_a_number_does_not_fit(bad: float) -> None:
    numbers = np.zeros(9, np.float32)
    assert fits(numbers)
    numbers[4] = bad
    assert not fits(numbers)


def test_every_pattern_of_nan_is_found() -> None:
    for bits in (0x7F800001, 0x7FFFFFFF, 0xFFFFFFFF, 0xFF800001):
        assert not fits(np.array([0, bits], np.uint32).view(np.float32))


def test_the_largest_number_that_fits_stays_finite() -> None:
    below = np.nextafter(np.float32(3.3961775e38), np.float32(0), dtype=np.float32)
    assert to_bfloat16(np.array([below]))[0] == 0x7F7F


def test_nothing_and_half_numbers_are_checked_too() -> None:
    assert fits(np.zeros(0, np.float32))
    assert fits(np.ones(3, np.float16)) and not fits(np.full(3, np.inf, np.float16))
