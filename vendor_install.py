#!/usr/bin/env python3
"""Pixal3D for Blender, from a clone: sets up what a command needs, then does it.

  python vendor_install.py generate PHOTO -o OUT.glb [OPTION ...]
      make a textured 3D object from one photo; "generate --help" lists the options. Pixal3D's
      environment runs it where it is set up (see below), unless --engine draft
  python vendor_install.py test [lint] [unit] [engine] [pixal3d] [blender] [gui]
      run the named parts of the tests, or all of them, the fast ones first
  python vendor_install.py python ARGUMENT ...
      run the runtime's own Python, with all that the benches need:
      python vendor_install.py python -m bench.fidelity CASES
      with --pixal3d first, one that has PyTorch too (2 GB):
      python vendor_install.py python --pixal3d -m bench.parity tests/reference
  python vendor_install.py setup [--background | --pixal3d [--dry-run] [--build BUILD]]
      only set the runtime up; --background adds rembg and downloads its model (180 MB), which
      cuts subjects out of any background; --pixal3d sets up one with the PyTorch that fits the
      graphics card (2 to 20 GB), for the engine Pixal3D, and says its path, which Blender asks
      for; it has no weights. --dry-run only shows what would be done, with sizes; --build takes
      another PyTorch: cpu, cu126, cu130, rocm7.2 or mps; --torch-index URL takes it from a mirror
      of download.pytorch.org/whl

Plain Python 3.10 or newer is enough to start with. Everything is installed below .runtime/ in this
folder, in exact versions; pip's own settings (mirrors, proxies) are used. Delete .runtime/ to
start afresh.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036  this file parses on older ones to say so
    sys.exit(
        f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; Pixal3D needs 3.10 or newer. "
        "Install one from python.org or with your system's packages, then call it instead."
    )

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, NoReturn
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent))  # an isolated Python has not got it
from pixal3d_addon.setup.machine import this_machine
from pixal3d_addon.setup.torch_build import BUILDS, INDEX, Plan, named, plan

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".runtime"
LOCKS = ROOT / "requirements"
WINDOWS = os.name == "nt"
CI = os.environ.get("CI", "").lower() in ("1", "true")
PLAIN_BUILD = "mps" if sys.platform == "darwin" else "cpu"  # of PyTorch, as torch.txt has it
UNHASHED = frozenset({"torch"})  # requirements/torch.txt says why
TEST_SECONDS = 900  # of one pytest run; one that hangs must not hold a CI machine


class Failed(Exception):  # noqa: N818  it is the sentence and the remedy that the user reads
    """What went wrong and what to do about it, fit to be shown as it is."""


class Lacking(Failed):
    """This machine has not got what a part of the tests needs."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment: the locks installed in it, and the Pythons that those have wheels for.

    megabytes: what it takes on the disk. build: of PyTorch, empty for whichever is there, or the
    one that pip's own settings find. index: where that build is, empty for the package index.
    """

    name: str
    locks: tuple[str, ...]
    pythons: tuple[tuple[int, int], ...]
    megabytes: int
    build: str = ""
    index: str = ""

    @property
    def folder(self) -> Path:
        return HOME / self.name

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if WINDOWS else "bin/python")

    @property
    def stamp(self) -> Path:
        """Written last: an environment without it is half-made."""
        return self.folder / "installed.json"

    def installed(self) -> dict[str, str]:
        """Lock name → hash of the lock that was installed; empty for no or a half-made one."""
        try:
            stamped = json.loads(self.stamp.read_text(encoding="utf-8"))["locks"]
            return dict(stamped) if self.python.exists() else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def installed_build(self) -> str:
        """Of PyTorch; what older versions installed without noting it is the plain one."""
        try:
            return str(json.loads(self.stamp.read_text(encoding="utf-8"))["build"])
        except (OSError, ValueError, KeyError, TypeError):
            return PLAIN_BUILD

    def ready(self) -> bool:
        wanted = {lock: lock_hash(lock) for lock in self.locks}
        return wanted.items() <= self.installed().items() and self.has_build()

    def has_build(self) -> bool:
        return self.build in ("", self.installed_build())


EVERY_PYTHON = tuple((3, minor) for minor in range(14, 9, -1))
RUNTIME = Environment("runtime", ("runtime",), EVERY_PYTHON, 200)
BENCH = replace(RUNTIME, locks=("runtime", "bench"), megabytes=400)
BACKGROUND = replace(RUNTIME, locks=("runtime", "background"), megabytes=900)
TESTS = replace(RUNTIME, locks=("runtime", "bench", "test"), megabytes=400)
PIXAL3D = Environment("pixal3d", ("runtime", "pixal3d", "torch", "finish"), ((3, 11),), 2200)
PIXAL3D_BENCH = replace(PIXAL3D, locks=(*PIXAL3D.locks, "bench"))
PIXAL3D_TESTS = replace(PIXAL3D, locks=(*PIXAL3D_BENCH.locks, "test"))
LINT = Environment("lint", ("lint",), EVERY_PYTHON, 300)
BLENDERS = tuple(
    Environment(f"bpy-{version}", (f"bpy-{version}",), (python,), 1500)
    for version, python in {
        "4.2": (3, 11),
        "4.5": (3, 11),
        "5.0": (3, 11),
        "5.2": (3, 13),
    }.items()
)


def lock_hash(lock: str) -> str:
    """SHA-256 of requirements/<lock>.txt, whatever line ends git gave it; empty without a file."""
    path = LOCKS / f"{lock}.txt"
    if not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # nobody reads on; what was begun is finished all the same
        sys.stdout = Path(os.devnull).open("w")


def child_environment() -> dict[str, str]:
    """Ours, without what would make another Python import from here or elsewhere."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name not in ("VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    }


# ---- finding a Python ----------------------------------------------------------------------------


def python_candidates(version: tuple[int, int]) -> Iterator[Path]:
    """Where a Python of this version may be, the likeliest first. Not all exist or work."""
    short, packed = f"{version[0]}.{version[1]}", f"{version[0]}{version[1]}"
    home = Path.home()
    if sys.version_info[:2] == version:
        yield Path(sys.executable)
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in ("python.exe",) if WINDOWS else (f"python{short}", "python3", "python"):
            if folder:
                yield Path(folder) / name
    if WINDOWS:
        local, roaming = (Path(os.environ.get(n, home)) for n in ("LOCALAPPDATA", "APPDATA"))
        programs = Path(os.environ.get("PROGRAMFILES", home))
        yield local / "Programs/Python" / f"Python{packed}/python.exe"
        yield programs / f"Python{packed}/python.exe"
        yield from home.glob(f".pyenv/pyenv-win/versions/{short}.*/python.exe")
        yield from roaming.glob(f"uv/python/cpython-{short}.*/python.exe")
        return
    for place in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        yield Path(place) / f"python{short}"
    yield Path("/Library/Frameworks/Python.framework/Versions") / short / "bin" / f"python{short}"
    for pattern in (".pyenv/versions/{}.*", ".local/share/uv/python/cpython-{}.*"):
        yield from sorted(home.glob(f"{pattern.format(short)}/bin/python{short}"), reverse=True)


PROBE = "import sys; print(sys.implementation.name, *sys.version_info[:2]); import venv, ensurepip"


def probe(python: Path) -> tuple[tuple[int, int] | None, bool]:
    """The version of a CPython, None for anything else, and whether it can make environments.

    It is run, because a name proves nothing: shims exist for versions that are not installed.
    """
    try:
        done = subprocess.run(
            [python, "-I", "-c", PROBE],
            capture_output=True,
            text=True,
            timeout=30,
            stdin=subprocess.DEVNULL,
            env=child_environment(),
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None, False
    found = re.match(r"cpython (\d+) (\d+)", done.stdout)
    return (int(found[1]), int(found[2])) if found else None, done.returncode == 0


def find_python(versions: tuple[tuple[int, int], ...]) -> Path:
    """A Python of one of these versions that can make environments, this one where it fits."""
    own = sys.version_info[:2]
    cannot = False
    tried = set()
    for version in sorted(versions, key=lambda version: version != own):
        for candidate in python_candidates(version):
            if candidate in tried or not candidate.is_file():
                continue
            tried.add(candidate)
            found, makes = probe(candidate)
            if found in versions and makes:
                return candidate
            cannot = cannot or found in versions
    names = " or ".join(f"{major}.{minor}" for major, minor in sorted(versions))
    if cannot:
        raise Lacking(
            f"Python {names} is here, but without the modules that make virtual environments. "
            "On Debian and Ubuntu: sudo apt-get install python3-venv. Elsewhere: reinstall Python."
        )
    raise Lacking(
        f"No Python {names} was found. Install one from python.org, with your system's packages, "
        "pyenv or uv, then try again."
    )


# ---- making environments -------------------------------------------------------------------------


@contextmanager
def alone(path: Path, what: str) -> Iterator[None]:
    """Only one process at a time; the system lets go when this one ends, however it ends."""
    with path.open("a") as file:
        waiting = False
        while not try_lock(file):
            if not waiting:
                say(f"Another call is setting up {what}: waiting for it.")
            waiting = True
            time.sleep(0.2)
        yield


def try_lock(file: IO[str]) -> bool:
    """Lock an open file for this process unless another one has; false where it has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError:
        return False


def ensure(environment: Environment) -> Path:
    """The environment's Python, after setting up what is missing. Raises Failed or Lacking."""
    if environment.ready():
        return environment.python
    try:
        HOME.mkdir(exist_ok=True)
        with alone(HOME / f"{environment.name}.lock", environment.name):
            if not environment.ready():
                set_up(environment)
    except OSError as error:
        raise Failed(
            "The folder .runtime could not be written: the disk is full, or the clone is "
            "read-only. Free some space or move the clone, then try again."
        ) from error
    return environment.python


def set_up(environment: Environment) -> None:
    """Install the missing locks; an environment that is half-made or outdated is made anew.

    What was whole is kept aside until the new one is, and comes back where that fails.
    """
    started = time.monotonic()
    aside = environment.folder.with_name(f"{environment.name}.old")
    if aside.exists():  # an earlier call was killed
        if environment.installed():
            shutil.rmtree(aside)
        else:
            put_back(environment, aside)
    installed = environment.installed()
    grow = bool(installed) and all(lock_hash(lock) == installed[lock] for lock in installed)
    grow = grow and environment.has_build()  # another build's libraries would stay
    python = environment.python if grow else find_python(environment.pythons)
    free = shutil.disk_usage(HOME).free >> 20
    if free < environment.megabytes:
        raise Failed(
            f"Setting up {environment.name} needs {environment.megabytes} MB; the disk has {free} "
            "MB left. Free some space, then try again."
        )
    say(f"{'Adding to' if grow else 'Setting up'} {environment.name} (once)")
    build = environment.build or environment.installed_build()
    if not environment.build and build != PLAIN_BUILD:  # outdated: the same build again
        environment = replace(environment, build=build, index=f"{INDEX}/{build}")
    if grow:
        environment.stamp.unlink()
    elif installed:
        environment.folder.rename(aside)
    elif environment.folder.exists():
        shutil.rmtree(environment.folder)
    try:
        fill(environment, python, installed, grow)
    except BaseException:
        if aside.exists():
            put_back(environment, aside)
        raise
    if aside.exists():
        shutil.rmtree(aside)
    say(f"{environment.name} is ready, after {time.monotonic() - started:.0f} s")


def put_back(environment: Environment, aside: Path) -> None:
    """The environment that was whole before, in the place of a half-made one."""
    if environment.folder.exists():
        shutil.rmtree(environment.folder)
    aside.rename(environment.folder)


def fill(environment: Environment, python: Path, installed: dict[str, str], grow: bool) -> None:
    """Make the environment with `python` unless it grows, install, and write its stamp last."""
    if not grow:
        made = subprocess.run(
            [python, "-I", "-m", "venv", environment.folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )
        if made.returncode:
            raise Failed(
                "This Python failed to make a virtual environment. On Debian and Ubuntu: sudo "
                "apt-get install python3-venv. Elsewhere: reinstall Python, then try again."
            )
    locks = tuple(dict.fromkeys((*installed, *environment.locks)))
    install(environment, [lock for lock in locks if not (grow and lock in installed)])
    if "runtime" in environment.locks:
        show_clone(environment)
    stamp = {
        "python": python_version(environment),
        "locks": {name: lock_hash(name) for name in locks},
        "build": environment.build or PLAIN_BUILD,
    }
    partial = environment.stamp.with_suffix(".partial")
    partial.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    partial.replace(environment.stamp)


def python_version(environment: Environment) -> str:
    """What the environment itself says that it was made with."""
    configuration = (environment.folder / "pyvenv.cfg").read_text(encoding="utf-8")
    found = re.search(r"^version\S* *= *(\S+)", configuration, re.M)
    return found[1] if found else ""


def show_clone(environment: Environment) -> None:
    """Let the environment import from this clone wherever it is called; survives a move."""
    packages = next(environment.folder.glob("[Ll]ib/**/site-packages"))
    (packages / "clone.pth").write_text(os.path.relpath(ROOT, packages), encoding="utf-8")


def install(environment: Environment, locks: list[str]) -> None:
    """pip install, wheels only, the hash of every file of a lock that has hashes checked."""
    (HOME / f"{environment.name}.log").unlink(missing_ok=True)
    hashed = [lock for lock in locks if lock not in UNHASHED]
    if hashed:
        run_pip(environment, ["--require-hashes"], hashed)
    for lock in locks:
        if lock in UNHASHED:
            install_torch(environment, lock)


def install_torch(environment: Environment, lock: str) -> None:
    """The build that the environment asks for. Raises Failed, or Lacking where there is none.

    The plain one as pip's own settings find it, a mirror or a folder say, before PyTorch's index
    is asked; and that only where somebody asked for a build.
    """
    elsewhere = ["--extra-index-url", environment.index] if environment.index else []
    if environment.build not in ("", PLAIN_BUILD):
        # What it brings, CUDA's libraries say, is pinned by its own metadata.
        wanted = f"torch=={torch_version()}+{environment.build}"
        run_pip(environment, [*elsewhere, wanted], [], alone=False)
        return
    try:
        run_pip(environment, [], [lock])
    except Lacking:
        if not elsewhere:
            raise
        run_pip(environment, elsewhere, [lock])


def torch_version() -> str:
    """The one that torch.txt pins."""
    found = re.search(r"^torch==([\d.]+)", (LOCKS / "torch.txt").read_text(encoding="utf-8"), re.M)
    assert found
    return found[1]


def run_pip(
    environment: Environment, options: list[str], locks: list[str], alone: bool = True
) -> None:
    """One call of pip's. Shows what is fetched; adds pip's own words to the log.

    alone: nothing that is not named comes in.
    """
    command: list[str | Path] = [environment.python, "-I", "-m", "pip", "install", *options]
    command += ["--only-binary=:all:", "--progress-bar=off", "--no-input"]
    command += ["--disable-pip-version-check", *(["--no-deps"] if alone else [])]
    for lock in locks:
        command += ["-r", LOCKS / f"{lock}.txt"]
    log = HOME / f"{environment.name}.log"
    with log.open("a", encoding="utf-8") as file:
        pip = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=child_environment(),
        )
        assert pip.stdout
        try:
            for line in pip.stdout:
                file.write(line)
                shown = pip_progress(line)
                if shown:
                    say(f"  {shown}")
        finally:
            if pip.poll() is None:
                pip.terminate()
            pip.wait()
    if pip.returncode:
        output = log.read_text(encoding="utf-8")
        if NO_CPU_TORCH.search(output):
            raise Lacking(
                "No CPU build of PyTorch was found. Add PyTorch's CPU index to pip's settings "
                "(extra-index-url), then try again."
            )
        if NO_BUILD_OF_TORCH.search(output) and environment.build:
            raise Failed(
                f"PyTorch's build {environment.build} was not found. Check the network, or that "
                f"the mirror has {environment.index or 'it'}; --build cpu takes the processor's."
            )
        raise Failed(pip_failure(output, f".runtime/{log.name}"))


def pip_progress(line: str) -> str:
    """What a user sees of a line of pip's: files without their address; empty for the rest."""
    found = re.match(r"\s*(?:Downloading|Using cached) (?:\S*/)?(\S+) (\(.+\))", line)
    if found:
        return f"{found[1]} {found[2]}"
    return "installing" if line.startswith("Installing collected packages") else ""


NO_CPU_TORCH = re.compile(r"No matching distribution found for torch==\S+\+cpu")
NO_BUILD_OF_TORCH = re.compile(r"No matching distribution found for torch==")
PIP_FAILURES = {
    r"No space left|Errno 28|not enough space": (
        "The disk filled up while installing. Free some space, then try again."
    ),
    r"DO NOT MATCH THE HASHES": (
        "A package is not the one that was pinned, and was refused. Try again; if it stays so, "
        "the package mirror in pip's settings serves changed files."
    ),
    r"Connection|connection|timed out|resolution|ProxyError|SSLError|urlopen|Network is": (
        "The packages could not be fetched. Check the network and pip's proxy and mirror settings, "
        "then try again."
    ),
    r"No matching distribution": (
        "The package index has no build of a package for this system and Python. Use another "
        "Python from 3.10 to 3.13, or check pip's mirror settings."
    ),
}


def pip_failure(output: str, log: str) -> str:
    """The sentence and remedy for pip's output. The first pattern that is found decides."""
    for pattern, sentence in PIP_FAILURES.items():
        if re.search(pattern, output):
            return f"{sentence} (pip's words are in {log}.)"
    return f"pip could not install the packages. Its words are in {log}; read its end, try again."


# ---- tests ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read_report(report: Path, status: int) -> Tally:
    """Sum up a JUnit report. A crash, a run without tests and a bad exit status are failures."""
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        suites = []
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    if not failed and (status or not total):
        say("No test ran." if status == 0 or status == 5 else f"pytest ended with {status}.")
        failed = 1
    return Tally(max(total - failed - skipped, 0), failed, skipped)


def run_pytest(environment: Environment, folder: str) -> Tally:
    """Run the tests of one folder in a process of its own."""
    python = ensure(environment)
    report = HOME / "reports" / f"{folder}-{environment.name}.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = [str(python), "-m", "pytest", f"tests/{folder}", "-q", "-rs", f"--junitxml={report}"]
    say(f"\n{folder} on {environment.name}")
    try:
        status = subprocess.run(
            command, cwd=ROOT, env=child_environment(), timeout=TEST_SECONDS
        ).returncode
    except subprocess.TimeoutExpired:
        say(f"Stopped after {TEST_SECONDS} s.")
        status = 1
    return read_report(report, status)


def run_blender(environment: Environment) -> Tally:
    """Blender's tests, one of which starts Pixal3D's Python: where that lacks, it skips itself."""
    with suppress(Lacking):
        ensure(PIXAL3D)
    return run_pytest(environment, "blender")


def run_lint() -> Tally:
    """Ruff's rules and format, and the types of everything that runs without Blender."""
    python = ensure(LINT)
    tally = Tally()
    for arguments in (
        ["ruff", "check", "--quiet"],
        ["ruff", "format", "--check", "--quiet"],
        ["mypy", "--no-error-summary"],
    ):
        say(f"\n{' '.join(arguments[:2])}")
        status = subprocess.run(
            [python, "-m", *arguments], cwd=ROOT, env=child_environment()
        ).returncode
        tally += Tally(failed=1) if status else Tally(passed=1)
    return tally


Part = Callable[[], Tally]
PARTS: dict[str, tuple[Part, ...]] = {
    "lint": (run_lint,),
    "unit": (lambda: run_pytest(TESTS, "unit"),),
    "engine": (lambda: run_pytest(TESTS, "engine"),),
    "pixal3d": (lambda: run_pytest(PIXAL3D_TESTS, "pixal3d"),),
    "blender": tuple(lambda e=e: run_blender(e) for e in BLENDERS),  # type: ignore[misc]
    "gui": (lambda: run_pytest(TESTS, "gui"),),
}


def run_part(part: Part) -> Tally:
    """What is lacking on a user's machine is skipped, and says why; in CI that is a failure."""
    try:
        return part()
    except Lacking as reason:
        say(f"{'Failed' if CI else 'Skipped'}: {reason}")
        return Tally(failed=1) if CI else Tally(skipped=1)
    except Failed as reason:
        say(f"Failed: {reason}")
        return Tally(failed=1)


def command_test(names: list[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise Failed(
            f"There is no part {unknown[0]!r} of the tests: choose from {', '.join(PARTS)}."
        )
    total = Tally()
    summary = []
    for name in [name for name in PARTS if name in names or not names]:
        started = time.monotonic()
        tally = Tally()
        for part in PARTS[name]:
            tally += run_part(part)
        summary.append(f"{name:8} {time.monotonic() - started:5.0f} s   {tally}")
        total += tally
    say("\n" + "\n".join(summary))
    if CI and total.skipped:
        say("In CI nothing may be skipped.")
    say(str(total))
    return 1 if total.failed or (CI and total.skipped) else 0


# ---- the other commands --------------------------------------------------------------------------


def become(python: Path, arguments: list[str]) -> NoReturn:
    """Go on as that Python, so that signals and the exit status are its own."""
    command = [str(python), *arguments]
    if not WINDOWS:
        os.execve(python, command, child_environment())
    with subprocess.Popen(command, env=child_environment()) as child:
        while True:
            try:
                sys.exit(child.wait())
            except KeyboardInterrupt:  # the child got it too, and decides
                continue


def runtime_for(arguments: list[str]) -> Environment:
    """What `generate` runs in. PyTorch never comes in by the way: 2 GB are asked for by name.

    Raises Failed where the engine asked for has no runtime.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--engine", default="auto")
    try:
        engine = parser.parse_known_args(arguments)[0].engine
    except argparse.ArgumentError:  # generate itself tells it
        engine = "draft"
    if engine == "draft":
        return RUNTIME
    if PIXAL3D.ready():
        return PIXAL3D
    setup = "python vendor_install.py setup --pixal3d"
    if engine == "pixal3d":
        raise Failed(f"Pixal3D has no runtime here, or an outdated one. Set it up (2 GB): {setup}")
    if PIXAL3D.installed():
        outdated = "Pixal3D's runtime is outdated, so it is left out. This brings it up to date:"
        print(f"{outdated} {setup}", file=sys.stderr)
    return RUNTIME


def command_generate(arguments: list[str]) -> int:
    python = ensure(runtime_for(arguments))
    become(python, ["-I", "-m", "pixal3d_addon", "generate", *arguments])


def command_python(arguments: list[str]) -> int:
    pixal3d = arguments[:1] == ["--pixal3d"]
    become(ensure(PIXAL3D_BENCH if pixal3d else BENCH), arguments[1:] if pixal3d else arguments)


def command_setup(arguments: list[str]) -> int:
    if arguments[:1] == ["--pixal3d"]:
        return setup_pixal3d(arguments[1:])
    if arguments not in ([], ["--background"]):
        raise Failed("setup takes no argument, or one of --background and --pixal3d.")
    environment = BACKGROUND if arguments else RUNTIME
    python = ensure(environment)
    say("The runtime is ready.")
    if arguments:  # asked for by name: the only download that is no package
        become(python, ["-I", "-m", "pixal3d_addon", "model", "--download"])
    return 0


def setup_pixal3d(arguments: list[str]) -> int:
    """Show what fits this machine, then, unless it is a dry run, install and try it."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--build", choices=BUILDS)
    parser.add_argument("--torch-index", default=INDEX)
    try:
        options, unknown = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise Failed(f"setup --pixal3d: {error}.") from error
    if unknown:
        raise Failed(
            "setup --pixal3d takes --dry-run, --build BUILD and --torch-index URL, not "
            f"{unknown[0]!r}."
        )
    machine = this_machine()
    try:
        chosen = named(machine, options.build) if options.build else plan(machine)
    except KeyError:
        raise Failed(f"PyTorch has no build {options.build} for {machine.system}.") from None
    mirror = options.torch_index.rstrip("/")
    environment = pixal3d_with(replace(chosen, index=chosen.index.replace(INDEX, mirror)))
    show_plan(chosen, environment)
    if not chosen.build:
        raise Failed(f"{chosen.why} {chosen.remedy}")
    if options.dry_run:
        return 0
    python = ensure(environment)
    say(try_torch(python, chosen))
    say("The runtime is ready.")
    say(f"In Blender, in the add-on's preferences, set Runtime to {environment.folder}")
    return 0


def pixal3d_with(chosen: Plan) -> Environment:
    """Pixal3D's environment with a build of PyTorch; what else is in it takes 1300 MB."""
    return replace(
        PIXAL3D,
        build=chosen.build,
        index=chosen.index,
        megabytes=max(PIXAL3D.megabytes, 1300 + chosen.disk_mb),
    )


def show_plan(chosen: Plan, environment: Environment) -> None:
    """What would be done here, and why. Sizes of PyTorch are estimates."""
    place = next(path for path in (HOME, *HOME.parents) if path.exists())
    free = shutil.disk_usage(place).free / 2**30
    try:
        python = str(find_python(environment.pythons))
    except Lacking as reason:
        python = str(reason)
    state = "is to be made"
    if environment.ready():
        state = "is there already: nothing is to be installed"
    elif environment.installed():
        state = "is there, with other versions or another build: is to be changed"
    build = f"{torch_version()}, build {chosen.build}" if chosen.build else "none"
    pip_finds = "where pip's own settings find it" if chosen.build in ("", PLAIN_BUILD) else ""
    lines = {
        "device": chosen.device or "none",
        "PyTorch": f"{build}. {chosen.why}",
        "from": " or ".join(filter(None, (pip_finds, environment.index))),
        "Python": python,
        "download": f"about {(250 + chosen.download_mb) / 1000:.1f} GB",
        "disk": f"about {environment.megabytes / 1000:.1f} GB; {free:.1f} GB are free",
        "folder": f"{environment.folder} {state}",
    }
    say("Pixal3D's runtime on this machine")
    for name, text in lines.items():
        say(f"  {name:<9} {text}")
    if chosen.remedy:
        say(f"  {'note':<9} {chosen.remedy}")


TRY_TORCH = """
import torch
from pixal3d_addon.engine.pixal3d.device import best_device
from pixal3d_addon.engine.pixal3d.machine import describe
device = best_device()
ones = torch.ones(64, 64, device=device)
assert float((ones @ ones).sum()) == 64**3
print(device.type, describe())
"""


def try_torch(python: Path, chosen: Plan) -> str:
    """A small computation on the device that the plan is for. Returns what ran it, in words."""
    device = {"cpu": "cpu", "mps": "mps"}.get(chosen.build, "cuda")
    done = subprocess.run(
        [python, "-I", "-c", TRY_TORCH],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=child_environment(),
    )
    found, _, words = done.stdout.strip().partition(" ")
    if done.returncode:
        log = HOME / "pixal3d-torch.log"
        log.write_text(done.stderr, encoding="utf-8")
        raise Failed(
            f"PyTorch was installed but does not run here; its words are in .runtime/{log.name}. "
            "Install the newest driver and restart, or take --build cpu."
        )
    if device != "cpu" and found != device:
        raise Failed(
            "PyTorch was installed but finds no graphics card. Install the newest driver and "
            "restart, or take --build cpu."
        )
    return words


COMMANDS = {
    "generate": command_generate,
    "test": command_test,
    "python": command_python,
    "setup": command_setup,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say((__doc__ or "").strip())
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    try:
        if command is None:
            raise Failed(
                f"There is no command {arguments[0]!r}: choose from {', '.join(COMMANDS)}, or "
                "--help."
            )
        return command(arguments[1:])
    except Failed as reason:
        print(f"Error: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next call repairs what is half-made.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
