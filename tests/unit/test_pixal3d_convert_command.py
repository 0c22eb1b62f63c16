"""`convert` as a person and a script meet it."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pixal3d_addon.__main__ import main
from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from pixal3d_addon.engine.pixal3d.weights_file import read_header
from pixal3d_addon.setup import weights_folder
from pixal3d_addon.setup.registry import Repository, WeightFile, WeightSet, halvable, missing

HERE = Repository("a/b", "https://x.example/{path}", "1" * 40, "CC0", "https://x.example")
ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "reference" / "tiny-pixal3d"


@pytest.fixture(autouse=True)
def signals_kept():
    before = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The tiny checkpoint, its flows to be run in bfloat16 as the published ones are."""
    folder = shutil.copytree(TINY, tmp_path / "weights")
    for path in (folder / "ckpts").glob("*flow*.json"):
        path.write_text(path.read_text().replace('"float32"', '"bfloat16"'))
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["convert", *map(str, arguments)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_the_flows_are_converted_and_told(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, weights, "--cache", tmp_path / "cache")
    assert status == 0 and "4 files" in out and "Weights: 0%" in err
    assert len(list((tmp_path / "cache").iterdir())) == 4


def test_a_script_gets_one_json_object_with_every_file(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, weights, "--cache", tmp_path / "cache", "--json")
    told = json.loads(out)
    assert status == 0 and told["ok"] and told["weights"] == str(weights)
    assert len(told["files"]) == 4
    for path in told["files"].values():
        assert {t.dtype for t in read_header(Path(path)).tensors.values()} == {"BF16", "F32"}


def test_flows_for_several_views_are_converted_too_or_said_to_be_missing(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (weights / "pipeline.json").read_text().replace("512_tiny", "512_tiny_mv")
    (weights / "pipeline_mv.json").write_text(text)
    status, out, _ = run(capsys, weights, "--cache", tmp_path / "cache")
    assert status == 0 and "4 files" in out and "512_tiny_mv.json is missing" in out
    for suffix in ("json", "safetensors"):
        name = weights / "ckpts" / f"slat_flow_img2shape_512_tiny.{suffix}"
        shutil.copy(name, name.with_stem("slat_flow_img2shape_512_tiny_mv"))
    status, out, _ = run(capsys, weights, "--cache", tmp_path / "cache")
    assert status == 0 and "5 files" in out


def test_where_nothing_is_to_be_converted_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, TINY, "--cache", tmp_path / "cache")
    assert status == 0 and "Nothing is to be converted" in out
    assert not (tmp_path / "cache").exists()


def test_converted_files_take_the_place_of_what_is_needed_no_more(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flows = sorted((weights / "ckpts").glob("*flow*.safetensors"))
    before = {path: path.stat().st_size for path in flows}
    files = tuple(
        WeightFile(HERE, path.name, f"ckpts/{path.name}", size, "", halves=True)
        for path, size in before.items()
    )
    sets = [WeightSet("pixal3d", "", (), files)]
    assert halvable(sets, weights) == sum(size // 2 for size in before.values())
    cache = tmp_path / "cache"
    status, out, _ = run(capsys, weights, "--cache", cache, "--replace", "--json")
    told = json.loads(out)
    assert status == 0 and told["bytes"] == sum(
        size - path.stat().st_size for path, size in before.items()
    )
    assert [path.name for path in cache.iterdir()] == []
    for path in flows:
        assert "BF16" in {tensor.dtype for tensor in read_header(path).tensors.values()}
    open_checkpoint(weights)
    assert missing(sets, weights) == [] and halvable(sets, weights) == 0
    assert weights_folder.verify(sets, weights, lambda *_: None) == {}
    status, out, _ = run(capsys, weights, "--cache", cache, "--replace", "--json")
    assert status == 0 and json.loads(out)["bytes"] == 0
    data = bytearray(flows[0].read_bytes())
    data[-1] ^= 1
    flows[0].write_bytes(data)
    assert weights_folder.verify(sets, weights, lambda *_: None) == {
        f"ckpts/{flows[0].name}": "damaged"
    }


def test_what_is_the_hubs_is_converted_but_not_replaced(
    weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, path in enumerate((weights / "ckpts").glob("*flow*.safetensors")):
        (tmp_path / "blobs").mkdir(exist_ok=True)
        path.rename(tmp_path / "blobs" / str(number))
        path.symlink_to(tmp_path / "blobs" / str(number))
    sizes = [path.stat().st_size for path in sorted((tmp_path / "blobs").iterdir())]
    status, out, _ = run(capsys, weights, "--cache", tmp_path / "cache", "--replace")
    assert status == 0 and "4 files of the hub's cache stay" in out
    assert sizes == [path.stat().st_size for path in sorted((tmp_path / "blobs").iterdir())]


def test_missing_weights_are_told_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, tmp_path / "nowhere")
    assert status == 5 and out == "" and "no folder" in err and "pipeline.json" in err
    status, out, _ = run(capsys, tmp_path, "--json")
    assert status == 5 and json.loads(out)["code"] == "weights_missing"


def test_it_runs_without_torch(weights: Path, tmp_path: Path) -> None:
    command = "import sys; sys.modules['torch'] = None; sys.argv[0] = 'x'; import runpy; "
    command += "runpy.run_module('pixal3d_addon', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", command, "convert", weights, "--cache", tmp_path / "cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "cache").iterdir())) == 4
