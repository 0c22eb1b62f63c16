"""Commands inside a Debian that has Blender, from the host."""

import os
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class Chroot:
    """Commands inside the Debian of `folder`. They see the clone and other `reads`, and `work`."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.folder, self.work = folder, work
        self.reads = [ROOT]
        self.alone = True  # without a network
        self.settings: dict[str, str] = {"BLENDER_USER_RESOURCES": str(work / "user")}

    def command(self, *words: object) -> list[str]:
        settings = [f"{name}={value}" for name, value in self.settings.items()]
        entry = [str(HERE / "in_chroot.sh"), str(self.folder), "env", *settings]
        return [*entry, *map(str, words)]

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ALONE": "1" if self.alone else "",
            "READ": "\n".join(map(str, self.reads)),
            "WRITE": str(self.work),
        }

    def run(self, *words: object) -> str:
        """Output of a command; its last words are in the AssertionError when it fails."""
        done = subprocess.run(
            self.command(*words),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-2000:]
        return done.stdout

    def start(self, *words: object, **options: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command(*words), env=self.environment(), **options)

    def processes(self) -> list[str]:
        """What runs in here: the names of its processes."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "root").readlink() == self.folder.resolve():
                    found.append((process / "comm").read_text().strip())
            except OSError:
                continue  # it ended meanwhile
        return found


def end(process: subprocess.Popen[bytes]) -> None:
    """Close its input, give it a moment, then end it."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(0.2)
    except subprocess.TimeoutExpired:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
