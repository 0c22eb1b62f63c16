"""Which environment a command of vendor_install.py runs in, and what it refuses to install."""

from pathlib import Path

import pytest

import vendor_install
from tests.unit.test_vendor_install_environments import pretend
from vendor_install import PIXAL3D, PLAIN_BUILD, RUNTIME, Failed, lock_hash, runtime_for


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is set up, and nothing can be."""
    monkeypatch.setattr(vendor_install, "HOME", tmp_path / ".runtime")
    monkeypatch.setattr(vendor_install, "set_up", lambda environment: pytest.fail("it installs"))


def set_up_pixal3d(outdated: bool = False) -> None:
    pretend(PIXAL3D, {lock: "" if outdated else lock_hash(lock) for lock in PIXAL3D.locks})


@pytest.mark.parametrize("arguments", [[], ["x.png", "--engine", "auto"], ["--engine=auto"]])
def test_auto_takes_pixal3ds_environment_where_it_is_set_up(arguments: list[str]) -> None:
    assert runtime_for(arguments) == RUNTIME
    set_up_pixal3d()
    assert runtime_for(arguments) == PIXAL3D


@pytest.mark.parametrize("arguments", [["--engine", "draft"], ["--engine=draft"], ["--engine"]])
def test_draft_and_what_generate_will_refuse_need_no_pytorch(arguments: list[str]) -> None:
    set_up_pixal3d()
    assert runtime_for(arguments) == RUNTIME


@pytest.mark.parametrize("arguments", [["--engine", "pixal3d"], ["--eng=pixal3d", "x.png"]])
def test_pixal3d_is_never_installed_by_the_way_but_told_how(arguments: list[str]) -> None:
    with pytest.raises(Failed, match="setup --pixal3d"):
        runtime_for(arguments)
    set_up_pixal3d()
    assert runtime_for(arguments) == PIXAL3D


def test_an_outdated_environment_is_left_out_by_auto_and_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_pixal3d(outdated=True)
    assert runtime_for([]) == RUNTIME
    shown = capsys.readouterr()
    assert "outdated" in shown.err and shown.out == ""


def test_setup_sets_up_what_is_named_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ensured: list[vendor_install.Environment] = []
    monkeypatch.setattr(
        vendor_install, "ensure", lambda environment: ensured.append(environment) or Path("python")
    )
    monkeypatch.setattr(vendor_install, "try_torch", lambda python, chosen: "it runs")
    assert vendor_install.command_setup([]) == 0
    assert vendor_install.command_setup(["--pixal3d", "--build", PLAIN_BUILD]) == 0
    assert ensured[0] == RUNTIME
    assert (ensured[1].folder, ensured[1].locks) == (PIXAL3D.folder, PIXAL3D.locks)
    assert str(PIXAL3D.folder) in capsys.readouterr().out
    for wrong in (["--torch"], ["--pixal3d", "--background"], ["--pixal3d", "--build", "cu99"]):
        with pytest.raises(Failed, match="--pixal3d"):
            vendor_install.command_setup(wrong)
