"""What a person does in windows beside the main one: the preferences, the file browser, a dialog.

No window manager runs on the virtual screen: what one would do is asked of xdotool.
"""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.gui.window import Window

_FILES = ("^Blender File View$", (100, 60), (1000, 700))
_FIRST_FILE = 36  # pixels from the list's upper edge, below its header
_OWN_BUTTON = (71, 114, 179)  # a dialog's own button, as Blender's theme has it
IN_BLENDER = """
def place(kind, region_kind):
    for window in reversed(bpy.context.window_manager.windows):
        for area in window.screen.areas:
            for region in area.regions:
                if (area.type, region.type) == (kind, region_kind):
                    return window, area, region

def box(*where):
    window, _area, region = place(*where)
    return region.x, window.height - region.y - region.height, region.width, region.height

def under(*where):
    window, area, region = place(*where)
    with bpy.context.temp_override(window=window, area=area, region=region):
        if held := getattr(bpy.context, "property", None):
            return held[1]
        if bpy.ops.ui.copy_python_command_button.poll():
            bpy.context.window_manager.clipboard = ""
            bpy.ops.ui.copy_python_command_button()
            return bpy.context.window_manager.clipboard
    return ""
"""


@dataclass
class Place:
    """A region of an area, in the newest window that has it; `corner` is where that window is."""

    window: Window
    area: str
    region: str
    corner: tuple[int, int] = (0, 0)

    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width, height on the screen."""
        left, top, width, height = self._ask("box")
        return left + self.corner[0], top + self.corner[1], width, height

    def find(self, wanted: str, across: float) -> tuple[int, int]:
        """Where the pointer is on an operator or a property of that name, the uppermost.

        across: where in the region's width to look first.
        """
        left, top, width, height = self.box()
        seen = set()
        for share in (across, *(n / 16 for n in range(15, 0, -1))):
            x = left + int(width * share)
            for y in range(top + 4, top + height, 9):  # less than the height of a button
                self.window.point(x, y)
                name = self._ask("under")
                seen.add(name)
                if wanted in name:
                    time.sleep(0.2)  # it may have been for the row above
                    if wanted in self._ask("under"):
                        return x, y
        raise AssertionError(f"{wanted} is not among {sorted(seen)}")

    def choose(self, condition: str, x: int) -> None:
        """Click from the top down, `x` pixels from the left or, below 0, from the right, until the
        Python expression `condition` is true in Blender."""
        left, top, width, height = self.box()
        for y in range(top + 10, top + height, 18):
            self.window.click(left + x % width, y)
            if self.window.get(condition):
                return
        raise AssertionError(f"never true: {condition}")

    def _ask(self, function: str) -> Any:
        return self.window.run(f"{IN_BLENDER}\nresult = {function}({self.area!r}, {self.region!r})")


def place_window(
    window: Window, title: str, corner: tuple[int, int], size: tuple[int, int]
) -> None:
    """Put the window of that title where all of it is seen, as a window manager would."""
    found = ("xdotool", "search", "--sync", "--onlyvisible", "--name", title)
    window.chroot.run(*found, "windowmove", "--sync", *corner, "windowsize", "--sync", *size)
    time.sleep(1)


def put_aside(window: Window, title: str) -> None:
    """Minimize it, as a window manager would."""
    window.chroot.run("xdotool", "search", "--onlyvisible", "--name", title, "windowunmap")
    time.sleep(1)


def choose_file(window: Window, folder: Path) -> None:
    """In the file browser that opens: type the folder, click its only file and the button."""
    place_window(window, *_FILES)
    corner = _FILES[1]
    window.click(*Place(window, "FILE_BROWSER", "UI", corner).find("directory", 0.4))
    time.sleep(0.3)
    window.mouse("key", "ctrl+a")
    window.mouse("type", folder)
    window.mouse("key", "Return")
    time.sleep(1)
    left, top, width, _ = Place(window, "FILE_BROWSER", "WINDOW", corner).box()
    window.click(left + width // 4, top + _FIRST_FILE)
    time.sleep(0.3)
    window.click(*Place(window, "FILE_BROWSER", "EXECUTE", corner).find("file.execute", 0.9))


def confirm(window: Window) -> None:
    """Click the own button of the dialog at the pointer: the widest piece of its color."""
    colors = window.still()
    own = (colors == _OWN_BUTTON).all(axis=2).astype(int)
    edges = np.diff(own, axis=1, prepend=0, append=0)
    begins, ends = np.argwhere(edges > 0), np.argwhere(edges < 0)  # a pair a run, row by row
    runs = ends[:, 1] - begins[:, 1]
    rows = begins[runs == runs.max()]
    y, x = rows[len(rows) // 2]
    window.click(int(x + runs.max() // 2), int(y))
