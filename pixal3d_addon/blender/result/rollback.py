"""All or nothing: data-blocks made inside vanish again when anything fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import bpy
from bpy.types import ID

Made = TypeVar("Made", bound=ID)


class Ledger:
    """What was made so far."""

    def __init__(self) -> None:
        self._made: list[ID] = []

    def add(self, block: Made) -> Made:
        self._made.append(block)
        return block

    def undo(self) -> None:
        bpy.data.batch_remove(self._made)


@contextmanager
def all_or_nothing() -> Iterator[Ledger]:
    """Yields the ledger that every new data-block is added to."""
    ledger = Ledger()
    try:
        yield ledger
    except BaseException:
        ledger.undo()
        raise
