"""How far a download is, for people: file, share, speed and time left, on one line."""

import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

_WINDOW = 10.0  # seconds that the speed is the mean of
_EVERY = 0.25  # seconds between two drawings
_LINE_EVERY = 2.0  # seconds between two lines where there is no terminal


class Transfer:
    """Call `step` with what `setup.weights_folder` tells; leave it as a context.

    total: bytes of all files together.
    """

    def __init__(
        self, stream: TextIO, total: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._total = total
        self._now = now
        self._files: dict[str, int] = {}
        self._seen: deque[tuple[float, int]] = deque()
        self._drawn = -_EVERY
        self._shown = ""
        self._live = stream.isatty()

    def __enter__(self) -> "Transfer":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._stream.write("\r" + " " * len(self._shown) + "\r")
            self._stream.flush()

    def step(self, file: str, here: int, size: int) -> None:
        """`here` of `size` bytes of `file` are on the disk."""
        begun = file in self._files
        self._files[file] = here
        done = sum(self._files.values())
        if not begun:  # what an earlier call got is no speed
            self._seen.clear()
        now = self._now()
        self._seen.append((now, done))
        while self._seen[-1][0] - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        if self._live and (now - self._drawn >= _EVERY or here == size):
            self._drawn = now
            text = self._text(file, here, size, done)
            self._stream.write("\r" + text.ljust(len(self._shown)))
            self._shown = text
        elif not self._live and (now - self._drawn >= _LINE_EVERY or not begun):
            self._drawn = now
            self._stream.write(self._text(file, here, size, done) + "\n")
        self._stream.flush()

    def speed(self) -> float:
        """Bytes a second lately; 0 while unknown."""
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now - began) if now > began else 0.0

    def _text(self, file: str, here: int, size: int, done: int) -> str:
        text = f"{file.rpartition('/')[2][-44:]}  {here / max(size, 1):4.0%}"
        total = max(self._total, done)
        text += f"  {done / 1e9:.2f} of {total / 1e9:.2f} GB"
        speed = self.speed()
        if speed:
            text += f"  {speed / 1e6:.1f} MB/s"
            if here < size:
                text += f"  {_duration((total - done) / speed)} left"
        return text


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
