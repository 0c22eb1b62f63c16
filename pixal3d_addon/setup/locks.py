"""The lock files: exact versions, with hashes, of all that is installed."""

import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "requirements"
UNHASHED = frozenset({"torch"})  # a build's own lock has them, where they are known: `torch_lock`


def lock_file(lock: str) -> Path:
    """requirements/<lock>.txt"""
    return FOLDER / f"{lock}.txt"


def lock_hash(lock: str) -> str:
    """SHA-256 of the lock file, whatever line ends git gave it; empty without a file.

    Of PyTorch's, with the locks of all its builds.
    """
    path = lock_file(lock)
    if not path.is_file():
        return ""
    builds = sorted(FOLDER.glob("torch-*.txt")) if lock == "torch" else []
    text = b"".join(file.read_bytes() for file in (path, *builds))
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()


def pinned(lock: str) -> dict[str, str]:
    """Package → marker, empty for none; several markers of one package are joined by "or"."""
    text = lock_file(lock).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, marker in re.findall(
        r"^([\w.\-]+)(?:\[.*?\])?==[^\s;]+(?: ; ([^\\\n]+))?", text, re.M
    ):
        others = found.get(name)
        found[name] = f"({others}) or ({marker.strip()})" if others else marker.strip()
    return found


def torch_version() -> str:
    """The one that torch.txt pins."""
    found = re.search(r"^torch==([\d.]+)", lock_file("torch").read_text(encoding="utf-8"), re.M)
    assert found
    return found[1]


def torch_lock(system: str, build: str) -> str:
    """The lock of a build of PyTorch, with hashes. Its file is absent where none is known."""
    return f"torch-{system}-{build}"


def torch_is_hashed(system: str, build: str, processor: str, python: tuple[int, int]) -> bool:
    """Whether the hash of that wheel of PyTorch is known. processor: as Machine has it."""
    machine = {("linux", "arm64"): "aarch64", ("windows", "x86_64"): "AMD64"}.get(
        (system, processor), processor
    )
    path = lock_file(torch_lock(system, build))
    wanted = f'python_version == "{python[0]}.{python[1]}" and platform_machine == "{machine}"'
    return path.is_file() and wanted in path.read_text(encoding="utf-8")
