"""Objects in a file of their own, for the other Blender."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import bpy
from bpy.types import Image, Object

from .other import UnansweredError


def write_objects(path: Path, objects: Sequence[Object]) -> None:
    """All that is seen of `objects`, and what they depend on; quick at any size that is usual.

    Raises UnansweredError where a file would not hold it: what is linked, pixels that were painted.
    """
    blocks = [*objects, *(obj.data for obj in objects)]
    if any(block.library for block in blocks) or any(map(_is_dirty, _images(objects))):
        raise UnansweredError
    for obj in objects:
        obj.update_from_editmode()
    try:
        bpy.data.libraries.write(str(path), {*objects}, path_remap="ABSOLUTE")
    except (OSError, RuntimeError) as error:
        raise UnansweredError from error


def _is_dirty(image: Image) -> bool:
    return image.is_dirty


def _images(objects: Sequence[Object]) -> Iterator[Image]:
    """Of their materials, and behind cameras."""
    for obj in objects:
        if obj.type == "CAMERA":
            yield from (slot.image for slot in obj.data.background_images if slot.image)
        trees = [slot.material.node_tree for slot in obj.material_slots if slot.material]
        for node in (node for tree in trees if tree for node in tree.nodes):
            if node.type == "TEX_IMAGE" and node.image:
                yield node.image
