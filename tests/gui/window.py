"""A real Blender window in a chroot, on a virtual screen, driven by a real pointer."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SIZE = (1440, 900)


class Chroot:
    """Commands inside the Debian of `folder`. They see the clone and other `reads`, and `work`."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.folder, self.work = folder, work
        self.reads = [ROOT]
        self.settings: dict[str, str] = {"BLENDER_USER_RESOURCES": str(work / "user")}

    def command(self, *words: object) -> list[str]:
        settings = [f"{name}={value}" for name, value in self.settings.items()]
        entry = [str(HERE / "in_chroot.sh"), str(self.folder), "env", *settings]
        return [*entry, *map(str, words)]

    def environment(self) -> dict[str, str]:
        return {**os.environ, "READ": "\n".join(map(str, self.reads)), "WRITE": str(self.work)}

    def run(self, *words: object) -> str:
        """Output of a command; its last words are in the AssertionError when it fails."""
        done = subprocess.run(
            self.command(*words),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-2000:]
        return done.stdout

    def start(self, *words: object, **options: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command(*words), env=self.environment(), **options)

    def processes(self) -> list[str]:
        """What runs in here: the names of its processes."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "root").readlink() == self.folder.resolve():
                    found.append((process / "comm").read_text().strip())
            except OSError:
                continue  # it ended meanwhile
        return found


class Window:
    """A running Blender. Positions are pixels from the screen's upper left corner."""

    def __init__(self, chroot: Chroot, blender: subprocess.Popen[bytes], mouse: Any) -> None:
        self.chroot, self._blender, self._mouse = chroot, blender, mouse

    def run(self, code: str, timeout: float = 60) -> Any:
        """Execute Python in Blender; returns what it assigned to `result`."""
        folder = self.chroot.work
        answer, partial = folder / "answer.json", folder / "request.partial"
        partial.write_text(code, encoding="utf-8")
        partial.rename(folder / "request.py")
        end = time.monotonic() + timeout
        while not answer.exists():
            assert self._blender.poll() is None, "Blender ended"
            assert time.monotonic() < end, f"Blender did not answer: {code}"
            time.sleep(0.01)
        said = json.loads(answer.read_text(encoding="utf-8"))
        answer.unlink()
        assert "error" not in said, said["error"]
        return said["result"]

    def get(self, expression: str) -> Any:
        return self.run(f"result = {expression}")

    def wait(self, expression: str, timeout: float = 30) -> Any:
        """Wait until a Python expression is true in Blender; returns its value."""
        end = time.monotonic() + timeout
        while not (value := self.get(expression)):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.05)
        return value

    def mouse(self, *words: object) -> None:
        self._mouse.write((" ".join(map(str, words)) + "\n").encode())
        self._mouse.flush()

    def point(self, x: int, y: int, settle: float = 0.1) -> None:
        """Two moves, so that Blender sees the pointer arrive from outside a button."""
        self.mouse("mousemove", x - 3, y)
        time.sleep(settle / 2)
        self.mouse("mousemove", x, y)
        time.sleep(settle)

    def click(self, x: int, y: int) -> None:
        self.point(x, y)
        self.mouse("mousedown", 1)
        time.sleep(0.06)
        self.mouse("mouseup", 1)
        time.sleep(0.1)

    def show_tab(self, name: str) -> None:
        """Open the sidebar at a tab."""
        self.wait(f"show_tab({name!r})")

    def find(self, wanted: str, step: int = 12, across: float = 0.5) -> tuple[int, int]:
        """Where in the sidebar the pointer is on an operator or property of that name.

        What is above or below the edge is scrolled for. step: less than the height of a button, in
        pixels. across: where in the sidebar's width.
        """
        left, top, width, height = self.get("sidebar_box()")
        x, seen = left + int(width * across), set()
        for clicks in (
            0,
            -40,
            3,
            3,
            3,
            3,
            3,
            3,
        ):  # clicks of the wheel: to the top, then down by parts
            if clicks:
                self.scroll(clicks)
            for y in range(top + step, top + height, step):
                self.point(x, y, settle=0.04)
                name = self.get("under_pointer()")
                seen.add(name)
                if wanted in name:
                    self.point(x, y, settle=0.2)  # the answer may have been for the row above
                    if wanted in self.get("under_pointer()"):
                        return x, y
        raise AssertionError(f"{wanted} is not among {sorted(seen)}")

    def scroll(self, clicks: int) -> None:
        """Turn the wheel over the sidebar; less than none is upwards."""
        left, top, width, height = self.get("sidebar_box()")
        self.point(left + width // 3, top + height // 2)
        for _ in range(abs(clicks)):
            self.mouse("click", 4 if clicks < 0 else 5)
        time.sleep(0.8)  # it glides

    def screenshot(self, path: Path) -> None:
        """The whole screen, as a user sees it."""
        self.chroot.run("import", "-window", "root", self.chroot.work / "screen.png")
        path.write_bytes((self.chroot.work / "screen.png").read_bytes())


@contextmanager
def opened(chroot: Chroot) -> Iterator[Window]:
    """Start screen, Blender and mouse; all are gone afterwards. Blender's words: blender.log."""
    width, height = SIZE
    with ExitStack() as stack:
        reading, writing = os.pipe()
        screen = chroot.start(
            *("Xvfb", "-displayfd", writing, "-screen", 0, f"{width}x{height}x24"),
            *("-nolisten", "tcp"),
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        stack.callback(_end, screen)
        os.close(writing)
        with os.fdopen(reading) as lines:
            display = lines.readline().strip()
        assert display, "Xvfb did not start"
        chroot.settings |= {"DISPLAY": f":{display}", "LIBGL_ALWAYS_SOFTWARE": "1"}
        log = stack.enter_context((chroot.work / "blender.log").open("wb"))
        blender = chroot.start(
            *("blender", "--window-geometry", 0, 0, width, height),
            *("--python", HERE / "inside.py", "--", chroot.work),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        stack.callback(_end, blender)
        mouse = chroot.start("xdotool", "-", stdin=subprocess.PIPE)
        stack.callback(_end, mouse)
        window = Window(chroot, blender, mouse.stdin)
        window.wait("len(bpy.context.window_manager.windows) > 0", timeout=60)
        try:
            yield window
        except BaseException:
            with suppress(AssertionError):
                window.screenshot(chroot.work / "failure.png")
            raise
        if blender.poll() is None:
            window.run(
                "bpy.app.timers.register(lambda: bpy.ops.wm.quit_blender() and None, "
                "first_interval=0.1)"
            )
            blender.wait(20)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close its input, give it a moment, then end it."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
