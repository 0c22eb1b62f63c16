"""The pip that the zip carries: what is checked of it, and what happens without."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pixal3d_addon.setup import locks, make, pip_wheel
from pixal3d_addon.setup.environment import Environment
from pixal3d_addon.setup.failed import Failed, Lacking
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.pip_wheel import carried_pip, find_pip
from pixal3d_addon.setup.pythons import find_python
from pixal3d_addon.setup.source import Source
from pixal3d_addon.setup.trial import damaged
from release.package import package, packaged
from release.pip_wheel import carry_pip
from tests.unit.test_vendor_install_pythons import folder_on_path, script  # noqa: F401
from tests.unit.wheel_index import lock_of, make_wheel

HERE = sys.version_info[:2]
posix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for Pythons")


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small one that is pinned and carried; nothing else is to be installed."""
    folder, carried = tmp_path / "locks", tmp_path / "wheels"
    folder.mkdir()
    carried.mkdir()
    made = make_wheel(carried, "pip")
    made = made.rename(carried / "pip-1.0-py3-none-any.whl")
    (folder / "pip.txt").write_text(lock_of([made]))
    (folder / "nothing.txt").write_text("# nothing\n")
    monkeypatch.setattr(locks, "FOLDER", folder)
    monkeypatch.setattr(pip_wheel, "FOLDER", carried)
    monkeypatch.setattr(make, "install", lambda *_: None)
    return made


@pytest.fixture
def plain(tmp_path: Path) -> Environment:
    return Environment("plain", ("nothing",), (HERE,), 1, home=tmp_path / "home")


def has_pip(environment: Environment) -> bool:
    command = [environment.python, "-I", "-c", "import pip; assert pip.VERSION == '1.0'"]
    return subprocess.run(command, capture_output=True).returncode == 0


def test_the_carried_pip_is_all_that_an_environment_begins_with(
    plain: Environment, wheel: Path
) -> None:
    ensure(plain)
    assert has_pip(plain) and damaged(plain) == []
    packages = next(plain.folder.glob("[Ll]ib/**/site-packages"))
    assert {path.name for path in packages.iterdir()} == {"pip", "pip-1.0.dist-info"}


def test_a_carried_pip_that_is_not_the_pinned_one_is_refused_and_the_right_one_finishes(
    plain: Environment, wheel: Path
) -> None:
    right = wheel.read_bytes()
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("pip/__main__.py", "raise SystemExit('ran')")
    with pytest.raises(Failed, match=r"wheels/pip-1\.0-py3-none-any\.whl is not the pip"):
        ensure(plain)
    assert not plain.ready() and not list(plain.folder.rglob("pip"))
    wheel.write_bytes(right)
    ensure(plain)
    assert has_pip(plain)


def test_one_of_another_version_is_no_carried_pip(wheel: Path) -> None:
    assert carried_pip(Source()) == wheel
    wheel.rename(wheel.with_name("pip-0.9-py3-none-any.whl"))
    assert carried_pip(Source()) is None


def test_a_bundle_brings_it_where_the_clone_has_none(
    plain: Environment, wheel: Path, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle"
    wheel.parent.rename(bundle)
    ensure(plain, source=Source(wheels=bundle))
    assert has_pip(plain)


@posix
def test_a_python_without_ensurepip_will_do_where_pip_is_carried(folder_on_path: Path) -> None:  # noqa: F811
    debian = script(
        folder_on_path / "python3.99",
        'echo cpython 3 99; case "$*" in *ensurepip*) exit 1;; esac',
    )
    assert find_python(((3, 99),), brings_pip=False) == debian
    with pytest.raises(Lacking, match=r"apt-get install python3-venv, or use the extension's zip"):
        find_python(((3, 99),))


def test_the_pip_of_the_zip_is_the_pinned_one_and_sets_up_with_no_index_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(package(tmp_path)) as archive:
        archive.extractall(tmp_path / "extension")
    carried = tmp_path / "extension" / "wheels"
    assert [path.suffix for path in carried.iterdir()] == [".whl"]
    monkeypatch.setattr(pip_wheel, "FOLDER", carried)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    for name in ("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    only_pip = Environment("plain", ("pip",), (HERE,), 1, home=tmp_path / "home")
    ensure(only_pip)
    assert damaged(only_pip) == []


def test_packing_drops_what_is_not_the_pinned_pip_and_fetches_that_anew(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    kept = carry_pip()
    (clone / "wheels").mkdir(parents=True)
    (clone / "wheels" / "pip-1.0-py3-none-any.whl").write_bytes(b"of an earlier version")
    (clone / "wheels" / kept.name).write_bytes(kept.read_bytes()[:-1])
    wheel = carry_pip(clone)
    assert list((clone / "wheels").iterdir()) == [wheel] == [find_pip([clone / "wheels"])]
    digest = hashlib.sha256(kept.read_bytes()).digest()
    assert hashlib.sha256(wheel.read_bytes()).digest() == digest
    assert sum(path.parts[0] == "wheels" for path in packaged()) == 1
