"""The worker as the extension starts it, with the engine that comes with it."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from pictures import colors, silhouettes

from pixal3d_addon.core import results
from pixal3d_addon.core.client import WORKER, WorkerProcess
from pixal3d_addon.core.messages import (
    Cancel,
    Failure,
    Finish,
    Job,
    Preview,
    Progress,
    Ready,
    Result,
)

ROOT = Path(__file__).parents[2]
STAGES = ["Cut-Out", "Depth", "Shape", "Texture", "Files"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals as POSIX has them")


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.npy"
    np.save(path, np.dstack([colors(), silhouettes()["disc"]]))
    return path


def start(tmp_path, program=WORKER):
    worker = WorkerProcess(Path(sys.executable), tmp_path / "logs" / "worker.log", program)
    worker.start()
    return worker


def until(worker, *kinds, **wanted):
    """All messages up to the first of `kinds` with the fields `wanted`; fails with its log."""
    got, deadline = [], time.monotonic() + 60
    while worker.alive and time.monotonic() < deadline:
        for message in worker.poll():
            got.append(message)
            if isinstance(message, kinds) and wanted.items() <= vars(message).items():
                return got
        time.sleep(0.002)
    raise AssertionError(f"{worker.died_because} {got} {worker.log.read_text()}")


def job(photo, name, **settings):
    settings = {"faces": 2000, "texture_size": 512, **settings}
    out = str(photo.parent / "out")
    return Job(name, str(photo), out, settings, name=name, note="Of the parent.")


def left(photo):
    folder = photo.parent / "out"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_a_photo_becomes_a_result(photo):
    worker = start(photo.parent)
    ready = until(worker, Ready)[-1]
    assert ready.engines["draft"] == ""
    for number in range(2):
        worker.send(job(photo, f"chair {number}"))
        messages = until(worker, Result)
        reports = [message for message in messages if isinstance(message, Progress)]
        assert list(dict.fromkeys(report.stage for report in reports)) == STAGES
        fractions = [report.fraction for report in reports]
        assert fractions == sorted(fractions) and fractions[0] == 0.0
        assert any(isinstance(message, Preview) for message in messages)
        stored = results.read(Path(messages[-1].folder))
        assert (stored.name, stored.facts["engine"]) == (f"chair {number}", "draft")
        assert len(stored.mesh()["faces"]) <= 2000
        assert "Of the parent." in stored.facts["notes"]
    worker.stop()
    assert worker.returncode == 0
    assert len(left(photo)) == 2


def test_a_cancel_at_every_stage_leaves_nothing_and_the_worker_ready(photo):
    worker = start(photo.parent)
    for stage in STAGES:
        worker.send(job(photo, stage, texture_size=2048))
        until(worker, Progress, id=stage, stage=stage)
        worker.send(Cancel(stage))
        assert until(worker, Failure, Result, id=stage)[-1].code == "cancelled"
        assert left(photo) == set()
    worker.stop()


@posix
def test_a_kill_at_every_stage_is_told_and_the_next_worker_cleans_up(photo):
    worker = start(photo.parent)
    for stage in STAGES:
        worker.send(job(photo, stage, texture_size=2048))
        until(worker, Progress, id=stage, stage=stage)
        os.kill(worker._process.pid, signal.SIGKILL)
        with pytest.raises(AssertionError):
            until(worker, Result)
        assert worker.failure(stage).code == "worker_died"
        assert len(left(photo)) == 2  # a partial folder and its lock, for the next to remove
        worker = start(photo.parent)
    worker.send(job(photo, "whole"))
    until(worker, Result)
    worker.stop()
    assert len(left(photo)) == 1


def test_a_parent_gone_at_every_stage_takes_the_worker_along_and_leaves_nothing(photo):
    for stage in STAGES:
        worker = start(photo.parent)
        worker.send(job(photo, stage, texture_size=2048))
        until(worker, Progress, id=stage, stage=stage)
        worker._process.stdin.close()
        assert worker._process.wait(5.0) == 0
        assert left(photo) == set()


@posix
def test_a_disk_that_fills_up_at_any_file_is_told_and_leaves_nothing(photo):
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux can limit the files of another process")
    worker = start(photo.parent)
    until(worker, Ready)
    pid = worker._process.pid
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    for limit in (100, 5_000, 50_000, 90_000):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, hard))
        worker.send(job(photo, str(limit)))
        assert until(worker, Failure, Result, id=str(limit))[-1].code == "disk_full"
        assert left(photo) == set()
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
    worker.send(job(photo, "again"))
    assert isinstance(until(worker, Failure, Result)[-1], Result)
    worker.stop()


def test_it_runs_where_blender_installs_it_without_any_other_file(photo, tmp_path):
    room = tmp_path / "extensions" / "user_default" / "pixal3d"
    room.mkdir(parents=True)
    shutil.copy(ROOT / "blender_manifest.toml", room)
    shutil.copytree(
        ROOT / "pixal3d_addon",
        room / "pixal3d_addon",
        ignore=shutil.ignore_patterns("blender", "__pycache__"),
    )
    worker = start(tmp_path, room / "pixal3d_addon" / "worker" / "__main__.py")
    worker.send(job(photo, "chair"))
    assert isinstance(until(worker, Failure, Result)[-1], Result)
    worker.stop()


def test_a_photo_that_is_gone_or_damaged_is_told(photo):
    worker = start(photo.parent)
    worker.send(job(photo.with_name("gone.png"), "gone"))
    assert until(worker, Failure, Result)[-1].code == "photo_missing"
    photo.write_bytes(photo.read_bytes()[:1000])
    worker.send(job(photo, "cut"))
    assert until(worker, Failure, Result)[-1].code == "photo_unreadable"
    assert left(photo) == set()
    worker.stop()


def test_a_results_path_at_the_systems_limit_is_told_and_leaves_nothing(photo):
    worker = start(photo.parent)
    for length in (4000, 4060, 4080, 5000):
        deep = photo.parent / "deep"
        while len(str(deep)) < length - 101:
            deep /= "d" * 100
        deep /= "e" * (length - len(str(deep)) - 1)
        worker.send(Job(str(length), str(photo), str(deep), job(photo, "x").settings))
        answer = until(worker, Failure, Result, id=str(length))[-1]
        if isinstance(answer, Failure):  # how much fits is the system's to say
            assert answer.code in ("path_too_long", "folder_unwritable")
        else:
            assert results.read(Path(answer.folder)).mesh()
    assert isinstance(answer, Failure)
    worker.stop()
    names = [name for _, folders, files in os.walk(photo.parent) for name in folders + files]
    assert not any(name.startswith(".partial") for name in names)


def again(photo, name, source, **changes):
    return Finish(name, str(source), str(photo.parent / "out"), changes, "Of the parent.")


@pytest.fixture
def made(photo):
    """A worker that has made a result of the photo, and its folder."""
    worker = start(photo.parent)
    worker.send(job(photo, "chair", texture_size=1024))
    folder = Path(until(worker, Result)[-1].folder)
    yield worker, folder
    worker.stop()


def test_a_result_is_finished_again_beside_the_old_one(photo, made):
    worker, folder = made
    worker.send(again(photo, "again", folder, texture_size=512, collision="box"))
    messages = until(worker, Result, Failure, id="again")
    assert isinstance(messages[-1], Result), messages[-1]
    fractions = [message.fraction for message in messages if isinstance(message, Progress)]
    assert fractions and fractions == sorted(fractions)
    stored = results.read(Path(messages[-1].folder))
    assert stored.collision() is not None and stored.settings.texture_size == 512
    assert stored.facts["finished_from"] == {"result": folder.name, "start": "mesh"}
    assert stored.facts["notes"][-1] == "Of the parent."
    assert left(photo) == {folder.name, stored.folder.name}


def test_a_finish_that_is_cancelled_leaves_nothing(photo, made):
    worker, folder = made
    for stage in ("Read", "Files"):
        worker.send(again(photo, stage, folder))
        until(worker, Progress, id=stage, stage=stage)
        worker.send(Cancel(stage))
        assert until(worker, Failure, Result, id=stage)[-1].code == "cancelled"
        assert left(photo) == {folder.name}


@pytest.mark.parametrize(
    ("source", "changes", "code"),
    [
        ("", {}, "result_damaged"),
        ("relative", {}, "result_damaged"),
        ("/nowhere/\ud800", {}, "result_damaged"),
        ("/nowhere", {}, "result_damaged"),
        (None, {"exec": "x"}, "settings_invalid"),
        (None, {"faces": "many"}, "settings_invalid"),
        (None, {"photo_strength": 0.5}, "settings_invalid"),
    ],
)
def test_a_finish_of_nonsense_is_told_and_the_worker_stays(photo, made, source, changes, code):
    worker, folder = made
    worker.send(again(photo, "x", folder if source is None else source, **changes))
    failure = until(worker, Failure, Result, id="x")[-1]
    assert failure.code == code and failure.remedy
    worker.send(again(photo, "y", folder))
    assert isinstance(until(worker, Failure, Result, id="y")[-1], Result)
