"""Colours beyond the islands' rims, so that filtering and mip levels meet no background."""

from collections.abc import Iterator

import numpy as np

_STRIP = 128  # rows at once, to bound the memory


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
    half = (len(image) + 1) // 2
    coarse = np.zeros((half, half, image.shape[2]), image.dtype)
    known: np.ndarray = np.zeros((half, half), bool)
    whole = np.issubdtype(image.dtype, np.integer)
    for rows, quarters in _strips(half):
        sums = np.zeros((rows.stop - rows.start, half, image.shape[2]), np.float32)
        count = np.zeros(sums.shape[:2], np.float32)
        for quarter in quarters:
            part = covered[quarter]
            high, wide = part.shape
            count[:high, :wide] += part
            sums[:high, :wide] += image[quarter] * part[..., None]
        sums /= np.maximum(count, 1)[..., None]
        coarse[rows] = sums + 0.5 if whole else sums
        known[rows] = count > 0
    _fill(coarse, known)
    for rows, quarters in _strips(half):
        for quarter in quarters:
            part = image[quarter]
            holes = ~covered[quarter]
            part[holes] = coarse[rows][: part.shape[0], : part.shape[1]][holes]


def _strips(half: int) -> Iterator[tuple[slice, list[tuple[slice, slice]]]]:
    """Rows of the coarse level, and the four texels of the fine one that each stands for."""
    for start in range(0, half, _STRIP):
        end = min(start + _STRIP, half)
        yield (
            slice(start, end),
            [
                (slice(2 * start + row, 2 * end, 2), slice(column, None, 2))
                for row in (0, 1)
                for column in (0, 1)
            ],
        )
