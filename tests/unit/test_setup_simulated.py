"""Whole machines, simulated by what their tools, drivers and systems answer: the plan each gets."""

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

from pixal3d_addon.setup import machine
from pixal3d_addon.setup.locks import torch_is_hashed
from pixal3d_addon.setup.machine import this_machine
from pixal3d_addon.setup.torch_build import INDEX, plan

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fakes tools by shell scripts")

OLD_SMI = 'case "$*" in *compute_cap*) echo "Field \\"compute_cap\\" is not valid"; exit 2;; esac\n'


@dataclass(frozen=True)
class Simulated:
    """smi: the lines of nvidia-smi's shell script, empty without one. pci: vendors on the bus.

    kfd: versions of AMD's compute devices in the kernel's topology. adapters: of Windows' registry,
    (name, device id). group: whether this user may open AMD's compute interface.
    """

    system: str = "linux"
    processor: str = "x86_64"
    smi: str = ""
    pci: tuple[str, ...] = ()
    kfd: tuple[int, ...] = ()
    adapters: tuple[tuple[str, str], ...] = ()
    group: bool = True
    libc: tuple[str, str] = ("glibc", "2.36")
    macos: str = "15.1"
    arm: bool = False


@dataclass(frozen=True)
class Expected:
    """hashed: whether its wheel's hash is known, for Python 3.12."""

    build: str
    device: str
    remedy: str = ""
    hashed: bool = field(default=True)


def smi(*cards: str) -> str:
    return "\n".join(f"echo '{card}'" for card in cards)


def windows(**facts: object) -> Simulated:
    return Simulated("win32", "AMD64", **facts)  # type: ignore[arg-type]


GTX_1080 = "GeForce GTX 1080, 8192, {}, 6.1"
RTX_4090 = "NVIDIA GeForce RTX 4090, 24564, {}, 8.9"
RTX_5090 = "NVIDIA GeForce RTX 5090, 32607, {}, 12.0"
RADEON = ("AMD Radeon RX 7900 XTX", "PCI\\VEN_1002&DEV_744C")
ARC = ("Intel(R) Arc(TM) A770", "PCI\\VEN_8086&DEV_56A0")
GEFORCE = ("NVIDIA GeForce RTX 4090", "PCI\\VEN_10DE&DEV_2684")
MACHINES = {
    "linux, a new NVIDIA": (
        Simulated(smi=smi(RTX_5090.format("580.95.05")), pci=("0x10de",)),
        Expected("cu130", "NVIDIA GeForce RTX 5090, 31.8 GB"),
    ),
    "linux, an old NVIDIA": (
        Simulated(smi=smi(GTX_1080.format("580.95.05"))),
        Expected("cu126", "GeForce GTX 1080, 8.0 GB"),
    ),
    "linux, an older driver": (
        Simulated(smi=smi(RTX_4090.format("550.144.03"))),
        Expected("cu126", "NVIDIA GeForce RTX 4090, 24.0 GB"),
    ),
    "linux, a driver too old": (
        Simulated(smi=smi(RTX_4090.format("520.61.05"))),
        Expected("cpu", "the processor", "install 525 or newer"),
    ),
    "linux, a driver before compute_cap": (
        Simulated(smi=OLD_SMI + smi("GeForce GTX 980, 4096, 470.82.01")),
        Expected("cpu", "the processor", "too old"),
    ),
    "linux, NVIDIA without a driver": (
        Simulated(pci=("0x10de",)), Expected("cpu", "the processor", "Install NVIDIA's driver"),
    ),
    "linux, a driver that does not answer": (
        Simulated(smi="echo 'NVIDIA-SMI has failed'; exit 9", pci=("0x10de",)),
        Expected("cpu", "the processor", "Install NVIDIA's driver"),
    ),
    "linux, two NVIDIA": (
        Simulated(smi=smi(GTX_1080.format("580.65.06"), RTX_4090.format("580.65.06"))),
        Expected("cu130", "NVIDIA GeForce RTX 4090, 24.0 GB"),
    ),
    "linux on arm, NVIDIA": (
        Simulated(processor="aarch64", smi=smi("NVIDIA GB10, [N/A], 580.95.05, 12.1")),
        Expected("cu130", "NVIDIA GB10"),
    ),
    "linux on arm, nothing": (
        Simulated(processor="aarch64"), Expected("cpu", "the processor", "No graphics card"),
    ),
    "linux, a new AMD": (
        Simulated(pci=("0x1002",), kfd=(0, 110000)),
        Expected("rocm7.2", "AMD gfx1100, 16.0 GB", hashed=False),
    ),
    "linux, an old AMD": (
        Simulated(pci=("0x1002",), kfd=(0, 80003)), Expected("cpu", "the processor", "no code for"),
    ),
    "linux, AMD without amdgpu": (
        Simulated(pci=("0x1002",)), Expected("cpu", "the processor", "install amdgpu"),
    ),
    "linux, AMD without the group": (
        Simulated(pci=("0x1002",), kfd=(110000,), group=False),
        Expected("cpu", "the processor", "group render"),
    ),
    "linux, Intel": (
        Simulated(pci=("0x8086",)), Expected("cpu", "the processor", "Intel's graphics"),
    ),
    "linux, Intel beside NVIDIA": (
        Simulated(smi=smi(RTX_4090.format("580.65.06")), pci=("0x8086", "0x10de")),
        Expected("cu130", "NVIDIA GeForce RTX 4090, 24.0 GB"),
    ),
    "linux, musl": (Simulated(libc=("", "")), Expected("", "", "glibc", hashed=False)),
    "windows, a new NVIDIA": (
        windows(smi=smi(RTX_5090.format("581.29")), adapters=(GEFORCE,)),
        Expected("cu130", "NVIDIA GeForce RTX 5090, 31.8 GB"),
    ),
    "windows, an old NVIDIA": (
        windows(smi=smi(GTX_1080.format("581.29"))), Expected("cu126", "GeForce GTX 1080, 8.0 GB"),
    ),
    "windows, a driver too old": (
        windows(smi=smi(RTX_4090.format("522.25")), adapters=(GEFORCE,)),
        Expected("cpu", "the processor", "install 528 or newer"),
    ),
    "windows, NVIDIA without a driver": (
        windows(adapters=(GEFORCE,)), Expected("cpu", "the processor", "Install NVIDIA's driver"),
    ),
    "windows, AMD": (
        windows(adapters=(RADEON,)), Expected("cpu", "the processor", "AMD has one"),
    ),
    "windows, Intel": (
        windows(adapters=(ARC,)), Expected("cpu", "the processor", "Intel's graphics"),
    ),
    "windows, nothing": (windows(), Expected("cpu", "the processor", "No graphics card")),
    "windows on arm": (
        Simulated("win32", "ARM64"), Expected("", "", "x86-64 Python", hashed=False),
    ),
    "mac, Apple": (Simulated("darwin", "arm64", arm=True), Expected("mps", "Apple's GPU")),
    "mac, Apple, an older macOS": (
        Simulated("darwin", "arm64", arm=True, macos="13.7.1"),
        Expected("", "", "Update macOS", hashed=False),
    ),
    "mac, Apple, a Python for Intel": (
        Simulated("darwin", "x86_64", arm=True), Expected("", "", "Apple processors", hashed=False),
    ),
    "mac, Intel": (
        Simulated("darwin", "x86_64"), Expected("", "", "Draft works", hashed=False),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MACHINES)
def test_each_machine_gets_its_plan(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulated, expected = MACHINES[name]
    with monkeypatch.context() as patch:
        put_together(simulated, tmp_path, patch)
        found = this_machine(tmp_path / "sys", tmp_path / "dev")
    made = plan(found)
    assert (made.build, made.device) == (expected.build, expected.device)
    assert expected.remedy in made.remedy if expected.remedy else not made.remedy
    assert made.index in ("", f"{INDEX}/{made.build}")
    hashed = torch_is_hashed(found.system, made.build, found.processor, (3, 12))
    assert hashed == expected.hashed


def put_together(simulated: Simulated, folder: Path, patch: pytest.MonkeyPatch) -> None:
    tool = folder / "nvidia-smi"
    if simulated.smi:
        tool.write_text(f"#!/bin/sh\n{simulated.smi}\n")
        tool.chmod(0o755)
    for number, vendor in enumerate(simulated.pci):
        write(folder / f"sys/class/drm/card{number}/device/vendor", f"{vendor}\n")
    for number, version in enumerate(simulated.kfd):
        node = folder / f"sys/class/kfd/kfd/topology/nodes/{number}"
        write(node / "properties", f"simd_count 96\ngfx_target_version {version}\n")
        write(node / "mem_banks/0/properties", f"size_in_bytes {16 << 30}\n")
    if simulated.group:
        write(folder / "dev/kfd", "")
    answer = machine._answer
    sysctl = f"{simulated.arm:d}\n"
    patch.setattr(machine, "_answer", lambda line: sysctl if "sysctl" in line[0] else answer(line))
    patch.setattr(machine, "_SMI_PLACES", (str(tool),))
    patch.setattr(machine.search_path, "program", lambda _: None)
    patch.setattr(machine.platform, "machine", lambda: simulated.processor)
    patch.setattr(machine.platform, "libc_ver", lambda: simulated.libc)
    patch.setattr(machine.platform, "mac_ver", lambda: (simulated.macos, ("", "", ""), ""))
    patch.setitem(sys.modules, "winreg", registry(simulated.adapters))
    patch.setattr(machine.sys, "platform", simulated.system)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def registry(adapters: tuple[tuple[str, str], ...]) -> ModuleType:
    """A winreg whose class of display adapters has these."""
    fake = ModuleType("winreg")

    @contextmanager
    def open_key(parent: object, name: str):
        if parent == "display":
            if int(name) >= len(adapters):
                raise FileNotFoundError
            yield adapters[int(name)]
        else:
            yield "display"

    fake.HKEY_LOCAL_MACHINE = "machine"  # type: ignore[attr-defined]
    fake.OpenKey = open_key  # type: ignore[attr-defined]
    fake.QueryValueEx = lambda key, name: (key[name == "MatchingDeviceId"], 1)  # type: ignore[attr-defined]
    return fake
