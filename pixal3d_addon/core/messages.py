"""The protocol between Blender (or the command line) and the worker: JSON lines of a closed set.

Parent → child: Hello, Job, Finish, Prepare, Cancel, Shutdown. Child → parent: Ready, Progress,
Preview, Result, Prepared, Failure, Log. Large data goes by file, never by pipe.
"""

import json
import math
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Union, get_args

PROTOCOL = 3
MAX_LINE = 1 << 20  # bytes; a longer line is refused unread


class ProtocolError(ValueError):
    """A line that is no message of this protocol."""


@dataclass(frozen=True)
class Hello:
    """First message of the parent; the child refuses another protocol version.

    weights: those of the jobs to come (`core.settings`), for `Ready` to tell what can run.
    """

    type: ClassVar[str] = "hello"
    protocol: int = PROTOCOL
    weights: str = ""


@dataclass(frozen=True)
class Job:
    """Generate one object.

    photo: an image file, or a .npy of uint8 [H, W, 4] straight-alpha sRGB pixels, top row first.
    mask: an image file or .npy of uint8 [H, W] of the photo's size; empty for none.
    results: the folder that receives the result's folder. name: what to call it.
    note: a sentence for the user that goes into the result's notes. receipt: a file that receives
    the path of the result's folder, for who is not there to hear `Result`; empty for none.
    """

    type: ClassVar[str] = "job"
    id: str
    photo: str
    results: str
    settings: dict[str, Any] = field(default_factory=dict)
    mask: str = ""
    name: str = ""
    note: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class Finish:
    """Finish a result again; it stays as it is, and a new one is made.

    source: its folder. results: the folder that receives the new one. changes: settings by name,
    all others are those of the result. note, receipt: as of `Job`.
    """

    type: ClassVar[str] = "finish"
    id: str
    source: str
    results: str
    changes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class Prepare:
    """Only prepare a photo, to be looked at. photo, mask: as of `Job`; a smaller copy will do.

    folder: receives what `Prepared` names.
    """

    type: ClassVar[str] = "prepare"
    id: str
    photo: str
    folder: str
    settings: dict[str, Any] = field(default_factory=dict)
    mask: str = ""


@dataclass(frozen=True)
class Cancel:
    type: ClassVar[str] = "cancel"
    id: str


@dataclass(frozen=True)
class Shutdown:
    type: ClassVar[str] = "shutdown"


@dataclass(frozen=True)
class Ready:
    """First message of the child. engines: name → "" where it can run, else why not.

    auto: the engine that "auto" takes, and why.
    """

    type: ClassVar[str] = "ready"
    protocol: int
    version: str
    engines: dict[str, Any] = field(default_factory=dict)
    auto: str = ""


@dataclass(frozen=True)
class Progress:
    """fraction: of the whole job, 0 to 1, never falling. eta: seconds left, -1 while unknown."""

    type: ClassVar[str] = "progress"
    id: str
    stage: str
    step: int
    total: int
    fraction: float
    eta: float = -1.0
    memory_mb: float = 0.0


@dataclass(frozen=True)
class Preview:
    """A file to show now; it lives until the job ends.

    kind: "prepared", the cut-out, a PNG.
    The others are safetensors in the view frame, a later one in place of the one before, each with
    elevation float32 [1], the camera's:
    "points": points float32 [N, 3] (at most 500,000), the middles of occupied cells.
    "mesh": vertices float32 [V, 3], faces int32 [F, 3] (at most some 50,000), counter-clockwise
    seen from outside; with colors uint8 [V, 3], sRGB, once they are known.
    """

    type: ClassVar[str] = "preview"
    id: str
    kind: str
    path: str


@dataclass(frozen=True)
class Result:
    type: ClassVar[str] = "result"
    id: str
    folder: str


@dataclass(frozen=True)
class Prepared:
    """What an engine would see. Both are .npy files, top row first.

    picture: uint8 [S, S, 3], sRGB, the square, what is cut away dimmed, checkers where there is
    nothing. mask: uint8 [H, W] of the whole photo, 255 where the subject is. fov: the square's own,
    radians.
    cut_off: the sides of the photo that the subject reaches, of left, top, right, bottom, with
    spaces between.
    """

    type: ClassVar[str] = "prepared"
    id: str
    picture: str
    mask: str
    fov: float
    cut_off: str = ""


@dataclass(frozen=True)
class Failure:
    """The job ended without a result. code "cancelled" where the user asked for it."""

    type: ClassVar[str] = "error"
    id: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Log:
    type: ClassVar[str] = "log"
    level: str
    text: str


ToChild = Union[Hello, Job, Finish, Prepare, Cancel, Shutdown]  # noqa: UP007  get_args below
FromChild = Union[Ready, Progress, Preview, Result, Prepared, Failure, Log]  # noqa: UP007
Message = Union[ToChild, FromChild]  # noqa: UP007
_KINDS = {kind.type: kind for kind in get_args(Message)}


def encode(message: Message) -> bytes:
    """One JSON line, ASCII only, so that no terminal or pipe encoding can hurt it."""
    return json.dumps({"type": message.type, **asdict(message)}, allow_nan=False).encode() + b"\n"


def decode(line: bytes) -> Message:
    """The message of one line. Raises ProtocolError for anything else, with no part of it."""
    if len(line) > MAX_LINE:
        raise ProtocolError("line too long")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        raise ProtocolError("not a message")
    kind = _KINDS.get(data.pop("type"))
    if kind is None:
        raise ProtocolError("unknown message")
    types = {entry.name: entry.type for entry in fields(kind)}
    if set(data) - set(types):
        raise ProtocolError("unknown field")
    for name, value in data.items():
        expected = _TYPES[str(getattr(types[name], "__name__", types[name])).split("[")[0]]
        if expected is float and type(value) is int and abs(value) < 2**1000:
            value = data[name] = float(value)
        if type(value) is not expected or (isinstance(value, float) and not math.isfinite(value)):
            raise ProtocolError(f"bad {kind.type}.{name}")
    try:
        return kind(**data)
    except TypeError as error:
        raise ProtocolError("missing field") from error


_TYPES = {"str": str, "int": int, "float": float, "dict": dict}
