"""What setup takes for a whole environment, and what it makes of the rest."""

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import vendor_install
from pixal3d_addon.setup import alone as alone_module
from pixal3d_addon.setup import locks, make, packages
from pixal3d_addon.setup.alone import alone
from pixal3d_addon.setup.environment import CLONE, FINISHING, Environment
from pixal3d_addon.setup.failed import Failed, Lacking
from pixal3d_addon.setup.locks import lock_hash
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.packages import pip_failure, pip_progress
from pixal3d_addon.setup.source import Listener, Source
from tests import environments

HERE = sys.version_info[:2]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment of its own home, whose only lock asks for nothing."""
    monkeypatch.setattr(locks, "FOLDER", tmp_path)
    (tmp_path / "nothing.txt").write_text("# nothing\n")
    return Environment("bare", ("nothing",), (HERE,), 1, home=tmp_path / ".runtime")


def pretend(environment: Environment, locks: dict[str, str]) -> None:
    """What a finished set-up leaves behind."""
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (environment.folder / "pyvenv.cfg").write_text("version = 3.10.0\n")
    environment.stamp.write_text(json.dumps({"locks": locks}))


def test_an_environment_is_ready_when_its_stamp_holds_the_hash_of_every_lock(
    bare: Environment,
) -> None:
    pretend(bare, {"nothing": lock_hash("nothing"), "more": "of another layer"})
    assert bare.ready()


def test_an_environment_is_not_ready_without_a_stamp(bare: Environment) -> None:
    pretend(bare, {"nothing": lock_hash("nothing")})
    bare.stamp.unlink()
    assert not bare.ready()


def test_a_changed_lock_makes_the_environment_outdated(bare: Environment, tmp_path: Path) -> None:
    pretend(bare, {"nothing": lock_hash("nothing")})
    (tmp_path / "nothing.txt").write_text("# something else\n")
    assert not bare.ready()


def test_line_ends_do_not_make_an_environment_outdated(bare: Environment, tmp_path: Path) -> None:
    pretend(bare, {"nothing": lock_hash("nothing")})
    (tmp_path / "nothing.txt").write_bytes(b"# nothing\r\n")
    assert bare.ready()


def test_an_environment_whose_python_went_away_is_not_ready(bare: Environment) -> None:
    pretend(bare, {"nothing": lock_hash("nothing")})
    bare.python.unlink()
    assert not bare.ready()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"locks": 3}', '{"locks": null}'])
def test_a_damaged_stamp_counts_as_none(bare: Environment, text: str) -> None:
    pretend(bare, {})
    bare.stamp.write_text(text)
    assert not bare.ready()


def test_a_half_made_environment_is_made_anew_and_then_left_alone(
    bare: Environment,
) -> None:
    leftover = bare.folder / "half-made"
    leftover.mkdir(parents=True)
    python = ensure(bare)
    assert bare.ready() and not leftover.exists()
    assert subprocess.run([python, "-I", "-c", "import pip"]).returncode == 0
    told: list[str] = []
    assert ensure(bare, Listener(told.append)) == python
    assert told == []


def test_an_environment_of_a_clone_runs_that_clone_from_anywhere(
    bare: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "CLONE", tmp_path)
    (tmp_path / "pixal3d_addon.py").touch()
    (tmp_path / "runtime.txt").write_text("# nothing\n")
    python = ensure(replace(bare, locks=("nothing", "runtime")))
    command = [python, "-I", "-c", "import pixal3d_addon"]
    assert subprocess.run(command, cwd="/").returncode == 0


@pytest.mark.parametrize(("change", "installs"), [("nothing", ["nothing", "more"]), ("", ["more"])])
def test_a_lock_is_added_to_what_is_there_but_an_outdated_environment_gets_all_again(
    change: str,
    installs: list[str],
    bare: Environment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "more.txt").write_text("# more\n")
    pretend(bare, {"nothing": lock_hash("nothing")})
    installed: list[str] = []
    monkeypatch.setattr(make, "install", lambda _, locks, *more: installed.extend(locks))
    if change:
        (tmp_path / f"{change}.txt").write_text("# another version\n")
    wider = replace(bare, locks=("nothing", "more"))
    ensure(wider)
    assert installed == installs
    assert wider.ready()


def test_a_reader_that_goes_away_does_not_leave_an_environment_half_made(
    bare: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    ensure(bare, Listener(vendor_install.say))
    assert bare.ready()


def test_too_little_space_is_told_before_anything_is_made(bare: Environment) -> None:
    huge = replace(bare, name="huge", megabytes=1 << 40)
    with pytest.raises(Failed, match="Free some space"):
        ensure(huge)
    assert not huge.folder.exists()


def test_a_home_that_cannot_be_written_is_told_with_a_remedy(
    bare: Environment, tmp_path: Path
) -> None:
    (tmp_path / ".runtime").write_text("in the way")
    with pytest.raises(Failed, match="could not be written"):
        ensure(bare)


HOLD = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from pixal3d_addon.setup.alone import alone
with alone(Path(sys.argv[2]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_processes_never_set_up_together_and_a_killed_one_blocks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "it.lock"
    waited: list[str] = []
    holder = subprocess.Popen(
        [sys.executable, "-I", "-c", HOLD, CLONE, lock],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout and holder.stdout.readline().strip() == b"held"
    monkeypatch.setattr(alone_module.time, "sleep", lambda seconds: holder.kill())
    with alone(lock, lambda: waited.append("waiting")):
        assert holder.wait(10) != 0
    holder.communicate()
    assert waited == ["waiting"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  Downloading https://me:secret@host.example/np-2.whl (16 MB)", "np-2.whl (16 MB)"),
        ("  Using cached pillow-13.whl.metadata (9 kB)", "pillow-13.whl.metadata (9 kB)"),
        ("Installing collected packages: numpy, pillow", "installing"),
        ("Looking in indexes: https://user:secret@mirror.example", ""),
    ],
)  # fmt: skip
def test_progress_shows_files_without_their_address(line: str, shown: str) -> None:
    assert pip_progress(line) == shown


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "disk filled up"),
        ("NewConnectionError('<…>: Failed to establish a new connection')", "Check the network"),
        ("Temporary failure in name resolution\nNo matching distribution", "Check the network"),
        ("ERROR: No matching distribution found for numpy", "no build"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "was refused"),
        ("anything else", "Its words are in pip.log"),
    ],
)  # fmt: skip
def test_a_failure_of_pip_is_told_with_a_remedy(output: str, sentence: str) -> None:
    assert sentence in str(pip_failure(output, "pip.log"))


def test_every_lock_pins_versions_and_hashes_and_names_no_host() -> None:
    wanted = (
        *(FINISHING, environments.BENCH),
        *(environments.TESTS, environments.LINT, *environments.BLENDERS),
        environments.PIXAL3D_TESTS,
    )
    every = {"pip", *(lock for environment in wanted for lock in environment.locks)}
    for lock in every - locks.UNHASHED:
        text = locks.lock_file(lock).read_text()
        entries = re.split(r"^(?=\S)", text, flags=re.M)[1:]
        assert entries, lock
        for entry in entries:
            assert re.match(r"[\w.\-\[\]]+==\S+( ; .+)? \\\n", entry), entry[:80]
            assert "--hash=sha256:" in entry
        assert "://" not in text and "--index" not in text


def test_torch_alone_has_no_hash_but_an_exact_version() -> None:
    assert locks.UNHASHED == {"torch"}
    text = locks.lock_file("torch").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines and all(re.match(r"torch==[\d.]+(\+cpu)? ; ", line) for line in lines)
    assert "://" not in text and "--" not in text


def test_torch_comes_in_with_its_own_tests_only() -> None:
    for environment in (environments.RUNTIME, environments.BENCH, environments.TESTS):
        assert not {"torch", "pixal3d"} & {*environment.locks}
        for lock in environment.locks:
            assert not re.search("^(torch|transformers)==", locks.lock_file(lock).read_text(), re.M)


PIP = """
import sys
print("Installing collected packages:", *sys.argv[1:])
print("ERROR: No matching distribution found for torch==9.9.9+cpu")
sys.exit("torch.txt" in sys.argv[-1])
"""


def test_only_a_lock_without_hashes_is_installed_without_and_a_lack_is_told(
    bare: Environment, tmp_path: Path
) -> None:
    ensure(bare)
    (tmp_path / "torch.txt").write_text("torch==9.9.9+cpu\n")
    pip = next(bare.folder.glob("[Ll]ib/**/site-packages")) / "pip" / "__main__.py"
    pip.write_text(PIP)
    packages.install(bare, ["nothing"], Source(), Listener())
    with pytest.raises(Lacking, match="PyTorch's CPU index"):
        packages.install(bare, ["nothing", "torch"], Source(), Listener())
    log = bare.log.read_text()
    calls = [line for line in log.splitlines() if line.startswith("Installing")]
    assert ["--require-hashes" in call for call in calls] == [True, True, False]


def test_layers_of_one_environment_pin_the_same_versions() -> None:
    pinned: dict[str, dict[str, set[str]]] = {}
    for lock in {
        *FINISHING.locks,
        *environments.TESTS.locks,
        *environments.PIXAL3D_TESTS.locks,
    }:
        text = locks.lock_file(lock).read_text()
        for name, version in re.findall(r"^([\w.\-]+)==(\S+)", text, re.M):
            pinned.setdefault(name, {}).setdefault(lock, set()).add(version)
    for name, layers in pinned.items():
        assert len({frozenset(versions) for versions in layers.values()}) == 1, (name, layers)
