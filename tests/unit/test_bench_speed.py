import numpy as np

from bench.speed import SIDE, drawn_photo


def test_the_drawn_photo_is_a_prepared_square_with_a_hole():
    photo = drawn_photo()
    assert (photo.size, photo.mode) == ((SIDE, SIDE), "RGBA")
    alpha = np.asarray(photo)[..., 3] > 127
    rows = np.flatnonzero(alpha.any(axis=1))
    assert abs((rows[-1] - rows[0] + 1) - SIDE / 1.1) < 2
    middle = alpha[SIDE // 2]
    assert np.count_nonzero(np.diff(middle.astype(int)) == 1) == 2  # the body and the handle
