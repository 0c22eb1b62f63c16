"""pip: what it is asked to install, what it tells meanwhile, and why it failed."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ..core.masked import without_logins
from .environment import PLAIN_BUILD, Environment
from .failed import Failed, Lacking
from .locks import UNHASHED, lock_file, torch_is_hashed, torch_lock, torch_version
from .machine import numbers, this_system
from .source import Listener, Source

_NEW = (25, 2)  # the first pip that tells how far a file is and goes on with a broken one
_TRIES = 20  # times that pip goes on with a file after the connection broke


def install(
    environment: Environment, locks: Sequence[str], source: Source, listener: Listener
) -> None:
    """pip install, wheels only, the hash of every file of a lock that has hashes checked."""
    hashed = [lock for lock in locks if lock not in UNHASHED]
    if hashed:
        files = [lock_file(lock) for lock in hashed]
        run_pip(environment, ["install", "--require-hashes"], files, source, listener)
    for lock in locks:
        if lock in UNHASHED:
            known = torch_with_hashes(environment)
            get_torch(environment, ["install"], lock_file(lock), known, source, listener)


def torch_with_hashes(environment: Environment) -> Path | None:
    """The lock of its build of PyTorch, where the hash of this system's wheel is known."""
    system, processor = this_system()
    build = environment.build or PLAIN_BUILD
    major, minor = numbers(environment.python_version())[:2]
    if torch_is_hashed(system, build, processor, (major, minor)):
        return lock_file(torch_lock(system, build))
    return None


def get_torch(
    environment: Environment,
    command: Sequence[str],
    lock: Path,
    hashed: Path | None,
    source: Source,
    listener: Listener,
) -> None:
    """The build that the environment asks for. Raises Failed, or Lacking where there is none.

    The plain one as pip's own settings find it, a mirror or a folder say, before PyTorch's index
    is asked; and that only where somebody asked for a build. hashed: the lock that has the hash of
    it and of all that it brings, None where that is not known.
    """
    elsewhere = ["--extra-index-url", environment.index] if environment.index else []
    if source.wheels is not None:
        elsewhere = []
    plain = environment.build in ("", PLAIN_BUILD)
    if hashed is not None:
        lock, command = hashed, [*command, "--require-hashes"]
        if not plain:
            run_pip(environment, [*command, *elsewhere], [lock], source, listener)
            return
    elif not plain:
        # What it brings, CUDA's libraries say, is pinned by its own metadata.
        local = f"+{environment.build}" if environment.index else ""  # the package index has none
        wanted = f"torch=={torch_version()}{local}"
        run_pip(environment, [*command, *elsewhere, wanted], [], source, listener, alone=False)
        return
    try:
        run_pip(environment, command, [lock], source, listener)
    except Lacking:
        if not elsewhere:
            raise
        run_pip(environment, [*command, *elsewhere], [lock], source, listener)


def run_pip(
    environment: Environment,
    command: Sequence[str],
    files: Sequence[Path],
    source: Source,
    listener: Listener,
    alone: bool = True,
) -> None:
    """One call of pip's. Shows what is fetched; adds pip's own words to the log.

    command: pip's, with its options. files: of requirements. alone: nothing that is not named
    comes in. Raises Failed and Lacking.
    """
    line: list[str | Path] = [environment.python, "-I", "-m", "pip", *command]
    line += [*source.options(), *_behaviour(environment)]
    line += ["--no-deps"] if alone else []
    line += ["--no-compile"] if "install" in command else []  # Python does it with what it imports
    for file in files:
        line += ["-r", file]
    with environment.log.open("a", encoding="utf-8") as log:
        pip = subprocess.Popen(
            line,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=source.environment(),
            # The lock of `alone` goes along: should this process be killed, pip has it to its end.
            close_fds=os.name == "nt",
        )
        assert pip.stdout
        package = ""
        try:
            for told in pip.stdout:
                if far := _PROGRESS.match(told):
                    listener.step(package, int(far[1]), int(far[2]))
                    continue
                log.write(without_logins(told))
                if shown := pip_progress(told):
                    package = " ".join(shown.split("-")[:2])
                    listener.say(f"  {shown}")
        finally:
            if pip.poll() is None:
                pip.terminate()
            pip.wait()
    if pip.returncode:
        _explain(environment, source)


def _behaviour(environment: Environment) -> list[str]:
    options = ["--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    if _pip_version(environment) >= _NEW:
        return [*options, "--progress-bar=raw", f"--resume-retries={_TRIES}"]
    return [*options, "--progress-bar=off"]


def _pip_version(environment: Environment) -> tuple[int, ...]:
    for path in environment.folder.glob("[Ll]ib/**/site-packages/pip-*.dist-info"):
        if found := re.match(r"pip-(\d+)\.(\d+)", path.name):
            return int(found[1]), int(found[2])
    return (0, 0)


def pip_progress(line: str) -> str:
    """What a user sees of a line of pip's: files without their address; empty for the rest."""
    found = re.match(r"\s*(?:Downloading|Using cached) (?:\S*/)?(\S+) (\(.+\))", line)
    if found:
        return f"{found[1]} {found[2]}"
    return "installing" if line.startswith("Installing collected packages") else ""


_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
_NO_CPU_TORCH = re.compile(r"No matching distribution found for torch==\S+\+cpu")
_NO_BUILD_OF_TORCH = re.compile(r"No matching distribution found for torch==")
_FAILURES = {
    r"No space left|Errno 28|not enough space|WinError 112": (
        "The disk filled up while installing.",
        "Free some space, then try again.",
        "disk_full",
    ),
    r"DO NOT MATCH THE HASHES": (
        "A package is not the one that was pinned, and was refused.",
        "Try again; if it stays so, the package mirror in pip's settings serves changed files.",
        "setup_failed",
    ),
    r"Permission denied|Errno 13|WinError 5\b|Read-only file system": (
        "A file of the runtime could not be written.",
        "Close programs that use it, or choose a folder that you may write to, then try again.",
        "folder_unwritable",
    ),
    r"File name too long|Errno 36|WinError 206": (
        "The folder's path is too long for this system.",
        "Choose a folder nearer to the root of the disk, then try again.",
        "path_too_long",
    ),
    r"[Cc]onnection|timed out|resolution|ProxyError|SSLError|urlopen|Network is|[Ii]ncomplete": (
        "The packages could not be fetched.",
        "Check the network and pip's proxy and mirror settings, then try again.",
        "download_failed",
    ),
    r"No matching distribution": (
        "The package index has no build of a package for this system and Python.",
        "Use another Python from 3.10 to 3.14, or check pip's mirror settings.",
        "setup_failed",
    ),
}  # fmt: skip


def _explain(environment: Environment, source: Source) -> None:
    output = environment.log.read_text(encoding="utf-8")
    if source.wheels is not None and "No matching distribution" in output:
        raise Lacking(
            "The folder of wheels has not got all that this system and Python need.",
            "Make it for this computer: python vendor_install.py bundle --help",
        )
    if _NO_CPU_TORCH.search(output):
        raise Lacking(
            "No CPU build of PyTorch was found.",
            "Add PyTorch's CPU index to pip's settings (extra-index-url), then try again.",
        )
    if _NO_BUILD_OF_TORCH.search(output) and environment.build:
        raise Failed(
            f"PyTorch's build {environment.build} was not found.",
            f"Check the network, or that the mirror has "
            f"{without_logins(environment.index) or 'it'}; --build cpu "
            "takes the processor's.",
        )
    raise pip_failure(output, f"{environment.home.name}/{environment.log.name}")


def pip_failure(output: str, log: str) -> Failed:
    """The sentence and remedy for pip's output. The first pattern that is found decides."""
    for pattern, (sentence, remedy, code) in _FAILURES.items():
        if re.search(pattern, output):
            return Failed(sentence, f"{remedy} (pip's words are in {log}.)", code)
    return Failed(
        "pip could not install the packages.",
        f"Its words are in {log}; read its end, try again.",
    )
