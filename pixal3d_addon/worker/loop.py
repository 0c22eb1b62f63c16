"""The worker's life: greet, run jobs one after the other, leave when the parent does."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import EXIT_CODES, Cancelled, PixalError, from_any, short_path
from ..core.memory import give_back
from ..core.messages import PROTOCOL, Failure, Finish, Hello, Job, Log, Prepare, Ready, Result
from ..core.version import version
from .inbox import Inbox
from .look import forget, look
from .paths import path_of
from .report import JobReport
from .streams import Outlet, bound_log, take_protocol

if TYPE_CHECKING:
    from ..core.settings import Settings
    from ..engine.interface import Engine, Report
    from ..engine.pipeline import Order
    from ..engine.refinish import Refinish

    Generate = Callable[[Order, Report], Path]

IDLE = 120.0  # seconds without a job until what the engines keep for the next one is given back
_LOG = logging.getLogger("pixal3d.worker")
_OTHER_VERSION = "Blender and its worker are not of the same version."


def serve(
    log: str = "",
    generate: Generate | None = None,
    release: Callable[[], None] | None = None,
    idle: float = IDLE,
) -> int:
    """Run as the worker of this process until the parent is gone. Returns the exit status.

    log: the path of the log, to be named in messages. generate: what runs an order, and release:
    what gives memory back after `idle` seconds; those of `engine.pipeline` by default.
    """
    incoming, outgoing = take_protocol()
    faulthandler.enable(sys.stderr)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s")
    for name in ("SIGINT", "SIGTERM"):  # both unwind the running job, so that it cleans up
        signal.signal(getattr(signal, name), signal.default_int_handler)
    leave_room()
    try:
        return _run(incoming, outgoing, log, generate, release, idle)
    except KeyboardInterrupt:
        return 0


def leave_room() -> None:
    """Keep one core free for Blender. Numpy reads this when it is imported, so not before.

    Threads that wait sleep: beside another program that computes, spinning ones make a network two
    to ten times as slow (measured).
    """
    threads = str(max(1, min(8, (os.cpu_count() or 2) - 1)))
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, threads)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _run(
    incoming: int,
    outgoing: int,
    log: str,
    generate: Generate | None,
    release: Callable[[], None] | None,
    idle: float,
) -> int:
    inbox = Inbox(incoming)
    outlet = Outlet(outgoing, inbox.over)
    try:
        hello = inbox.next()
        if hello is None:
            return 0
        if not isinstance(hello, Hello) or hello.protocol != PROTOCOL:
            outlet.send(Failure("", "protocol", _OTHER_VERSION, "Restart Blender."))
            return EXIT_CODES["protocol"]
        try:
            from ..core.settings import Settings
            from ..engine import pipeline

            settings = Settings(weights=hello.weights)
            found = availability(pipeline.engines(), settings)
            engine, why = pipeline.choose_engine(settings)
            outlet.send(Ready(PROTOCOL, version(), found, f"{engine.name.title()}. {why}"))
        except ModuleNotFoundError as error:
            _LOG.exception("a package is missing")
            what = f"The Python of the worker has no {error.name}."
            outlet.send(Failure("", "worker_start", what, "Set the runtime up again."))
            return EXIT_CODES["worker_start"]
        except Exception:
            _LOG.exception("the engines could not be loaded")
            remedy = f"Install the extension again; the log tells more: {short_path(log)}."
            outlet.send(Failure("", "worker_start", "The engines could not be loaded.", remedy))
            return EXIT_CODES["worker_start"]
        _LOG.info("worker %s, Python %s", version(), sys.version.split()[0])
        rest = partial(_rest, release or pipeline.release)
        while (message := inbox.next(rest, idle)) is not None:
            if isinstance(message, Job | Finish):
                report = JobReport(message.id, outlet, partial(inbox.cancelled, message.id))
                outlet.send(answer(message, report, generate or pipeline.generate, log))
                inbox.done(message.id)
                give_back()
                bound_log()
            elif isinstance(message, Prepare):
                outlet.send(look(message, log))
            elif isinstance(message, Log):
                outlet.offer(message)
        return 0
    finally:
        inbox.finish()


def _rest(release: Callable[[], None]) -> None:
    """Give memory back; the next job then takes longer to begin."""
    forget()
    try:
        release()
    except Exception:
        _LOG.exception("memory could not be given back")
    give_back()
    _LOG.info("idle: memory given back")


def answer(
    job: Job | Finish, report: Report, generate: Generate, log: str = ""
) -> Result | Failure:
    """Run `job` to its end, whatever that is. The error's own text goes to the log only.

    generate: what runs the order of a `Job`.
    """
    _LOG.info("job %.40r begins", job.id)
    try:
        if isinstance(job, Job):
            folder = generate(_order(job), report)
        else:
            from ..engine.refinish import refinish

            folder = refinish(_refinish(job), report)
        if job.receipt:
            _leave_receipt(Path(job.receipt), folder)
        _LOG.info("job %.40r is done", job.id)
        return Result(job.id, str(folder))
    except Cancelled:
        return Failure(job.id, "cancelled", "The job was cancelled.", "")
    except (Exception, SystemExit) as error:  # a library may well call exit
        _LOG.exception("job %.40r failed", job.id)
        return _failure(job.id, from_any(error, job.results, log))


def _leave_receipt(path: Path, folder: Path) -> None:
    """Blender may be gone, or never come to read `Result`: the next one finds what was made."""
    try:
        path.write_text(str(folder), encoding="utf-8")
    except OSError:
        _LOG.exception("no receipt could be left")


def availability(engines: Mapping[str, Engine], settings: Settings) -> dict[str, str]:
    """Name of each engine → "" where it can run here, else why not and what helps."""
    found = {
        name: engine.validate(replace(settings, engine=name)) for name, engine in engines.items()
    }
    return {
        name: f"{problems[0].message} {problems[0].remedy}" if problems else ""
        for name, problems in found.items()
    }


def _order(job: Job) -> Order:
    from ..core.settings import Settings
    from ..engine.pipeline import Order

    return Order(
        photo=path_of(job.photo, "photo_missing", "photo"),
        results=path_of(job.results, "folder_unwritable", "results folder"),
        settings=Settings.from_dict(job.settings),
        mask=path_of(job.mask, "mask_invalid", "mask") if job.mask else None,
        name=job.name,
        note=job.note,
    )


def _refinish(job: Finish) -> Refinish:
    from ..engine.refinish import Refinish

    return Refinish(
        source=path_of(job.source, "result_damaged", "result"),
        results=path_of(job.results, "folder_unwritable", "results folder"),
        changes=job.changes,
        note=job.note,
    )


def _failure(job: str, error: PixalError) -> Failure:
    return Failure(job, error.code, error.message, error.remedy)
