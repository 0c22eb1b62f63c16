"""The library: every result in the results folder, those that match a search, those chosen.

Plain values in this module. What reads the disk is `library_scan`, in a timer; nothing here does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import pictures as library_pictures

if TYPE_CHECKING:
    from ...core.library import Entry

PAGE = 12  # results; a multiple of the columns that the panel may have
COMPARED = 2  # results


@dataclass
class Library:
    """entries: all results, latest first. shown: those that match `search`. page: from 0.

    chosen: keys, the latest last. unlike: settings in which two chosen ones differ. size: bytes on
    the disk. scanned: whether the folder was read. problem: why it could not be.
    """

    entries: list[Entry] = field(default_factory=list)
    shown: list[Entry] = field(default_factory=list)
    search: str = ""
    page: int = 0
    chosen: list[str] = field(default_factory=list)
    unlike: list[tuple[str, Any, Any]] = field(default_factory=list)
    size: int = 0
    broken: int = 0
    scanned: bool = False
    problem: str = ""

    def on_page(self) -> list[Entry]:
        return self.shown[self.page * PAGE : (self.page + 1) * PAGE]

    def pages(self) -> int:
        return max(-(-len(self.shown) // PAGE), 1)

    def find(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.key == key), None)

    def selection(self) -> list[Entry]:
        """Those chosen, as far as they are still there."""
        return [entry for key in self.chosen if (entry := self.find(key))]

    def sole(self) -> Entry | None:
        """The one that is chosen, where it is one."""
        found = self.selection()
        return found[0] if len(found) == 1 else None


LIBRARY = Library()


def take(entries: list[Entry]) -> None:
    """These are the results now."""
    LIBRARY.entries = sorted(entries, key=lambda entry: entry.made, reverse=True)
    LIBRARY.size = sum(entry.size for entry in entries)
    LIBRARY.broken = sum(bool(entry.problem) for entry in entries)
    _show()


def drop(key: str) -> None:
    """That result is gone."""
    take([entry for entry in LIBRARY.entries if entry.key != key])


def search(text: str) -> None:
    LIBRARY.search, LIBRARY.page = text, 0
    _show()


def turn(page: int) -> None:
    """Show that page, from 0."""
    LIBRARY.page = min(max(page, 0), LIBRARY.pages() - 1)
    library_pictures.load(LIBRARY.on_page(), LIBRARY.selection())


def choose(key: str, extend: bool) -> None:
    """Choose that result, in place of the others or beside them; once more: no longer."""
    if key in LIBRARY.chosen and (extend or LIBRARY.chosen == [key]):
        chosen = [other for other in LIBRARY.chosen if other != key]
    else:
        chosen = [*LIBRARY.chosen, key] if extend else [key]
    LIBRARY.chosen = chosen
    _chosen()


def choose_none() -> None:
    LIBRARY.chosen = []
    _chosen()


def forget() -> None:
    """As if nothing had been read."""
    library_pictures.clear()
    LIBRARY.__init__()


def _show() -> None:
    LIBRARY.shown = [entry for entry in LIBRARY.entries if entry.matches(LIBRARY.search)]
    _chosen()
    turn(LIBRARY.page)


def _chosen() -> None:
    from ...core.library import differences

    found = LIBRARY.selection()
    LIBRARY.chosen = [entry.key for entry in found]
    LIBRARY.unlike = differences(*found) if len(found) == COMPARED else []
    library_pictures.load(LIBRARY.on_page(), found)
