"""The Debian with Blender that the window opens in: made once, kept below .runtime."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.window import Chroot

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SUITE = "sid"  # the newest Blender that Debian has
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
def debian() -> Iterator[Path]:
    """The chroot's folder, for this run alone: another run in this clone waits until it is over.

    Its name holds the recipe's hash, so that a changed recipe is followed.
    """
    reason = lacking()
    if reason:
        pytest.fail(reason) if CI else pytest.skip(reason)
    recipe = hashlib.sha256((HERE / "make_chroot.sh").read_bytes()).hexdigest()[:8]
    home = ROOT / ".runtime" / "gui"
    folder = home / f"{SUITE}-{recipe}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in home.glob(f"{SUITE}-*"):
                shutil.rmtree(old)
            subprocess.run([HERE / "make_chroot.sh", SUITE, folder], check=True)
        yield folder


@pytest.fixture
def chroot(debian: Path) -> Iterator[Chroot]:
    """A way in with an empty work folder; nothing runs in there when the test is over."""
    work = ROOT / "build" / "gui" / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    entered = Chroot(debian, work)
    yield entered
    end = time.monotonic() + 10  # the worker notices a little later that Blender is gone
    while entered.processes() and time.monotonic() < end:
        time.sleep(0.1)
    assert entered.processes() == []
