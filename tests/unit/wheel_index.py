"""Small wheels and an index that has them, so that real pip installs them in a second."""

import base64
import hashlib
import zipfile
from pathlib import Path

from tests.unit.file_server import FileServer


def make_wheel(folder: Path, name: str, size: int = 1000) -> Path:
    """A package NAME 1.0 with one module, and `size` bytes of data that do not compress."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    data = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(size // 32 + 1))[:size]
    files = {
        f"{name}/__init__.py": b"VERSION = '1.0'\n",
        f"{name}/data.bin": data,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},{_digest(text)},{len(text)}\n" for file, text in files.items())
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return path


def lock_of(wheels: list[Path]) -> str:
    """A lock file with the hash of each."""
    lines = []
    for wheel in wheels:
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{wheel.name.partition('-')[0]}==1.0 \\\n    --hash=sha256:{digest}\n")
    return "".join(lines)


def fill_index(server: FileServer, wheels: list[Path]) -> None:
    """`server` becomes a package index with these at /simple."""
    for wheel in wheels:
        name = wheel.name.partition("-")[0]
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        link = f'<a href="/files/{wheel.name}#sha256={digest}">{wheel.name}</a>'
        server.files[f"/simple/{name.replace('_', '-')}/"] = f"<html>{link}</html>".encode()
        server.files[f"/files/{wheel.name}"] = wheel.read_bytes()


def _digest(text: bytes) -> str:
    raw = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")
    return f"sha256={raw}"
