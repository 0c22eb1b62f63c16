"""Text in lines: Blender's labels do not wrap."""

import re
import textwrap
from functools import lru_cache

from bpy.types import Context

_WIDE = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60"  # as wide as two letters, no spaces between words
_HAS_WIDE = re.compile(f"[{_WIDE}]")
# What stays in one piece: a wide character with the marks that may begin no line, or a word.
_PIECE = re.compile(f"“?(?:[{_WIDE}]|[^\\s{_WIDE}“”]+)[，。、；：？！）”]*|\\s+|.")


def wrap(text: str, context: Context, beside: int = 0) -> list[str]:
    """`text` in lines as wide as the sidebar, less `beside` characters."""
    scale = context.preferences.system.ui_scale  # 0 where there is no screen
    width = context.region.width / scale if context.region and scale else 280.0
    return list(_lines(text, max(int((width - 50) / 6) - beside, 12)))


def wrap_in(text: str, width: float) -> list[str]:
    """`text` in lines of `width`, in pixels of an interface at scale 1."""
    return list(_lines(text, max(int(width / 6), 12), False))


@lru_cache(maxsize=512)
def shorten(text: str, width: float) -> str:
    """`text` in one line of `width`, as in `wrap_in`; of a long one both ends, which tell names of
    a camera or of copies apart."""
    letters = max(int(width / 6), 5)
    if _width(text) <= letters:
        return text
    first, last = list[str](), list[str]()
    for place in range(len(text)):
        side, letter = (last, text[-1 - place // 2]) if place % 2 else (first, text[place // 2])
        if _width("".join([*first, *last, letter, "…"])) > letters:
            break
        side.append(letter)
    return f"{''.join(first).rstrip()}…{''.join(reversed(last)).lstrip()}"


@lru_cache(maxsize=512)  # for panels that are drawn again and again
def _lines(text: str, letters: int, break_on_hyphens: bool = True) -> tuple[str, ...]:
    if not _HAS_WIDE.search(text):
        return tuple(_Wrapper(letters, break_on_hyphens=break_on_hyphens).wrap(text))
    lines, line = list[str](), ""
    for piece in _PIECE.findall(text):
        if line and _width(line + piece.rstrip()) > letters:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return tuple(filter(None, [*lines, line.rstrip()]))


class _Wrapper(textwrap.TextWrapper):
    """Breaks what is longer than a line, a path say, behind its slashes where it can."""

    def _split(self, text: str) -> list[str]:
        pieces = []
        for piece in super()._split(text):
            long = len(piece) > self.width
            pieces += re.findall(r"[^/\\]*[/\\]*", piece)[:-1] if long else [piece]
        return pieces


def _width(text: str) -> int:
    return len(text) + len(_HAS_WIDE.findall(text))
