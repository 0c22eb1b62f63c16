"""One process at a time, however the one before it ended."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..core import ownership


@contextmanager
def alone(lock: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Own `lock`, made with its folder where it is missing; waits for who owns it.

    waiting: called once where another process owns it. Raises OSError where it cannot be made.
    """
    told = False
    while True:
        lock.parent.mkdir(parents=True, exist_ok=True)
        owner = ownership.take(lock)
        if not owner and not told and not _has_locks(lock):
            owner = lock.open("ab")
        if owner:
            break
        if not told:
            waiting()
        told = True
        time.sleep(0.2)
    try:
        os.set_inheritable(owner.fileno(), True)  # pip holds it too, see `packages.run_pip`
        yield
    finally:
        owner.close()


def _has_locks(lock: Path) -> bool:
    """Whether the file system has any: some networks' have none, and nobody must wait for one."""
    probe = lock.with_name(f"{lock.name}-{os.getpid()}")
    owner = ownership.take(probe)
    if owner:
        owner.close()
    with suppress(OSError):
        probe.unlink(missing_ok=True)
    return owner is not None
