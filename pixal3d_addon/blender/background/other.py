"""The other Blender: started when it is first needed, asked for one thing after the other.

It stays a while for the next.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy

from ..slices import WAIT, Work

if TYPE_CHECKING:
    import subprocess

_PROGRAM = Path(__file__).with_name("program.py")
_FLAGS = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
_PATIENCE = 60.0  # seconds for one answer
_REST = 60.0  # seconds without a question until the other Blender ends
_LOOK = 5.0  # seconds between looks whether it is time


class UnansweredError(Exception):
    """The other Blender could not do it."""


@dataclass
class Other:
    """asked: how often; since: when last. proven: what it was asked for and has answered; broken:
    what it ended of before that, so that it is not asked for that again."""

    process: subprocess.Popen[bytes] | None = None
    asked: int = 0
    since: float = 0.0
    proven: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


OTHER = Other()


def asking(what: str, request: Mapping[str, object], room: Path) -> Work:
    """Have it do `what` of `program`; what it tells, a dict. Work of `slices`.

    room: a folder for its answer. Raises UnansweredError.
    """
    OTHER.asked += 1
    answer = room / f"{OTHER.asked}.answer"
    try:
        _ask({**request, "what": what, "answer": str(answer)})
        yield WAIT
        while not answer.exists():
            if OTHER.process is None or OTHER.process.poll() is not None:
                OTHER.broken |= {what} - OTHER.proven
                raise UnansweredError
            if time.monotonic() - OTHER.since > _PATIENCE:
                stop()
                raise UnansweredError
            yield WAIT
        told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        OTHER.proven.add(what)
        if "error" in told:
            raise UnansweredError
        return told
    except (OSError, ValueError, TypeError) as error:
        raise UnansweredError from error
    finally:
        answer.unlink(missing_ok=True)


def _ask(request: Mapping[str, object]) -> None:
    """Raises OSError."""
    if OTHER.process is None or OTHER.process.poll() is not None:
        OTHER.process = _started()
    OTHER.since = time.monotonic()
    assert OTHER.process.stdin
    OTHER.process.stdin.write(json.dumps(request).encode() + b"\n")
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
    if OTHER.process is None:
        return None
    if time.monotonic() - OTHER.since < _REST:
        return _LOOK
    if OTHER.process.stdin and not OTHER.process.stdin.closed:
        OTHER.process.stdin.close()  # by which it ends
    if OTHER.process.poll() is None:
        return _LOOK
    OTHER.process = None
    return None


def stop() -> None:
    """End it at once."""
    if OTHER.process is not None:
        OTHER.process.kill()
        OTHER.process.wait()
        if OTHER.process.stdin:
            OTHER.process.stdin.close()
        OTHER.process = None
    if bpy.app.timers.is_registered(rest):
        bpy.app.timers.unregister(rest)
