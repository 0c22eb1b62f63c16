"""However a worker or its parent ends: it is noticed, told, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pixal3d_addon.core import client
from pixal3d_addon.core.client import WorkerProcess
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.messages import Failure, Job, Log, Progress, Result

from .worker_child import STAGES
from .worker_parent import CHILD, PATIENCE, answer, job, left, started, until, until_dead

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals as POSIX has them")


@pytest.fixture
def worker(tmp_path):
    child = started(tmp_path)
    yield child
    child.stop()


def running(pid):
    """Whether a process that is not our child lives (a zombie does not)."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_an_idle_worker_ends_when_asked(worker):
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 2 * client.GRACE
    assert worker.returncode == 0
    assert not worker.alive
    worker.stop()  # again does no harm


@posix
@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_killed_at_any_stage_is_noticed_and_the_next_one_cleans_up(
    worker, tmp_path, stage
):
    worker.send(job(tmp_path, f"hold:{stage}"))
    until(worker, Progress, stage=stage)
    os.kill(worker._process.pid, signal.SIGKILL)
    until_dead(worker)
    failure = worker.failure("0")
    assert (failure.code, failure.id) == ("worker_died", "0")
    assert "memory" in failure.message and "worker.log" in failure.remedy
    worker.send(job(tmp_path))  # to a dead one: no harm
    assert worker.poll() == []
    assert left(tmp_path)
    following = started(tmp_path)
    made = answer(following, job(tmp_path))
    following.stop()
    assert left(tmp_path) == {Path(made.folder).name}


@posix
def test_what_a_worker_said_before_it_died_is_still_heard(worker, tmp_path):
    worker.send(job(tmp_path))
    deadline = time.monotonic() + PATIENCE
    while not any(not name.startswith(".") for name in left(tmp_path)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.1)
    worker.kill()
    assert any(isinstance(message, Result) for message in until_dead(worker))


@pytest.mark.parametrize("verb", ["hold", "sleep"])
@pytest.mark.parametrize("stage", [STAGES[0], STAGES[-1]])
def test_a_job_whose_parent_closed_the_pipe_ends_and_leaves_nothing(worker, tmp_path, verb, stage):
    worker.send(job(tmp_path, f"{verb}:{stage}"))
    until(worker, Progress, stage=stage)
    began = time.monotonic()
    worker._process.stdin.close()
    until_dead(worker)
    assert time.monotonic() - began < 3.0
    assert worker.returncode == 0
    assert left(tmp_path) == set()


def test_a_worker_whose_output_is_closed_ends_and_leaves_nothing(worker, tmp_path):
    worker.send(job(tmp_path, "hold:shape"))
    until(worker, Progress, stage="shape")
    worker._process.stdout.close()
    assert worker._process.wait(3.0) == 0
    assert left(tmp_path) == set()


@pytest.mark.parametrize("verb", ["", "sleep"])
def test_a_worker_is_let_go_without_waiting_for_it(worker, tmp_path, verb):
    if verb:  # it is deaf, and pushed
        worker.send(job(tmp_path, f"{verb}:shape"))
        until(worker, Progress, stage="shape")
    began = time.thread_time()
    worker.leave()
    deadline = time.monotonic() + PATIENCE
    while not worker.gone():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert time.thread_time() - began < 0.5
    assert worker.returncode is not None and not worker.alive and left(tmp_path) == set()
    assert worker.gone(), "again does no harm"


@pytest.mark.parametrize("verb", ["hold", "sleep"])
def test_stopping_in_the_middle_of_a_job_leaves_nothing(worker, tmp_path, verb):
    worker.send(job(tmp_path, f"{verb}:shape"))
    until(worker, Progress, stage="shape")
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 3 * client.GRACE
    assert worker.returncode is not None
    assert left(tmp_path) == set()


@posix
@pytest.mark.parametrize("verb", ["hold", "sleep"])
def test_a_killed_parent_takes_the_worker_with_it(tmp_path, verb):
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time\n"
            f"sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
            "from pathlib import Path\n"
            "from pixal3d_addon.core.client import WorkerProcess\n"
            "from pixal3d_addon.core.messages import Job\n"
            f"log = Path({str(tmp_path)!r}) / 'log'\n"
            f"worker = WorkerProcess(Path(sys.executable), log, Path({str(CHILD)!r}))\n"
            "worker.start()\n"
            f"worker.send(Job('0', '/x.png', {str(tmp_path / 'out')!r}, name='{verb}:shape'))\n"
            "print(worker._process.pid, flush=True)\n"
            "time.sleep(60)\n",
        ],
        stdout=subprocess.PIPE,
    )
    pid = int(parent.stdout.readline())
    deadline = time.monotonic() + PATIENCE
    while not list((tmp_path / "out").glob(".partial*/shape")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    died = time.monotonic()
    while running(pid):
        assert time.monotonic() - died < 4.0, "the worker lives on"
        time.sleep(0.02)
    assert left(tmp_path) == set()


@posix
def test_a_full_disk_is_told_and_leaves_nothing(worker, tmp_path):
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux can limit the files of another process")
    pid = worker._process.pid
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (5000, hard))
    assert answer(worker, job(tmp_path)).code == "disk_full"
    assert left(tmp_path) == set()
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert isinstance(answer(worker, job(tmp_path)), Result)


def test_two_workers_share_a_results_folder(tmp_path):
    workers = [started(tmp_path / str(number)) for number in range(2)]
    for worker in workers:
        for number in range(8):
            worker.send(job(tmp_path, number=number))
    for worker in workers:
        until(worker, Result, id="7")
        worker.stop()
    assert len(left(tmp_path)) == 16
    assert not any(name.startswith(".") for name in left(tmp_path))


# What follows is about programs that are no worker at all.


def stranger(tmp_path, code):
    """Start a "worker" that runs `code`."""
    program = tmp_path / "stranger.py"
    program.write_text("import os, signal, sys, time\n" + code)
    worker = WorkerProcess(Path(sys.executable), tmp_path / "log", program)
    worker.start()
    return worker


def test_a_program_that_cannot_be_started_is_told(tmp_path):
    for python in (tmp_path / "missing", tmp_path, Path("nul\0byte")):
        worker = WorkerProcess(python, tmp_path / "log")
        with pytest.raises(PixalError) as failure:
            worker.start()
        assert failure.value.code == "worker_start"
        assert worker.poll() == [] and not worker.alive
        worker.stop()


def test_a_log_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PixalError) as failure:
        WorkerProcess(Path(sys.executable), tmp_path / "file" / "log").start()
    assert failure.value.code == "worker_start"


@pytest.mark.parametrize(
    "code",
    ["", "sys.exit(3)", "raise RuntimeError", "os._exit(1)", "os.close(1); time.sleep(60)"],
)
def test_a_program_that_ends_at_once_is_noticed(tmp_path, code):
    worker = stranger(tmp_path, code)
    worker.send(job(tmp_path))
    until_dead(worker)
    assert worker.died_because
    assert isinstance(worker.failure("0"), Failure)
    worker.stop()


@pytest.mark.parametrize(
    "code",
    [
        "while True: print('{}')",
        "while True: sys.stdout.write('x' * 65536)",
        'os.set_blocking(0, True)\nwhile True: print(\'{"type":"shutdown"}\')',
    ],
)
def test_a_program_that_talks_nonsense_without_end_is_ended(tmp_path, code):
    worker = stranger(tmp_path, code)
    got = []
    deadline = time.monotonic() + PATIENCE
    slowest = 0.0
    while worker.alive and time.monotonic() < deadline:
        began = time.monotonic()
        got += worker.poll(0.002)
        slowest = max(slowest, time.monotonic() - began)
        if "65536" in code and len(got) >= 1:
            break  # one endless line is told once and costs nothing more
    assert got and all(isinstance(message, Log) for message in got)
    assert len(worker._splitter._kept) <= 2 << 20
    assert slowest < 0.5
    worker.stop()
    assert worker.returncode is not None


def test_a_line_without_end_keeps_no_poll_from_returning(tmp_path, monkeypatch):
    worker = stranger(tmp_path, "time.sleep(60)")
    monkeypatch.setattr(client, "read_some", lambda fd: b"x" * 65536)
    began = time.monotonic()
    told = worker.poll(0.01) + worker.poll(0.01)
    assert time.monotonic() - began < 1.0
    assert [type(message) for message in told] == [Log]
    worker.stop()


def test_a_program_that_never_reads_stops_no_sender(tmp_path):
    worker = stranger(tmp_path, "time.sleep(60)")
    message = Job("0", "/" + "x" * 500_000, "/out")
    slowest = 0.0
    for _ in range(12):
        began = time.monotonic()
        worker.send(message)
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 0.3
    until_dead(worker)
    assert "reading" in worker.died_because
    worker.stop()


@posix
def test_a_program_that_will_not_go_is_killed_with_its_children(tmp_path):
    worker = stranger(
        tmp_path,
        "import subprocess\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        'print(\'{"type":"log","level":"info","text":"%d"}\' % child.pid, flush=True)\n'
        "while True: time.sleep(60)",
    )
    child = int(until(worker, Log)[-1].text)
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 4 * client.GRACE
    assert worker.returncode == -signal.SIGKILL
    deadline = time.monotonic() + PATIENCE
    while running(child):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_weights_are_named_in_the_greeting(tmp_path):
    program = tmp_path / "stranger.py"
    program.write_text(
        "import json, sys\n"
        'text = json.loads(sys.stdin.readline())["weights"]\n'
        'print(json.dumps({"type": "log", "level": "info", "text": text}), flush=True)\n'
        "sys.stdin.read()"
    )
    worker = WorkerProcess(Path(sys.executable), tmp_path / "log", program, "OWNER/NAME")
    worker.start()
    assert until(worker, Log)[-1].text == "OWNER/NAME"
    worker.stop()


def test_a_python_without_numpy_is_told_by_the_packages_name(tmp_path):
    program = tmp_path / "bare.py"
    root = str(Path(__file__).parents[2])
    program.write_text(
        f"import sys; sys.path.insert(0, {root!r}); sys.modules['numpy'] = None\n"
        "from pixal3d_addon.worker.loop import serve; sys.exit(serve())"
    )
    worker = WorkerProcess(Path(sys.executable), tmp_path / "log", program)
    worker.start()
    (failure,) = until_dead(worker)
    assert failure.code == "worker_start" and "numpy" in failure.message and failure.remedy
    worker.stop()


def test_the_program_sees_nothing_of_the_shells_python(tmp_path, monkeypatch):
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "KEPT"):
        monkeypatch.setenv(name, "/nowhere")
    worker = stranger(
        tmp_path,
        "names = [name for name, value in os.environ.items() if value == '/nowhere']\n"
        'print(\'{"type":"log","level":"info","text":"%s"}\' % names, flush=True)\n'
        "time.sleep(60)",
    )
    assert until(worker, Log)[-1].text == "['KEPT']"
    worker.stop()


def test_the_log_is_kept_small(tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"x" * (client._LOG_LIMIT + 1))
    for _ in range(2):
        worker = stranger(tmp_path, "time.sleep(0.1)")
        worker.stop()
    assert log.stat().st_size < 1000
    assert (tmp_path / "log.1").stat().st_size == client._LOG_LIMIT + 1


def test_a_log_that_cannot_be_moved_stops_no_worker(tmp_path):
    (tmp_path / "log").write_bytes(b"x" * (client._LOG_LIMIT + 1))
    (tmp_path / "log.1").mkdir()
    worker = stranger(tmp_path, "time.sleep(60)")
    assert worker.running
    worker.stop()


@posix
def test_a_worker_that_died_while_nobody_looked_takes_no_job(worker):
    assert worker.running
    os.kill(worker._process.pid, signal.SIGKILL)
    worker._process.wait()
    assert not worker.running
    assert not WorkerProcess(Path(sys.executable), worker.log).running


@posix
def test_a_frozen_worker_is_ended_in_bounds(worker, tmp_path):
    os.kill(worker._process.pid, signal.SIGSTOP)
    worker.send(job(tmp_path))
    assert worker.poll() == []
    began = time.monotonic()
    worker.stop()
    assert time.monotonic() - began < 4 * client.GRACE
    assert worker.returncode == -signal.SIGKILL
