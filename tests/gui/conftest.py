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

from tests.gui.window import Chroot

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NEWEST, OLDER = "sid", "trixie"  # Debian's suites: Blender 5.2 and 4.3
CI = os.environ.get("CI", "").lower() in ("1", "true")


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


@pytest.fixture(scope="session")
def debian(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The chroot's folder, for this run alone: another run in this clone waits until it is over.

    Its name holds the recipe's hash, so that a changed recipe is followed. `in_both` gives a test
    the older Blender too.
    """
    suite = getattr(request, "param", NEWEST)
    reason = lacking()
    if reason:
        pytest.fail(reason) if CI else pytest.skip(reason)
    recipe = hashlib.sha256((HERE / "make_chroot.sh").read_bytes()).hexdigest()[:8]
    home = ROOT / ".runtime" / "gui"
    folder = home / f"{suite}-{recipe}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / f"{suite}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in home.glob(f"{suite}-*"):
                shutil.rmtree(old)
            subprocess.run([HERE / "make_chroot.sh", suite, folder], check=True)
        yield folder


@pytest.fixture
def chroot(debian: Path) -> Iterator[Chroot]:
    with entered(debian) as chroot:
        yield chroot


@pytest.fixture
def bare(debian: Path) -> Iterator[Chroot]:
    """A copy of the Debian with Blender alone, for one test."""
    folder = debian.with_name("bare")
    subprocess.run([HERE / "make_bare.sh", debian, folder], check=True)
    with entered(folder) as chroot:
        yield chroot
    shutil.rmtree(folder)


@contextmanager
def entered(debian: Path) -> Iterator[Chroot]:
    """A way in with an empty work folder; nothing runs in there when the test is over."""
    work = ROOT / "build" / "gui" / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    chroot = Chroot(debian, work)
    yield chroot
    end = time.monotonic() + 10  # the worker notices a little later that Blender is gone
    while chroot.processes() and time.monotonic() < end:
        time.sleep(0.1)
    assert chroot.processes() == []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `in_both` runs in each Debian."""
    if metafunc.definition.get_closest_marker("in_both"):
        metafunc.parametrize("debian", [NEWEST, OLDER], indirect=True, scope="session")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "in_both: runs in the newest Blender and in an older one")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One picture of all screenshots, to look through: build/gui/sheet.jpg."""
    from PIL import Image, ImageDraw

    home = ROOT / "build" / "gui"
    pictures = sorted(path for path in home.glob("*.png"))
    if not pictures:
        return
    wide, high, columns = 720, 470, 3
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * wide, rows * high), "white")
    for number, path in enumerate(pictures):
        with Image.open(path) as picture:
            shown = picture.convert("RGB")
        shown.thumbnail((wide, high - 20))
        left, top = number % columns * wide, number // columns * high
        sheet.paste(shown, (left, top + 20))
        ImageDraw.Draw(sheet).text((left + 4, top + 4), path.stem, fill="black")
    sheet.save(home / "sheet.jpg", quality=85)
