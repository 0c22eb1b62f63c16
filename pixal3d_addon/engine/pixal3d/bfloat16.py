"""bfloat16 by bit arithmetic: the upper half of a float32, rounded to the nearest, ties to even."""

import numpy as np

_LARGEST = np.float32(3.3961775e38)  # from here on a float32 would round to bfloat16's infinity


def fits(numbers: np.ndarray) -> bool:
    """Whether all of `numbers` (float32 or float16) are finite, and stay so as bfloat16."""
    return not numbers.size or bool(np.abs(numbers).max() < _LARGEST)  # false for NaN


def to_bfloat16(numbers: np.ndarray) -> np.ndarray:
    """float32 [N], all of them fitting → the bits of their bfloat16, uint16 [N]."""
    bits = numbers.view(np.uint32)
    rounded = bits >> 16
    rounded &= 1
    rounded += 0x7FFF
    rounded += bits
    return np.ascontiguousarray(rounded.view(np.uint16)[1::2])
