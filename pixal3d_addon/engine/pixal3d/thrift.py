"""What happens when memory runs out: the same work again, with less of it on the way."""

from collections.abc import Callable
from typing import TypeVar

import torch

from .chain import BUDGET

BUDGETS = (BUDGET, BUDGET // 4, BUDGET // 16)
# What torch says where it has no exception of its own: Apple's backend, the processor's allocator,
# and NVIDIA's libraries.
_SAID = ("out of memory", "can't allocate memory", "not enough memory", "ALLOC_FAILED")
T = TypeVar("T")


def ran_out(error: BaseException) -> bool:
    """Whether `error` says that memory was not enough."""
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or (
        isinstance(error, RuntimeError) and any(words in str(error) for words in _SAID)
    )


class Thrift:
    """A `chain.Attempt` of one job. Once memory was short, the rest keeps to the smaller budget.

    make_room: gives back what can be given back.
    """

    def __init__(self, make_room: Callable[[], None]) -> None:
        self._make_room = make_room
        self._level = 0

    @property
    def was_short(self) -> bool:
        return self._level > 0

    def __call__(self, work: Callable[[int], T]) -> T:
        """`work`'s result. Raises what it raises with the smallest budget."""
        while self._level < len(BUDGETS) - 1:
            try:
                return work(BUDGETS[self._level])
            except Exception as error:
                if not ran_out(error):
                    raise
            # Only here, where the traceback no longer holds what the work had made.
            self._level += 1
            self._make_room()
        return work(BUDGETS[-1])
