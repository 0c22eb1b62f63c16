"""The hidden side's colors: those that are guessed, in the photo's light, without its lettering."""

import numpy as np
from pictures import SIDE, over_black, silhouettes

from pixal3d_addon.engine.draft.colors import fill_outside, hidden_side

GRAY, RED = (150.0, 150.0, 150.0), (0.75, 0.15, 0.15)


def photo(color=GRAY):
    alpha = silhouettes()["disc"]
    rgb = np.broadcast_to(np.array(color), (SIDE, SIDE, 3)).astype(np.uint8)
    return fill_outside(over_black(rgb.copy(), alpha), alpha), alpha


def guess(color, side=128):
    return np.broadcast_to(np.array(color, np.float32), (side, side, 3)).copy()


def test_the_guess_shows_in_the_middle_and_the_photo_on_the_rim():
    seen, alpha = photo((160.0, 60.0, 60.0))
    hidden = hidden_side(seen, alpha, guess(RED))
    middle = hidden[SIDE // 2, SIDE // 2]
    assert middle[0] > 2 * middle[1]
    row = np.flatnonzero(alpha[SIDE // 2] > 127)
    assert np.abs(hidden[SIDE // 2, row[1]] - seen[SIDE // 2, row[1]]).max() < 12


def test_a_guess_of_unlit_colors_comes_out_as_light_as_the_photo():
    seen, alpha = photo((60.0, 60.0, 60.0))
    middle = hidden_side(seen, alpha, guess((0.4, 0.4, 0.4)))[SIDE // 2, SIDE // 2]
    assert np.abs(middle - 60).max() < 12


def test_what_the_photo_has_drawn_on_it_is_not_in_the_guess_either():
    seen, alpha = photo()
    drawn = guess((0.6, 0.6, 0.6))
    drawn[60:64, 30:100:4] = 0.0  # strokes
    middle = hidden_side(seen, alpha, drawn)[SIDE * 5 // 12 : SIDE * 7 // 12, SIDE // 3 : SIDE // 2]
    assert np.ptp(middle) < 25


def test_between_two_colors_of_the_photo_the_guess_takes_one():
    red, white = (180.0, 40.0, 40.0), (230.0, 230.0, 230.0)
    seen, alpha = photo(red)
    seen[:, SIDE // 2 :] = white
    doubt = guess(np.array(red) * 0.7 / 255 + np.array(white) * 0.3 / 255)
    middle = slice(SIDE * 3 // 8, SIDE * 5 // 8)
    colors = hidden_side(seen, alpha, doubt)[middle, middle]
    nearest = np.minimum(*(np.abs(colors - color).max(-1) for color in (red, white)))
    assert np.median(nearest) < 12
