"""What this machine could compute with: asked of its drivers and its system. Installs nothing."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from . import search_path

_VENDORS = {"10de": "nvidia", "1002": "amd", "8086": "intel"}  # of PCI
_ASK_SECONDS = 20
# Windows' class of display adapters: one key a card.
_ADAPTERS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"
_SMI_PLACES = (
    "/usr/lib/wsl/lib/nvidia-smi",  # Windows' Linux
    r"C:\Windows\System32\nvidia-smi.exe",
    r"C:\Program Files\NVIDIA Corporation\NVSMI\nvidia-smi.exe",
)


@dataclass(frozen=True)
class Card:
    """A graphics card. memory_mb: 0 where unknown, and where it shares the processor's.

    capability: NVIDIA's, (8, 6); (0, 0) where unknown. architecture: AMD's, "gfx1100".
    """

    vendor: str  # nvidia, amd, intel or apple
    name: str
    memory_mb: int = 0
    capability: tuple[int, int] = (0, 0)
    architecture: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.memory_mb / 1024:.1f} GB" if self.memory_mb else self.name


@dataclass(frozen=True)
class Machine:
    """What decides which build of PyTorch can run.

    system: linux, windows, macos or another. processor: of this Python: x86_64, arm64 or another.
    driver: NVIDIA's, (580, 65, 6); empty without one. compute: whether AMD's kernel interface is
    there and may be opened. glibc: of Linux; empty for another C library. translated: this
    Python was built for an Intel Mac and runs on an Apple processor. macos: its version, (14, 5);
    empty for another system.
    """

    system: str
    processor: str
    cards: tuple[Card, ...] = ()
    driver: tuple[int, ...] = ()
    compute: bool = False
    glibc: tuple[int, ...] = ()
    translated: bool = False
    macos: tuple[int, ...] = ()


def this_system() -> tuple[str, str]:
    """System and processor of this Python, as `Machine` has them."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    spoken = platform.machine().lower()
    return system, {"amd64": "x86_64", "aarch64": "arm64"}.get(spoken, spoken)


def this_platform() -> Machine:
    """This one without its graphics cards: nothing is asked that takes time."""
    system, processor = this_system()
    libc, number = platform.libc_ver() if system == "linux" else ("", "")
    return Machine(
        system,
        processor,
        glibc=numbers(number) if libc == "glibc" else (),
        macos=numbers(platform.mac_ver()[0]) if system == "macos" else (),
    )


def this_machine(sysfs: Path = Path("/sys"), devices: Path = Path("/dev")) -> Machine:
    """Ask this one. What does not answer is taken for absent; nothing is raised."""
    here = this_platform()
    if here.system == "macos":
        arm = _answer(["/usr/sbin/sysctl", "-n", "hw.optional.arm64"]).strip() == "1"
        apple = (Card("apple", "Apple's GPU"),) if arm else ()
        return replace(here, cards=apple, translated=arm and here.processor != "arm64")
    nvidia, driver = ask_nvidia()
    seen = (
        _windows_cards() if here.system == "windows" else (*_pci_cards(sysfs), *_kfd_cards(sysfs))
    )
    amd = [card for card in seen if card.architecture]  # known better than by its PCI entry
    cards = [*nvidia, *amd]
    asked = {card.vendor for card in cards}
    cards += [card for card in seen if card.vendor not in asked]
    compute = os.access(devices / "kfd", os.R_OK | os.W_OK)
    return replace(here, cards=tuple(cards), driver=driver, compute=compute)


def ask_nvidia() -> tuple[tuple[Card, ...], tuple[int, ...]]:
    """NVIDIA's cards and driver version, as its own tool tells; empty where it tells nothing."""
    places = filter(search_path.is_file, map(Path, _SMI_PLACES))
    tool = search_path.program("nvidia-smi") or next(places, None)
    if tool is None:
        return (), ()
    # Drivers before 510 do not know compute_cap and answer with an error.
    for more in (",compute_cap", ""):
        fields = f"name,memory.total,driver_version{more}"
        told = _answer([str(tool), f"--query-gpu={fields}", "--format=csv,noheader,nounits"])
        cards, driver = parse_nvidia(told)
        if cards:
            return cards, driver
    return (), ()


def parse_nvidia(told: str) -> tuple[tuple[Card, ...], tuple[int, ...]]:
    """From a line a card: name, MiB, driver version, compute capability where it is told."""
    cards: list[Card] = []
    driver: tuple[int, ...] = ()
    for line in told.splitlines():
        parts = [part.strip() for part in line.split(",")]
        if len(parts) < 3 or not re.fullmatch(r"\d+(\.\d+)+", parts[2]):
            continue  # an error's words
        driver = numbers(parts[2])
        memory = int(parts[1]) if parts[1].isdigit() else 0  # "[N/A]" where memory is shared
        level = numbers(parts[3])[:2] if len(parts) > 3 else ()
        capability = (level[0], level[1]) if len(level) == 2 else (0, 0)
        cards.append(Card("nvidia", parts[0], memory, capability))
    return tuple(cards), driver


def numbers(version: str) -> tuple[int, ...]:
    """ "580.65.06" → (580, 65, 6); what is no number ends it."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _pci_cards(sysfs: Path) -> Iterator[Card]:
    for path in sorted(sysfs.glob("class/drm/card*/device/vendor")):
        vendor = _VENDORS.get(_text(path).removeprefix("0x"))
        if vendor:
            total = _text(path.with_name("mem_info_vram_total"))
            memory = int(total) >> 20 if total.isdigit() else 0
            yield Card(vendor, f"A graphics card by {vendor.upper()}", memory)


def _kfd_cards(sysfs: Path) -> Iterator[Card]:
    """AMD's, from the topology that its kernel driver shows; processors have version 0 there."""
    for path in sorted(sysfs.glob("class/kfd/kfd/topology/nodes/*/properties")):
        lines = (line.split() for line in _text(path).splitlines())
        told: Mapping[str, str] = {line[0]: line[1] for line in lines if len(line) == 2}
        version = told.get("gfx_target_version", "0")
        if not version.isdigit() or version == "0":
            continue
        major, minor, step = int(version) // 10000, int(version) // 100 % 100, int(version) % 100
        architecture = f"gfx{major}{minor:x}{step:x}"
        banks = (_text(bank) for bank in path.parent.glob("mem_banks/*/properties"))
        sizes = (re.search(r"^size_in_bytes (\d+)", bank, re.M) for bank in banks)
        memory = max((int(size[1]) >> 20 for size in sizes if size), default=0)
        yield Card("amd", f"AMD {architecture}", memory, architecture=architecture)


def _windows_cards() -> list[Card]:
    if sys.platform != "win32":
        return []
    import winreg

    cards = []
    with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _ADAPTERS) as adapters:
        for number in range(32):
            with suppress(OSError), winreg.OpenKey(adapters, f"{number:04}") as key:
                identity = str(winreg.QueryValueEx(key, "MatchingDeviceId")[0]).lower()
                found = re.search(r"ven_([0-9a-f]{4})", identity)
                vendor = _VENDORS.get(found[1]) if found else None
                if vendor:
                    name = str(winreg.QueryValueEx(key, "DriverDesc")[0])
                    cards.append(Card(vendor, name))
    return cards


def _answer(command: list[str]) -> str:
    """What a command prints; empty where it fails."""
    try:
        return subprocess.run(
            command,
            capture_output=True,
            timeout=_ASK_SECONDS,
            stdin=subprocess.DEVNULL,
            check=True,
            encoding="utf-8",
            errors="replace",
        ).stdout
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
