"""How `setup --pixal3d` chooses a build of PyTorch, gets it, and tries it."""

import json
import platform
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import vendor_install
from pixal3d_addon.commands import setup
from pixal3d_addon.setup import locks, make, packages
from pixal3d_addon.setup import plan as plan_module
from pixal3d_addon.setup.environment import PLAIN_BUILD, Environment
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.locks import lock_hash
from pixal3d_addon.setup.machine import Card, Machine, this_system
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.source import Listener, Source
from pixal3d_addon.setup.trial import try_torch
from tests.unit.test_vendor_install_environments import pretend

GPU = Machine(
    "linux", "x86_64", (Card("nvidia", "RTX 3060", 12288, (8, 6)),), (580, 65), glibc=(2, 36)
)
OLD_DRIVER = replace(GPU, driver=(550, 54))
RADEON = replace(GPU, cards=(Card("amd", "", 24576, architecture="gfx1100"),), compute=True)
NOTHING = Machine("linux", "x86_64", glibc=(2, 36))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(setup, "HOME", tmp_path / ".runtime")
    return tmp_path / ".runtime"


@pytest.fixture
def torch_only(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment with nothing but PyTorch to install."""
    monkeypatch.setattr(locks, "FOLDER", tmp_path)
    (tmp_path / "torch.txt").write_text("torch==9.9.9\n")
    return Environment("bare", ("torch",), (sys.version_info[:2],), 1, home=home)


def on(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "this_machine", lambda: machine)


def test_a_dry_run_shows_build_sizes_and_free_disk_and_makes_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(GPU, monkeypatch)
    assert vendor_install.command_setup(["--pixal3d", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    for told in ("RTX 3060, 12.0 GB", "build cu130", "Every file, by its hash.", "is to be made"):
        assert told in shown
    assert "GB are free" in shown and "://" not in shown  # the package index has it
    assert not home.exists()


def test_the_plan_says_where_pytorch_is_not_pinned_by_hash(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(RADEON, monkeypatch)
    assert vendor_install.command_setup(["--pixal3d", "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "PyTorch, which is not pinned by hash" in shown and "whl/rocm7.2" in shown


def test_where_pytorch_has_no_build_nothing_is_installed_and_it_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(Machine("macos", "x86_64"), monkeypatch)
    with pytest.raises(Failed, match="Intel Macs"):
        vendor_install.command_setup(["--pixal3d"])
    assert not home.exists()


PIP = """
import json, sys
from pathlib import Path
log = Path(sys.argv[0]).with_name("calls.json")
calls = json.loads(log.read_text()) if log.exists() else []
log.write_text(json.dumps([*calls, sys.argv[1:]]))
if "torch.txt" in sys.argv[-1] and len(calls) < 1:
    sys.exit("ERROR: No matching distribution found for torch==9.9.9+cpu")
"""


def pip_calls(environment: Environment, build: str) -> list[list[str]]:
    """What pip is called with to install `build`; at first it finds no plain one."""
    (locks.FOLDER / "nothing.txt").write_text("# nothing\n")
    ensure(replace(environment, locks=("nothing",)))
    pip = next(environment.folder.glob("[Ll]ib/**/site-packages")) / "pip" / "__main__.py"
    pip.write_text(PIP)
    index = f"https://mirror.example/whl/{build}"
    packages.install(
        replace(environment, build=build, index=index), ["torch"], Source(), Listener()
    )
    return json.loads(pip.with_name("calls.json").read_text())


def test_a_build_for_a_card_comes_with_its_libraries_from_its_own_index(
    torch_only: Environment,
) -> None:
    (call,) = pip_calls(torch_only, "cu130")
    assert "--no-deps" not in call
    assert "torch==9.9.9+cu130" in call and "--only-binary=:all:" in call
    assert call[call.index("--extra-index-url") + 1] == "https://mirror.example/whl/cu130"


def test_a_build_whose_hashes_are_known_is_installed_by_them_and_brings_nothing_else(
    torch_only: Environment,
) -> None:
    version = "{}.{}".format(*sys.version_info)
    lock = locks.lock_file(locks.torch_lock(this_system()[0], "cu126"))
    marker = f'python_version == "{version}" and platform_machine == "{platform.machine()}"'
    lock.write_text(f"torch==9.9.9+cu126 ; {marker} \\\n    --hash=sha256:{'0' * 64}\n")
    (call,) = pip_calls(torch_only, "cu126")
    assert "--require-hashes" in call and "--no-deps" in call and call[-1] == str(lock)
    assert call[call.index("--extra-index-url") + 1] == "https://mirror.example/whl/cu126"


def test_the_plain_build_is_looked_for_in_pips_settings_before_pytorchs_index(
    torch_only: Environment,
) -> None:
    first, second = pip_calls(torch_only, PLAIN_BUILD)
    assert "--extra-index-url" not in first and "--extra-index-url" in second
    assert "--no-deps" in first and "--no-deps" in second


def test_another_build_is_another_environment_but_any_will_do_where_none_is_named(
    torch_only: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(
        make, "install", lambda env, locks, *_: installed.append((env.build, locks))
    )
    pretend(torch_only, {"torch": lock_hash("torch")})
    assert replace(torch_only, build=PLAIN_BUILD).ready()
    card = replace(torch_only, build="cu130")
    assert not card.ready()
    left = torch_only.folder / "left"
    left.touch()
    ensure(card)
    assert card.ready() and torch_only.ready() and not left.exists()
    assert not replace(torch_only, build=PLAIN_BUILD).ready()
    (locks.FOLDER / "more.txt").write_text("# more\n")
    ensure(replace(torch_only, locks=("torch", "more")))
    assert card.ready()
    assert [(build, list(locks)) for build, locks in installed] == [
        ("cu130", ["torch"]),
        ("cu130", ["more"]),
    ]


@pytest.fixture
def whole(torch_only: Environment) -> Environment:
    """With the plain build, and a file to know it by."""
    pretend(torch_only, {"torch": lock_hash("torch")})
    (torch_only.folder / "mine").touch()
    return torch_only


@pytest.mark.parametrize("error", [Failed("no network", "Wait."), KeyboardInterrupt()])
def test_where_another_build_cannot_be_had_the_one_that_worked_comes_back(
    error: BaseException, whole: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        assert not whole.ready()
        raise error

    monkeypatch.setattr(make, "install", fail)
    with pytest.raises(type(error)):
        ensure(replace(whole, build="cu130"))
    assert whole.ready() and (whole.folder / "mine").exists()
    assert {path.name for path in whole.home.iterdir()} == {"bare", "bare.lock"}


def test_after_a_killed_call_the_next_one_finds_what_was_whole(
    whole: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "install", lambda *_: None)
    aside = whole.folder.with_name("bare.old")
    whole.folder.rename(aside)
    whole.folder.mkdir()  # half-made
    ensure(replace(whole, build="cu130"))
    assert replace(whole, build="cu130").ready() and not aside.exists()


def test_an_outdated_environment_gets_its_own_build_again(
    whole: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(make, "install", lambda env, *_: asked.append((env.build, env.index)))
    ensure(replace(whole, build="cu126", index="https://mirror.example/cu126"))
    (locks.FOLDER / "torch.txt").write_text("torch==9.9.10\n")
    ensure(whole)
    assert asked[1] == ("cu126", "https://download.pytorch.org/whl/cu126")
    assert whole.installed_build() == "cu126"


def test_a_mirror_takes_the_place_of_pytorchs_index(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(OLD_DRIVER, monkeypatch)
    mirror = ["--torch-index", "https://mirror.example/whl/"]
    vendor_install.command_setup(["--pixal3d", "--dry-run", *mirror])
    assert "https://mirror.example/whl/cu126" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 1", "does not run here"),
        ("echo cpu PyTorch on the processor", "finds no graphics card"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for a Python")
def test_what_was_installed_is_tried_on_the_device_it_is_for(
    script: str, told: str, home: Path
) -> None:
    home.mkdir()
    python = home / "python"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    with pytest.raises(Failed, match=told):
        try_torch(python, "cu130", home / "log")
