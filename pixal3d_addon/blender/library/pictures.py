"""Thumbnails and photos of the results that are on show, and of a few shown before.

Blender reads a thumbnail in a thread of its own, once a panel draws it. A photo is kept over black,
with its mask beside it: it is cut out here, in slices, and shown then.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy.utils.previews

from ...core.library import MASK, PREPARED
from .. import redraw, slices
from ..slices import WAIT, Work

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
        _icons[name] = _begin(name, Path(path)) if icon is None else icon
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


def _begin(name: str, path: Path) -> int:
    """Read that picture; its icon, or 0 while it is cut out."""
    if path.name != PREPARED:
        return _collection.load(name, str(path), "IMAGE").icon_id
    _collection.new(name)

    def done(pixels: Any) -> None:
        if _collection is not None and name in _icons and pixels.size:
            preview = _collection[name]
            preview.image_size = pixels.shape[1], pixels.shape[0]
            preview.image_pixels.foreach_set(pixels.view("int32").ravel())
            _icons[name] = preview.icon_id
            redraw.sidebars()

    slices.run(_cutting_out(path), done, lambda _problem: None)
    return 0


def _cutting_out(photo: Path) -> Work:
    """The photo as icons have their pixels: uint8 [H, W, 4]; opaque where its mask is missing."""
    yield WAIT
    scratch = bpy.utils.previews.new()
    try:
        pixels = _pixels(scratch, photo)
        yield WAIT
        mask = _pixels(scratch, photo.with_name(MASK))
    finally:
        bpy.utils.previews.remove(scratch)
    if mask.shape == pixels.shape:
        pixels[..., 3] = mask[..., 0]
    return pixels


def _pixels(collection: Any, path: Path) -> Any:
    """Of the file there, read at once; none where that is no picture."""
    import numpy as np  # here: slow to import

    preview = collection.load(path.name, str(path), "IMAGE")
    width, height = preview.image_size
    return np.array(preview.image_pixels[:], np.int32).view(np.uint8).reshape(height, width, 4)


def _thumbnail(entry: Entry) -> str:
    return entry.thumbnail or entry.photo


def _name(entry: Entry, path: str) -> str:
    return f"{path} {entry.stamp}"
