"""What a runtime hands on to the one that takes its place, and what it must not."""
# ruff: noqa: F811  fixtures of another file

import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.setup import kept, locks, make
from pixal3d_addon.setup.environment import Environment
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.make import ensure, remove
from pixal3d_addon.setup.source import Listener, Source
from pixal3d_addon.setup.trial import damaged
from tests.unit.file_server import FileServer
from tests.unit.test_setup_faults import (  # noqa: F401
    left,
    press,
    runtime,
    server,
    template,
    wheels,
    works,
)
from tests.unit.wheel_index import fill_index, lock_of, make_wheel

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


@pytest.fixture
def made(runtime: Environment, server: FileServer) -> Environment:
    press(runtime, server)
    server.asked.clear()
    return runtime


def fetched(server: FileServer) -> set[str]:
    """The packages of which wheels were asked for."""
    return {
        path.rpartition("/")[2].partition("-")[0] for path, _ in server.asked if "/files/" in path
    }


def file_of(environment: Environment, name: str) -> Path:
    return kept.site_packages(environment.folder) / name


def again(environment: Environment, server: FileServer) -> None:
    """Repair."""
    ensure(environment, Listener(), Source(f"{server.address}/simple"), anew=True)


def test_a_repair_fetches_what_is_damaged_alone(made: Environment, server: FileServer) -> None:
    data = file_of(made, "large_thing/data.bin")
    before = data.stat().st_ino
    file_of(made, "small_thing/data.bin").unlink()
    again(made, server)
    assert works(made) and damaged(made) == []
    assert fetched(server) == {"small_thing"}
    assert data.stat().st_ino == before
    assert left(made) == {"things", "things.log", "things.lock"}


def test_a_repair_needs_no_room_for_what_is_linked(
    made: Environment, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_of(made, "small_thing/data.bin").unlink()
    room = shutil.disk_usage(made.home)._replace(free=1 << 20)
    monkeypatch.setattr(make.shutil, "disk_usage", lambda _path: room)
    wide = replace(made, megabytes=1000)
    again(wide, server)
    assert works(wide)
    with pytest.raises(Failed, match="needs 1000 MB"):
        again(wide, server)  # no damage is seen, so that all is made anew
    assert works(wide)


def test_a_repair_trusts_nothing_where_no_damage_is_seen(
    made: Environment, server: FileServer
) -> None:
    data = file_of(made, "large_thing/data.bin")
    right = data.read_bytes()
    data.write_bytes(bytes(len(right)))  # as long as before
    assert damaged(made) == []
    again(made, server)
    assert data.read_bytes() == right
    assert fetched(server) == {"small_thing", "large_thing"}


def test_an_update_fetches_what_has_another_version_and_drops_what_is_not_named_any_more(
    made: Environment,
    server: FileServer,
    wheels: list[Path],
    tmp_path: Path,
) -> None:
    newer = make_wheel(tmp_path, "small_thing", 2000, "2.0")
    more = make_wheel(tmp_path, "third_thing")
    fill_index(server, [newer, more])
    text = lock_of([newer, more]).replace("small_thing==1.0", "small_thing==2.0")
    (locks.FOLDER / "things.txt").write_text(text + lock_of([wheels[1]]))
    press(made, server)
    assert fetched(server) == {"small_thing", "third_thing"}
    assert file_of(made, "small_thing/data.bin").stat().st_size == 2000
    server.asked.clear()

    (locks.FOLDER / "things.txt").write_text(text)
    press(made, server)
    assert fetched(server) == set()
    assert not file_of(made, "large_thing").exists()
    assert not list(file_of(made, "").glob("large_thing*"))
    assert made.ready() and damaged(made) == []


def test_what_pip_noted_of_a_package_being_lost_nothing_is_kept(
    made: Environment, server: FileServer
) -> None:
    next(file_of(made, "").glob("large_thing-*/RECORD")).unlink()
    assert damaged(made) == ["Python"]
    again(made, server)
    assert works(made) and damaged(made) == []
    assert fetched(server) == {"small_thing", "large_thing"}


@posix
def test_a_python_that_may_not_be_called_counts_as_damage(
    made: Environment, server: FileServer
) -> None:
    made.python.unlink()  # a link to the one that it was made with
    made.python.write_text("#!/nowhere\n")
    assert damaged(made) == ["Python"]
    again(made, server)
    assert works(made)


def test_what_is_in_pips_way_is_not_kept(
    made: Environment,
    server: FileServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file_of(made, "small_thing/data.bin").unlink()
    whole = kept.hand_on

    def with_a_file_for_a_folder(old: Path, new: Path, without: set[str]) -> None:
        whole(old, new, without)
        (kept.site_packages(new) / "small_thing").write_text("in the way")

    monkeypatch.setattr("pixal3d_addon.setup.make.hand_on", with_a_file_for_a_folder)
    again(made, server)
    assert works(made) and damaged(made) == []


def test_a_file_system_without_links_gets_copies(
    made: Environment,
    server: FileServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    file_of(made, "small_thing/data.bin").unlink()
    again(made, server)
    assert works(made) and damaged(made) == [] and fetched(server) == {"small_thing"}


def test_another_build_or_python_takes_nothing_over(made: Environment, server: FileServer) -> None:
    assert kept.not_kept(made, ("things",), anew=False) == set()
    assert kept.not_kept(replace(made, build="cu126"), ("things",), anew=False) is None
    assert kept.not_kept(replace(made, pythons=((3, 9),)), ("things",), anew=False) is None


@posix
@pytest.mark.parametrize("at", [1, 300])
def test_a_process_killed_while_files_are_linked_leaves_what_a_second_press_finishes(
    at: int,
    made: Environment,
    server: FileServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file_of(made, "small_thing/data.bin").unlink()
    link, linked = kept._link, 0

    def killed(source: Path, target: Path) -> None:
        nonlocal linked
        linked += 1
        if linked == at:
            os.kill(os.getpid(), signal.SIGKILL)
        link(source, target)

    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(kept, "_link", killed)
            again(made, server)
        finally:
            os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    again(made, server)
    assert works(made) and damaged(made) == []
    remove(made)
    assert not made.home.exists()
