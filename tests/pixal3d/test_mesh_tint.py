"""What the photo makes of generated colours, also where it shows nothing."""

import numpy as np
import pytest

pytest.importorskip("scipy")

from pixal3d_addon.engine.mesh.baking.tint import Tint

ORANGE, WHITE, BLUE = (250, 180, 30), (240, 240, 240), (30, 60, 200)


def seen(*rows):
    """A Tint of 1000 places of each (colour, differences)."""
    colors = np.repeat([color for color, _ in rows], 1000, axis=0).astype(float)
    more = np.concatenate([np.resize(differences, (1000, 3)) for _, differences in rows])
    return Tint(colors, more.astype(float), np.ones(len(colors)))


def test_each_colour_becomes_what_the_photo_made_of_it():
    tint = seen((ORANGE, [(0, 40, 10)]), (WHITE, [(10, 5, 0)]))
    found = tint.of(np.array([ORANGE, WHITE], float))
    assert found == pytest.approx(np.array([(0, 40, 10), (10, 5, 0)]), abs=1.5)


def test_a_colour_that_the_photo_does_not_show_stays():
    tint = seen((ORANGE, [(0, 40, 10)]), (WHITE, [(10, 5, 0)]))
    assert np.abs(tint.of(np.array([BLUE], float))).max() < 0.5


def test_one_colour_that_became_several_becomes_none_of_them():
    tint = seen((ORANGE, [(0, 40, 0), (0, -40, 0)]))
    assert np.abs(tint.of(np.array([ORANGE], float))).max() < 1


def test_it_changes_gradually_from_one_colour_to_the_next():
    tint = seen((ORANGE, [(0, 40, 10)]), (WHITE, [(-40, 0, 0)]))
    way = np.linspace(ORANGE, WHITE, 500)
    assert np.abs(np.diff(tint.of(way), axis=0)).max() < 2
