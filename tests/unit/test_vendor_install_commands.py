"""Which environment a command of vendor_install.py runs in, and what it refuses to install."""

from dataclasses import replace
from pathlib import Path

import pytest

import vendor_install
from pixal3d_addon.commands import setup
from pixal3d_addon.setup import make
from pixal3d_addon.setup.environment import FINISHING, PIXAL3D, PLAIN_BUILD, RUNTIME, Environment
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.locks import lock_hash
from tests.unit.test_vendor_install_environments import pretend
from vendor_install import runtime_for


@pytest.fixture(autouse=True)
def pixal3d(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Nothing is set up, and nothing can be."""
    environment = replace(PIXAL3D, home=tmp_path / ".runtime")
    monkeypatch.setattr(vendor_install, "PIXAL3D", environment)
    monkeypatch.setattr(make, "_set_up", lambda *_: pytest.fail("it installs"))
    return environment


def set_up(environment: Environment, outdated: bool = False) -> None:
    pretend(environment, {lock: "" if outdated else lock_hash(lock) for lock in PIXAL3D.locks})


@pytest.mark.parametrize("arguments", [[], ["x.png", "--engine", "auto"], ["--engine=auto"]])
def test_auto_takes_pixal3ds_environment_where_it_is_set_up(
    arguments: list[str], pixal3d: Environment
) -> None:
    assert runtime_for(arguments) == RUNTIME
    set_up(pixal3d)
    assert runtime_for(arguments) == pixal3d


@pytest.mark.parametrize("arguments", [["--engine", "draft"], ["--engine=draft"], ["--engine"]])
def test_draft_and_what_generate_will_refuse_need_no_pytorch(
    arguments: list[str], pixal3d: Environment
) -> None:
    set_up(pixal3d)
    assert runtime_for(arguments) == RUNTIME


@pytest.mark.parametrize("arguments", [["--engine", "pixal3d"], ["--eng=pixal3d", "x.png"]])
def test_pixal3d_is_never_installed_by_the_way_but_told_how(
    arguments: list[str], pixal3d: Environment
) -> None:
    with pytest.raises(Failed, match="setup --pixal3d"):
        runtime_for(arguments)
    set_up(pixal3d)
    assert runtime_for(arguments) == pixal3d


def test_an_outdated_environment_is_left_out_by_auto_and_told(
    pixal3d: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(pixal3d, outdated=True)
    assert runtime_for([]) == RUNTIME
    shown = capsys.readouterr()
    assert "outdated" in shown.err and shown.out == ""


def test_setup_sets_up_what_is_named_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ensured: list[Environment] = []
    monkeypatch.setattr(setup, "ensure", lambda environment, *_: ensured.append(environment))
    monkeypatch.setattr(setup, "try_environment", lambda environment, chosen: "it runs")
    assert vendor_install.command_setup([]) == 0
    assert vendor_install.command_setup(["--pixal3d", "--build", PLAIN_BUILD]) == 0
    assert ensured[0] == FINISHING
    assert (ensured[1].folder, ensured[1].locks) == (PIXAL3D.folder, PIXAL3D.locks)
    assert str(PIXAL3D.folder) in capsys.readouterr().out
    became: list[list[str]] = []
    monkeypatch.setattr(vendor_install, "become", lambda python, words: became.append(words))
    assert vendor_install.command_setup(["--background", "--dry-run"]) == 0
    assert became == [] and len(ensured) == 2
    assert vendor_install.command_setup(["--background"]) == 0
    assert ensured[2] == FINISHING
    assert became == [["-I", "-m", "pixal3d_addon", "download", "background", "--yes"]]
    for wrong in (["--torch"], ["--pixal3d", "--background"], ["--pixal3d", "--build", "cu99"]):
        with pytest.raises(Failed, match="--help"):
            vendor_install.command_setup(wrong)
