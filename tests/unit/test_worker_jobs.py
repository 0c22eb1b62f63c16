"""The worker at work: jobs, cancels, errors and whatever else may come down the pipe."""

import dataclasses
import math
import sys
import time
from pathlib import Path

import pytest

from pixal3d_addon.core.client import WorkerProcess
from pixal3d_addon.core.errors import EXIT_CODES
from pixal3d_addon.core.messages import (
    MAX_LINE,
    Cancel,
    Failure,
    Hello,
    Log,
    Progress,
    Ready,
    Result,
    encode,
)

from .worker_child import STAGES
from .worker_parent import CHILD, PATIENCE, answer, job, left, started, until, until_dead


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    """One worker for all these tests: none of them may harm it."""
    child = started(tmp_path_factory.mktemp("worker"))
    yield child
    alive = child.alive
    child.stop()
    assert alive and child.returncode == 0


def raw(worker, data):
    """Write bytes past the client's own messages."""
    worker._unsent += data
    worker._write()


def test_a_job_reports_every_stage_and_never_falls_back(worker, tmp_path):
    asked = job(tmp_path)
    worker.send(asked)
    *messages, result = until(worker, Result)
    assert result.id == asked.id
    assert left(tmp_path) == {Path(result.folder).name}
    reports = [message for message in messages if isinstance(message, Progress)]
    assert list(dict.fromkeys(report.stage for report in reports)) == list(STAGES)
    fractions = [report.fraction for report in reports]
    assert fractions == sorted(fractions)
    assert fractions[0] == 0.0 and 0.75 <= fractions[-1] <= 1.0
    assert all(report.memory_mb > 1 for report in reports)


def test_a_receipt_names_the_result_and_none_is_left_where_there_is_none(worker, tmp_path):
    receipt = tmp_path / "queue" / "made.txt"
    receipt.parent.mkdir()
    asked = dataclasses.replace(job(tmp_path / "results"), receipt=str(receipt))
    worker.send(asked)
    *_, result = until(worker, Result)
    assert receipt.read_text(encoding="utf-8") == result.folder
    receipt.unlink()
    worker.send(dataclasses.replace(asked, settings={"faces": "many"}))
    until(worker, Failure)
    assert not receipt.exists()
    worker.send(dataclasses.replace(asked, receipt=str(tmp_path / "gone" / "made.txt")))
    until(worker, Result)


def test_the_worker_stays_for_the_next_job(worker, tmp_path):
    for number in range(5):
        assert isinstance(answer(worker, job(tmp_path, number=number)), Result)
    assert len(left(tmp_path)) == 5


def test_jobs_sent_together_run_one_after_the_other(worker, tmp_path):
    for number in range(4):
        worker.send(job(tmp_path, number=number))
    messages = until(worker, Result, id="3")
    finished = [message.id for message in messages if isinstance(message, Result)]
    assert finished == ["0", "1", "2", "3"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_cancel_at_any_stage_stops_the_job_and_leaves_nothing(worker, tmp_path, stage):
    asked = job(tmp_path, f"hold:{stage}")
    worker.send(asked)
    until(worker, Progress, id=asked.id, stage=stage)
    assert left(tmp_path)
    worker.send(Cancel(asked.id))
    assert until(worker, Failure, id=asked.id)[-1].code == "cancelled"
    assert left(tmp_path) == set()
    assert isinstance(answer(worker, job(tmp_path)), Result)


def test_a_waiting_job_can_be_cancelled_too(worker, tmp_path):
    worker.send(job(tmp_path, "hold:shape", 0))
    worker.send(job(tmp_path, "whole", 1))
    until(worker, Progress, stage="shape")
    worker.send(Cancel("1"))
    worker.send(Cancel("0"))
    answers = until(worker, Failure, id="1")
    assert [message.code for message in answers if isinstance(message, Failure)] == [
        "cancelled",
        "cancelled",
    ]
    assert left(tmp_path) == set()


def test_a_cancel_for_no_job_or_one_that_is_done_harms_none_to_come(worker, tmp_path):
    worker.send(Cancel("0"))
    assert isinstance(answer(worker, job(tmp_path, number=0)), Result)
    worker.send(Cancel("0"))
    assert isinstance(answer(worker, job(tmp_path, number=0)), Result)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("pixal", "no_object"),
        ("memory", "out_of_memory"),
        ("disk", "disk_full"),
        ("denied", "folder_unwritable"),
        ("value", "internal"),
        ("exit", "internal"),
        ("recursion", "internal"),
    ],
)
def test_a_failure_has_a_code_a_sentence_and_a_remedy(worker, tmp_path, what, code):
    failure = answer(worker, job(tmp_path, f"raise:{what}"))
    assert failure.code == code and code in EXIT_CODES
    assert failure.message and failure.remedy
    assert "secret" not in failure.message + failure.remedy
    assert str(tmp_path) not in failure.message + failure.remedy
    assert left(tmp_path) == set()
    if code == "internal":
        assert "worker.log" in failure.remedy
        assert "secret" in worker.log.read_text()
    assert isinstance(answer(worker, job(tmp_path)), Result)


def test_whatever_a_library_prints_goes_to_the_log(worker, tmp_path):
    assert isinstance(answer(worker, job(tmp_path, "print")), Result)
    log = worker.log.read_text()
    for text in ("not the protocol", "nor this", "nor a child of ours"):
        assert text in log


def test_an_idle_worker_gives_its_memory_back_once_and_takes_the_next_job(tmp_path):
    worker = started(tmp_path)

    def times_released():
        return worker.log.read_text().splitlines().count("released")

    for number in (1, 2):
        assert isinstance(answer(worker, job(tmp_path)), Result)
        deadline = time.monotonic() + PATIENCE
        while times_released() < number and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.6)
        assert times_released() == number
    worker.stop()
    assert worker.returncode == 0


GARBAGE = {
    "not json": b"{{{\n",
    "binary": bytes(range(256)) * 4 + b"\n",
    "a message of the child": encode(Ready(1, "x")),
    "an unknown message": b'{"type":"explode"}\n',
    "deep": b"[" * 100_000 + b"\n",
    "too long": b"x" * (MAX_LINE * 3) + b"\n",
    "empty": b"\n\n\r\n \n{}\n",
    "not a number": b'{"type":"cancel","id":NaN}\n',
}


@pytest.mark.parametrize("case", GARBAGE)
def test_a_line_that_is_no_message_is_told_and_the_worker_goes_on(worker, tmp_path, case):
    raw(worker, GARBAGE[case])
    assert isinstance(until(worker, Log)[-1], Log)
    assert isinstance(answer(worker, job(tmp_path)), Result)


def test_garbage_while_a_job_runs_keeps_no_cancel_from_being_heard(worker, tmp_path):
    asked = job(tmp_path, "hold:shape")
    worker.send(asked)
    until(worker, Progress, id=asked.id, stage="shape")
    raw(worker, b"x" * (2 * MAX_LINE) + b"\n" + b"{}\n" * 5000)
    worker.send(Cancel(asked.id))
    assert until(worker, Failure, id=asked.id)[-1].code == "cancelled"


def test_a_parent_that_does_not_read_slows_no_job_down(worker, tmp_path):
    worker.send(job(tmp_path, "flood"))
    folder = tmp_path / "out"
    deadline = time.monotonic() + PATIENCE
    while not any(folder.glob("*-flood")) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert any(folder.glob("*-flood"))
    assert isinstance(until(worker, Result)[-1], Result)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"results": ""}, "folder_unwritable"),
        ({"results": "relative/folder"}, "folder_unwritable"),
        ({"results": "/tmp/a\x00b"}, "folder_unwritable"),
        ({"results": "/tmp/\ud800"}, "folder_unwritable"),
        ({"photo": ""}, "photo_missing"),
        ({"photo": "photo.png"}, "photo_missing"),
        ({"photo": "/tmp/\x00.png"}, "photo_missing"),
        ({"mask": "/tmp/\ud800.png"}, "mask_invalid"),
        ({"settings": {"fov": "wide"}}, "settings_invalid"),
        ({"settings": {"fov": 0.0}}, "settings_invalid"),
        ({"settings": {"no such": 1}}, "settings_invalid"),
        ({"settings": {"size": 10**400}}, "settings_invalid"),
    ],
)
def test_a_job_that_makes_no_sense_is_refused_in_words(worker, tmp_path, fields, code):
    failure = answer(worker, job(tmp_path, **fields))
    assert (failure.code, left(tmp_path)) == (code, set())
    assert failure.message and failure.remedy


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_settings_that_are_no_numbers_never_leave_the_parent(worker, tmp_path, value):
    with pytest.raises(ValueError):
        worker.send(job(tmp_path, settings={"fov": value}))
    raw(worker, encode(job(tmp_path, settings={"fov": 9})).replace(b"9}", b"NaN}"))
    assert until(worker, Failure)[-1].code == "settings_invalid"


def test_a_results_folder_that_cannot_be_is_told_and_nothing_made(worker, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    failure = answer(worker, job(tmp_path, results=str(tmp_path / "file" / "out")))
    assert failure.code == "folder_unwritable"
    failure = answer(worker, job(tmp_path, results=str(tmp_path / ("y" * 300))))
    assert failure.code == "path_too_long"


@pytest.mark.parametrize("name", ["Стул 椅子 📷", "x" * 200, "a b'c\"d"])
def test_results_go_to_folders_of_any_name(worker, tmp_path, name):
    answered = answer(worker, job(tmp_path, results=str(tmp_path / name / "out")))
    assert Path(answered.folder).parent == tmp_path / name / "out"


@pytest.mark.parametrize(
    "first", [encode(Hello(99)), b"garbage\n", encode(dataclasses.replace(Hello(), protocol=0))]
)
def test_another_protocol_is_refused_at_once(tmp_path, first, monkeypatch):
    worker = WorkerProcess(Path(sys.executable), tmp_path / "log", CHILD)
    monkeypatch.setattr(worker, "send", lambda message: raw(worker, first))
    worker.start()
    assert [message.code for message in until_dead(worker)] == ["protocol"]
    assert worker.returncode == EXIT_CODES["protocol"]
    monkeypatch.undo()
    worker.stop()
