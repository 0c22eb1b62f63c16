"""The Debians with Blender that the window opens in: made once, kept below .runtime."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gui.artist import install
from tests.gui.chroot import ROOT, Chroot
from tests.gui.sheet import make_sheet
from tests.gui.window import PICTURES
from tests.parts import CI, SUITES

HERE = Path(__file__).parent


def lacking() -> str:
    """What this machine has not got; empty where a chroot can be made and entered."""
    if sys.platform != "linux":
        return "the window test runs on Linux only"
    if os.geteuid() != 0:
        return "the window test needs root, to make and enter a chroot"
    for tool in ("unshare", "setpriv", "apt-config"):
        if not shutil.which(tool):
            return f"the window test needs {tool}, so Debian or Ubuntu"
    if not shutil.which("debootstrap"):
        if not CI:
            return "the window test needs debootstrap: apt-get install debootstrap"
        for command in ("update -qq", "install -y -qq debootstrap"):
            subprocess.run(["apt-get", *command.split()], check=True, stdout=subprocess.DEVNULL)
    return ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--debian", choices=SUITES, default=SUITES[0], help="whose Blender it is")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "only(suite): of no use in the other Debians")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    suite = config.getoption("debian")
    marks = [(item, item.get_closest_marker("only")) for item in items]
    left_out = [item for item, mark in marks if mark and mark.args != (suite,)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def debian(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The chroot's folder, for this run alone: another run in this clone waits until it is over.

    Its name holds the recipe's hash, so that a changed recipe is followed.
    """
    suite = request.config.getoption("debian")
    home = ROOT / ".runtime" / "gui"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:  # apt does not run twice at a time
        fcntl.flock(lock, fcntl.LOCK_EX)
        reason = lacking()
    if reason:
        pytest.fail(reason) if CI else pytest.skip(reason)
    recipe = hashlib.sha256((HERE / "make_chroot.sh").read_bytes()).hexdigest()[:8]
    folder = home / f"{suite}-{recipe}"
    with (home / f"{suite}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in home.glob(f"{suite}-*"):
                shutil.rmtree(old)
            subprocess.run([HERE / "make_chroot.sh", suite, folder], check=True)
        yield folder


@pytest.fixture(scope="session")
def installed(debian: Path) -> Path:
    """Blender's own folder of a user who has installed the zip."""
    work = _emptied(PICTURES / debian.name.partition("-")[0] / "installed")
    install(Chroot(debian, work))
    return work / "user"


@pytest.fixture
def chroot(debian: Path, installed: Path) -> Iterator[Chroot]:
    """A Debian where a user of its own has installed the zip."""
    with entered(debian) as chroot:
        shutil.copytree(installed, chroot.work / "user")
        yield chroot


@pytest.fixture
def bare(debian: Path) -> Iterator[Chroot]:
    """A copy of the Debian with Blender alone, for one test. It sees the host's network."""
    folder = debian.with_name("bare")
    subprocess.run([HERE / "make_bare.sh", debian, folder], check=True)
    with entered(folder) as chroot:
        chroot.alone = False
        yield chroot
    shutil.rmtree(folder)


@contextmanager
def entered(debian: Path) -> Iterator[Chroot]:
    """A way in with an empty work folder; nothing runs in there when it is over."""
    chroot = Chroot(debian, _emptied(PICTURES / debian.name.partition("-")[0] / "work"))
    yield chroot
    end = time.monotonic() + 10  # the worker notices a little later that Blender is gone
    while chroot.processes() and time.monotonic() < end:
        time.sleep(0.05)
    assert chroot.processes() == []


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def pytest_sessionfinish() -> None:
    if PICTURES.exists():
        make_sheet(PICTURES)
