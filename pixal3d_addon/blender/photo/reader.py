"""Large pictures are read by another Blender, in the background: this one does not wait for them.

It reads as this one does, whatever the kind of the file, and stays a while for the next.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import bpy
from bpy.types import Image

from ..slices import WAIT, Work

if TYPE_CHECKING:
    import subprocess

_PROGRAM = Path(__file__).with_name("child.py")
_FLAGS = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
_LARGE = 3_000_000  # pixels
_LARGE_FILE = 100_000  # bytes of one that Blender has not looked into yet; flat ones are small
_PATIENCE = 60.0  # seconds for one picture
_REST = 60.0  # seconds without one until the other Blender ends
_LOOK = 5.0  # seconds between looks whether it is time


class UnreadError(Exception):
    """The picture could not be read so."""


@dataclass
class Reader:
    """asked: how many pictures; since: when the last was. proven: one was answered; broken: the
    other Blender ended before that, so that none is asked again."""

    process: subprocess.Popen[bytes] | None = None
    asked: int = 0
    since: float = 0.0
    proven: bool = False
    broken: bool = False


READER = Reader()


def is_for(image: Image) -> bool:
    """Whether `image` is large, and no more than what its file holds."""
    if READER.broken or image.source != "FILE" or image.type != "IMAGE" or image.is_dirty:
        return False
    if image.packed_file:
        size = image.packed_file.size
    else:
        try:
            size = _path(image).stat().st_size
        except (OSError, ValueError):  # it went, or its path has a zero byte
            return False
    if image.has_data:
        return image.size[0] * image.size[1] > _LARGE
    return size > _LARGE_FILE


def reading(
    image: Image, into: Path, longest: int, roll: float, lies: int = 1, mask: bool = False
) -> Work:
    """Save `image` as `photo.writing_pixels` does, or `writing_grey` for a mask; returns its size.

    Raises UnreadError.
    """
    READER.asked += 1
    answer = into.with_name(f"{into.name}-{READER.asked}.answer")
    source = into.with_name(f"{into.name}-{READER.asked}.source")
    try:
        if image.packed_file:
            source.write_bytes(image.packed_file.data)
        _ask({
            "file": str(source if image.packed_file else _path(image)),
            "colors": image.colorspace_settings.name,
            "alpha": image.alpha_mode,
            "into": str(into),
            "longest": longest,
            "roll": roll,
            "lies": lies,
            "mask": mask,
            "answer": str(answer),
        })  # fmt: skip
        yield WAIT
        while not answer.exists():
            if READER.process is None or READER.process.poll() is not None:
                READER.broken = not READER.proven
                raise UnreadError
            if time.monotonic() - READER.since > _PATIENCE:
                stop()
                raise UnreadError
            yield WAIT
        told = json.loads(answer.read_text(encoding="utf-8"))
        READER.proven = True
        if "error" in told:
            raise UnreadError
        width, height = told["size"]
        return int(width), int(height)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UnreadError from error
    finally:
        answer.unlink(missing_ok=True)
        source.unlink(missing_ok=True)


def _path(image: Image) -> Path:
    return Path(bpy.path.abspath(image.filepath, library=image.library))


def _ask(request: dict[str, object]) -> None:
    """Raises OSError."""
    if READER.process is None or READER.process.poll() is not None:
        READER.process = _started()
    READER.since = time.monotonic()
    assert READER.process.stdin
    READER.process.stdin.write(json.dumps(request).encode() + b"\n")
    if not bpy.app.timers.is_registered(rest):
        bpy.app.timers.register(rest, first_interval=_LOOK, persistent=True)


def _started() -> subprocess.Popen[bytes]:
    """Of this Blender's own kind; a bpy module is read by its Python."""
    import subprocess  # here: slow to import

    words = [sys.executable, str(_PROGRAM)]
    if bpy.app.binary_path:
        own = ("--background", "--factory-startup", "--python", str(_PROGRAM))
        words = [bpy.app.binary_path, *own]
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
        creationflags=_FLAGS,
    )


def rest() -> float | None:
    """A timer: after a while without pictures the other Blender ends."""
    if READER.process is None:
        return None
    if time.monotonic() - READER.since < _REST:
        return _LOOK
    if READER.process.stdin and not READER.process.stdin.closed:
        READER.process.stdin.close()  # by which it ends
    if READER.process.poll() is None:
        return _LOOK
    READER.process = None
    return None


def stop() -> None:
    """End it at once."""
    if READER.process is not None:
        READER.process.kill()
        READER.process.wait()
        if READER.process.stdin:
            READER.process.stdin.close()
        READER.process = None
    if bpy.app.timers.is_registered(rest):
        bpy.app.timers.unregister(rest)
