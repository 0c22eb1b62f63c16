"""The command `download` in a process of its own, for a program that must not wait: no threads."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]  # has pixal3d_addon, in a clone and in Blender's extension
_PROGRAM = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from pixal3d_addon.__main__ import main
sys.exit(main())
"""
_FLAGS = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
_TAIL = 2000  # bytes that hold the last line of progress


class DownloadChild:
    """One download. log: what it tells of its progress; beside it, its answer as LOG.json."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._answer = log.with_suffix(".json")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, python: Path, arguments: list[str]) -> None:
        """arguments: of `download`, without --yes and --json. Raises OSError."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        command = [str(python), "-I", "-c", _PROGRAM, str(_ROOT), "download", "--yes", "--json"]
        with self._log.open("wb") as log, self._answer.open("wb") as answer:
            self._process = subprocess.Popen(
                [*command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=log,
                env=environment,
                start_new_session=True,  # Ctrl-C in Blender's terminal is not for it
                creationflags=_FLAGS,
            )

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def progress(self) -> str:
        """Its last line: file, share, speed, time left. Empty before the first."""
        try:
            with self._log.open("rb") as file:
                file.seek(max(file.seek(0, 2) - _TAIL, 0))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        return lines[-1].strip() if lines else ""

    def answer(self) -> tuple[bool, str]:
        """Whether all is there, and a sentence; once it runs no more."""
        try:
            told: dict[str, Any] = json.loads(self._answer.read_text(encoding="utf-8"))
            if told["ok"]:
                return True, str(told["output"])
            return False, f"{told['message']} {told['remedy']}"
        except (OSError, ValueError, KeyError, TypeError):
            return False, "Stopped. What has come is kept; Download goes on with it."

    def stop(self) -> None:
        """End it; what has come stays. Waits for a second at most."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
