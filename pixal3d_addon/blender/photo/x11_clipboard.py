"""The picture, or the files, that another program has put on the clipboard of an X server.

Blender takes only text from there. `python -I x11_clipboard.py FOLDER` asks for the rest, in a
process of its own, because Xlib ends the one whose server goes. A picture becomes FOLDER/Pasted.png
or the like, files become FOLDER/files.json, a list of their paths; nothing is written where the
clipboard has neither. https://x.org/releases/current/doc/xorg-docs/icccm/icccm.html, section 2
"""

import ctypes
import json
import select
import sys
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_void_p
from pathlib import Path
from urllib.parse import unquote, urlsplit

PICTURES = {
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/jpeg": ".jpg",
}  # the best first
NAME = "Pasted"
_FILES = "text/uri-list"
_MOST = 1 << 28  # bytes
_PATIENCE = 5.0  # seconds without a word from the other program
_PROPERTY_NOTIFY, _SELECTION_NOTIFY = 28, 31
_PROPERTY_CHANGE_MASK = 1 << 22
_NEW_VALUE = 0
_ID = c_ulong  # of a window, an atom, a time; what has 32 bits on the wire is such a one here
_HEAD = (
    ("type", c_int),
    ("serial", c_ulong),
    ("sent", c_int),
    ("display", c_void_p),
    ("window", _ID),
)


class _Property(ctypes.Structure):
    _fields_ = (*_HEAD, ("atom", _ID), ("time", _ID), ("state", c_int))


class _Selection(ctypes.Structure):
    _fields_ = (*_HEAD, ("selection", _ID), ("target", _ID), ("property", _ID), ("time", _ID))


class _Event(ctypes.Union):
    _fields_ = (
        ("type", c_int),
        ("property", _Property),
        ("selection", _Selection),
        ("room", c_long * 24),
    )


class Unanswered(Exception):  # noqa: N818  there may be nothing wrong
    """The clipboard has no owner, it has nothing of that kind or too much, or does not speak."""


class Clipboard:
    """Raises OSError where there is no Xlib, no server, or one that does not let this in."""

    def __init__(self) -> None:
        self._xlib = _load()
        self._display = self._xlib.XOpenDisplay(None)
        if not self._display:
            raise OSError("no X server")
        root = self._xlib.XDefaultRootWindow(self._display)
        self._window = self._xlib.XCreateSimpleWindow(self._display, root, 0, 0, 1, 1, 0, 0, 0)
        self._xlib.XSelectInput(self._display, self._window, _PROPERTY_CHANGE_MASK)
        self._here = self._atom("PIXAL3D")

    def kinds(self) -> list[str]:
        """What there is. Raises Unanswered."""
        data, size = self.read("TARGETS"), ctypes.sizeof(_ID)
        atoms = (data[at : at + size] for at in range(0, len(data), size))
        return [self._name(int.from_bytes(atom, sys.byteorder)) for atom in atoms]

    def read(self, kind: str) -> bytes:
        """Raises Unanswered."""
        clipboard, wanted = self._atom("CLIPBOARD"), self._atom(kind)
        self._xlib.XConvertSelection(self._display, clipboard, wanted, self._here, self._window, 0)
        if not self._next(_SELECTION_NOTIFY).selection.property:
            raise Unanswered
        kept_as, data = self._take()
        if kept_as != self._atom("INCR"):
            return data
        whole = bytearray()
        while len(whole) <= _MOST:  # in parts: each comes when the one before was taken
            while self._next(_PROPERTY_NOTIFY).property.state != _NEW_VALUE:
                pass
            _, data = self._take()
            if not data:
                return bytes(whole)
            whole += data
        raise Unanswered

    def _next(self, kind: int) -> _Event:
        event, end = _Event(), time.monotonic() + _PATIENCE
        while True:
            while self._xlib.XPending(self._display):  # it sends what is asked, too
                self._xlib.XNextEvent(self._display, byref(event))
                if event.type == kind:
                    return event
            left = end - time.monotonic()
            if left <= 0:
                raise Unanswered
            select.select([self._xlib.XConnectionNumber(self._display)], [], [], left)

    def _take(self) -> tuple[int, bytes]:
        """What was put on our window, and the atom of its type; it is gone from there then."""
        kind, form, count, left, data = _ID(), c_int(), c_ulong(), c_ulong(), c_void_p()
        self._xlib.XGetWindowProperty(
            *(self._display, self._window, self._here, 0, _MOST // 4, True, 0),
            *map(byref, (kind, form, count, left, data)),
        )
        if left.value:
            raise Unanswered
        item = {8: 1, 16: 2, 32: ctypes.sizeof(_ID)}.get(form.value, 0)
        try:
            return kind.value, ctypes.string_at(data, count.value * item) if data else b""
        finally:
            if data:
                self._xlib.XFree(data)

    def _atom(self, name: str) -> int:
        return self._xlib.XInternAtom(self._display, name.encode(), False)

    def _name(self, atom: int) -> str:
        found = self._xlib.XGetAtomName(self._display, atom)
        return found.decode(errors="replace") if found else ""  # a few bytes are not freed


def _load() -> ctypes.CDLL:
    """Xlib, with the types of what is used of it. Raises OSError."""
    xlib = ctypes.CDLL("libX11.so.6")
    pointer, number = c_void_p, c_int
    for name, returns, *takes in (
        ("XOpenDisplay", pointer, c_char_p),
        ("XDefaultRootWindow", _ID, pointer),
        ("XCreateSimpleWindow", _ID, pointer, _ID, *(number,) * 2, *(ctypes.c_uint,) * 3, _ID, _ID),
        ("XSelectInput", number, pointer, _ID, c_long),
        ("XInternAtom", _ID, pointer, c_char_p, number),
        ("XGetAtomName", c_char_p, pointer, _ID),
        ("XConvertSelection", number, pointer, *(_ID,) * 5),
        ("XPending", number, pointer),
        ("XConnectionNumber", number, pointer),
        ("XNextEvent", number, pointer, POINTER(_Event)),
        ("XGetWindowProperty", number, pointer, _ID, _ID, c_long, c_long, number, _ID,
         POINTER(_ID), POINTER(number), POINTER(c_ulong), POINTER(c_ulong), POINTER(pointer)),
        ("XFree", number, pointer),
    ):  # fmt: skip
        function = getattr(xlib, name)
        function.restype, function.argtypes = returns, takes
    return xlib


def paths(uris: str) -> list[str]:
    """Of the files of this machine in a text/uri-list: https://www.rfc-editor.org/rfc/rfc2483"""
    parts = [urlsplit(line) for line in uris.splitlines() if line.startswith("file:")]
    return [unquote(part.path) for part in parts]


def save(folder: Path) -> None:
    """Raises OSError, Unanswered."""
    clipboard = Clipboard()
    kinds = clipboard.kinds()
    for kind in (kind for kind in PICTURES if kind in kinds):
        (folder / NAME).with_suffix(PICTURES[kind]).write_bytes(clipboard.read(kind))
        return
    if _FILES in kinds:
        found = paths(clipboard.read(_FILES).decode(errors="surrogateescape"))
        (folder / "files.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    try:
        save(Path(sys.argv[1]))
    except (OSError, Unanswered) as error:
        sys.exit(str(error))
