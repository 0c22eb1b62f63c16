"""What the parent sends, read by a thread, because a cancel must be heard while a job runs."""

import _thread
import os
import queue
import signal
import threading
from collections.abc import Callable

from ..core.messages import (
    Cancel,
    Finish,
    Hello,
    Job,
    Log,
    Prepare,
    ProtocolError,
    Shutdown,
    decode,
)
from ..core.pipes import LineSplitter

_MAX_WAITING = 1000
_GRACE = 1.0  # seconds for the running job to see that all is over at its next report
_LAST_GRACE = 4.0  # seconds to clean up after the interrupt
Incoming = Hello | Job | Finish | Prepare | Log


class Inbox:
    """Messages in order, cancels at once. `over` is set by Shutdown or when the pipe closes."""

    def __init__(self, fd: int) -> None:
        self.over = threading.Event()
        self._fd = fd
        self._finished = threading.Event()
        self._waiting: queue.Queue[Incoming | None] = queue.Queue()
        self._jobs: set[str] = set()
        self._cancelled: set[str] = set()
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def next(
        self, idle: Callable[[], None] | None = None, after: float | None = None
    ) -> Incoming | None:
        """Wait for the next message; a line that is none comes as a Log. None: all is over.

        idle: called once when none has come for `after` seconds.
        """
        if self.over.is_set():
            return None
        try:
            message = self._waiting.get(timeout=after if idle else None)
        except queue.Empty:
            assert idle
            idle()
            message = self._waiting.get()
        return None if self.over.is_set() else message

    def cancelled(self, job: str) -> bool:
        """Whether the user asked to stop `job`, or everything."""
        return self.over.is_set() or job in self._cancelled

    def done(self, job: str) -> None:
        """Forget `job`."""
        self._jobs.discard(job)
        self._cancelled.discard(job)

    def finish(self) -> None:
        """The main thread is leaving by itself; nothing needs to force it."""
        self._finished.set()

    def _read(self) -> None:
        splitter = LineSplitter()
        try:
            while not self.over.is_set() and (data := os.read(self._fd, 1 << 16)):
                for line in splitter.feed(data):
                    self._take(line)
        except OSError:
            pass
        self.over.set()
        self._waiting.put(None)
        if not self._finished.wait(_GRACE):
            _interrupt_main()
            if not self._finished.wait(_LAST_GRACE):
                os._exit(1)  # stuck in foreign code; the next job removes what it leaves

    def _take(self, line: bytes | None) -> None:
        try:
            if line is None:
                raise ProtocolError("line too long")
            message = decode(line)
            if isinstance(message, Shutdown):
                self.over.set()
            elif isinstance(message, Cancel):
                if message.id in self._jobs:
                    self._cancelled.add(message.id)
            elif isinstance(message, Job | Finish | Prepare | Hello):
                if isinstance(message, Job | Finish):
                    self._jobs.add(message.id)
                self._waiting.put(message)
            else:
                raise ProtocolError("a message of the child")
        except ProtocolError as error:
            if self._waiting.qsize() < _MAX_WAITING:
                self._waiting.put(Log("warning", f"A line was ignored: {error}."))


def _interrupt_main() -> None:
    """KeyboardInterrupt in the main thread, out of a sleep or a read too."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()
