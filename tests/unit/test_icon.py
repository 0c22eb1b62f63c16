"""The icons in the repository are what the script draws."""

from pathlib import Path

import numpy as np

from icons.draw import INK, SIDE, pixels, shape
from pixal3d_addon.engine.image.plain_png import decode_plain_png

ICONS = Path(__file__).parents[2] / "icons"


def test_files_are_as_drawn_and_differ_in_ink_alone() -> None:
    for name, gray in INK.items():
        kept = decode_plain_png((ICONS / f"pixal3d_{name}.png").read_bytes())
        assert np.array_equal(kept, pixels(gray)), "python -m icons.draw"


def test_icon_fills_its_square_and_leaves_a_rim() -> None:
    ink = shape()
    assert ink.shape == (SIDE, SIDE) and 0.2 < ink.mean() < 0.6
    assert ink[[0, 1, -1, -2]].max() == ink[:, [0, 1, -1, -2]].max() == 0
    assert np.array_equal(ink[:16], ink[:16, ::-1]), "its top is symmetric"
