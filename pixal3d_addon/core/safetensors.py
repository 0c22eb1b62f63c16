"""Named numpy arrays in one safetensors file. https://github.com/huggingface/safetensors#format

Blender's own Python has no safetensors package, and this format needs no pickle.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from .errors import PixalError, short_path

_DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4",
    "I16": "<i2", "I8": "i1", "U8": "u1", "U32": "<u4", "U16": "<u2", "BOOL": "?",
}  # fmt: skip
_NAMES = {np.dtype(code): name for name, code in _DTYPES.items()}
_MAX_HEADER = 1 << 20  # bytes; ours have 1,000


def save(path: Path, arrays: Mapping[str, np.ndarray], metadata: Mapping[str, str] = {}) -> None:
    """Write `arrays` (little-endian, C order) to `path` and flush them to the disk."""
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    offset = 0
    data = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    for name, array in data.items():
        end = offset + array.nbytes
        header[name] = {
            "dtype": _NAMES[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    with path.open("wb") as file:
        file.write(len(head).to_bytes(8, "little"))
        file.write(head)
        for array in data.values():
            file.write(array.data)
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> dict[str, np.ndarray]:
    """Read every array of `path` as read-only views of one memory map.

    Raises PixalError `result_damaged` for anything that is not a whole, valid file.
    """
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            raise ValueError("no file")
        raw = np.memmap(path, np.uint8, "r")
        length = int.from_bytes(raw[:8].tobytes(), "little")
        if not 2 <= length <= min(_MAX_HEADER, raw.size - 8):
            raise ValueError("header length")
        header = json.loads(raw[8 : 8 + length].tobytes())
        body = raw[8 + length :]
        arrays = {}
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            dtype = np.dtype(_DTYPES[entry["dtype"]])
            start, end = entry["data_offsets"]
            shape = tuple(entry["shape"])
            if any(type(n) is not int or n < 0 for n in (*shape, start, end)) or not (
                start <= end <= body.size
            ):
                raise ValueError(name)
            arrays[name] = np.frombuffer(body[start:end], dtype).reshape(shape)
        return arrays
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise PixalError(
            "result_damaged",
            f"{short_path(path)} is missing or damaged.",
            "Generate the object again.",
        ) from error
