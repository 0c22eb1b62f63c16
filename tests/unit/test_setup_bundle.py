"""A folder of wheels: made for a platform, checked, and installed from with no network."""
# ruff: noqa: F811  fixtures of another file

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.setup import bundle, locks, plan
from pixal3d_addon.setup.bundle import PLATFORMS, make_bundle, open_bundle, platform_of
from pixal3d_addon.setup.environment import Environment
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.machine import this_machine
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.source import Source
from tests.unit.file_server import FileServer
from tests.unit.test_setup_faults import (  # noqa: F401
    HERE,
    copy,
    runtime,
    server,
    template,
    wheels,
    works,
)

ELSEWHERE = "nowhere==1.0 ; sys_platform == 'haiku' \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def made(
    runtime: Environment,
    server: FileServer,
    template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A bundle for this computer."""
    (locks.FOLDER / "pip.txt").write_text("# none\n")
    lock = locks.FOLDER / "things.txt"
    lock.write_text(ELSEWHERE + lock.read_text())
    monkeypatch.setattr(plan, "FINISHING", runtime)
    monkeypatch.setattr(bundle, "ensure", lambda pip, *_: copy(template, pip.folder))
    folder = tmp_path / "a folder of wheels"
    source = Source(f"{server.address}/simple")
    here = platform_of(this_machine())
    size = make_bundle(folder, "draft", here, HERE, source=source, home=runtime.home)
    assert size > 700_000
    return folder


def test_a_bundle_has_every_wheel_and_installs_with_no_network(
    made: Path, runtime: Environment, server: FileServer
) -> None:
    asked = len(server.asked)
    opened = open_bundle(made, "draft")
    opened.check()
    assert (opened.python, sorted(opened.files)) == (
        HERE,
        sorted(p.name for p in made.glob("*.whl")),
    )
    assert {path.suffix for path in made.iterdir()} == {".whl", ".json"}
    (locks.FOLDER / "things.txt").touch()
    ensure(replace(runtime, pythons=(opened.python,)), source=Source(wheels=made))
    assert works(runtime) and len(server.asked) == asked


def test_a_damaged_or_missing_wheel_is_told_by_name(made: Path) -> None:
    wheel = next(made.glob("large*"))
    wheel.write_bytes(wheel.read_bytes()[:-1])
    with pytest.raises(Failed, match=r"large_thing.*damaged"):
        open_bundle(made, "draft").check()
    wheel.unlink()
    with pytest.raises(Failed, match=r"large_thing.*missing"):
        open_bundle(made, "draft").check()


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("platform", "windows-arm64", "has wheels for windows-arm64"),
        ("runtime", "another", "not of draft"),
        ("locks", {"things": "another"}, "another version"),
        ("files", {"../../x.whl": ""}, "not its own"),
        *(
            ("files", {name: ""}, "not its own")
            for name in ("C:x.whl", "a\0.whl", "~/x.whl", "x.py")
        ),
        ("python", None, "no folder of wheels"),
        ("python", "3." + "9" * 5000, "no folder of wheels"),
        ("locks", {"../../../etc/passwd": "x"}, "no folder of wheels|another version"),
        ("files", [["x.whl", ""]], "no folder of wheels"),
    ],
)
def test_what_is_not_for_here_is_refused(made: Path, key: str, value: object, told: str) -> None:
    path = made / "bundle.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    with pytest.raises(Failed, match=told):
        open_bundle(made, "draft")


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, " " * (2 << 20), "null", '"x"', "\0", "{}"]
)
def test_a_hostile_bundle_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "bundle.json").write_text(text)
    with pytest.raises(Failed, match="no folder of wheels"):
        open_bundle(tmp_path, "draft")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices have names elsewhere")
def test_pipes_and_devices_in_the_place_of_its_files_are_not_read(made: Path) -> None:
    wheel = next(made.glob("large*"))
    for special in ("a pipe", "/dev/zero"):
        wheel.unlink()
        os.mkfifo(wheel) if special == "a pipe" else wheel.symlink_to(special)
        with pytest.raises(Failed, match=r"large_thing.*missing"):
            open_bundle(made, "draft").check()
    told = made / "bundle.json"
    for special in ("a pipe", "/dev/zero"):
        told.unlink()
        os.mkfifo(told) if special == "a pipe" else told.symlink_to(special)
        with pytest.raises(Failed, match="no folder of wheels"):
            open_bundle(made, "draft")


def test_no_bundle_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no folder of wheels"):
        open_bundle(tmp_path, "draft")


def test_every_platform_can_be_named_with_its_plain_build() -> None:
    for target in PLATFORMS.values():
        assert platform_of(target.machine) in PLATFORMS
        assert plan.plan(target.machine).build in ("cpu", "mps")
