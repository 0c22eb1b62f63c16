"""A zip for a bug report: what a person may send to people they do not know."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..core.masked import masked

_LOG_BYTES = 200_000  # of the end of a log


def write_bundle(target: Path, texts: Mapping[str, str], logs: Sequence[Path]) -> None:
    """`texts` by name and the ends of `logs`, masked. Nothing half-written; raises OSError."""
    inside = {name: masked(text) for name, text in texts.items()}
    for number, log in enumerate(logs, 1):
        inside[f"log-{number}.txt"] = masked(_end(log))
    part = target.with_name(f"{target.name}.partial")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in inside.items():
                archive.writestr(name, text)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _end(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(file.seek(0, 2) - _LOG_BYTES, 0))
            return file.read().decode("utf-8", "replace")
    except OSError as error:
        return f"This log could not be read: {error.strerror}"
