"""Known vulnerabilities of everything that is locked, as pip-audit tells them.

    .runtime/lint/bin/python -m release.audit

Fails where one is known that a newer version mends. What has no newer version is told only.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pixal3d_addon.setup.locks import FOLDER

UNREACHED = 4  # exit status: the service with the advisories did not answer for any package


def main() -> int:
    asked, unasked, fixable = 0, 0, []
    for pins in rounds(locked()):
        for told in _ask(pins):
            if "skip_reason" in told:
                unasked += 1
                continue
            asked += 1
            for line, mended in weaknesses(told):
                print(line)
                fixable += [line] if mended else []
    print(f"{asked} packages were asked about, {unasked} could not be.")
    if not asked:
        return UNREACHED
    return 1 if fixable else 0


def locked() -> set[tuple[str, str]]:
    """(name, version) of all locks, without the local part that names a build."""
    found = set()
    for lock in sorted(FOLDER.glob("*.txt")):
        found |= set(re.findall(r"^([\w.\-]+)==([^\s;+]+)", lock.read_text(encoding="utf-8"), re.M))
    return found


def rounds(pins: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Split so that no name is twice in one: locks have several versions, by Python."""
    split: list[list[tuple[str, str]]] = []
    seen: dict[str, int] = {}
    for name, version in sorted(pins):
        turn = seen[name] = seen.get(name, -1) + 1
        if turn == len(split):
            split.append([])
        split[turn].append((name, version))
    return split


def weaknesses(told: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """A line for each that pip-audit tells of a package, and whether a newer version mends it."""
    for each in told["vulns"]:
        fixes = " or ".join(each["fix_versions"])
        line = f"{told['name']} {told['version']}: {each['id']}"
        yield f"{line}, mended in {fixes}" if fixes else f"{line}, not mended yet", bool(fixes)


def _ask(pins: list[tuple[str, str]]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "pins.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in pins))
        command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", "pypi"]
        command += ["--no-deps", "--disable-pip", "--requirement", str(wanted)]
        command += ["--format", "json", "--progress-spinner", "off"]
        done = subprocess.run(command, capture_output=True, text=True)
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):  # no connection
        return [{"name": name, "skip_reason": done.stderr} for name, _ in pins]


if __name__ == "__main__":
    sys.exit(main())
