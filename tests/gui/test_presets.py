"""A preset of the artist's own, with mouse and keyboard: kept, chosen, deleted."""

from dataclasses import dataclass

import numpy as np

from tests.gui.artist import SETTINGS, VIEWPORT
from tests.gui.chroot import Chroot
from tests.gui.window import Window, opened

KEPT = """[file.name for folder in bpy.utils.preset_paths("pixal3d")
    for file in __import__("pathlib").Path(folder).glob("*.py")]"""
_ROW = 18  # pixels from the edge of a popover to the middle of its outermost row


@dataclass
class Popover:
    """What a click has opened: its edges on the screen."""

    left: int
    top: int
    right: int
    bottom: int

    def first(self, from_right: int = 0) -> tuple[int, int]:
        """A place in the first row; in its middle, or so many pixels from the right."""
        return self._x(from_right), self.top + _ROW

    def last(self, from_right: int = 0) -> tuple[int, int]:
        return self._x(from_right), self.bottom - _ROW

    def _x(self, from_right: int) -> int:
        return self.right - from_right if from_right else (self.left + self.right) // 2


def popover(window: Window, button: tuple[int, int]) -> Popover:
    window.point(*button)
    before = window.still(quiet=1.2)  # the tooltip has come
    window.click(*button)
    differs = (window.still(quiet=0.4) != before).any(axis=2)
    rows = np.flatnonzero(differs.sum(axis=1) > 150)  # fewer are the tooltip's edge, the button's
    columns = np.flatnonzero(differs[rows].sum(axis=0) > len(rows) // 3)
    return Popover(int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1]))


def test_preset_is_kept_under_a_typed_name_chosen_and_deleted(chroot: Chroot) -> None:
    with opened(chroot) as window:
        window.run('open_panels("main")')
        window.show_tab("Pixal3D")
        left, top, width, _height = window.get("sidebar_box()")
        button = left + width - 66, top + 14
        window.run(f"{SETTINGS}.faces, {SETTINGS}.seed = 12_345, 7")

        opening = popover(window, button)
        window.screenshot("presets-1-none")
        window.click(*opening.last())
        window.mouse("key", "ctrl+a")
        window.write("game props")
        window.key("Return")
        window.screenshot("presets-2-named", quiet=0.4)
        window.click(*opening.last(from_right=_ROW))
        window.wait(f"{KEPT} == ['game_props.py']")
        window.key("Escape")  # it stays open

        window.run(f"{SETTINGS}.faces, {SETTINGS}.seed = 99_000, 1")
        opening = popover(window, button)
        window.screenshot("presets-3-kept")
        window.click(*opening.first())
        window.wait(f"({SETTINGS}.faces, {SETTINGS}.seed) == (12_345, 7)")
        window.key("Escape")

        opening = popover(window, button)
        window.screenshot("presets-4-chosen")
        window.click(*opening.first(from_right=_ROW))
        window.wait(f"{KEPT} == []")
        window.key("Escape")
        window.point(*VIEWPORT)
        window.screenshot("presets-5-deleted")
