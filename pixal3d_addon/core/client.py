"""The parent's side of the worker: start it, talk to it without ever waiting, end it in bounds.

Standard library only and no threads, so that Blender can drive it from one timer.
"""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO, get_args

from .errors import PixalError, short_path
from .messages import (
    Failure,
    FromChild,
    Hello,
    Log,
    ProtocolError,
    Shutdown,
    ToChild,
    decode,
    encode,
)
from .pipes import LineSplitter, never_wait, read_some, write_some

WORKER = Path(__file__).parents[1] / "worker" / "__main__.py"
GRACE = 0.5  # seconds that each of shutdown and terminate may take
_FROM_CHILD = get_args(FromChild)
_MAX_GARBAGE = 50
_MAX_UNSENT = 4 << 20  # bytes that a child which reads nothing may leave waiting
_LOG_LIMIT = 1 << 20
_CREATION_FLAGS = 0
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP


class WorkerProcess:
    """One child process. `start`, then `send` and `poll` as often as you like, then `stop`, or
    `leave` and `gone` for who cannot wait."""

    def __init__(self, python: Path, log: Path, program: Path = WORKER, weights: str = "") -> None:
        """python: the interpreter to run `program` with. log: the file for all that it prints.

        weights: see `messages.Hello`.
        """
        self.python = python.absolute()  # not resolved: a venv's python is a link
        self.log = log.absolute()
        self._program = program
        self._weights = weights
        self._process: subprocess.Popen[bytes] | None = None
        self._input: IO[bytes]
        self._output: IO[bytes]
        self._unsent = bytearray()
        self._lines: deque[bytes | None] = deque()
        self._splitter = LineSplitter()
        self._garbage = 0
        self._drained = False
        self._silent_since = 0.0
        self._left = 0.0
        self._reason = ""

    def start(self) -> None:
        """Start the child and greet it. Raises PixalError `worker_start`."""
        try:
            _rotate(self.log)
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [str(self.python), "-I", str(self._program), str(self.log)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    bufsize=0,
                    env=_clean_environment(),
                    cwd=self.log.parent,
                    start_new_session=True,  # Ctrl-C in Blender's terminal is not for it
                    creationflags=_CREATION_FLAGS,
                )
        except (OSError, ValueError) as error:
            raise PixalError(
                "worker_start",
                f"The worker could not be started with {short_path(self.python)}.",
                "Check that this Python exists and that the log folder may be written to.",
            ) from error
        assert self._process.stdin and self._process.stdout
        self._input, self._output = self._process.stdin, self._process.stdout
        never_wait(self._input.fileno())
        never_wait(self._output.fileno())
        self.send(Hello(weights=self._weights))

    @property
    def alive(self) -> bool:
        """Whether more messages can come: false once it has ended and all it said was polled."""
        return self._process is not None and not (self.returncode is not None and self._drained)

    @property
    def running(self) -> bool:
        """Whether the process is there to take a job."""
        return self._process is not None and self.returncode is None

    @property
    def returncode(self) -> int | None:
        """The exit status as in `subprocess`, None while it runs."""
        return self._process.poll() if self._process else None

    @property
    def died_because(self) -> str:
        """A sentence for the user, empty while the worker lives."""
        return "" if self.alive else self._reason or _sentence(self.returncode)

    def failure(self, job: str) -> Failure:
        """What to tell about the job that was running when the worker died."""
        return Failure(
            job,
            "worker_died",
            self.died_because,
            f"Try again; a new worker starts by itself. The log: {short_path(self.log)}.",
        )

    def send(self, message: ToChild) -> None:
        """Queue `message` and write what the pipe takes now; the rest goes out as you poll."""
        self._unsent += encode(message)
        self._write()

    def poll(self, budget_seconds: float = 0.002) -> list[FromChild]:
        """All messages that arrived, as far as the budget lets them be read. Never waits."""
        if self._process is None:
            return []
        deadline = time.perf_counter() + budget_seconds
        self._write()
        ended = self.returncode is not None
        messages: list[FromChild] = []
        while True:
            while self._lines:
                messages.append(self._understand(self._lines.popleft()))
                if time.perf_counter() > deadline:
                    return messages
            data = read_some(self._output.fileno()) if not self._drained else b""
            if data:
                self._lines.extend(self._splitter.feed(data))
                if self._lines or time.perf_counter() < deadline:
                    continue
                return messages
            if not self._drained and (ended or data == b""):
                self._drained, self._silent_since = True, time.perf_counter()
            elif self._drained and not ended and time.perf_counter() - self._silent_since > GRACE:
                self._give_up("The worker closed its connection.")
            return messages

    def stop(self) -> None:
        """End it: ask, then terminate, then kill; at most about 2 · GRACE seconds. Reaps it."""
        if self._process is None:
            return
        self.send(Shutdown())
        self._input.close()
        for push in (self.terminate, self.kill):
            if self._wait(GRACE):
                break
            push()
        self._wait(GRACE)
        self._output.close()
        self._drained = True

    def leave(self) -> None:
        """Ask it to end, and do not wait: `gone` tells, and has to be asked until it has."""
        if self._process is not None:
            self.send(Shutdown())
            self._input.close()
        self._left = time.monotonic()

    def gone(self) -> bool:
        """Whether it has ended since `leave`; it is pushed as `stop` does, and reaped."""
        if self._process is None or self._process.poll() is not None:
            if self._process is not None:
                self._output.close()
                self._drained = True
            return True
        waited = time.monotonic() - self._left
        if waited > 2 * GRACE:
            self.kill()
        elif waited > GRACE:
            self.terminate()
        return False

    def terminate(self) -> None:
        """End it without asking, its own children with it."""
        self._signal("SIGTERM")

    def kill(self) -> None:
        """End it at once, its own children with it."""
        self._signal("SIGKILL")

    def _write(self) -> None:
        if self._process is None or self._input.closed:
            self._unsent.clear()
            return
        try:
            while self._unsent:
                taken = write_some(self._input.fileno(), bytes(self._unsent[:4096]))
                if not taken:
                    break
                del self._unsent[:taken]
        except OSError:  # the child is gone; poll and returncode tell
            self._unsent.clear()
        if len(self._unsent) > _MAX_UNSENT:
            self._unsent.clear()
            self._give_up("The worker stopped reading.")

    def _understand(self, line: bytes | None) -> FromChild:
        try:
            if line is None:
                raise ProtocolError("line too long")
            message = decode(line)
            if isinstance(message, _FROM_CHILD):
                return message
            raise ProtocolError("a message of the parent")
        except ProtocolError as error:
            self._garbage += 1
            if self._garbage > _MAX_GARBAGE:
                self._give_up("The worker sent what cannot be understood.")
            return Log("warning", f"The worker sent a line that is no message: {error}.")

    def _give_up(self, reason: str) -> None:
        """End a child that broke the protocol."""
        self._reason = reason
        self.kill()
        self._wait(GRACE)

    def _wait(self, seconds: float) -> bool:
        try:
            if self._process:
                self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _signal(self, name: str) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        try:
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, getattr(signal, name))
        except OSError:
            self._process.kill()


def _clean_environment() -> dict[str, str]:
    """Ours, less what would make another Python load Blender's or a shell's libraries."""
    dropped = ("PYTHON", "VIRTUAL_ENV", "CONDA_", "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_")
    return {
        name: value for name, value in os.environ.items() if not name.upper().startswith(dropped)
    }


def _rotate(log: Path) -> None:
    """Keep one older log, so that two files of bounded size are all there ever is."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        with suppress(OSError):  # on Windows, while another Blender's worker writes to it
            log.replace(log.with_name(log.name + ".1"))


def _sentence(status: int | None) -> str:
    if status is None:
        return "The worker was not started."
    if status in (-9, 0xC0000017):
        return "The worker was ended by the system, most often because memory ran out."
    if status in (-15, -2, -1):
        return "The worker was ended from outside."
    if status < 0 or status >= 0xC0000000:
        return "The worker crashed."
    return "The worker ended before its work was done."
