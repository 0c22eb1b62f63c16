"""How vendor_install.py finds a Python."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import vendor_install
from pixal3d_addon.setup.environment import Environment
from pixal3d_addon.setup.failed import Failed, Lacking
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.pythons import child_environment, find_python, probe, python_candidates

HERE = sys.version_info[:2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for shims")


@pytest.fixture
def folder_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_python_that_runs_is_taken_where_it_fits() -> None:
    assert find_python(((3, 99), HERE)) == Path(sys.executable)


def test_a_missing_python_is_told_with_its_version_and_a_remedy() -> None:
    with pytest.raises(Lacking, match=r"No Python 3\.99 was found\. Install"):
        find_python(((3, 99),))


@posix
def test_a_shim_that_fails_is_passed_over(folder_on_path: Path) -> None:
    shim = script(
        folder_on_path / "python3.99", "echo 'version 3.99 is not installed' >&2; exit 127"
    )
    assert shim in python_candidates((3, 99))
    with pytest.raises(Lacking, match="was found"):
        find_python(((3, 99),))


@posix
def test_a_later_folder_of_the_path_is_looked_at_too(
    folder_on_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shims, real = folder_on_path / "shims", folder_on_path / "real"
    shims.mkdir()
    real.mkdir()
    script(shims / "python3.99", "exit 127")
    good = script(real / "python3.99", "echo cpython 3 99")
    monkeypatch.setenv("PATH", f"{shims}:{real}")
    assert find_python(((3, 99),)) == good


@posix
def test_a_python_that_cannot_make_environments_is_told_as_such(folder_on_path: Path) -> None:
    script(folder_on_path / "python3.99", "echo cpython 3 99; exit 1")
    with pytest.raises(Lacking, match="python3-venv"):
        find_python(((3, 99),))


@posix
def test_a_python_that_only_claims_to_make_environments_is_told(folder_on_path: Path) -> None:
    script(folder_on_path / "python3.99", "echo cpython 3 99")
    environment = Environment("claimed", ("runtime",), ((3, 99),), 1, home=folder_on_path / "home")
    with pytest.raises(Failed, match="failed to make a virtual environment"):
        ensure(environment)
    assert environment.state() in ("missing", "broken")


@posix
@pytest.mark.parametrize("says", ["pypy 3 99", "", "3.99", "cpython three"])
def test_what_is_no_cpython_has_no_version(folder_on_path: Path, says: str) -> None:
    assert probe(script(folder_on_path / "python3", f"echo {says}"))[0] is None


def test_a_file_that_cannot_be_run_has_no_version(tmp_path: Path) -> None:
    (tmp_path / "python").write_bytes(b"\x00")
    assert probe(tmp_path / "python") == (None, False)


def test_children_do_not_inherit_another_pythons_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "kept")
    assert "elsewhere" not in child_environment().values()
    assert child_environment()["PIP_INDEX_URL"] == "kept"


def test_the_file_still_parses_on_python_3_7_which_it_then_turns_away() -> None:
    source = Path(vendor_install.__file__).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))


def test_it_imports_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", vendor_install.__file__, "--help"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and "generate PHOTO -o OUT.glb" in done.stdout
