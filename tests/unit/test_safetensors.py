"""Array files: our own come back bit for bit, strangers' are read or refused, never believed."""

import json
import os
import random

import numpy as np
import pytest

from pixal3d_addon.core import safetensors
from pixal3d_addon.core.errors import PixalError

ARRAYS = {
    "vertices": np.random.default_rng(0).normal(size=(7, 3)).astype(np.float32),
    "faces": np.arange(12, dtype=np.int32).reshape(4, 3),
    "one": np.array(3.5),
    "none": np.zeros((0, 3), np.float32),
    "flags": np.array([True, False, True]),
    "ünï": np.arange(5, dtype=np.uint8),
    "turned": np.arange(6, dtype=np.float64).reshape(2, 3).T,
}


def written(path, header, body=b""):
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(len(head).to_bytes(8, "little") + head + body)
    return path


def test_arrays_come_back_bit_for_bit(tmp_path):
    path = tmp_path / "a.safetensors"
    safetensors.save(path, ARRAYS, {"format": "np"})
    loaded = safetensors.load(path)
    assert list(loaded) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert loaded[name].dtype == array.dtype
        np.testing.assert_array_equal(loaded[name], array)
        assert not loaded[name].flags.writeable


def test_the_files_are_what_the_safetensors_package_reads_and_writes(tmp_path):
    other = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed")
    arrays = {name: array for name, array in ARRAYS.items() if array.ndim and name != "turned"}
    safetensors.save(tmp_path / "ours", arrays)
    for name, array in other.load_file(tmp_path / "ours").items():
        np.testing.assert_array_equal(array, arrays[name])
    other.save_file(arrays, tmp_path / "theirs")
    for name, array in safetensors.load(tmp_path / "theirs").items():
        np.testing.assert_array_equal(array, arrays[name])


def entry(dtype="F32", shape=(2,), offsets=(0, 8)):
    return {"a": {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}}


HOSTILE = {
    "not json": b"{{{{",
    "not utf-8": b'{"\xff": 1}',
    "a list": [],
    "deep": b"[" * 100_000,
    "an entry that is no table": {"a": 3},
    "missing keys": {"a": {"dtype": "F32"}},
    "an unknown type": entry("F33"),
    "an object type": entry("O"),
    "a type that is no name": entry(["F32"]),
    "more than there is": entry(shape=(3,), offsets=(0, 12)),
    "backwards": entry(offsets=(8, 0)),
    "before the beginning": entry(offsets=(-8, 0)),
    "a negative side": entry(shape=(-2,)),
    "a guessed side": entry(shape=(-1,)),
    "another size than its shape": entry(shape=(1,)),
    "a huge shape": entry(shape=(2**40, 2**40)),
    "an overflowing shape": entry(shape=(2**62, 4, 2)),
    "a fraction of an offset": entry(offsets=(0.5, 8)),
    "not whole numbers": entry(offsets=(0, 7)),
    "text for a shape": entry(shape="2"),
    "no shape": {"a": {"dtype": "F32", "shape": None, "data_offsets": [0, 8]}},
    "infinite": b'{"a":{"dtype":"F32","shape":[Infinity],"data_offsets":[0,8]}}',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_header_is_a_damaged_result(tmp_path, case):
    path = written(tmp_path / "a", HOSTILE[case], bytes(8))
    with pytest.raises(PixalError) as refusal:
        safetensors.load(path)
    assert refusal.value.code == "result_damaged"


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9])
def test_a_file_without_room_for_a_header_is_a_damaged_result(tmp_path, size):
    path = tmp_path / "a"
    path.write_bytes(b"\xff" * size)
    with pytest.raises(PixalError):
        safetensors.load(path)


def test_a_missing_file_and_a_folder_are_a_damaged_result(tmp_path):
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(PixalError) as refusal:
            safetensors.load(path)
        assert refusal.value.code == "result_damaged"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_a_damaged_result_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "mesh.safetensors")
    with pytest.raises(PixalError, match="damaged"):
        safetensors.load(tmp_path / "mesh.safetensors")


def test_a_cut_or_altered_file_is_refused_or_read_but_never_anything_else(tmp_path):
    path = tmp_path / "a.safetensors"
    safetensors.save(path, ARRAYS)
    whole = path.read_bytes()
    dice = random.Random(0)
    for number in range(500):
        data = bytearray(whole)
        if number % 2:
            del data[dice.randrange(len(data)) :]
        else:
            data[dice.randrange(min(len(data), 500))] = dice.randrange(256)
        other = tmp_path / f"{number}"
        other.write_bytes(data)
        try:
            for array in safetensors.load(other).values():
                array.sum()
        except PixalError as refusal:
            assert refusal.code == "result_damaged"
        other.unlink()
