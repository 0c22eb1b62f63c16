"""Programs are started from absolute folders alone: a file beside a .blend is never one of them."""

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from pixal3d_addon.setup import command_child, machine, search_path
from pixal3d_addon.setup.command_child import CommandChild
from pixal3d_addon.setup.pythons import python_candidates

posix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for programs")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which has programs that would leave a mark; a PATH that leads to it."""
    here = tmp_path / "of somebody else"
    here.mkdir()
    for name in ("nvidia-smi", "nvidia-smi.exe", "python3", "python", "python3.12"):
        (here / name).write_text(f"#!/bin/sh\ntouch '{tmp_path}/was run'\n")
        (here / name).chmod(0o755)
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "relative", str(tmp_path / "no such")]))
    return tmp_path / "was run"


@posix
@pytest.mark.parametrize("windows", [False, True])
def test_what_lies_in_the_current_folder_is_not_run(
    windows: bool, planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_SMI_PLACES", ())
    monkeypatch.setattr(search_path, "WINDOWS", windows)
    assert machine.ask_nvidia() == ((), ())
    assert all(path.is_absolute() for path in python_candidates((3, 12)))
    assert not any("somebody" in str(path) for path in python_candidates((3, 12)))
    assert not planted.exists()


def test_an_absolute_folder_of_the_path_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "tool.exe" if search_path.WINDOWS else "tool"
    (tmp_path / name).touch()
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path)]))
    assert search_path.program("tool") == tmp_path / name
    assert search_path.program("another") is None


@posix
def test_windows_own_program_is_named_by_its_full_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = CommandChild(tmp_path / "it.log")
    child._process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    ran: list[list[str]] = []
    with monkeypatch.context() as patch:
        patch.setattr(command_child.sys, "platform", "win32")
        patch.setenv("SYSTEMROOT", r"C:\Windows")

        def end(words: list[str], **_: object) -> None:
            ran.append(words)
            child._process.kill()

        patch.setattr(command_child.subprocess, "run", end)
        child.stop()
    assert PureWindowsPath(ran[0][0].replace("/", "\\")).is_absolute()
    assert ran[0][0].endswith("taskkill.exe")
