"""A weights file is whole and safetensors, or it is refused before anything of it is used."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from pixal3d_addon.core.errors import EXIT_CODES, PixalError
from pixal3d_addon.engine.pixal3d.weights_file import read_header

TINY = Path(__file__).parents[1] / "reference" / "tiny-pixal3d"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "w.safetensors"
    save_file({"a": np.ones((2, 3), np.float32), "b": np.zeros(0, np.float16)}, file)
    return file


def with_header(path: Path, header: object, body: bytes = bytes(24)) -> None:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + body)


def refusal(path: Path) -> PixalError:
    with pytest.raises(PixalError) as refused:
        read_header(path)
    assert refused.value.code in EXIT_CODES and refused.value.message and refused.value.remedy
    assert str(path.parents[1]) not in refused.value.message
    return refused.value


def test_names_types_shapes_and_places_are_read(path: Path) -> None:
    header = read_header(path)
    assert header.tensors["a"].shape == (2, 3) and header.tensors["a"].dtype == "F32"
    assert header.tensors["b"].shape == (0,)
    stored = header.tensors["a"]
    assert np.frombuffer(path.read_bytes()[stored.start : stored.end], "<f4").tolist() == [1] * 6


def test_every_file_of_the_tiny_checkpoint_is_whole() -> None:
    files = sorted(TINY.rglob("*.safetensors"))
    assert len(files) == 9
    assert all(read_header(file).tensors for file in files)


@pytest.mark.parametrize("lost", [1, 23, 24, 30])
def test_a_truncated_file_is_damaged(path: Path, lost: int) -> None:
    path.write_bytes(path.read_bytes()[:-lost])
    error = refusal(path)
    assert error.code == "weights_damaged"
    assert lost > 24 or f"{lost} bytes are missing" in error.message


def test_every_shorter_or_longer_file_is_damaged(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert refusal(path).code == "weights_damaged"
    path.write_bytes(whole + b"x")
    assert "too many" in refusal(path).message


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "w.safetensors").code == "weights_missing"
    assert refusal(tmp_path).code == "weights_missing"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"a": 1}))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zipped(), "pickle"),
        (pickle.dumps({"a": [1.0] * 99}, 2), "pickle"),
        (pickle.dumps({"a": [1.0] * 99}, 4), "pickle"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "pointer"),
        (b"<!DOCTYPE html><html>404</html>" * 9, "web page"),
        (b"", "no safetensors"),
        (bytes(64), "no safetensors"),
    ],
)
def test_another_kind_of_file_is_named(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == "weights_damaged" and said in error.message


A = {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}


@pytest.mark.parametrize(
    "header",
    [
        b"{", b"[]", b"{}", b"3", b"\xff" * 9, b"[" * 100_000,
        {"a": None}, {"a": {}}, {"a": [1]}, {"__metadata__": 3, "a": A},
        {"__metadata__": {"x": 1}, "a": A},
        {"a": {**A, "dtype": "F33"}}, {"a": {**A, "dtype": []}},
        {"a": {**A, "shape": [2, -3]}}, {"a": {**A, "shape": [2, 3.0]}}, {"a": {**A, "shape": 6}},
        {"a": {**A, "shape": [2, 4]}}, {"a": {**A, "shape": [1] * 99}},
        {"a": {**A, "data_offsets": [0]}}, {"a": {**A, "data_offsets": [24, 0]}},
        {"a": {**A, "data_offsets": [-24, 0]}}, {"a": {**A, "data_offsets": [True, 25]}},
        {"a": A, "b": A}, {"a": {**A, "data_offsets": [8, 32]}},
        {"a": {**A, "shape": [1 << 70], "data_offsets": [0, 1 << 72]}},
    ],
)  # fmt: skip
def test_a_header_that_lies_is_damaged(path: Path, header: object) -> None:
    with_header(path, header)
    assert refusal(path).code == "weights_damaged"


def test_a_name_cannot_write_on_the_terminal(path: Path) -> None:
    with_header(path, {"a": A, "\x1b[2J" + "n" * 200: {**A, "data_offsets": [30, 54]}})
    message = refusal(path).message
    assert message.isprintable() and len(message) < 250
