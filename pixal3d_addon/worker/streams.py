"""The child's standard streams: the protocol moves aside so that no print can corrupt it."""

import io
import os
import sys
import threading
import time

from ..core.messages import FromChild, encode
from ..core.pipes import never_wait, write_some

_LOG_LIMIT = 16 << 20


def take_protocol() -> tuple[int, int]:
    """(incoming, outgoing): descriptors of the protocol.

    Descriptor 1 then points at the log and 0 at nothing, for every library in this process. On
    Windows a read that waits on standard input would also hang any DLL that asks for its type.
    """
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # started without a standard error
        os.dup2(nothing, 1)
    os.close(nothing)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(line_buffering=True, errors="backslashreplace")
    return incoming, outgoing


def bound_log() -> None:
    """Empty the log (standard error, where it is a file) once it has grown out of proportion."""
    try:
        if os.fstat(2).st_size > _LOG_LIMIT:
            os.ftruncate(2, 0)
            os.lseek(2, 0, os.SEEK_SET)
    except OSError:  # a terminal or a pipe
        pass


class Outlet:
    """Sends messages to the parent. A parent that is slow to read never slows a job down."""

    def __init__(self, fd: int, over: threading.Event) -> None:
        """over: set once the parent wants no more; nothing waits for it from then on."""
        self._fd = fd
        self._over = over
        self._unsent = bytearray()
        if not os.isatty(fd):
            never_wait(fd)

    def send(self, message: FromChild) -> None:
        """Send `message`, waiting while the pipe is full."""
        self._unsent += encode(message)
        while not self._write() and not self._over.is_set():
            time.sleep(0.01)

    def offer(self, message: FromChild) -> None:
        """Send `message` if the pipe takes it now; a later one will tell more."""
        if self._write():
            self._unsent += encode(message)
            self._write()

    def _write(self) -> bool:
        """Whether all is out. A parent that is gone sets `over`."""
        try:
            while self._unsent:
                taken = write_some(self._fd, bytes(self._unsent[:4096]))
                if not taken:
                    return False
                del self._unsent[:taken]
        except OSError:
            self._unsent.clear()
            self._over.set()
        return True
