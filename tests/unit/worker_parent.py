"""What the tests do with a worker: wait for a message, count what is left."""

import itertools
import sys
import time
from pathlib import Path

from pixal3d_addon.core.client import WorkerProcess
from pixal3d_addon.core.messages import Failure, Job, Ready, Result

CHILD = Path(__file__).with_name("worker_child.py")
NUMBERS = itertools.count(1000)
PATIENCE = 20.0  # seconds; a slow machine is no failure


def started(tmp_path, program=CHILD):
    """A worker that said Ready."""
    worker = WorkerProcess(Path(sys.executable), tmp_path / "logs" / "worker.log", program)
    worker.start()
    until(worker, Ready)
    return worker


def until(worker, *kinds, **wanted):
    """All messages up to the first of `kinds` with the fields `wanted`, which comes last."""
    got = []
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for message in worker.poll():
            got.append(message)
            if isinstance(message, kinds) and all(
                getattr(message, name) == value for name, value in wanted.items()
            ):
                return got
        if not worker.alive:
            raise AssertionError(f"{worker.died_because} {worker.log.read_text()}")
        time.sleep(0.002)
    raise AssertionError(f"nothing of the kind in {got}")


def answer(worker, job):
    """The Result or Failure of `job`, sent now."""
    worker.send(job)
    return until(worker, Result, Failure, id=job.id)[-1]


def until_dead(worker):
    """Poll until it is noticed that the worker is gone; the messages on the way."""
    got = []
    deadline = time.monotonic() + PATIENCE
    while worker.alive:
        assert time.monotonic() < deadline, "the worker lives on"
        got += worker.poll()
        time.sleep(0.002)
    return got


def job(tmp_path, name="whole", number=None, **more):
    """A job of a new number whose results go to `tmp_path`/out."""
    number = next(NUMBERS) if number is None else number
    fields = {"photo": str(tmp_path / "photo.png"), "results": str(tmp_path / "out"), **more}
    return Job(str(number), name=name, **fields)


def left(tmp_path):
    """Names in the results folder."""
    folder = tmp_path / "out"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()
