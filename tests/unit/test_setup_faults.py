"""What can go wrong while a runtime is set up: it ends whole or in a sentence, and a second press
finishes."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.core import ownership
from pixal3d_addon.setup import locks, make
from pixal3d_addon.setup.environment import Environment
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.locks import lock_file
from pixal3d_addon.setup.make import ensure, remove
from pixal3d_addon.setup.source import Listener, Source
from pixal3d_addon.setup.trial import damaged
from tests.unit.file_server import FileServer, serving
from tests.unit.wheel_index import fill_index, lock_of, make_wheel

HERE = sys.version_info[:2]
SIZE = 700_000  # pip tells nothing of less than half a MB
MAKE = make._make
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and permissions")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the pip that we pin and nothing else, to be copied."""
    home = tmp_path_factory.mktemp("template")
    made = Environment("plain", ("pip",), (HERE,), 1, home=home)
    ensure(made)
    made.stamp.unlink()
    return made.folder


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("wheels")
    return [make_wheel(folder, "small_thing"), make_wheel(folder, "large_thing", SIZE)]


@pytest.fixture
def server(wheels: list[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "1")
    index = FileServer({})
    fill_index(index, wheels)
    with serving(index):
        yield index


@pytest.fixture
def runtime(
    tmp_path: Path, template: Path, wheels: list[Path], monkeypatch: pytest.MonkeyPatch
) -> Environment:
    """Not made yet; it needs both wheels. Making copies the template, which is quick."""
    folder = tmp_path / "locks"
    folder.mkdir()
    (folder / "things.txt").write_text(lock_of(wheels))
    monkeypatch.setattr(locks, "FOLDER", folder)
    environment = Environment("things", ("things",), (HERE,), 1, home=tmp_path / "home")
    monkeypatch.setattr(make, "_make", lambda made, *_: copy(template, made.folder))
    return environment


def copy(template: Path, folder: Path) -> None:
    shutil.copytree(template, folder, symlinks=True, copy_function=link)


def link(source: str, target: str) -> None:
    os.link(source, target, follow_symlinks=False)  # as a copy would be, but at once


def press(runtime: Environment, server: FileServer, listener: Listener | None = None) -> None:
    ensure(runtime, listener or Listener(), Source(f"{server.address}/simple"))


def works(runtime: Environment) -> bool:
    program = "import small_thing, large_thing"
    done = subprocess.run([runtime.python, "-I", "-c", program], capture_output=True)
    return runtime.ready() and done.returncode == 0


def left(runtime: Environment) -> set[str]:
    return {path.name for path in runtime.home.iterdir()}


def test_a_connection_that_drops_at_every_tenth_is_gone_on_with(
    runtime: Environment, server: FileServer, wheels: list[Path]
) -> None:
    size = wheels[1].stat().st_size
    server.breaks = [
        size,
        *(size * tenth // 10 for tenth in range(1, 10)),
    ]  # the first: the small one
    steps: list[int] = []
    press(runtime, server, Listener(step=lambda file, here, total: steps.append(here)))
    assert works(runtime)
    begun = [wanted for path, wanted in server.asked if "large" in path and wanted]
    assert len(begun) == 9 and not server.breaks
    assert steps and max(steps) == size


def test_a_connection_that_never_holds_is_told_and_a_second_press_finishes(
    runtime: Environment, server: FileServer
) -> None:
    server.breaks = [1000] * 100
    with pytest.raises(Failed, match=r"could not be fetched.*network"):
        press(runtime, server)
    assert not runtime.ready()
    server.breaks = []
    press(runtime, server)
    assert works(runtime) and damaged(runtime) == []
    assert left(runtime) == {"things", "things.log", "things.lock"}


def test_a_wrong_hash_is_refused_and_a_second_press_finishes(
    runtime: Environment, server: FileServer, wheels: list[Path]
) -> None:
    path = f"/files/{wheels[1].name}"
    whole = server.files[path]
    server.files[path] = whole[:-100] + bytes(100)
    page = next(page for page in server.files if "large" in page and page.endswith("/"))
    told = server.files[page]
    server.files[page] = told.replace(b"#sha256=", b"#")
    with pytest.raises(Failed, match="was refused"):
        press(runtime, server)
    assert not runtime.ready()
    server.files.update({path: whole, page: told})
    press(runtime, server)
    assert works(runtime)


# ---- every step ----------------------------------------------------------------------------------

STEPS = [(Path, name) for name in ("mkdir", "rename", "replace", "unlink", "write_text")] + [
    (shutil, "rmtree"),
    (subprocess, "Popen"),
    (make, "_make"),
]


@contextmanager
def interrupted(at: int, fault: Callable[[], None]) -> Iterator[list[str]]:
    """`fault` happens before the `at`-th change of the disk or start of a process."""
    seen: list[str] = []

    def wrap(name: str, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **options: object) -> object:
            seen.append(name)
            if len(seen) == at:
                fault()
            return call(*args, **options)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in STEPS:
            patch.setattr(owner, name, wrap(name, getattr(owner, name)))
        yield seen


def outdated(runtime: Environment, template: Path) -> None:
    """A whole one of an earlier version is there."""
    runtime.home.mkdir()
    copy(template, runtime.folder)
    stamp = {"locks": {"things": "another", "gone": "since then"}, "build": "cpu"}
    runtime.stamp.write_text(json.dumps(stamp))


@posix
@pytest.mark.parametrize("before", ["nothing", "an earlier version"])
def test_a_process_killed_at_every_step_leaves_what_a_second_press_finishes(
    before: str, runtime: Environment, server: FileServer, template: Path
) -> None:
    at = killed = 0
    while True:
        at += 1
        shutil.rmtree(runtime.home, ignore_errors=True)
        if before != "nothing":
            outdated(runtime, template)
        child = os.fork()
        if child == 0:
            try:
                with interrupted(at, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                    press(runtime, server)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            break
        killed += 1
        press(runtime, server)
        assert works(runtime), at
        assert left(runtime) <= {"things", "things.log", "things.lock"}, at
    assert killed > 5


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.ENAMETOOLONG])
def test_a_disk_that_refuses_at_every_step_is_told_and_a_second_press_finishes(
    error: int, runtime: Environment, server: FileServer, template: Path
) -> None:
    codes = {
        errno.ENOSPC: "disk_full",
        errno.EACCES: "folder_unwritable",
        errno.ENAMETOOLONG: "path_too_long",
    }

    def refuse() -> None:
        raise OSError(error, os.strerror(error))

    at = refused = 0
    while True:
        at += 1
        shutil.rmtree(runtime.home, ignore_errors=True)
        outdated(runtime, template)
        try:
            with interrupted(at, refuse) as seen:
                press(runtime, server)
        except Failed as problem:
            assert problem.code == codes[error] and problem.remedy, (at, problem)
            refused += 1
            if error == errno.ENOSPC:  # a second press takes a second, and is the same for all
                press(runtime, server)
                assert works(runtime), at
            continue
        if len(seen) < at:
            break
    assert refused > 5


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a small disk")
@pytest.mark.parametrize("when", ["making", "installing"])
def test_a_small_disk_that_fills_up_is_told_and_a_larger_one_finishes(
    when: str,
    runtime: Environment,
    server: FileServer,
    template: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runtime.home.mkdir()
    size = 3 if when == "making" else 60

    def fill(made: Environment, *_: object) -> None:
        shutil.copytree(template, made.folder, symlinks=True)  # which is on another disk
        room = shutil.disk_usage(made.home).free
        (made.folder / "ballast").write_bytes(bytes(room - 300_000))

    monkeypatch.setattr(make, "_make", MAKE if when == "making" else fill)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(runtime.home)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this container may not mount")
    try:
        with pytest.raises(Failed) as caught:
            press(runtime, server)
        assert caught.value.code == "disk_full", caught.value
        assert not runtime.ready()
        larger = ["mount", "-o", "remount,size=200m", str(runtime.home)]
        subprocess.run(larger, check=True)
        monkeypatch.setattr(make, "_make", MAKE)
        press(runtime, server)
        assert works(runtime)
    finally:
        subprocess.run(["umount", str(runtime.home)], check=True)


@pytest.mark.parametrize(
    "name", ["with spaces in it", "Ordner für 写真 ñ", "/".join(["long" * 10] * 6)[:250]]
)
def test_folders_with_spaces_other_scripts_and_250_characters_will_do(
    name: str, runtime: Environment, server: FileServer
) -> None:
    there = replace(runtime, home=runtime.home / name)
    press(there, server)
    assert works(there)
    remove(there)
    assert not there.home.exists()


@posix
def test_a_folder_that_nobody_may_write_to_is_told_and_a_second_press_finishes(
    runtime: Environment, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = ownership.take
    runtime.home.mkdir()
    runtime.home.chmod(0o500)
    if os.geteuid() == 0:  # who may write anywhere

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr("pixal3d_addon.core.ownership.take", refused)
    with pytest.raises(Failed, match="could not be written") as caught:
        press(runtime, server)
    assert caught.value.code == "folder_unwritable"
    runtime.home.chmod(0o700)
    monkeypatch.setattr("pixal3d_addon.core.ownership.take", taken)
    press(runtime, server)
    assert works(runtime)


@pytest.mark.parametrize(
    "name", ["PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_DRY_RUN", "PIP_CONFIG_FILE"]
)
def test_a_setting_of_pip_that_would_install_elsewhere_does_not(
    name: str,
    runtime: Environment,
    server: FileServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere, settings = tmp_path / "elsewhere", tmp_path / "pip.conf"
    settings.write_text("[install]\nuser = true\ndry-run = true\n")
    for_name = {"PIP_USER": "1", "PIP_DRY_RUN": "1", "PIP_CONFIG_FILE": str(settings)}
    monkeypatch.setenv(name, for_name.get(name, str(elsewhere)))
    press(runtime, server)
    assert works(runtime) and not elsewhere.exists()


def test_two_presses_at_once_set_up_once(runtime: Environment, server: FileServer) -> None:
    told: list[str] = []
    presses = [
        threading.Thread(target=press, args=(runtime, server, Listener(told.append)))
        for _ in range(2)
    ]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join(60)
    assert works(runtime)
    assert sum("Setting up" in line for line in told) == 1
    assert sum("waiting" in line for line in told) == 1


def test_a_runtime_whose_python_went_away_is_made_anew(
    runtime: Environment, server: FileServer
) -> None:
    press(runtime, server)
    text = runtime.configuration().replace("home = ", "home = /nowhere")
    (runtime.folder / "pyvenv.cfg").unlink()  # it is a link to the template's
    (runtime.folder / "pyvenv.cfg").write_text(text, encoding="utf-8")
    assert runtime.state() == "broken"
    press(runtime, server)
    assert works(runtime)


def test_removing_leaves_nothing_even_of_a_half_made_one(
    runtime: Environment, server: FileServer, template: Path
) -> None:
    outdated(runtime, template)
    runtime.folder.rename(runtime.aside)
    copy(template, runtime.folder)
    runtime.log.write_text("words")
    assert remove(runtime) > 1000
    assert not runtime.home.exists()
    press(runtime, server)
    assert remove(runtime) > 1000 and not runtime.home.exists()
    assert remove(runtime) == 0


def test_removing_one_runtime_leaves_the_other(runtime: Environment, server: FileServer) -> None:
    press(runtime, server)
    press(replace(runtime, name="other"), server)
    remove(replace(runtime, name="other"))
    assert works(runtime) and left(runtime) == {"things", "things.log", "things.lock"}


def test_damage_is_found_and_made_anew(runtime: Environment, server: FileServer) -> None:
    press(runtime, server)
    assert damaged(runtime) == []
    data = next(runtime.folder.glob("[Ll]ib/**/large_thing/data.bin"))
    data.write_bytes(data.read_bytes()[:-1])
    assert damaged(runtime) == ["large_thing"]
    ensure(runtime, Listener(), Source(f"{server.address}/simple"), anew=True)
    assert works(runtime)


def test_the_lock_of_pip_is_the_one_that_environments_begin_with() -> None:
    assert lock_file("pip").read_text().startswith("pip==")
