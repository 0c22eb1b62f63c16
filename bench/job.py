"""One job in a process of its own, so that its seconds and its memory are its own.

`run` starts it and waits; `python -m bench.job` is what it starts.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.pipeline import Order, generate

from .memory import peak_memory_mb

CLONE = Path(__file__).resolve().parents[1]
TIMEOUT = 3600  # seconds; a job that hangs must not hang the bench


@dataclass(frozen=True)
class Job:
    """folder: the result, None where the job failed with `error`.

    seconds: wall clock with the process's start. memory_mb: the most that it held at once.
    cpu_seconds: what all its threads worked, which a busy machine changes less.
    """

    seconds: float
    memory_mb: float
    folder: Path | None = None
    error: str = ""
    cpu_seconds: float = 0.0


def run(photo: Path, results: Path, settings: Settings, name: str = "") -> Job:
    """Generate `name` from `photo` into the folder `results`, in a fresh process."""
    results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        answer = Path(room, "answer.json")
        places = [str(photo.resolve()), str(results.resolve())]
        order = [*places, json.dumps(settings.to_dict()), name, str(answer)]
        command = [sys.executable, "-m", "bench.job", *order]
        start = time.perf_counter()
        try:
            code = subprocess.run(command, cwd=CLONE, timeout=TIMEOUT, check=False).returncode
        except subprocess.TimeoutExpired:
            return Job(TIMEOUT, 0.0, error="timeout")
        seconds = time.perf_counter() - start
        if not answer.is_file():
            return Job(seconds, 0.0, error=f"died with exit code {code}")
        facts = json.loads(answer.read_text(encoding="utf-8"))
    folder = Path(facts["folder"]) if facts["folder"] else None
    return Job(seconds, facts["memory_mb"], folder, facts["error"], facts["cpu_seconds"])


class _Silent:
    """A report that nobody reads."""

    def plan(self, stages: Mapping[str, float]) -> None: ...

    def progress(self, stage: str, step: int = 0, total: int = 1) -> None: ...

    def preview(self, kind: str, path: Path) -> None: ...


def main() -> int:
    photo, results, text, name, answer = sys.argv[1:]
    folder, error = "", ""
    try:
        settings = Settings.from_dict(json.loads(text))
        order = Order(Path(photo), Path(results), settings, name=name)
        folder = str(generate(order, _Silent()))
    except PixalError as failure:
        error = f"{failure.code}: {failure.message}"
    facts = {
        "folder": folder,
        "error": error,
        "memory_mb": peak_memory_mb(),
        "cpu_seconds": time.process_time(),
    }
    Path(answer).write_text(json.dumps(facts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
