"""float32 weights of a flow made bfloat16 once, by numpy alone, to be mapped from then on.

The flows are stored in float32 (5.5 GB each) and run in bfloat16: half of every file that is read
would be thrown away each time.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from io import BufferedReader, BufferedWriter
from pathlib import Path

import numpy as np

from ...core import results
from ...core.errors import PixalError, short_path
from .bfloat16 import fits, to_bfloat16
from .checkpoint import Model
from .converted_files import converted_file
from .weights_file import BITS, Stored, WeightsFile, printable, read_header

CONVERSION = "pixal3d_conversion"  # the metadata's name for it: every number has been checked
_FORMAT = "1"  # another one makes every converted file outdated
_CHUNK = 1 << 20  # numbers at a time: a few MB, which stay in the processor's cache
_CHECKED = {"F32": "<f4", "F16": "<f2"}
_SPARE = 64 << 20  # bytes that stay free on the disk
_SHA256 = re.compile(r"[0-9a-f]{64}")  # what the hub's cache calls a large file
Progress = Callable[[int, int], None]


def runs_in_bfloat16(model: Model) -> bool:
    """Whether `model` is a flow that was published to be run in bfloat16."""
    return model.role.endswith(("flow_model", "flow_model_512", "flow_model_1024")) and (
        model.args.get("dtype", "bfloat16") == "bfloat16"
    )


def pending(source: Path, cache: Path) -> int:
    """Bytes that `converted` would have to go through now; 0 where nothing is to be done."""
    header = read_header(source)
    needed = any(_new_dtype(*tensor) != tensor[1].dtype for tensor in header.tensors.items())
    there = needed and is_whole(converted_file(source, cache), _plan(header)[0])
    return header.size if needed and not there else 0


def converted(source: Path, cache: Path, progress: Progress) -> Path:
    """The bfloat16 version of `source` in `cache`, made now unless it is there and current.

    A source without float32 to convert is its own version.
    Holds a few MB at a time. progress: called with bytes done and in all, may raise to stop;
    then, and on any failure, nothing is left behind.

    Raises PixalError `weights_missing`, `weights_damaged`, `disk_full`, `folder_unwritable`.
    """
    header = read_header(source)
    if all(_new_dtype(name, tensor) == tensor.dtype for name, tensor in header.tensors.items()):
        return source
    head, places = _plan(header)
    target = converted_file(source, cache)
    size = max((place.end for place in places.values()), default=len(head))
    if is_whole(target, head):
        return target
    try:
        with results.writing(cache, target.name) as folder:
            free = shutil.disk_usage(folder).free
            if free < size + _SPARE:
                raise PixalError(
                    "disk_full",
                    f"Converting {short_path(source)} needs {size / 1e9:.1f} GB; the disk has "
                    f"{free / 1e9:.1f} GB left.",
                    "",
                )
            part = folder / target.name
            with source.open("rb") as read, part.open("wb") as write:
                write.write(head)
                _stream(header, places, read, write, progress)
                write.flush()
                os.fsync(write.fileno())
            if not is_whole(part, head):
                raise OSError("the disk did not keep what was written")
            part.replace(target)
    except PixalError as error:
        if error.code in ("disk_full", "folder_unwritable", "path_too_long"):
            remedy = "Free some space, or choose another cache folder, then try again."
            raise PixalError(error.code, error.message, remedy) from error
        raise
    return target


def is_whole(path: Path, head: bytes) -> bool:
    """Whether `path` is a file of the right size that begins with `head`."""
    try:
        return path.is_file() and read_header(path).head == head
    except PixalError:
        return False


def _plan(source: WeightsFile) -> tuple[bytes, Mapping[str, Stored]]:
    """The new file's first bytes, and where each tensor goes. Wide ones first: all stay aligned.

    The source's size, time and header are hashed into it, so another source has another header.
    """
    changed = source.path.stat()
    print_ = hashlib.sha256(f"{source.size} {changed.st_mtime_ns} ".encode() + source.head)
    header: dict[str, object] = {
        "__metadata__": {CONVERSION: _FORMAT, "pixal3d_source": print_.hexdigest()}
    }
    kept = [
        (name, _new_dtype(name, tensor), tensor.shape)
        for name, tensor in source.tensors.items()
        if name.rpartition(".")[2] != "rope_phases"
    ]
    places: dict[str, tuple[str, tuple[int, ...], int, int]] = {}
    offset = 0
    for name, dtype, shape in sorted(kept, key=lambda tensor: -BITS[tensor[1]]):
        end = offset + int(np.prod(shape, dtype=np.int64)) * BITS[dtype] // 8
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, end]}
        places[name] = (dtype, shape, offset, end)
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    head = len(text).to_bytes(8, "little") + text
    return head, {
        name: Stored(dtype, shape, len(head) + start, len(head) + end)
        for name, (dtype, shape, start, end) in places.items()
    }


def _new_dtype(name: str, tensor: Stored) -> str:
    """The blocks' matrices and their biases become bfloat16. What the published model keeps in
    float32 stays so: norms, modulation, what comes before the blocks and after (1 % of it all).
    """
    matrix = name.startswith("blocks.") and name.endswith((".weight", ".bias"))
    return "BF16" if tensor.dtype == "F32" and matrix and "norm" not in name else tensor.dtype


def _stream(
    source: WeightsFile,
    places: Mapping[str, Stored],
    read: BufferedReader,
    write: BufferedWriter,
    progress: Progress,
) -> None:
    """Bring every tensor to its place, in the order of the source's bytes."""
    name = source.path.resolve().name
    digest = hashlib.sha256(source.head) if _SHA256.fullmatch(name) else None
    read.seek(len(source.head))
    buffer = bytearray(_CHUNK * 4)
    for name_, tensor in source.tensors.items():
        place = places.get(name_)
        if place:
            write.seek(place.start)
        done = tensor.start
        while done < tensor.end:
            progress(done, source.size)
            piece = memoryview(buffer)[: min(len(buffer), tensor.end - done)]
            if _read(source.path, read, piece) != len(piece):
                raise _changed(source.path)
            if digest:
                digest.update(piece)
            if place:
                write.write(_converted_piece(source.path, name_, tensor.dtype, place.dtype, piece))
            done += len(piece)
    progress(source.size, source.size)
    if digest and digest.hexdigest() != name:
        raise PixalError(
            "weights_damaged",
            f"The weights {short_path(source.path)} are not what was published: their checksum "
            "is another.",
            "Delete the file and get the weights again.",
        )


def _read(path: Path, file: BufferedReader, piece: memoryview) -> int:
    try:
        return file.readinto(piece)
    except OSError as error:
        raise PixalError(
            "weights_damaged",
            f"The weights {short_path(path)} could not be read to their end.",
            "Check the disk that they are on, or get the weights again.",
        ) from error


def _converted_piece(path: Path, name: str, dtype: str, new: str, piece: memoryview) -> memoryview:
    if dtype not in _CHECKED:
        return piece
    numbers: np.ndarray = np.frombuffer(piece, _CHECKED[dtype])
    if not fits(numbers):
        raise PixalError(
            "weights_damaged",
            f"The weights {short_path(path)} are damaged: {printable(name)} holds values that "
            "are no numbers.",
            "Delete the file and get the weights again.",
        )
    return to_bfloat16(numbers).data if new == "BF16" else piece


def _changed(path: Path) -> PixalError:
    return PixalError(
        "weights_damaged",
        f"The weights {short_path(path)} changed while they were read.",
        "Wait until their download is over, then try again.",
    )
