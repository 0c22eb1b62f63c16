"""Every command in README and `docs` is run as it stands there, or is known to be run elsewhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pixal3d_addon.__main__ import main
from tests.unit.test_pixal3d_views import written
from vendor_install import PIXAL3D

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests" / "reference"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
RESULT = "20260101-120000-chair"
QUICK = ["--faces", "2000", "--texture-size", "512"]
# What is run elsewhere, and where.
ELSEWHERE = {
    r"vendor_install.py test\b": "this is it",
    r"^\.ci/run": "this is it",
    r"^\.runtime/": "pytest itself",
    r"vendor_install.py setup(?!.*--dry-run)": "tests/unit/test_vendor_install_environments.py",
    r"vendor_install.py (bundle|package)": "tests/unit/test_setup_bundle.py, test_package.py",
    r"download --yes": "tests/unit/test_setup_weights.py; it would be 25 GB",
    r"-m bench\.": "the bench's own tests; these are minutes each",
    r"-m release\.(check_wheels|audit)": "the part lint runs both",
    r"^requirements/lock\.sh": "tests/unit/test_release_locks.py; it asks the package index",
    r"^blender --background": "tests/gui/test_background.py",
    r"^blender --command extension": "tests/gui/artist.py, tests/blender/test_extension.py",
}  # fmt: skip


def commands(page: Path) -> list[str]:
    """The indented lines of a page that begin like a command, continued ones joined, without the
    remark behind them; and those within a sentence."""
    text = re.sub(r"\s*\\\n\s*", " ", page.read_text())
    lines = re.findall(r"^ {4,}((?:python|\.\w+/).*)$", text, re.MULTILINE)
    within = re.findall(
        r"`((?:python|blender|requirements/lock\.sh|\.runtime/\S+/python)\s[^`]+)`", text
    )
    return [line.split("  ")[0] for line in lines] + [" ".join(line.split()) for line in within]


DOCUMENTED = sorted({line for page in PAGES for line in commands(page)})
RUN = [line for line in DOCUMENTED if not any(re.search(known, line) for known in ELSEWHERE)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone's folder with the files that the pages speak of."""
    desk = tmp_path_factory.mktemp("desk")
    for path in ROOT.iterdir():
        if path.name not in (".git", "build"):
            (desk / path.name).symlink_to(path)
    shutil.copy(REFERENCE / "input_rgba.png", desk / "chair.jpg")  # told by its content
    (desk / "photos").mkdir()
    shutil.copy(REFERENCE / "input_rgba.png", desk / "photos" / "one.png")
    for name in ("PHOTO", "chair-mask.png"):
        shutil.copy(REFERENCE / "input_rgba.png", desk / name)
    written(desk)  # transforms.json
    made = desk / "made"
    arguments = ["--engine", "pixal3d", "--weights", str(REFERENCE / "tiny-pixal3d"), *QUICK]
    assert main(["generate", str(desk / "chair.jpg"), "-o", f"{made}/", *arguments]) == 0
    (folder,) = made.iterdir()
    (desk / "results").mkdir()
    folder.rename(desk / "results" / RESULT)
    shutil.copytree(REFERENCE / "tiny-pixal3d", desk / "FOLDER")
    python = desk / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return desk


def test_the_pages_have_commands_and_what_is_run_elsewhere_is_one_of_them() -> None:
    assert len(RUN) > 15
    for known in ELSEWHERE:
        assert any(re.search(known, line) for line in DOCUMENTED), known


@pytest.mark.skipif(not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d first")
@pytest.mark.parametrize("line", RUN)
def test_it_does_what_the_page_says(desk: Path, line: str) -> None:
    places = {"PATH": f"{desk}{os.pathsep}{os.environ['PATH']}", "HOME": str(desk)}
    done = subprocess.run(
        line, shell=True, cwd=desk, env={**os.environ, **places}, timeout=300,
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
