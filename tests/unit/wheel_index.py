"""Small wheels and an index that has them, so that real pip installs them in a second."""

import base64
import hashlib
import zipfile
from pathlib import Path

from tests.unit.file_server import FileServer


def make_wheel(
    folder: Path, name: str, size: int = 1000, version: str = "1.0", tag: str = "py3-none-any"
) -> Path:
    """A package with one module, and `size` bytes of data that do not compress."""
    path = folder / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    data = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(size // 32 + 1))[:size]
    files = {
        f"{name}/__init__.py": b"VERSION = '1.0'\n",
        f"{name}/data.bin": data,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: " + tag.encode(),
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


def fill_index(server: FileServer, wheels: list[Path], place: str = "/simple") -> None:
    """`server` becomes a package index with these at `place`."""
    pages: dict[str, str] = {}
    for wheel in wheels:
        name = wheel.name.partition("-")[0].replace("_", "-")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        path = f"/files/{wheel.name.replace('+', '%2B')}"
        link = f'<a href="{path}#sha256={digest}">{wheel.name}</a>\n'
        pages[name] = pages.get(name, "") + link
        server.files[path] = wheel.read_bytes()
    for name, links in pages.items():
        server.files[f"{place}/{name}/"] = f"<html>{links}</html>".encode()


def _digest(text: bytes) -> str:
    raw = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")
    return f"sha256={raw}"
