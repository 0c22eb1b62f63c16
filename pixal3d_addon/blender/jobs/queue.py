"""The jobs that wait, run or failed, in order; each is kept on disk until it is done.

`core.job_records` is imported with the first job: enabling must be quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import bpy

from ...core.errors import PixalError, Problem, from_os_error
from ..say import told
from ..setup import preferences
from ..unattended import unattended
from . import attention
from .state import FAILED, INTERRUPTED, MADE, STATE, WAITING, Job

if TYPE_CHECKING:
    from ...core.job_records import Record, Session
    from ...core.messages import Finish
    from ...core.messages import Job as Generate

# What the next job would meet as well.
_OF_ALL = {
    "engine_unavailable", "worker_start", "weights_missing", "weights_mismatch", "weights_damaged",
    "folder_unwritable", "disk_full",
}  # fmt: skip

_session: Session | None = None


def attach() -> None:
    """Find what the Blenders before this one left. Nothing starts by itself: the queue pauses.

    One without a window leaves them to the next that has one: nobody would see them here.
    """
    if unattended():
        return
    if any(preferences.own_folder("queue").glob("*.lock")):
        try:
            found = _open().adopt()
        except OSError:
            return
        STATE.queue = [_job(record) for record in found]
        STATE.paused = any(job.state in {WAITING, MADE} for job in STATE.queue)


def detach() -> None:
    """Let go of the jobs; they stay on the disk, for the next time."""
    global _session
    if _session is not None:
        _session.close()
    _session = None
    STATE.queue, STATE.paused = [], False


def add(job: Job) -> None:
    """Put `job`, which has no files, last. Raises PixalError."""
    for _ in adding(job, lambda _folder: (), lambda: job.message):
        pass


def adding(
    job: Job,
    fill: Callable[[Path], Iterable[object]],
    message: Callable[[], Generate | Finish],
) -> Iterator[object]:
    """Put `job` last, in steps. fill: those that write its files into the folder it is given.

    message: asked for once they are written. Raises PixalError.
    """

    def record() -> Record:
        job.message = message()
        job.place = max((other.place for other in STATE.queue), default=0.0) + 1.0
        return _record(job)

    try:
        yield from _open().adding(job.id, fill, record)
    except OSError as error:
        raise _unwritable(error) from error
    job.held = attention.held(bpy.context.view_layer)
    STATE.queue.append(job)


def _unwritable(error: OSError) -> PixalError:
    """The queue is in Blender's own folder, wherever the results go."""
    told = from_os_error(error, preferences.own_folder("queue"))
    remedy = "Let Blender write to its folder of extensions, then try again."
    if told.code == "disk_full":
        remedy = "Free some space, then try again."
    return PixalError(told.code, told.message, remedy)


def folder(job: str) -> Path:
    """Where the files of the job of that id are, or will be."""
    return _open().folder(job)


def receipt(job: Job) -> str:
    """Where its worker is to say what it has made; what another said there is forgotten."""
    from ...core.job_records import RECEIPT

    path = folder(job.id) / RECEIPT
    with suppress(OSError):
        path.unlink()
    return str(path)


def find(job: str) -> Job | None:
    return next((found for found in STATE.queue if found.id == job), None)


def following() -> Job | None:
    """The job to take up next: one to run, else one to add; None where all are done, or failed."""
    return waits() or next((job for job in STATE.queue if job.state == MADE), None)


def waits() -> Job | None:
    """The job to run next."""
    return next((job for job in STATE.queue if job.state == WAITING), None)


def made() -> Job | None:
    """The job whose result is to be added next; one that an earlier Blender left, after Resume."""
    found = (job for job in STATE.queue if job.state == MADE)
    return next((job for job in found if not STATE.paused or job.waiting or job is STATE.job), None)


def become(job: Job, state: str, problem: Problem | None = None) -> None:
    """`job` waits, runs, is made or has failed, on the disk as well."""
    job.state, job.problem = state, problem
    _save(job)


def give_up(job: Job, problem: Problem) -> None:
    """`job` failed and stays in the queue, which pauses where the others would fail too."""
    STATE.problem = problem
    if job not in STATE.queue:
        return
    become(job, FAILED, problem)
    if problem.code in _OF_ALL and following():
        STATE.paused = True


def again(job: Job, anew: bool = False) -> None:
    """Have `job` run once more, or only be added where that failed; anew: run in any case."""
    whole = job.result is not None and job.problem and job.problem.code != "result_damaged"
    job.waiting = ""
    _forget_problem(job)
    if whole and not anew:
        become(job, MADE)
        return
    job.result = None
    become(job, WAITING)


def remove(job: Job) -> None:
    """Forget `job` and its files. Its result, if there is one, stays."""
    if job in STATE.queue:
        STATE.queue.remove(job)
        _open().remove(job.id)
    _forget_problem(job)
    if following() is None:
        STATE.paused = False


def _forget_problem(job: Job) -> None:
    if job.problem is not None and STATE.problem is job.problem:
        STATE.problem = None


def move(job: Job, by: int) -> None:
    """`job` changes places with the one before (-1) or after it (1)."""
    here = STATE.queue.index(job)
    there = here + by
    if 0 <= there < len(STATE.queue):
        other = STATE.queue[there]
        job.place, other.place = other.place, job.place
        STATE.queue[here], STATE.queue[there] = other, job
        _save(job)
        _save(other)


def over(job: Job) -> bool:
    """Whether it ended without a result and waits for a decision."""
    return job.state in {FAILED, INTERRUPTED}


def _open() -> Session:
    global _session
    if _session is None:
        from ...core.job_records import Session

        _session = Session(preferences.own_folder("queue"))
    return _session


def _save(job: Job) -> None:
    try:
        _open().save(_record(job))
    except OSError as error:  # it goes on without; only a restart would know the older state
        print(f"Pixal3D: {from_os_error(error, job.name).message}")  # noqa: T201


def _record(job: Job) -> Record:
    from ...core.job_records import Record

    return Record(
        message=replace(job.message, id=job.id),
        state=job.state,
        place=job.place,
        engine=job.engine,
        name=job.name,
        instead_of=job.instead_of,
        result=str(job.result or ""),
        problem=job.problem,
    )


def _job(record: Record) -> Job:
    """Of a Blender before this one; its object goes to whichever scene is open."""
    return Job(
        name=record.name,
        scene="",
        engine=record.engine,
        instead_of=record.instead_of,
        message=record.message,
        id=record.message.id,
        state=record.state,
        place=record.place,
        result=Path(record.result) if record.result else None,
        problem=record.problem,
    )


def refuse(error: PixalError) -> str:
    """Show why nothing was started; the sentence for an operator's report."""
    STATE.problem = error.problem
    return told(f"{error.message} {error.remedy}")
