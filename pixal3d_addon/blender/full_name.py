"""Data-blocks by full name, which tells a linked one from a local one of the same name."""

from collections.abc import Iterable
from typing import TypeVar

from bpy.types import ID

Block = TypeVar("Block", bound=ID)


def block_of(blocks: Iterable[Block], name: str) -> Block | None:
    """The one of `blocks` (`bpy.data.images`, say) with that full name; None where it is gone."""
    return next((block for block in blocks if block.name_full == name), None)
