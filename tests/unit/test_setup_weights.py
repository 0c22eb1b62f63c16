"""The registry, a folder of weights, and the commands `weights` and `download`."""

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.__main__ import main
from pixal3d_addon.commands import setup
from pixal3d_addon.commands import weights as command
from pixal3d_addon.commands.transfer import Transfer
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d import hub_cache
from pixal3d_addon.engine.pixal3d.checkpoint import ROLES, folder_of, open_checkpoint
from pixal3d_addon.engine.pixal3d.converted_files import cache_folder, converted_file
from pixal3d_addon.setup import alone, registry, weights_folder
from pixal3d_addon.setup.registry import Repository, WeightFile, WeightSet, chosen, weight_sets
from tests.unit.file_server import FileServer, serving

ROOT = Path(__file__).parents[2]
# Not of a commit: their files are pinned by checksums.
RELEASES = {"valeoai/NAF", "danielgatis/rembg"}
TINY = ROOT / "tests" / "reference" / "tiny-pixal3d"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No cache and no weights of the user's; signals as they were."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "HF_HUB_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    before = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in before:
        signal.signal(number, handler)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([*map(str, arguments)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


# ---- the registry --------------------------------------------------------------------------------


def test_every_revision_is_pinned_and_every_license_named() -> None:
    for each in weight_sets().values():
        for repository in each.repositories:
            assert re.fullmatch(r"[0-9a-f]{40}", repository.revision) or (
                repository.name in RELEASES
            )
            assert repository.license and repository.terms.startswith("https://")
        for file in each.files:
            assert file.url().startswith("https://") and "{" not in file.url()
            assert file.sha256 == "" or re.fullmatch(r"[0-9a-f]{64}", file.sha256)
            assert file.size or file.path.endswith(".json")
            assert file.sha256 or file.repository.name not in RELEASES


def test_the_engine_and_the_registry_mean_the_same_revision() -> None:
    pinned = {r.name: r.revision for s in weight_sets().values() for r in s.repositories}
    assert all(pinned[name] == revision for name, revision in hub_cache.REVISIONS.items())
    assert {hub_cache.PIXAL3D, hub_cache.DINOV3} <= pinned.keys()


def test_one_view_has_every_part_that_the_engine_needs() -> None:
    files = {file.to for file in weight_sets()["pixal3d"].files}
    assert sum(name.startswith("ckpts/") for name in files) == 2 * len(ROLES)
    assert {"pipeline.json", "dinov3-vitl16/model.safetensors", "naf_release.pth"} <= files
    assert 25e9 < weight_sets()["pixal3d"].size < 26e9


def test_what_a_set_needs_comes_with_it_and_unknown_ones_are_told() -> None:
    assert [each.name for each in chosen(["several-views"])] == ["pixal3d", "several-views"]
    with pytest.raises(PixalError, match="There are no weights 'pixel'"):
        chosen(["pixel"])


def test_a_mirror_takes_the_place_of_the_host_alone() -> None:
    file = weight_sets()["pixal3d"].files[0]
    assert file.url("https://mirror.example/hf/") == (
        f"https://mirror.example/hf/TencentARC/Pixal3D/resolve/{file.repository.revision}/"
        "pipeline.json"
    )


# ---- a small set from a server of our own --------------------------------------------------------


class Small:
    """The tiny checkpoint as a set on a server."""

    def __init__(self, server: FileServer) -> None:
        self.server = server
        repository = Repository(
            "a/b", server.address + "/{revision}/{path}", "1" * 40, "CC0", "https://x.example"
        )
        files = []
        for path in sorted(TINY.rglob("*")):
            if path.is_file() and path.suffix != ".pth":
                name = path.relative_to(TINY).as_posix()
                data = path.read_bytes()
                server.files[f"/{'1' * 40}/{name}"] = data
                size = len(data) if len(data) > 1000 else 0
                digest = hashlib.sha256(data).hexdigest() if size else ""
                files.append(WeightFile(repository, name, name, size, digest))
        self.set = WeightSet("pixal3d", "small", (), tuple(files))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[Small]:
    with serving(FileServer({})) as server:
        made = Small(server)
        monkeypatch.setattr(registry, "weight_sets", lambda: {"pixal3d": made.set})
        monkeypatch.setattr(command, "weight_sets", lambda: {"pixal3d": made.set})
        yield made


def test_nothing_is_fetched_before_size_and_license_were_agreed_to(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "download", "--folder", tmp_path / "w")
    assert status == 0 and "--yes" in out and "CC0, https://x.example" in out
    assert small.server.asked == [] and not (tmp_path / "w").exists()


def test_what_was_downloaded_is_what_the_engine_opens_without_being_told_where(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "download", "--yes")
    assert status == 0, err
    folder = registry.weights_folder()
    assert folder_of(hub_cache.PIXAL3D) == folder and "now complete" in out
    assert open_checkpoint(hub_cache.PIXAL3D).dinov3 == folder / "dinov3-tiny"
    status, out, _ = run(capsys, "weights", "verify", "--json")
    assert status == 0 and json.loads(out)["unknown"] == []
    small.server.asked.clear()
    assert run(capsys, "download", "--yes")[0] == 0
    assert small.server.asked == []


def test_a_download_that_is_stopped_goes_on_with_the_next_call(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a folder with spaces, ünïcode" / "w"
    calls = 0

    def stop(file: str, here: int, size: int) -> None:
        nonlocal calls
        calls += 1
        if calls % 5 == 0:
            raise KeyboardInterrupt

    for _ in range(40):
        try:
            weights_folder.download([small.set], folder, stop)
            break
        except KeyboardInterrupt:
            continue
    assert registry.missing([small.set], folder) == []
    assert weights_folder.verify([small.set], folder, lambda *_: None) == {}
    left = {path.name for path in folder.rglob("*") if path.suffix == ".partial"}
    assert left == set()


def test_what_was_damaged_on_the_disk_is_found_and_what_is_missing_is_told(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "w"
    assert run(capsys, "download", "--yes", "--folder", folder)[0] == 0
    weights = folder / "ckpts" / "shape_dec_tiny.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert weights_folder.verify([small.set], folder, lambda *_: None) == {
        "ckpts/shape_dec_tiny.safetensors": "damaged"
    }
    status, _, err = run(capsys, "weights", "verify", "--folder", folder)
    assert status == 5 and "shape_dec_tiny.safetensors is damaged" in err
    weights.unlink()
    status, out, _ = run(capsys, "weights", "list", "--folder", folder, "--json")
    assert json.loads(out)["sets"]["pixal3d"]["missing"] == ["ckpts/shape_dec_tiny.safetensors"]
    assert run(capsys, "download", "--yes", "--folder", folder)[0] == 0
    assert weights_folder.verify([small.set], folder, lambda *_: None) == {}
    small_json = folder / "ckpts" / "shape_dec_tiny.json"  # its checksum is nobody's but ours
    small_json.write_text(small_json.read_text() + " ")
    assert weights_folder.verify([small.set], folder, lambda *_: None) == {
        "ckpts/shape_dec_tiny.json": "damaged"
    }


def test_what_is_damaged_is_repaired_and_nothing_else_is_downloaded(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "w"
    status, _, err = run(capsys, "download", "--repair", "--yes", "--folder", folder)
    assert status == 5 and "There are no weights" in err
    assert run(capsys, "download", "--yes", "--folder", folder)[0] == 0
    damaged, absent = (folder / "ckpts" / f"{name}_dec_tiny.safetensors" for name in ("ss", "tex"))
    damaged.write_bytes(bytes(damaged.stat().st_size))
    absent.unlink()
    small.server.asked.clear()
    status, _, err = run(capsys, "download", "--repair", "--folder", folder)
    assert status == 5 and "--repair --yes" in err and not small.server.asked
    status, out, _ = run(capsys, "download", "--repair", "--yes", "--folder", folder)
    assert status == 0 and "repaired" in out and damaged.name in out
    assert [path for path, _ in small.server.asked] == [f"/{'1' * 40}/ckpts/{damaged.name}"]
    assert [*weights_folder.verify([small.set], folder, lambda *_: None)] == [
        f"ckpts/{absent.name}"
    ]
    status, out, _ = run(capsys, "download", "--repair", "--yes", "--folder", folder)
    assert status == 0 and "whole" in out


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "null", "[]", '{"a": 3}', '{"a": [1]}', " " * (2 << 20), "\0"]
)
def test_sums_of_somebody_elses_are_read_or_left(text: str, tmp_path: Path) -> None:
    (tmp_path / "sums.json").write_text(text)
    assert registry.sums(tmp_path) == {}
    if hasattr(os, "mkfifo"):
        (tmp_path / "sums.json").unlink()
        os.mkfifo(tmp_path / "sums.json")
        assert registry.sums(tmp_path) == {}


def test_removing_leaves_nothing_but_what_is_not_ours(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "w"
    run(capsys, "download", "--yes", "--folder", folder)
    (folder / "ckpts" / "ss_dec_tiny.safetensors.partial").touch()
    assert run(capsys, "weights", "remove", "pixal3d", "--folder", folder)[0] == 0
    assert not folder.exists()
    run(capsys, "download", "--yes", "--folder", folder)
    (folder / "mine.txt").touch()
    assert run(capsys, "weights", "remove", "pixal3d", "--folder", folder)[0] == 0
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert run(capsys, "weights", "remove", "--folder", folder)[0] == 2


def test_what_the_hub_has_downloaded_before_is_not_fetched_again(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot = tmp_path / "hf" / "hub" / "models--a--b" / "snapshots" / ("1" * 40)
    for file in small.set.files:
        (snapshot / file.path).parent.mkdir(parents=True, exist_ok=True)
        (snapshot / file.path).write_bytes((TINY / file.path).read_bytes())
    damaged = small.set.files[-1]
    (snapshot / damaged.path).write_bytes(b"damaged")
    assert run(capsys, "download", "--yes", "--folder", tmp_path / "w")[0] == 0
    assert len(small.server.asked) == 1
    assert weights_folder.verify([small.set], tmp_path / "w", lambda *_: None) == {}


def test_what_the_engine_made_of_removed_weights_goes_along(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = tuple(replace(file, halves="flow" in file.to) for file in small.set.files)
    small.set = replace(small.set, files=files)
    folder = tmp_path / "w"
    assert run(capsys, "download", "--yes", "--folder", folder)[0] == 0
    flow = next(folder / file.to for file in files if file.halves and file.size)
    made = converted_file(flow, cache_folder())
    made.parent.mkdir(parents=True)
    made.write_bytes(b"of the flow")
    (made.parent / "mine.txt").touch()
    assert run(capsys, "weights", "remove", "pixal3d", "--folder", folder)[0] == 0
    assert [path.name for path in made.parent.iterdir()] == ["mine.txt"]


def test_either_file_is_known_after_a_crash_between_note_and_replacement(tmp_path: Path) -> None:
    here = Repository("a/b", "https://x.example", "1", "CC0", "https://x.example")
    file = WeightFile(here, "f", "f", 8, "", halves=True)
    sets = [WeightSet("one", "", (), (file,))]
    (tmp_path / "f").write_bytes(b"8 bytes.")
    sums = {"f": {"bytes": 8, "sha256": hashlib.sha256(b"8 bytes.").hexdigest()}}
    (tmp_path / "sums.json").write_text(json.dumps(sums))
    (tmp_path / "new").write_bytes(b"four")

    class Killed(type(tmp_path)):  # type: ignore[misc]
        def replace(self, target: object) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        weights_folder.put_converted(tmp_path / "f", Killed(tmp_path / "new"), tmp_path)
    assert registry.missing(sets, tmp_path) == []
    assert weights_folder.verify(sets, tmp_path, lambda *_: None) == {}
    weights_folder.put_converted(tmp_path / "f", tmp_path / "new", tmp_path)
    assert (tmp_path / "f").read_bytes() == b"four" and not (tmp_path / "new").exists()
    assert registry.missing(sets, tmp_path) == []
    assert weights_folder.verify(sets, tmp_path, lambda *_: None) == {}


def test_a_mirrors_token_is_in_no_word_and_on_no_disk(small: Small, tmp_path: Path) -> None:
    small.server.closed = True
    token, here = "word-of-the-mirror-77", small.server.address
    environment = {**os.environ, "PIXAL3D_TOKEN": token}
    for mirror, shown in ((here, True), (here.replace("//", f"//ann:{token}@"), False)):
        done = subprocess.run(
            [sys.executable, "-m", "pixal3d_addon", "download", "background", "--yes", "--json",
             "--mirror", mirror, "--folder", tmp_path / "w"],
            cwd=ROOT, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 5 and json.loads(done.stdout)["code"] == "download_failed"
        assert token not in done.stdout + done.stderr
        assert (f"Bearer {token}" in small.server.shown) == shown
        small.server.shown.clear()
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(token.encode() in content for content in kept)


def test_a_token_goes_to_a_mirror_alone(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    monkeypatch.setenv("PIXAL3D_TOKEN", "word-of-the-mirror-77")
    assert run(capsys, "download", "--yes", "--folder", tmp_path / "w")[0] == 0
    assert set(small.server.shown) == {""}


def test_what_the_hub_has_is_not_counted_as_to_be_downloaded(
    small: Small, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    monkeypatch.setattr(setup, "weight_sets", lambda: {"pixal3d": small.set})
    large = max(small.set.files, key=lambda file: file.size)
    snapshot = tmp_path / "hf" / "hub" / "models--a--b" / "snapshots" / ("1" * 40)
    (snapshot / large.path).parent.mkdir(parents=True)
    (snapshot / large.path).write_bytes((TINY / large.path).read_bytes())
    status, out, _ = run(
        capsys, "setup", "status", "--json", "--home", tmp_path, "--weights", tmp_path / "w"
    )
    told = json.loads(out)["weights"]["pixal3d"]
    assert status == 0 and told["hub_bytes"] == large.size
    assert told["missing_bytes"] == small.set.size - large.size
    assert told["missing"] == told["files"]


TWO = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from pixal3d_addon.setup import alone, weights_folder
from pixal3d_addon.setup.registry import Repository, WeightFile, WeightSet
here = Repository("a/b", sys.argv[2] + "/{path}", "1", "CC0", "https://x.example")
files = tuple(WeightFile(here, f"{n}.bin", f"{n}.bin", 300000, "") for n in range(4))
one = WeightSet("one", "", (), files)
got = weights_folder.download([one], Path(sys.argv[3]), lambda *_: None, limit=2e6,
                              waiting=lambda: print("waits", flush=True))
print("got", len(got), flush=True)
"""


def test_of_two_downloads_at_once_one_waits_and_both_find_all_there(
    tmp_path: Path, small: Small
) -> None:
    for number in range(4):
        small.server.files[f"/{number}.bin"] = random.Random(number).randbytes(300_000)
    start = [sys.executable, "-I", "-c", TWO, ROOT, small.server.address, tmp_path / "w"]
    both = [subprocess.Popen(start, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [child.communicate(timeout=60)[0].split() for child in both]
    assert [child.returncode for child in both] == [0, 0]
    assert sorted(told) == [["got", "4"], ["waits", "got", "0"]]
    assert len(small.server.asked) == 4
    for number in range(4):
        assert (tmp_path / "w" / f"{number}.bin").read_bytes() == small.server.files[
            f"/{number}.bin"
        ]


def test_a_disk_without_locks_is_downloaded_to_without_one(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone.ownership, "take", lambda path: None)
    weights_folder.download([small.set], tmp_path / "w", lambda *_: None)
    assert registry.missing([small.set], tmp_path / "w") == []


def test_a_file_in_the_way_of_the_folder_is_told(small: Small, tmp_path: Path) -> None:
    (tmp_path / "w").touch()
    with pytest.raises(PixalError) as raised:
        weights_folder.download([small.set], tmp_path / "w", lambda *_: None)
    assert raised.value.code == "folder_unwritable"


# ---- progress ------------------------------------------------------------------------------------


class Terminal:
    """Keeps what was drawn."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        return True


def test_progress_tells_speed_and_time_left_and_counts_no_bytes_of_before() -> None:
    screen, time = Terminal(), [0.0]
    transfer = Transfer(screen, 200_000_000, lambda: time[0])  # type: ignore[arg-type]
    transfer.step("ckpts/a.bin", 50_000_000, 100_000_000)  # an earlier call's
    for second in range(1, 6):
        time[0] = second
        transfer.step("ckpts/a.bin", 50_000_000 + second * 2_000_000, 100_000_000)
    assert transfer.speed() == pytest.approx(2e6)
    last = screen.text.rpartition("\r")[2]
    assert "a.bin" in last and "60%" in last and "2.0 MB/s" in last and "70 s left" in last


def test_a_registry_that_names_a_file_outside_its_folder_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = json.loads(Path(registry.__file__).with_name("weights.json").read_text())
    told["sets"]["pixal3d"]["files"][0]["to"] = "../../outside"
    monkeypatch.setattr(registry.json, "loads", lambda text: told)
    with pytest.raises(AssertionError):
        registry.weight_sets.__wrapped__()


def test_a_copy_of_another_size_is_not_there(small: Small, tmp_path: Path) -> None:
    file = replace(small.set.files[0], size=12)
    (tmp_path / file.to).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file.to).write_bytes(b"short")
    assert registry.missing([replace(small.set, files=(file,))], tmp_path) == [file]
