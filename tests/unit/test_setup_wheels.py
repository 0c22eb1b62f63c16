"""What has no wheels on a system is refused in the plan, with a way on."""

from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.setup.environment import FINISHING
from pixal3d_addon.setup.machine import Machine
from pixal3d_addon.setup.plan import plan_runtime
from pixal3d_addon.setup.wheels import lacking

LINUX = Machine("linux", "x86_64", glibc=(2, 36))
MAC = Machine("macos", "arm64", macos=(14, 5))
MACHINES = {
    "linux": (LINUX, ""),
    "linux-arm": (replace(LINUX, processor="arm64"), ""),
    "linux-old": (replace(LINUX, glibc=(2, 17)), "glibc 2.28"),
    "linux-musl": (replace(LINUX, glibc=()), "glibc 2.28"),
    "linux-riscv": (replace(LINUX, processor="riscv64"), "riscv64"),
    "windows": (Machine("windows", "x86_64"), ""),
    "windows-arm": (Machine("windows", "arm64"), "x86-64 Python"),
    "windows-32-bit": (Machine("windows", "x86"), "x86 on windows"),
    "mac-14": (MAC, ""),
    "mac-13": (replace(MAC, macos=(13, 6)), ""),
    "mac-12": (replace(MAC, macos=(12, 7)), "macOS 13"),
    "mac-intel": (Machine("macos", "x86_64", macos=(13, 6)), ""),
    "freebsd": (Machine("freebsd14", "x86_64"), "freebsd14"),
}


@pytest.mark.parametrize("name", MACHINES)
def test_each_system_gets_the_packages_or_a_reason(name: str, tmp_path: Path) -> None:
    machine, told = MACHINES[name]
    for refused in (
        lacking(FINISHING.locks, machine),
        plan_runtime("draft", tmp_path, machine=machine).problem(),
    ):
        assert told in str(refused) if told else refused is None


def test_draft_is_said_to_work_where_its_runtime_does_not() -> None:
    for machine, told in MACHINES.values():
        if told:
            assert "Draft works" in str(lacking(FINISHING.locks, machine))
