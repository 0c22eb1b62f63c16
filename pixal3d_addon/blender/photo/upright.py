"""Which way up a photo is. Blender shows pixels as the sensor had them, whatever the file tells;
here a photo is upright: what is asked for its size or its pixels asks here.
"""

from __future__ import annotations

from bpy.types import Image

from .exif import orientation

_NEXT = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}  # a quarter clockwise more, as EXIF counts


def known(image: Image) -> int:
    """How the pixels of `image` lie, 1 to 8 as EXIF counts, as far as `find` has looked."""
    return image.pixal3d.orientation or 1


def find(image: Image) -> int:
    """As `known`, after a look into the file, the first time."""
    photo = image.pixal3d
    if not photo.orientation:
        # What was edited here is how the artist sees it.
        photo.told = 1 if image.is_dirty or image.source != "FILE" else orientation(image)
        photo.orientation = photo.told
    return photo.orientation


def find_again(image: Image) -> int:
    """As `find`: the file may tell something else now. What was turned by hand stays, if not."""
    told = orientation(image)
    if image.pixal3d.orientation and told != image.pixal3d.told:
        image.pixal3d.told = image.pixal3d.orientation = told
    return find(image)


def turn(image: Image) -> None:
    """A quarter clockwise more; where the object and its square are in it goes along."""
    photo = image.pixal3d
    photo.orientation = _NEXT[find(image)]
    for name, middle in (("middle", 0.5), ("crop", 0.0)):
        if photo.is_property_set(name):
            x, y = (value - middle for value in getattr(photo, name))
            setattr(photo, name, (middle + y, middle - x))


def size(image: Image) -> tuple[int, int]:
    """Width and height in pixels, upright."""
    return across((image.size[0], image.size[1]), known(image))


def across(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Width and height of pixels of `size` that lie so, once they are upright."""
    return (size[1], size[0]) if orientation >= 5 else size
