"""A folder with all the wheels of a runtime, for a computer without network.

FOLDER/*.whl
FOLDER/bundle.json   for which runtime, system and Python; size and SHA-256 of each wheel
"""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..core.errors import from_os_error
from .environment import EVERY_PYTHON, HOME, PLAIN_BUILD, Environment
from .failed import Failed
from .fetch import sha256_of
from .locks import UNHASHED, lock_file, lock_hash, torch_is_hashed, torch_lock
from .machine import Machine
from .make import ensure
from .packages import get_torch, run_pip
from .plan import plan_runtime
from .source import Listener, Source
from .torch_build import plan

FILE = "bundle.json"
_MOST = 1 << 20  # bytes of it; a real one has 10,000
_WHEEL = re.compile(r"[\w.+\-]+\.whl", re.ASCII)
_LINUX = tuple(f"manylinux_2_{minor}" for minor in (28, *range(27, 16, -1), 12, 5))
_OLD = ("manylinux2014", "manylinux2010", "manylinux1")


@dataclass(frozen=True)
class Platform:
    """What wheels are for. tags: of their names. Other fields: as in environment markers."""

    tags: tuple[str, ...]
    sys_platform: str
    platform_system: str
    platform_machine: str

    @property
    def machine(self) -> Machine:
        """One of this kind without a graphics card."""
        system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[self.sys_platform]
        processor = {"AMD64": "x86_64", "aarch64": "arm64"}.get(
            self.platform_machine, self.platform_machine
        )
        return Machine(system, processor, glibc=(2, 28) if system == "linux" else ())


PLATFORMS = {
    "linux-x86_64": Platform(
        tuple(f"{tag}_x86_64" for tag in (*_LINUX, *_OLD)), "linux", "Linux", "x86_64"
    ),
    "linux-arm64": Platform(
        tuple(f"{tag}_aarch64" for tag in (*_LINUX, "manylinux2014")), "linux", "Linux", "aarch64"
    ),
    "windows-x86_64": Platform(("win_amd64",), "win32", "Windows", "AMD64"),
    "macos-arm64": Platform(("macosx_14_0_arm64",), "darwin", "Darwin", "arm64"),
}


def platform_of(machine: Machine) -> str:
    """Its name in `PLATFORMS`; another one where there are no wheels for it."""
    return f"{machine.system}-{machine.processor}"


@dataclass(frozen=True)
class Bundle:
    """What bundle.json tells. files: name → SHA-256."""

    folder: Path
    python: tuple[int, int]
    build: str
    files: dict[str, str]

    def check(self) -> None:
        """Every wheel against its checksum. Raises Failed."""
        for name, digest in self.files.items():
            path = self.folder / name
            try:
                found = sha256_of(path) if path.is_file() else ""  # a pipe or a device never ends
            except OSError:
                found = ""
            if found != digest:
                raise Failed(
                    f"{name} in the folder of wheels is {'damaged' if found else 'missing'}.",
                    "Copy the folder again, or make it anew.",
                )


def open_bundle(folder: Path, runtime: str) -> Bundle:
    """Raises Failed where `folder` is none, or for another runtime, system or version."""
    try:
        if not (folder / FILE).is_file() or (folder / FILE).stat().st_size > _MOST:
            raise ValueError("no bundle")
        read: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        locks = {lock: lock_hash(lock) for lock in read["locks"]}
        major, minor = map(int, read["python"].split("."))
        files = {str(name): str(told) for name, told in read["files"].items()}
        made_for, platform, build = read["runtime"], read["platform"], str(read["build"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Failed(
            f"{folder.name} is no folder of wheels: it has no {FILE} that can be read.",
            "Make one with: python vendor_install.py bundle FOLDER",
        ) from None
    anew = "Make one with: python vendor_install.py bundle FOLDER"
    if made_for != runtime and made_for != "pixal3d":  # which has all that Draft's has
        raise Failed(f"{folder.name} has the wheels of {made_for}, not of {runtime}.", anew)
    if locks != read["locks"]:
        raise Failed(f"{folder.name} was made by another version of Pixal3D.", anew)
    from .machine import this_machine

    here = platform_of(this_machine())
    if platform != here:
        raise Failed(f"{folder.name} has wheels for {platform}; this is {here}.", anew)
    if not all(_WHEEL.fullmatch(name) for name in files):
        raise Failed(f"{folder.name} names files that are not its own.", anew)
    return Bundle(folder, (major, minor), build, files)


def make_bundle(
    folder: Path,
    runtime: str,
    platform: str,
    python: tuple[int, int],
    build: str = "",
    torch_index: str = "",
    source: Source | None = None,
    listener: Listener | None = None,
    home: Path = HOME,
) -> int:
    """Download what `runtime` needs on `platform`. Returns bytes. Raises Failed and Lacking.

    build: of PyTorch, empty for the processor's.
    """
    source, listener = source or Source(), listener or Listener()
    target = PLATFORMS[platform]
    planned = plan_runtime(
        runtime, home, source, build or plan(target.machine).build, torch_index, target.machine
    )
    wanted = planned.environment
    pip = Environment("bundle", ("pip",), EVERY_PYTHON, 60, wanted.build, wanted.index, home)
    ensure(replace(pip, build="", index=""), listener, source)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).unlink(missing_ok=True)  # written last: without it the folder is none
        options = ["download", "--dest", str(folder), "--implementation", "cp"]
        options += ["--python-version", f"{python[0]}.{python[1]}"]
        options += [option for tag in target.tags for option in ("--platform", tag)]
        torch = _torch_with_hashes(target, python, wanted.build)
        lists = _filtered(pip, ("pip", *wanted.locks, *torch), target, python, folder)
        try:
            hashed = [path for lock, path in lists.items() if lock not in {*UNHASHED, *torch}]
            run_pip(pip, [*options, "--require-hashes"], hashed, source, listener)
            for lock in UNHASHED & lists.keys():
                if not torch:
                    _check_torch(target, wanted.build)
                own = lists[torch[0]] if torch else None
                get_torch(pip, options, lists[lock], own, source, listener)
        finally:
            for path in lists.values():
                path.unlink()
        wheels = sorted(folder.glob("*.whl"))
        told = {
            "runtime": runtime,
            "platform": platform,
            "python": f"{python[0]}.{python[1]}",
            "build": wanted.build,
            "locks": {lock: lock_hash(lock) for lock in ("pip", *wanted.locks)},
            "files": {wheel.name: sha256_of(wheel) for wheel in wheels},
        }
        partial = folder / f"{FILE}.partial"
        partial.write_text(json.dumps(told, indent=1), encoding="utf-8")
        partial.replace(folder / FILE)
        return sum(wheel.stat().st_size for wheel in wheels)
    except OSError as error:
        problem = from_os_error(error, folder)
        remedy = "Free some space or choose another folder, then try again."
        raise Failed(problem.message, remedy, problem.code) from error


def _torch_with_hashes(target: Platform, python: tuple[int, int], build: str) -> list[str]:
    """The lock of a build of PyTorch; none where the hash of the wheel is not known."""
    machine = target.machine
    if build and torch_is_hashed(machine.system, build, machine.processor, python):
        return [torch_lock(machine.system, build)]
    return []


def _check_torch(target: Platform, build: str) -> None:
    """pip reads what CUDA's build brings along for the system that it runs on."""
    import sys

    if build not in ("", PLAIN_BUILD, "cpu", "mps") and target.sys_platform != sys.platform:
        raise Failed(
            f"PyTorch's build {build} can be bundled on its own system alone.",
            f"Run bundle on {target.platform_system}, or take --build cpu.",
        )


_FILTER = """
import json, re, sys
from pip._vendor.packaging.markers import Marker
target, locks = json.load(sys.stdin)
for source, filtered in locks:
    kept = []
    with open(source, encoding="utf-8") as text:
        for entry in re.split(r"^(?=\\S)", text.read(), flags=re.M):
            if entry.startswith("#") or not entry.strip():
                continue
            marker = re.match(r"[^;\\n]*? ; ([^\\\\\\n]+)", entry)
            if marker is None:
                kept.append(entry)
            elif Marker(marker[1].strip()).evaluate(target):
                kept.append(entry.replace(" ; " + marker[1].strip(), "", 1))
    with open(filtered, "w", encoding="utf-8") as out:
        out.write("".join(kept))
"""


def _filtered(
    pip: Environment, locks: Sequence[str], target: Platform, python: tuple[int, int], folder: Path
) -> dict[str, Path]:
    """Lock → a copy of it with what `target` needs: pip asks markers of the system it runs on."""
    version = f"{python[0]}.{python[1]}"
    markers = {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": "nt" if target.sys_platform == "win32" else "posix",
        "platform_machine": target.platform_machine,
        "platform_python_implementation": "CPython",
        "platform_system": target.platform_system,
        "platform_release": "",
        "platform_version": "",
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": target.sys_platform,
    }
    lists = {lock: folder / f".{lock}.txt" for lock in locks}
    sources = [[str(lock_file(lock)), str(path)] for lock, path in lists.items()]
    subprocess.run(
        [pip.python, "-I", "-c", _FILTER],
        input=json.dumps([markers, sources]),
        encoding="utf-8",
        check=True,
        capture_output=True,
    )
    return lists
