"""What a safetensors file of weights holds, from its header alone: no torch, nothing else read.

https://github.com/huggingface/safetensors#format
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core.errors import PixalError, short_path

BITS = {
    "F64": 64, "F32": 32, "F16": 16, "BF16": 16, "C64": 64, "I64": 64, "I32": 32, "I16": 16,
    "I8": 8, "U8": 8, "U64": 64, "U32": 32, "U16": 16, "BOOL": 8, "F8_E4M3": 8, "F8_E5M2": 8,
}  # fmt: skip
_MAX_HEADER = 4 << 20  # bytes; published ones have 90,000
_GET_AGAIN = "Delete the file and get the weights again."
_NOT_SAFETENSORS = {
    b"PK\x03\x04": "a pickle of PyTorch's",
    b"\x80\x02": "a pickle",
    b"\x80\x04": "a pickle",
    b"version https://git-lfs": "a pointer of Git LFS, not what it points to",
    b"<": "a web page",
}


@dataclass(frozen=True)
class Stored:
    """One tensor in a file. dtype: a key of `BITS`. start, end: bytes from the file's begin."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class WeightsFile:
    """The header of a whole file: its raw bytes with the length before it, and what it says.

    tensors: by name, in the order of their bytes, which follow each other without a gap.
    """

    path: Path
    size: int
    head: bytes
    tensors: Mapping[str, Stored]
    metadata: Mapping[str, str]


def read_header(path: Path) -> WeightsFile:
    """Raises PixalError `weights_missing`, or `weights_damaged` for anything but a whole file."""
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise OSError("no file")
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            begin = file.read(64)
            length = int.from_bytes(begin[:8], "little")
            if not 2 <= length <= min(_MAX_HEADER, size - 8):
                raise _not_safetensors(path, begin)
            file.seek(0)
            head = file.read(8 + length)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise PixalError(
            "weights_missing",
            f"The weights {short_path(path)} could not be read.",
            "Check that you may read the file and that its disk is connected.",
        ) from error
    try:
        described = json.loads(head[8:])
        metadata = described.pop("__metadata__", {})
        tensors = {name: _stored(entry, len(head)) for name, entry in described.items()}
        if not tensors or not all(type(text) is str for text in metadata.values()):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _not_safetensors(path, head[:64]) from error
    tensors = dict(sorted(tensors.items(), key=lambda item: (item[1].start, item[1].end)))
    end = len(head)
    for name, tensor in tensors.items():
        if tensor.start != end:
            raise _damaged(path, f"its header is wrong about {printable(name)}")
        end = tensor.end
    if end > size:
        raise _damaged(path, f"{end - size:,} bytes are missing at its end")
    if end < size:
        raise _damaged(path, f"{size - end:,} bytes too many are at its end")
    return WeightsFile(path, size, head, tensors, metadata)


def printable(name: str) -> str:
    """A tensor's name as it may stand in a message: whatever a file says, one short line."""
    text = "".join(letter if letter.isprintable() else "?" for letter in name)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _stored(entry: Mapping[str, Any], offset: int) -> Stored:
    dtype, shape = entry["dtype"], tuple(entry["shape"])
    start, end = entry["data_offsets"]
    if len(shape) > 8 or any(type(n) is not int or n < 0 for n in (*shape, start, end)):
        raise ValueError
    if (end - start) * 8 != math.prod(shape) * BITS[dtype]:
        raise ValueError
    return Stored(dtype, shape, offset + start, offset + end)


def _not_safetensors(path: Path, begin: bytes) -> PixalError:
    for magic, kind in _NOT_SAFETENSORS.items():
        if begin.startswith(magic):
            return PixalError(
                "weights_damaged",
                f"{short_path(path)} is {kind}, not safetensors; it was not opened.",
                _GET_AGAIN,
            )
    return _damaged(path, "it is no safetensors file, or its begin is lost")


def _damaged(path: Path, what: str) -> PixalError:
    return PixalError(
        "weights_damaged", f"The weights {short_path(path)} are damaged: {what}.", _GET_AGAIN
    )


def _missing(path: Path) -> PixalError:
    return PixalError(
        "weights_missing",
        f"The weights {short_path(path)} are not there.",
        "Get the weights, or name the folder that has them.",
    )
