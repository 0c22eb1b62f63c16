"""Which build of PyTorch each of many machines gets, and what it is told."""

import pytest

from pixal3d_addon.setup.machine import Card, Machine
from pixal3d_addon.setup.torch_build import BUILDS, INDEX, named, plan

GLIBC = (2, 36)


def nvidia(name: str, capability: tuple[int, int], gb: int = 12) -> Card:
    return Card("nvidia", name, gb * 1024, capability)


def amd(architecture: str, gb: int = 16) -> Card:
    return Card("amd", f"AMD {architecture}", gb * 1024, architecture=architecture)


RTX_3060 = nvidia("RTX 3060", (8, 6))
RTX_5090 = nvidia("RTX 5090", (12, 0), 32)
GTX_1080 = nvidia("GTX 1080", (6, 1), 8)
INTEL = Card("intel", "Intel Arc A770")


def linux(*cards: Card, driver: tuple[int, ...] = (), processor: str = "x86_64") -> Machine:
    return Machine("linux", processor, cards, driver, compute=True, glibc=GLIBC)


def windows(*cards: Card, driver: tuple[int, ...] = (), processor: str = "x86_64") -> Machine:
    return Machine("windows", processor, cards, driver)


MACHINES = {
    # Linux, NVIDIA
    "linux-ampere-new": (linux(RTX_3060, driver=(580, 65, 6)), "cu130", ""),
    "linux-ampere-old-driver": (linux(RTX_3060, driver=(550, 54)), "cu126", ""),
    "linux-ampere-oldest-driver": (linux(RTX_3060, driver=(525, 60)), "cu126", ""),
    "linux-driver-too-old": (linux(RTX_3060, driver=(470, 82)), "cpu", "install 525 or newer"),
    "linux-no-driver": (linux(Card("nvidia", "a card")), "cpu", "Install NVIDIA's driver"),
    "linux-pascal": (linux(GTX_1080, driver=(580, 65)), "cu126", ""),
    "linux-volta": (linux(nvidia("V100", (7, 0), 32), driver=(590, 1)), "cu126", ""),
    "linux-turing": (linux(nvidia("T4", (7, 5), 16), driver=(590, 1)), "cu130", ""),
    "linux-kepler": (linux(nvidia("K80", (3, 7)), driver=(470, 82)), "cpu", "too old for PyTorch"),
    "linux-blackwell": (linux(RTX_5090, driver=(580, 65)), "cu130", ""),
    "linux-blackwell-old-driver": (linux(RTX_5090, driver=(570, 8)), "cpu", "install 580 or newer"),
    "linux-of-the-future": (linux(nvidia("X", (15, 0)), driver=(700, 1)), "cpu", "newer than"),
    "linux-unknown-capability": (linux(nvidia("?", (0, 0)), driver=(525, 60)), "cu126", ""),
    "linux-small-card": (linux(nvidia("1650", (7, 5), 4), driver=(580, 1)), "cu130", "little"),
    "linux-hopper-arm": (
        linux(nvidia("GH200", (9, 0), 96), driver=(580, 1), processor="arm64"), "cu130", "",
    ),
    "linux-turing-arm": (
        linux(nvidia("T4", (7, 5)), driver=(580, 1), processor="arm64"), "cpu", "too old",
    ),
    "linux-two-cards": (linux(GTX_1080, RTX_3060, driver=(580, 1)), "cu130", ""),
    # Linux, others
    "linux-rdna3": (linux(amd("gfx1100", 24)), "rocm7.2", ""),
    "linux-rdna4": (linux(amd("gfx1201")), "rocm7.2", ""),
    "linux-mi300": (linux(amd("gfx942", 192)), "rocm7.2", ""),
    "linux-old-amd": (linux(amd("gfx803", 8)), "cpu", "no code for AMD gfx803"),
    "linux-amd-no-kfd": (linux(Card("amd", "a card")), "cpu", "install amdgpu"),
    "linux-amd-no-group": (
        Machine("linux", "x86_64", (amd("gfx1100"),), glibc=GLIBC), "cpu", "group render",
    ),
    "linux-amd-beside-old-nvidia": (
        linux(nvidia("K80", (3, 7), 24), amd("gfx1100"), driver=(470, 1)), "rocm7.2", "",
    ),
    "linux-intel": (linux(INTEL), "cpu", "Intel's graphics"),
    "linux-intel-beside-nvidia": (linux(INTEL, RTX_3060, driver=(580, 1)), "cu130", ""),
    "linux-nothing": (linux(), "cpu", "No graphics card"),
    "linux-arm-nothing": (linux(processor="arm64"), "cpu", "No graphics card"),
    "linux-musl": (Machine("linux", "x86_64", (RTX_3060,), (580, 1)), "", "glibc"),
    "linux-old-glibc": (Machine("linux", "x86_64", glibc=(2, 17)), "", "glibc"),
    "linux-riscv": (linux(processor="riscv64"), "", "Draft works"),
    # Windows
    "windows-ampere": (windows(RTX_3060, driver=(581, 29)), "cu130", ""),
    "windows-ampere-old-driver": (windows(RTX_3060, driver=(560, 94)), "cu126", ""),
    "windows-driver-too-old": (windows(RTX_3060, driver=(527, 41)), "cpu", "install 528 or newer"),
    "windows-no-driver": (windows(Card("nvidia", "a card")), "cpu", "Install NVIDIA's driver"),
    "windows-pascal": (windows(GTX_1080, driver=(581, 29)), "cu126", ""),
    "windows-amd": (windows(Card("amd", "RX 7900 XTX")), "cpu", "AMD has one"),
    "windows-intel": (windows(INTEL), "cpu", "Intel's graphics"),
    "windows-nothing": (windows(), "cpu", "No graphics card"),
    "windows-arm": (windows(processor="arm64"), "", "x86-64 Python"),
    "windows-32-bit": (windows(processor="x86"), "", "64-bit Python"),
    # macOS
    "mac-apple": (Machine("macos", "arm64", (Card("apple", "Apple's GPU"),)), "mps", ""),
    "mac-translated": (Machine("macos", "x86_64", translated=True), "", "Apple processors"),
    "mac-apple-current": (Machine("macos", "arm64", macos=(14, 0)), "mps", ""),
    "mac-apple-outdated": (Machine("macos", "arm64", macos=(13, 6, 9)), "", "Update macOS"),
    "mac-intel": (Machine("macos", "x86_64"), "", "Draft works"),
    "freebsd": (Machine("freebsd14", "x86_64"), "", "Draft works"),
}  # fmt: skip


@pytest.mark.parametrize("name", MACHINES)
def test_each_machine_gets_the_build_that_runs_there(name: str) -> None:
    machine, build, remedy = MACHINES[name]
    made = plan(machine)
    assert made.build == build
    assert (remedy in made.remedy) if remedy else made.remedy == ""
    assert made.why
    assert bool(made.build) == bool(made.disk_mb > made.download_mb > 0)


def test_only_what_the_package_index_lacks_comes_from_pytorchs_own() -> None:
    here = {("linux", "cu130"), ("windows", "cpu"), ("macos", "mps")}
    for machine, build, _ in MACHINES.values():
        elsewhere = build and (machine.system, build) not in here
        assert plan(machine).index == (f"{INDEX}/{build}" if elsewhere else "")


def test_a_build_can_be_named_where_the_system_has_it() -> None:
    assert named(linux(), "cu126").index.endswith("/cu126")
    with pytest.raises(KeyError):
        named(windows(), "rocm7.2")
    with pytest.raises(KeyError):
        named(linux(), "mps")
    assert {"cpu", "cu126", "cu130", "rocm7.2", "mps"} == {*BUILDS}
