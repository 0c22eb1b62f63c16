"""Jobs outlive the Blender that asked for them: none is lost, none is there twice."""

import errno
import json
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from pixal3d_addon.core import job_records
from pixal3d_addon.core.errors import Problem
from pixal3d_addon.core.job_records import Record, Session
from pixal3d_addon.core.messages import Finish, Job


def job(session: Session, name: str, **fields: object) -> Record:
    photo = str(session.folder(name) / job_records.PHOTO)
    return Record(Job(name, photo, "results", {"seed": 3}), name=name, **fields)


def fill(folder: Path) -> None:
    (folder / job_records.PHOTO).write_bytes(b"pixels")


def test_a_closed_sessions_jobs_are_taken_over_in_their_order(tmp_path: Path) -> None:
    old = Session(tmp_path)
    old.add(job(old, "b", place=2.0), fill)
    old.add(job(old, "a", place=1.0, state="running"), fill)
    broken = Problem("x", "It broke.", "Mend it.")
    old.add(job(old, "c", place=3.0, state="failed", problem=broken), fill)
    old.add(Record(Finish("d", "from", "to", {"faces": 9}), place=4.0, instead_of=("Old", "from")))
    old.close()

    new = Session(tmp_path)
    first, second, third, last = new.adopt()
    assert [first.name, second.name, third.name] == ["a", "b", "c"]
    assert [first.state, second.state, third.state] == ["interrupted", "waiting", "failed"]
    assert third.problem == broken and first.message.settings == {"seed": 3}
    assert last.instead_of == ("Old", "from") and last.message.changes == {"faces": 9}
    assert Path(first.message.photo).read_bytes() == b"pixels"
    assert new.adopt() == [] and Session(tmp_path).adopt() == []


def test_a_living_sessions_jobs_stay_its_own(tmp_path: Path) -> None:
    old = Session(tmp_path)
    old.add(job(old, "a"))
    assert Session(tmp_path).adopt() == []
    assert old.folder("a").is_dir()


def _be_killed(queue: Path) -> None:
    session = Session(queue)
    for number in range(10):
        session.add(job(session, f"job{number}", place=float(number)), fill)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_ten_jobs_of_a_killed_process_are_there_once(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_be_killed, args=(tmp_path,))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    one, two = Session(tmp_path), Session(tmp_path)
    found = one.adopt() + two.adopt()
    assert [record.name for record in found] == [f"job{number}" for number in range(10)]


def test_a_job_that_cannot_be_written_is_not_there(tmp_path: Path) -> None:
    session = Session(tmp_path)

    def fail(folder: Path) -> None:
        fill(folder)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        session.add(job(session, "a"), fail)
    session.close()
    assert list(tmp_path.iterdir()) == []


def test_a_removed_job_leaves_nothing_and_a_removed_one_is_not_saved(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.add(job(session, "a"), fill)
    session.remove("a")
    session.save(job(session, "a", state="failed"))
    session.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        "", "[]", "{", '{"format": 1}', "[" * 100_000,
        {"state": "asleep"}, {"format": 2}, {"place": "x"}, {"message": {"type": "cancel"}},
        {"instead_of": 3}, {"problem": {"code": "x"}},
    ],
)  # fmt: skip
def test_a_damaged_record_is_left_alone_and_the_others_are_found(tmp_path: Path, damage) -> None:
    old = Session(tmp_path)
    for name in ("a", "b"):
        old.add(job(old, name), fill)
    path = old.folder("a") / job_records.RECORD
    if isinstance(damage, dict):
        damage = json.dumps({**json.loads(path.read_text()), **damage})
    path.write_text(damage)
    old.close()
    assert [record.name for record in Session(tmp_path).adopt()] == ["b"]
    assert path.read_text() == damage


def test_a_job_that_was_done_when_nobody_was_there_is_made_and_not_interrupted(tmp_path: Path):
    made = tmp_path / "made of wörd 猫"
    made.mkdir()
    old = Session(tmp_path / "queue")
    for name, told in (("a", str(made)), ("b", str(tmp_path / "gone")), ("c", ""), ("d", "\0")):
        old.add(job(old, name, state="running"), fill)
        (old.folder(name) / job_records.RECEIPT).write_text(told, encoding="utf-8")
    old.close()
    found = {record.name: record for record in Session(tmp_path / "queue").adopt()}
    assert found["a"].state == "made" and Path(found["a"].result) == made
    assert [found[name].state for name in "bcd"] == ["interrupted"] * 3


def test_jobs_are_taken_over_from_a_disk_that_is_full(tmp_path: Path, monkeypatch) -> None:
    old = Session(tmp_path)
    for number in range(3):
        old.add(job(old, f"job{number}", place=float(number)), fill)
    old.close()

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(job_records, "_write", full)
        middle = Session(tmp_path)
        found = middle.adopt()
    assert [record.name for record in found] == ["job0", "job1", "job2"]
    assert all(Path(record.message.photo).is_file() for record in found)
    middle.close()
    again = Session(tmp_path).adopt()
    assert [record.name for record in again] == ["job0", "job1", "job2"]
    assert all(Path(record.message.photo).is_file() for record in again)


def test_jobs_that_can_be_moved_are_taken_over_though_one_cannot(tmp_path: Path, monkeypatch):
    old = Session(tmp_path)
    for number in range(3):
        old.add(job(old, f"job{number}", place=float(number)), fill)
    old.close()
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "job1":
            raise PermissionError(13, "in use")
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        middle = Session(tmp_path)
        assert [record.name for record in middle.adopt()] == ["job0"]
    middle.close()
    assert [record.name for record in Session(tmp_path).adopt()] == ["job0", "job1", "job2"]


def test_results_that_jobs_of_any_session_need_are_told(tmp_path: Path) -> None:
    one, two = Session(tmp_path / "queue"), Session(tmp_path / "queue")
    one.add(Record(Finish("a", str(tmp_path / "x" / ".." / "source"), "to"), state="failed"))
    two.add(job(two, "b", result=str(tmp_path / "made"), state="made"))
    two.add(job(two, "c"))
    (two.folder("d")).mkdir()
    (two.folder("d") / job_records.RECORD).write_text("{")
    in_use = job_records.folders_in_use(tmp_path / "queue")
    assert in_use == {tmp_path.resolve() / "source", tmp_path.resolve() / "made"}
    assert job_records.folders_in_use(tmp_path / "none") == set()
    one.close()
    two.close()
