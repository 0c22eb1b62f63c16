"""A command in a process of its own, for a program that must not wait: no threads."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .search_path import windows_program

_ROOT = Path(__file__).parents[2]  # has pixal3d_addon, in a clone and in Blender's extension
_PROGRAM = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from pixal3d_addon.__main__ import main
sys.exit(main())
"""
_FLAGS = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
_TAIL = 2000  # bytes that hold the last line of progress


class CommandChild:
    """One command. log: what it tells meanwhile; beside it, its answer as LOG.json."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._answer = log.with_suffix(".json")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, python: Path, command: Sequence[str]) -> None:
        """command: of `python -m pixal3d_addon`, without --json. Raises OSError."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        words = [str(python), "-I", "-c", _PROGRAM, str(_ROOT), *command, "--json"]
        with self.log.open("wb") as log, self._answer.open("wb") as answer:
            self._process = subprocess.Popen(
                words,
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
        """Its last line: what is done, share, speed, time left. Empty before the first."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(file.seek(0, 2) - _TAIL, 0))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        return lines[-1].strip() if lines else ""

    def told(self) -> Any:
        """What it printed, once it runs no more; None where that is no JSON."""
        try:
            return json.loads(self._answer.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def answer(self) -> tuple[bool, str]:
        """Whether it did what it should, and a sentence; empty where it was stopped."""
        told = self.told()
        try:
            if told["ok"]:
                return True, str(told["output"])
            return False, f"{told['message']} {told['remedy']}"
        except (KeyError, TypeError):
            return False, ""

    def stop(self) -> None:
        """End it and what it started; what has come stays. Waits for two seconds at most."""
        if self._process is None or self._process.poll() is not None:
            return
        if sys.platform == "win32":  # which ends no children along
            words = [str(windows_program("taskkill")), "/T", "/F", "/PID", str(self._process.pid)]
            subprocess.run(words, capture_output=True, creationflags=_FLAGS, check=False)
        else:
            self._process.terminate()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
