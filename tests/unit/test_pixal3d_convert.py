"""Converting weights: the right numbers, once, whole or not at all."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from pixal3d_addon.core.errors import Cancelled, PixalError
from pixal3d_addon.engine.pixal3d import convert
from pixal3d_addon.engine.pixal3d.bfloat16 import to_bfloat16
from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from pixal3d_addon.engine.pixal3d.convert import converted, runs_in_bfloat16
from pixal3d_addon.engine.pixal3d.converted_files import cache_folder
from pixal3d_addon.engine.pixal3d.weights_file import read_header

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "reference" / "tiny-pixal3d"
FLOW = TINY / "ckpts" / "slat_flow_img2shape_512_tiny.safetensors"


def quiet(done: int, total: int) -> None:
    pass


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "weights"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return flow(tmp_path / "flow.safetensors")


def flow(path: Path, **more: np.ndarray) -> Path:
    random = np.random.default_rng(0)
    tensors = {
        "blocks.0.mlp.mlp.0.weight": random.standard_normal((33, 7), np.float32),
        "blocks.0.norm2.weight": random.standard_normal(7, np.float32),
        "blocks.0.modulation": random.standard_normal(42, np.float32),
        "input_layer.weight": random.standard_normal((3, 5), np.float32),
        "blocks.0.odd.bias": random.standard_normal(1, np.float32),
        "blocks.0.empty.weight": np.zeros((0, 4), np.float32),
    }
    save_file({**tensors, **more}, path)
    return path


def bits(path: Path, name: str) -> np.ndarray:
    stored = read_header(path).tensors[name]
    kind = {"BF16": "<u2", "F32": "<u4"}[stored.dtype]
    return np.frombuffer(path.read_bytes()[stored.start : stored.end], kind).reshape(stored.shape)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*")} if folder.exists() else set()


@pytest.mark.parametrize("original", ["source", FLOW])
def test_matrices_of_the_blocks_become_bfloat16_and_the_rest_stays_bit_for_bit(
    original: Path | str, cache: Path, request: pytest.FixtureRequest
) -> None:
    path = original if isinstance(original, Path) else request.getfixturevalue(original)
    new = converted(path, cache, quiet)
    tensors = load_file(path)
    assert tensors.keys() == read_header(new).tensors.keys()
    halved = 0
    for name, array in tensors.items():
        matrix = name.startswith("blocks.") and name.endswith(("weight", "bias"))
        if matrix and "norm" not in name:
            assert np.array_equal(bits(new, name), to_bfloat16(array.ravel()).reshape(array.shape))
            halved += array.nbytes
        else:
            assert np.array_equal(bits(new, name), array.view(np.uint32))
    assert halved > 0.5 * sum(array.nbytes for array in tensors.values())


def test_the_file_is_one_that_safetensors_itself_opens_with_every_tensor_aligned(
    source: Path, cache: Path
) -> None:
    new = converted(source, cache, quiet)
    with safe_open(new, "np") as file:
        assert file.get_tensor("input_layer.weight").shape == (3, 5)
    sizes = {"F32": 4, "BF16": 2}
    assert all(t.start % sizes[t.dtype] == 0 for t in read_header(new).tensors.values())


def test_rope_phases_are_left_out(tmp_path: Path, cache: Path) -> None:
    source = flow(tmp_path / "flow.safetensors", rope_phases=np.ones((4, 3), np.uint64))
    assert "rope_phases" not in read_header(converted(source, cache, quiet)).tensors


def test_the_second_call_writes_nothing(source: Path, cache: Path) -> None:
    new = converted(source, cache, quiet)
    before = new.stat()
    assert converted(source, cache, lambda done, total: pytest.fail("read again")) == new
    assert new.stat() == before
    assert files(cache) == {new.name}


def test_what_needs_no_converting_is_its_own_version(tmp_path: Path, cache: Path) -> None:
    source = tmp_path / "decoder.safetensors"
    save_file({"blocks.0.weight": np.ones(9, np.float16)}, source)
    assert converted(source, cache, quiet) == source
    new = converted(flow(tmp_path / "flow.safetensors"), cache, quiet)
    assert converted(new, cache, quiet) == new


def newer(path: Path) -> None:
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))


@pytest.mark.parametrize("change", ["time", "shape"])
def test_a_changed_source_is_converted_anew(change: str, source: Path, cache: Path) -> None:
    new = converted(source, cache, quiet)
    before = new.read_bytes()
    if change == "shape":
        times = source.stat()
        flow(source, more=np.ones(3, np.float32))
        os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
    else:
        newer(source)
    assert converted(source, cache, quiet) == new
    assert new.read_bytes() != before
    assert files(cache) == {new.name}


def test_two_folders_with_files_of_the_same_name_do_not_share_a_version(
    tmp_path: Path, cache: Path
) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    paths = [flow(tmp_path / folder / "flow.safetensors") for folder in ("a", "b")]
    assert len({converted(path, cache, quiet) for path in paths}) == 2


@pytest.mark.parametrize("lost", [1, 100, 10**9])
def test_a_damaged_version_is_made_again(lost: int, source: Path, cache: Path) -> None:
    new = converted(source, cache, quiet)
    whole = new.read_bytes()
    new.write_bytes(whole[:-lost])
    assert converted(source, cache, quiet).read_bytes() == whole


@pytest.mark.parametrize("bad", [np.nan, np.inf, 3.4e38])
@pytest.mark.parametrize("kind", [np.float32, np.float16])
@pytest.mark.parametrize("name", ["blocks.0.x.weight", "out_layer.weight"])
def test_a_value_that_is_no_number_is_told_with_its_tensor_and_leaves_nothing(
    name: str, kind: type, bad: float, tmp_path: Path, cache: Path
) -> None:
    values = np.ones(5_000_000, np.float32)
    values[4_999_999] = bad
    with np.errstate(over="ignore"):
        values = values.astype(kind)
    source = flow(tmp_path / "flow.safetensors", **{name: values})
    with pytest.raises(PixalError, match=name) as refused:
        converted(source, cache, quiet)
    assert refused.value.code == "weights_damaged"
    assert not files(cache)


def test_a_download_that_is_not_what_its_checksum_says_is_refused(
    source: Path, tmp_path: Path, cache: Path
) -> None:
    blob = tmp_path / hashlib.sha256(source.read_bytes()).hexdigest()
    source.rename(blob)
    source.symlink_to(blob)  # as the hub's cache does
    assert converted(source, cache, quiet).is_file()
    stored = read_header(blob).tensors["blocks.0.modulation"]
    content = bytearray(blob.read_bytes())
    content[stored.start] ^= 1
    blob.write_bytes(content)
    newer(blob)
    with pytest.raises(PixalError, match="checksum") as refused:
        converted(source, cache, quiet)
    assert refused.value.code == "weights_damaged"


def test_a_source_that_shrinks_meanwhile_is_told(source: Path, cache: Path) -> None:
    def shrink(done: int, total: int) -> None:
        os.truncate(source, 600)

    with pytest.raises(PixalError, match="changed while") as refused:
        converted(source, cache, shrink)
    assert refused.value.code == "weights_damaged"
    assert not files(cache)


def test_cancelling_leaves_nothing(source: Path, cache: Path) -> None:
    def cancel(done: int, total: int) -> None:
        if done > total / 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        converted(source, cache, cancel)
    assert not files(cache)


def test_progress_goes_from_the_begin_to_the_end(source: Path, cache: Path) -> None:
    seen: list[tuple[int, int]] = []
    converted(source, cache, lambda *step: seen.append(step))
    size = source.stat().st_size
    assert seen == sorted(seen) and seen[-1] == (size, size) and {t for _, t in seen} == {size}


def test_too_little_space_is_told_before_anything_is_written(
    source: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "_SPARE", 1 << 60)
    with pytest.raises(PixalError, match="GB left") as refused:
        converted(source, cache, lambda done, total: pytest.fail("started"))
    assert refused.value.code == "disk_full" and "cache" in refused.value.remedy
    assert not files(cache)


def test_a_disk_that_fills_up_meanwhile_is_told_and_nothing_is_left(
    source: Path, cache: Path
) -> None:
    def fill_up(done: int, total: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(PixalError) as refused:
        converted(source, cache, fill_up)
    assert refused.value.code == "disk_full" and "cache" in refused.value.remedy
    assert not files(cache)


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_cache_that_cannot_be_is_told(place: str, source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PixalError) as refused:
        converted(source, tmp_path / place, quiet)
    assert refused.value.code == "folder_unwritable" and "cache" in refused.value.remedy


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from pixal3d_addon.engine.pixal3d.convert import converted
def wait(done, total):
    if done > total / 2:
        print("half", flush=True)
        time.sleep(60)
converted(Path(sys.argv[2]), Path(sys.argv[3]), wait)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_after_a_kill_the_next_call_does_it_again_and_clears_up(source: Path, cache: Path) -> None:
    command = [sys.executable, "-I", "-c", KILLED, str(ROOT), str(source), str(cache)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout and child.stdout.readline() == b"half\n"
        os.kill(child.pid, signal.SIGKILL)
    assert len(files(cache)) > 1
    new = converted(source, cache, quiet)
    assert files(cache) == {new.name}


def test_two_at_once_both_get_the_whole_file(source: Path, cache: Path) -> None:
    inner: list[Path] = []

    def other_one(done: int, total: int) -> None:
        if not inner:
            inner.append(converted(source, cache, quiet))

    assert converted(source, cache, other_one) == inner[0]
    assert files(cache) == {inner[0].name}


def test_memory_stays_far_below_the_largest_tensor(tmp_path: Path, cache: Path) -> None:
    import tracemalloc

    source = tmp_path / "flow.safetensors"
    save_file({"blocks.0.big.weight": np.ones((8, 2_500_000), np.float32)}, source)
    tracemalloc.start()
    converted(source, cache, quiet)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40e6 < source.stat().st_size


def test_flows_that_were_published_for_bfloat16_run_in_it_and_nothing_else() -> None:
    from dataclasses import replace

    models = open_checkpoint(TINY).models
    assert not any(map(runs_in_bfloat16, models.values())), "the tiny ones run in float32"
    as_published = [
        replace(model, args={**model.args, "dtype": "bfloat16"}) for model in models.values()
    ]
    assert sum(map(runs_in_bfloat16, as_published)) == 4
    assert all("flow" in model.role for model in as_published if runs_in_bfloat16(model))


def test_the_default_cache_is_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder().name == "pixal3d" and cache_folder().is_absolute()
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
        assert cache_folder() == Path("/elsewhere/pixal3d")
