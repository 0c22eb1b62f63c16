"""The worker that prepares photos for the panel: beside that of the jobs, which may take hours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...core.errors import PixalError
from ..jobs import leaving, runtime
from ..setup import preferences

if TYPE_CHECKING:
    from ...core.client import WorkerProcess


@dataclass
class Preparer:
    """greeted: whether the worker has come to life. broken: a Python in which none did."""

    worker: WorkerProcess | None = None
    greeted: bool = False
    broken: Path | None = None


PREPARER = Preparer()


def python_for(engine: str) -> Path:
    """The one of the job, or Blender's own where that cannot be: the job will tell."""
    try:
        python, _ = runtime.python_for(engine)
    except PixalError:
        return runtime.own()
    return runtime.own() if python == PREPARER.broken else python


def is_other(python: Path) -> bool:
    """Whether another worker is needed. One that never came to life is asked, to tell why."""
    worker = PREPARER.worker
    if worker is None or worker.python != python.absolute():
        return True
    return PREPARER.greeted and not worker.running


def start(python: Path) -> None:
    """Raises PixalError `worker_start`."""
    from ...core.client import WorkerProcess  # here: slow to import

    let_go()
    worker = WorkerProcess(python, preferences.own_folder("logs") / "prepare.log")
    worker.start()
    PREPARER.worker, PREPARER.greeted = worker, False


def give_up() -> bool:
    """The worker has died. Whether that was a Python which cannot run it, and another can."""
    python, own = PREPARER.worker.python, runtime.own()
    let_go()
    if PREPARER.greeted or python == own:
        return False
    PREPARER.broken = python
    return True


def let_go() -> None:
    """Have the worker end, and do not wait."""
    if PREPARER.worker is not None:
        leaving.let_go(PREPARER.worker)
        PREPARER.worker = None


def end() -> None:
    """End the worker, within about a second; an idle one at once."""
    if PREPARER.worker is not None:
        PREPARER.worker.stop()
        PREPARER.worker = None
