"""The README's two commands where there is a Python and nothing else, not even a compiler."""

import hashlib
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pixal3d_addon.setup.bundle import PLATFORMS, _filtered, make_bundle
from pixal3d_addon.setup.environment import EVERY_PYTHON, HOME, Environment
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
    draw_mushroom(plain.work / "PHOTO.png")
    index = FileServer({})
    fill_index(index, wheels(tmp_path))
    told: list[str] = []

    def run(words: list[str], name: str) -> str:
        began, before = time.monotonic(), len(index.asked)
        said = plain.run("env", "-C", clone, *words)
        asked = {path for path, _ in index.asked[before:] if path.startswith("/files/")}
        fetched = sum(len(index.files[path]) for path in asked)
        told.append(f"{name:<22} {time.monotonic() - began:6.1f} s, {fetched:>11,} bytes fetched")
        assert "again" not in name or not fetched, said
        return said

    generate, test = two_commands()
    generate = [
        {"PHOTO": "../PHOTO.png", "OUT.glb": "../OUT.glb"}.get(word, word) for word in generate
    ]
    with serving(index):
        plain.settings |= {"PIP_INDEX_URL": f"{index.address}/simple"}
        plain.settings |= {"HOME": str(plain.work / "home")}
        run(generate, "generate")
        run(generate, "generate, again")
        unit = run([*test, "unit"], "test unit")
        run([*test, "lint"], "test lint")
        lint = run([*test, "lint"], "test lint, again")
    assert (plain.work / "OUT.glb").stat().st_size > 100_000
    assert re.search(r"^[0-9]{4} passed, 0 failed, [0-9]+ skipped$", unit, re.M), unit[-2000:]
    assert "3 passed, 0 failed, 1 skipped" in lint, "the index has no other systems' wheels"
    told.append(f"{size_of(clone / '.runtime'):,} bytes below .runtime")
    (PICTURES / "plain.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    print("\n" + "\n".join(told))


def two_commands() -> list[list[str]]:
    """As the README has them, with the name of Python that it says for a Debian. The second runs
    every part of the tests: two of them must do here."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## Two commands")[1]
    section = text.split("\n## ")[0]
    assert "say `python3`" in section
    found = [line.split() for line in re.findall(r"^    python (.+)$", section, re.M)]
    assert [words[1] for words in found] == ["generate", "test"]
    return [["python3", *words] for words in found]


def wheels(folder: Path) -> list[Path]:
    """Of Draft's runtime, of its tests and of lint."""
    make_bundle(folder, "draft", PLATFORM, PYTHON)
    target = PLATFORMS[PLATFORM]
    own = Environment("bundle", ("pip",), EVERY_PYTHON, 60)
    options = ["--implementation", "cp", "--python-version", "3.13", "--only-binary=:all:"]
    options += [word for tag in target.tags for word in ("--platform", tag)]
    for lock in _filtered(own, ("bench", "test", "lint"), target, PYTHON, folder).values():
        hashed = ["--require-hashes", "--no-deps", "-r", lock]
        command = [own.python, "-m", "pip", "download", "-q", "--dest", folder, *options, *hashed]
        subprocess.run(list(map(str, command)), check=True)
    return sorted(folder.glob("*.whl"))
