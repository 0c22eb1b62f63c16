"""A real Blender window on a virtual screen, driven by a real pointer and a real keyboard."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import numpy as np

from tests.gui.chroot import HERE, ROOT, Chroot, end
from tests.gui.screen import Screen

SIZE = (1440, 900)
PICTURES = ROOT / "build" / "gui"
COMPLAINT = re.compile(r"Traceback|error|warning|exception|not freed", re.IGNORECASE)
_POLL = 0.002  # seconds between two looks for an answer
_QUIET = 0.15  # seconds without a change after which the screen stands still


class Window:
    """A running Blender. Positions are pixels from the screen's upper left corner."""

    def __init__(
        self, chroot: Chroot, blender: subprocess.Popen[bytes], mouse: Any, screen: Screen
    ) -> None:
        self.chroot, self.screen = chroot, screen
        self._blender, self._mouse = blender, mouse
        self._known: dict[str, tuple[int, int]] = {}  # name → where in the sidebar's content

    def run(self, code: str, timeout: float = 60) -> Any:
        """Execute Python in Blender; returns what it assigned to `result`."""
        folder = self.chroot.work
        answer, partial = folder / "answer.json", folder / "request.partial"
        partial.write_text(code, encoding="utf-8")
        partial.rename(folder / "request.py")
        limit = time.monotonic() + timeout
        while not answer.exists():
            assert self._blender.poll() is None, "Blender ended"
            assert time.monotonic() < limit, f"Blender did not answer: {code}"
            time.sleep(_POLL)
        said = json.loads(answer.read_text(encoding="utf-8"))
        answer.unlink()
        assert "error" not in said, said["error"]
        return said["result"]

    def get(self, expression: str) -> Any:
        return self.run(f"result = {expression}")

    def wait(self, expression: str, timeout: float = 30, setup: str = "") -> Any:
        """Wait until a Python expression is true in Blender, after `setup`; returns its value."""
        limit = time.monotonic() + timeout
        while not (value := self.run(f"{setup}\nresult = {expression}")):
            assert time.monotonic() < limit, f"never true: {expression}"
            time.sleep(0.02)
        return value

    @property
    def version(self) -> str:
        return self.get("'.'.join(map(str, bpy.app.version[:2]))")

    def mouse(self, *words: object) -> None:
        """A command of xdotool's, which has the keyboard too."""
        self._mouse.write((" ".join(map(str, words)) + "\n").encode())
        self._mouse.flush()

    def key(self, *names: str) -> None:
        """Press keys one after the other, as xdotool names them."""
        for name in names:
            self.mouse("key", name)
            self.idle()

    def write(self, text: str) -> None:
        """Type letters and digits."""
        for letter in text:
            self.key({" ": "space", "-": "minus", ".": "period", "/": "slash"}.get(letter, letter))

    @contextmanager
    def held(self, *names: str) -> Iterator[None]:
        """Keys are held down meanwhile, and Blender knows it."""
        for name in names:
            self.mouse("keydown", name)
            self.wait(f"any({name!r} in keys for _x, _y, keys in pointer())", timeout=5)
        yield
        for name in names:
            self.mouse("keyup", name)
            self.wait(f"not any({name!r} in keys for _x, _y, keys in pointer())", timeout=5)

    def point(self, x: int, y: int) -> None:
        """Two moves, so that Blender sees the pointer arrive from outside a button."""
        for step in (3, 0):
            self.mouse("mousemove", x - step, y)
            limit = time.monotonic() + 0.5  # a grabbed pointer never gets there
            while time.monotonic() < limit and not any(
                place[:2] == [x - step, y] for place in self.get("pointer()")
            ):
                time.sleep(_POLL)
        self.idle()

    def idle(self) -> None:
        """Until Blender has handled the events that it has seen, and drawn."""
        for _ in range(2):  # a timer runs between seeing and handling
            self.get("None")

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.point(x, y)
        self.mouse("mousedown", button)
        time.sleep(0.06)
        self.mouse("mouseup", button)
        time.sleep(0.06)
        self.idle()

    def drag(self, start: tuple[int, int], stop: tuple[int, int], button: int = 1) -> None:
        """Press, move, release. The first steps are small, so that it is known what is dragged."""
        self.point(*start)
        self.mouse("mousedown", button)
        time.sleep(0.1)
        for way in (0.01, 0.02, 0.04, 0.08, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0):
            x, y = (round(a + (b - a) * way) for a, b in zip(start, stop, strict=True))
            self.mouse("mousemove", x, y)
            time.sleep(0.02)
            self.idle()
        self.still(timeout=1)
        self.mouse("mouseup", button)
        time.sleep(0.06)
        self.idle()

    def show_tab(self, name: str) -> None:
        """Open the sidebar at a tab."""
        self.wait(f"show_tab({name!r})")

    def find(self, wanted: str, across: float = 0.5, beside: str = "") -> tuple[int, int]:
        """Where in the sidebar an operator's button or a property of that name is.

        What is above or below the edge is scrolled for. across: where in the sidebar's width.
        beside: it is in the row of that one.
        """
        if beside:
            return self._along(self.find(beside, across)[1], wanted)
        left, top, width, height = self.get("sidebar_box()")
        x, seen = left + int(width * across), set()
        for name, place in self._known.items():
            if wanted in name and place[0] == x:
                y = self._scroll_to(place[1])
                if wanted in self._scan([(x, y)], wanted)[-1]:
                    return x, y
        step = round(16 * self.get("bpy.context.preferences.system.ui_scale"))
        clicks = [0, -60]
        while clicks:
            before = self.get("scrolled()")
            if clicks[0]:
                self.scroll(clicks[0])
            offset = self.get("scrolled()")
            if clicks[0] > 0 and offset <= before:
                break  # this is the end
            places = [(x, y) for y in range(top + step, top + height, step)]
            names = self._scan(places, wanted)
            seen |= {*names}
            for (_, y), name in zip(places, names, strict=False):
                self._known[name] = (x, y - top + offset)
            if wanted in names[-1]:
                return places[len(names) - 1]
            clicks = clicks[1:] or [max((height - 80) * 16 // (40 * step), 1)]
        raise AssertionError(f"{wanted} is not among {sorted(seen)}")

    def _along(self, y: int, wanted: str) -> tuple[int, int]:
        """The middle of it in a row."""
        left, _top, width, _height = self.get("sidebar_box()")
        names = self._scan([(x, y) for x in range(left + 6, left + width, 6)], "no such name")
        places = [left + 6 + 6 * number for number, name in enumerate(names) if wanted in name]
        assert places, f"{wanted} is not among {sorted(set(names))}"
        return (places[0] + places[-1]) // 2, y

    def _scan(self, places: list[tuple[int, int]], wanted: str) -> list[str]:
        return self.run(f"result = scan({places}, {wanted!r})")

    def press(self, wanted: str, across: float = 0.5, beside: str = "") -> None:
        """Find and click."""
        self.click(*self.find(wanted, across, beside))

    def _scroll_to(self, content: int) -> int:
        """Scroll a place in the sidebar's content into sight; returns where on the screen it is."""
        _left, top, _width, height = self.get("sidebar_box()")
        scale = self.get("bpy.context.preferences.system.ui_scale")
        for _ in range(3):
            y = top + content - self.get("scrolled()")
            if top + 30 < y < top + height - 30:
                break
            self.scroll(round((y - top - height / 2) / (40 * scale)))
        return y

    def scroll(self, clicks: int) -> None:
        """Turn the wheel over the sidebar; less than none is upwards."""
        left, top, width, height = self.get("sidebar_box()")
        self.point(left + width // 3, top + height // 2)
        if clicks:
            self.mouse("click", "--repeat", abs(clicks), "--delay", 4, 4 if clicks < 0 else 5)
        offset, since = self.get("scrolled()"), time.monotonic()
        while time.monotonic() < since + 0.15:
            if (now := self.get("scrolled()")) != offset:
                offset, since = now, time.monotonic()

    def still(self, quiet: float = _QUIET, timeout: float = 10) -> np.ndarray:
        """Wait until nothing on the screen changes for a while, or to the end; returns it."""
        self.idle()
        limit = time.monotonic() + timeout
        pixels, since = self.screen.pixels(), time.monotonic()
        while time.monotonic() < min(since + quiet, limit):
            time.sleep(0.02)
            now = self.screen.pixels()
            if not np.array_equal(now, pixels):
                pixels, since = now, time.monotonic()
        return pixels

    def screenshot(self, name: str, quiet: float = _QUIET, timeout: float = 5) -> np.ndarray:
        """Keep the whole screen, as a user sees it, once it stands still; returns it."""
        pixels = self.still(quiet, timeout)
        folder = PICTURES / self.version
        folder.mkdir(parents=True, exist_ok=True)
        self.screen.save(folder / f"{name}.png")
        return pixels


@contextmanager
def opened(chroot: Chroot, allowed: str = "") -> Iterator[Window]:
    """Start screen, Blender and mouse; all are gone afterwards. Blender's words: blender.log.

    allowed: a line with that may be in the log though it complains.
    """
    width, height = SIZE
    with ExitStack() as stack:
        reading, writing = os.pipe()
        runtime = {"XDG_RUNTIME_DIR": str(chroot.work)}  # else Blender complains of Wayland
        chroot.settings |= {"LIBGL_ALWAYS_SOFTWARE": "1", **runtime}
        xvfb = chroot.start(
            *("Xvfb", "-displayfd", writing, "-screen", 0, f"{width}x{height}x24"),
            *("-nolisten", "tcp", "-nocursor", "-fbdir", chroot.work),
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        stack.callback(end, xvfb)
        os.close(writing)
        with os.fdopen(reading) as lines:
            display = lines.readline().strip()
        assert display, "Xvfb did not start"
        chroot.settings |= {"DISPLAY": f":{display}"}
        log = stack.enter_context((chroot.work / "blender.log").open("wb"))
        blender = chroot.start(
            *("blender", "--window-geometry", 0, 0, width, height),
            *("--python", HERE / "inside.py", "--", chroot.work),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        stack.callback(end, blender)
        mouse = chroot.start("xdotool", "-", stdin=subprocess.PIPE)
        stack.callback(end, mouse)
        screen = Screen(chroot.work / "Xvfb_screen0")
        window = Window(chroot, blender, mouse.stdin, screen)
        window.wait("len(bpy.context.window_manager.windows) > 0", timeout=60)
        try:
            yield window
        except BaseException:
            with suppress(AssertionError):
                screen.save(chroot.work / "failure.png")
            raise
        if blender.poll() is None:
            window.run(
                "bpy.app.timers.register(lambda: bpy.ops.wm.quit_blender() and None, "
                "first_interval=0.01)"
            )
            blender.wait(20)
    told = (chroot.work / "blender.log").read_text(errors="replace")
    lines = [line for line in told.splitlines() if not allowed or allowed not in line]
    assert not COMPLAINT.search("\n".join(lines)), told
