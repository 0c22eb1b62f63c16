"""The README's two commands where there is a Python and nothing else, not even a compiler."""

import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pixal3d_addon.setup.bundle import PLATFORMS, make_bundle
from pixal3d_addon.setup.environment import HOME, RUNTIME
from pixal3d_addon.setup.locks import lock_file
from pixal3d_addon.setup.make import size_of
from tests.gui.artist import draw_mushroom
from tests.gui.chroot import HERE, ROOT, Chroot
from tests.gui.conftest import entered, lacking
from tests.gui.window import PICTURES
from tests.parts import CI
from tests.unit.file_server import FileServer, serving
from tests.unit.wheel_index import fill_index

PLATFORM, PYTHON = "linux-x86_64", (3, 13)  # of Debian 13


@pytest.fixture
def plain() -> Iterator[Chroot]:
    """A Debian with Python and python3-venv."""
    if reason := lacking():
        pytest.fail(reason) if CI else pytest.skip(reason)
    recipe = hashlib.sha256((HERE / "make_plain.sh").read_bytes()).hexdigest()[:8]
    folder = HOME / "gui" / f"plain-{recipe}"
    if not folder.exists():
        subprocess.run([HERE / "make_plain.sh", "trixie", folder], check=True)
    with entered(folder) as chroot:
        chroot.reads, chroot.alone = [], False
        yield chroot


@pytest.mark.only("trixie")
def test_the_two_commands_of_the_readme_on_a_plain_python(plain: Chroot, tmp_path: Path) -> None:
    clone = plain.work / "clone"
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in files.stdout.decode().strip("\0").split("\0"):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    draw_mushroom(plain.work / "mushroom.png")
    index = FileServer({})
    fill_index(index, wheels(tmp_path))
    told = []
    with serving(index):
        plain.settings |= {"PIP_INDEX_URL": f"{index.address}/simple"}
        plain.settings |= {"HOME": str(plain.work / "home")}
        for command in (
            ["generate", plain.work / "mushroom.png", "-o", plain.work / "mushroom.glb"],
            ["test", "lint"],
        ):
            for time_ in ("first", "again"):
                began, before = time.monotonic(), len(index.asked)
                said = plain.run("python3", clone / "vendor_install.py", *command)
                asked = {path for path, _ in index.asked[before:] if path.startswith("/files/")}
                fetched = sum(len(index.files[path]) for path in asked)
                told.append(
                    f"{command[0]:<9} {time_:<6} {time.monotonic() - began:6.1f} s, "
                    f"{fetched:>11,} bytes fetched"
                )
                assert time_ == "first" or not fetched, said
    assert (plain.work / "mushroom.glb").stat().st_size > 100_000
    assert "3 passed, 0 failed, 1 skipped" in said, "the index has no other systems' wheels"
    told.append(f"{size_of(clone / '.runtime'):,} bytes below .runtime")
    (PICTURES / "plain.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    print("\n" + "\n".join(told))


def wheels(folder: Path) -> list[Path]:
    """Of Draft's runtime and of lint."""
    make_bundle(folder, "draft", PLATFORM, PYTHON)
    options = ["--implementation", "cp", "--python-version", "3.13", "--only-binary=:all:"]
    options += [word for tag in PLATFORMS[PLATFORM].tags for word in ("--platform", tag)]
    pip = HOME / "bundle" / RUNTIME.python.relative_to(RUNTIME.folder)
    lint = ["--require-hashes", "--no-deps", "-r", lock_file("lint")]
    command = [pip, "-m", "pip", "download", "-q", "--dest", folder, *options, *lint]
    subprocess.run(list(map(str, command)), check=True)
    return sorted(folder.glob("*.whl"))
