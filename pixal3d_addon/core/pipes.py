"""Pipes that never make the caller wait, on POSIX and Windows, and the lines that come of them."""

import os
import sys
from collections.abc import Iterator

from .messages import MAX_LINE

_READ = 1 << 16


class LineSplitter:
    """Bytes in, whole lines out; an over-long line comes out as None and is never kept."""

    def __init__(self, limit: int = MAX_LINE) -> None:
        self._limit = limit
        self._kept = bytearray()
        self._skipping = False

    def feed(self, data: bytes) -> Iterator[bytes | None]:
        """Add `data`; yields each line that it completes, without its line end."""
        pieces = data.split(b"\n")
        for number, piece in enumerate(pieces):
            ended = number < len(pieces) - 1
            if not self._skipping:
                self._kept += piece
                if len(self._kept) > self._limit:
                    self._kept.clear()
                    self._skipping = True
                    yield None
            if ended:
                line, skipped = bytes(self._kept), self._skipping
                self._kept.clear()
                self._skipping = False
                if not skipped and line.strip():
                    yield line


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _KERNEL.PeekNamedPipe.argtypes = [
        wintypes.HANDLE, wintypes.LPVOID, wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD), ctypes.POINTER(wintypes.DWORD),
        ctypes.POINTER(wintypes.DWORD),
    ]  # fmt: skip
    _KERNEL.SetNamedPipeHandleState.argtypes = [
        wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD), wintypes.LPVOID, wintypes.LPVOID,
    ]  # fmt: skip
    _KERNEL.WriteFile.argtypes = [
        wintypes.HANDLE, wintypes.LPCVOID, wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD), wintypes.LPVOID,
    ]  # fmt: skip
    _PIPE_NOWAIT = 1

    def never_wait(fd: int) -> None:
        """Make writes to the pipe `fd` return at once; reads are asked first, see `read_some`."""
        mode = wintypes.DWORD(_PIPE_NOWAIT)
        handle = msvcrt.get_osfhandle(fd)
        _KERNEL.SetNamedPipeHandleState(handle, ctypes.byref(mode), None, None)

    def read_some(fd: int) -> bytes | None:
        """What the pipe holds now: None where nothing is there, b"" at its end."""
        waiting = wintypes.DWORD()
        handle = msvcrt.get_osfhandle(fd)
        if not _KERNEL.PeekNamedPipe(handle, None, 0, None, ctypes.byref(waiting), None):
            return b""
        return os.read(fd, min(waiting.value, _READ)) if waiting.value else None

    def write_some(fd: int, data: bytes) -> int:
        """How many bytes of `data` the pipe took, 0 where it is full. OSError once it is gone."""
        written = wintypes.DWORD()
        handle = msvcrt.get_osfhandle(fd)
        if not _KERNEL.WriteFile(handle, data, len(data), ctypes.byref(written), None):
            raise BrokenPipeError
        return written.value

else:

    def never_wait(fd: int) -> None:
        """Make reads and writes of the pipe `fd` return at once."""
        os.set_blocking(fd, False)

    def read_some(fd: int) -> bytes | None:
        """What the pipe holds now: None where nothing is there, b"" at its end."""
        try:
            return os.read(fd, _READ)
        except BlockingIOError:
            return None

    def write_some(fd: int, data: bytes) -> int:
        """How many bytes of `data` the pipe took, 0 where it is full. OSError once it is gone."""
        try:
            return os.write(fd, data)
        except BlockingIOError:
            return 0
