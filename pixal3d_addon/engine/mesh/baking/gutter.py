"""Colours beyond the islands' rims, so that filtering and mip levels meet no background."""

import numpy as np


def fill_gutters(covered: np.ndarray, *images: np.ndarray) -> None:
    """Give every texel outside `covered` [T, T] what is nearest to it, in place.

    images: [T, T, C] each. Pull-push: each level of a mip pyramid is the mean of what is covered,
    and the holes of a finer level are filled from the next; so the whole texture is filled and its
    coarse levels stay true.
    """
    for image in images:
        _fill(image, covered)


def _fill(image: np.ndarray, covered: np.ndarray) -> None:
    if covered.all() or not covered.any():
        return
    side = len(image)
    half = (side + 1) // 2
    sums = np.zeros((half, half, image.shape[2]), np.float32)
    count = np.zeros((half, half), np.float32)
    for row in (0, 1):
        for column in (0, 1):
            part = covered[row::2, column::2]
            high, wide = part.shape
            count[:high, :wide] += part
            sums[:high, :wide] += image[row::2, column::2] * part[..., None]
    coarse = sums / np.maximum(count, 1)[..., None]
    _fill(coarse, count > 0)
    if image.dtype == np.uint8:
        coarse = (coarse + 0.5).astype(np.uint8)
    for row in (0, 1):
        for column in (0, 1):
            part = image[row::2, column::2]
            holes = ~covered[row::2, column::2]
            part[holes] = coarse[: part.shape[0], : part.shape[1]][holes]
