"""The parts of the tests: each run in the environment that it needs, and added up.

Standard library alone: it runs on a machine where nothing is installed yet.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pixal3d_addon.setup.environment import CLONE, HOME, PIXAL3D, Environment
from pixal3d_addon.setup.failed import Failed, Lacking
from pixal3d_addon.setup.make import ensure
from pixal3d_addon.setup.pythons import child_environment
from pixal3d_addon.setup.source import Listener
from release import audit, check_wheels
from tests.environments import BLENDERS, LINT, PIXAL3D_TESTS, TESTS

CI = os.environ.get("CI", "").lower() in ("1", "true")
SUITES = ("sid", "trixie")  # of Debian, with Blender 5.2 and 4.3
TEST_SECONDS = 1800  # of one pytest run; one that hangs must not hold a CI machine


def say(text: str) -> None:
    print(text, flush=True)


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


def run_pytest(environment: Environment, folder: str, *arguments: str) -> Tally:
    """Run the tests of one folder in a process of its own."""
    python = ensure(environment, Listener(say))
    name = " ".join([environment.name, *arguments])
    report = HOME / "reports" / f"{folder}-{name.replace(' --', '-')}.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = [str(python), "-m", "pytest", f"tests/{folder}", "-q", "-rs", f"--junitxml={report}"]
    command += arguments
    say(f"\n{folder} on {name}")
    try:
        status = subprocess.run(
            command, cwd=CLONE, env=child_environment(), timeout=TEST_SECONDS
        ).returncode
    except subprocess.TimeoutExpired:
        say(f"Stopped after {TEST_SECONDS} s.")
        status = 1
    return read_report(report, status)


def run_blender(environment: Environment) -> Tally:
    """Blender's tests, one of which starts Pixal3D's Python: where that lacks, it skips itself."""
    with suppress(Lacking):
        ensure(PIXAL3D, Listener(say))
    return run_pytest(environment, "blender")


def run_gui() -> Tally:
    """The window tests in both Blenders at the same time: each is busy with one core."""
    shutil.rmtree(CLONE / "build" / "gui", ignore_errors=True)
    ensure(TESTS, Listener(say))
    with suppress(Lacking):
        ensure(PIXAL3D, Listener(say))
    with ThreadPoolExecutor() as pool:
        tallies = pool.map(lambda suite: run_pytest(TESTS, "gui", f"--debian={suite}"), SUITES)
        return sum(tallies, Tally())


def run_lint() -> Tally:
    """Ruff's rules and format, and the types of everything that runs without Blender."""
    python = ensure(LINT, Listener(say))
    tally = Tally()
    for arguments in (
        ["ruff", "check", "--quiet"],
        ["ruff", "format", "--check", "--quiet"],
        ["mypy", "--no-error-summary"],
    ):
        say(f"\n{' '.join(arguments[:2])}")
        status = subprocess.run(
            [python, "-m", *arguments], cwd=CLONE, env=child_environment()
        ).returncode
        tally += Tally(failed=1) if status else Tally(passed=1)
    return tally


def run_locks() -> Tally:
    """The locks against the package index, for every system and Python, and known weaknesses."""
    python = ensure(LINT, Listener(say))
    tally = Tally()
    for module in (check_wheels, audit):
        say(f"\n{module.__name__}")
        done = subprocess.run([python, "-m", module.__name__], cwd=CLONE, env=child_environment())
        if done.returncode == check_wheels.UNREACHED:
            raise Lacking("The package index did not answer.", "Check the network, then try again.")
        if done.returncode != audit.UNREACHED:  # many mirrors have no advisories: no test then
            tally += Tally(failed=1) if done.returncode else Tally(passed=1)
    return tally


Part = Callable[[], Tally]
PARTS: dict[str, tuple[Part, ...]] = {
    "lint": (run_lint, run_locks),
    "unit": (lambda: run_pytest(TESTS, "unit"),),
    "engine": (lambda: run_pytest(TESTS, "engine"),),
    "pixal3d": (lambda: run_pytest(PIXAL3D_TESTS, "pixal3d"),),
    "blender": tuple(lambda e=e: run_blender(e) for e in BLENDERS),  # type: ignore[misc]
    "gui": (run_gui,),
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
            f"There is no part {unknown[0]!r} of the tests.",
            f"Choose from {', '.join(PARTS)}.",
            "settings_invalid",
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
