"""Thumbnails and photos of the results that are on show, and of a few shown before.

Blender reads each in a thread of its own, once a panel draws it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import bpy.utils.previews

if TYPE_CHECKING:
    from ...core.library import Entry

_MOST = 60  # pictures kept; each takes some 300 kB

_collection: Any = None
# Name in the collection → icon, those used last at the end; 0 where there is no window.
_icons: dict[str, int] = {}


def load(page: Iterable[Entry], chosen: Iterable[Entry]) -> None:
    """Have the pictures of these ready; of the chosen ones the photo, too."""
    global _collection
    if _collection is None:
        _collection = bpy.utils.previews.new()
    wanted = {_name(entry, path): path for entry in page if (path := _thumbnail(entry))}
    for entry in chosen:
        for path in filter(None, (_thumbnail(entry), entry.photo)):
            wanted[_name(entry, path)] = path
    for name, path in wanted.items():
        icon = _icons.pop(name, None)
        _icons[name] = _collection.load(name, path, "IMAGE").icon_id if icon is None else icon
    for name in list(_icons)[: max(len(_icons) - max(_MOST, len(wanted)), 0)]:
        del _icons[name], _collection[name]


def thumbnail(entry: Entry) -> int:
    """The icon of its object, or of its photo where there is none; 0 where neither is."""
    return _icons.get(_name(entry, _thumbnail(entry)), 0)


def photo(entry: Entry) -> int:
    """The icon of what the engine saw; 0 where there is none."""
    return _icons.get(_name(entry, entry.photo), 0)


def clear() -> None:
    global _collection
    if _collection is not None:
        bpy.utils.previews.remove(_collection)
    _collection = None
    _icons.clear()


def _thumbnail(entry: Entry) -> str:
    return entry.thumbnail or entry.photo


def _name(entry: Entry, path: str) -> str:
    return f"{path} {entry.stamp}"
