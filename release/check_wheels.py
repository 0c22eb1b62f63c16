"""Whether the package index has a wheel of every package for every system and Python that we say.

    python -m release.check_wheels

Needs uv, whose resolver reads metadata only: nothing is downloaded. Fails where a lock is not
complete, a hash is not the index's, a release was withdrawn, a wheel lacks, or the plan refuses
what could be installed.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from pixal3d_addon.setup.environment import CLONE, FINISHING, PIXAL3D
from pixal3d_addon.setup.locks import UNHASHED, lock_file, torch_lock
from pixal3d_addon.setup.machine import Machine
from pixal3d_addon.setup.torch_build import INDEXED, plan
from pixal3d_addon.setup.wheels import lacking
from release.torch_locks import PYTHONS, UV

LINUX = (2, 28)
_NOWHERE = "build/wheels"  # uv wants a folder, and makes it; nothing comes in
# uv's name of a system, the macOS that it is to be, and the machine.
SYSTEMS = (
    ("x86_64-manylinux_2_28", "", Machine("linux", "x86_64", glibc=LINUX)),
    ("aarch64-manylinux_2_28", "", Machine("linux", "arm64", glibc=LINUX)),
    ("x86_64-pc-windows-msvc", "", Machine("windows", "x86_64")),
    ("aarch64-pc-windows-msvc", "", Machine("windows", "arm64")),
    ("aarch64-apple-darwin", "14.0", Machine("macos", "arm64", macos=(14, 0))),
    ("aarch64-apple-darwin", "13.0", Machine("macos", "arm64", macos=(13, 0))),
    ("aarch64-apple-darwin", "11.0", Machine("macos", "arm64", macos=(11, 0))),
    ("x86_64-apple-darwin", "13.0", Machine("macos", "x86_64", macos=(13, 0))),
)


UNREACHED = 3  # exit status: the package index did not answer
_NO_ANSWER = re.compile(r"(?i)error sending request|failed to fetch|dns|timed out|offline")


def main() -> int:
    wrong = list(check())
    print("\n".join(dict.fromkeys(wrong)) or "All that the plan accepts has all its wheels.")
    if wrong and all(_NO_ANSWER.search(line) for line in wrong):
        return UNREACHED
    return 1 if wrong else 0


def check() -> Iterator[str]:
    """A line for each that is not as it should be."""
    pixal3d = tuple(lock for lock in PIXAL3D.locks if lock not in UNHASHED)
    with tempfile.TemporaryDirectory() as cache:
        for target, macos, machine in SYSTEMS:
            torch = [
                torch_lock(system, build)
                for system, build in sorted(INDEXED)
                if system == machine.system and plan(machine).build
            ]
            wanted = {"the runtimes": (*FINISHING.locks, *pixal3d, *torch)}
            if target == SYSTEMS[0][0]:  # where they are worked with
                wanted["the tests"] = ("bench", "test")
                wanted["the tools"] = ("lint",)
            for what, locks in wanted.items():
                place = f"{what} on {target} {macos}".rstrip()
                refused = lacking(locks, machine)
                for python in PYTHONS:
                    told = resolve(locks, target, macos, python, cache)
                    if refused and told:
                        break
                    if told:
                        yield f"{place}, Python 3.{python[1]}: {told}"
                else:
                    if refused:
                        yield f"{place}: has all wheels, yet the plan says: {refused}"


def resolve(
    locks: tuple[str, ...], target: str, macos: str, python: tuple[int, int], cache: str
) -> str:
    """What uv's resolver has to say against it; empty for nothing."""
    command = [UV, "pip", "install", "--dry-run", "--target", _NOWHERE, "--cache-dir", cache]
    command += ["--python-platform", target, "--python-version", f"{python[0]}.{python[1]}"]
    command += ["--require-hashes", "--only-binary", ":all:"]
    for lock in dict.fromkeys(locks):
        command += ["-r", str(lock_file(lock))]
    system = {
        **os.environ,
        "UV_CONCURRENT_DOWNLOADS": "4",
        **({"MACOSX_DEPLOYMENT_TARGET": macos} if macos else {}),
    }
    done = subprocess.run(command, cwd=CLONE, capture_output=True, text=True, env=system)
    if done.returncode:
        return " ".join(done.stderr.split())[:300]
    return " ".join(re.findall(r"^warning: .*yanked.*", done.stderr, re.M))


if __name__ == "__main__":
    sys.exit(main())
