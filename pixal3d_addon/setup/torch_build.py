"""Which of PyTorch's builds fits a machine: from facts to a plan, without looking anywhere.

Architectures and drivers: PyTorch's support matrix for 2.13
(https://github.com/pytorch/pytorch/blob/main/RELEASE.md) and NVIDIA's table of minor version
compatibility (https://docs.nvidia.com/deploy/cuda-compatibility/).
"""

from dataclasses import dataclass

from .machine import Card, Machine

INDEX = "https://download.pytorch.org/whl"
_ROCM = "rocm7.2"
# What the wheels for ROCm hold code for: PYTORCH_ROCM_ARCH in release/2.13's manywheel/build.sh.
_ROCM_CARDS = frozenset(
    {
        "gfx900", "gfx906", "gfx908", "gfx90a", "gfx942", "gfx950",
        "gfx1030", "gfx1100", "gfx1101", "gfx1102", "gfx1103", "gfx1150", "gfx1151", "gfx1200",
        "gfx1201",
    }
)  # fmt: skip
_GLIBC = (2, 28)  # what the wheels for Linux are built against
_MACOS = (14, 0)  # and those for Macs
_LITTLE_MB = 6000  # of a card's memory: less makes even the lowest settings doubtful


@dataclass(frozen=True)
class Cuda:
    """A build for NVIDIA's cards. Capabilities from `least` up to the major version `most`.

    driver: the oldest that runs it on (Linux, Windows).
    """

    build: str
    least: tuple[int, int]
    most: int
    driver: tuple[int, int]


# The newest first. cu128 ended with PyTorch 2.11; cu132 adds no card to cu130.
_CUDA = (Cuda("cu130", (7, 5), 12, (580, 580)), Cuda("cu126", (5, 0), 9, (525, 528)))
_CUDA_ARM = (Cuda("cu130", (8, 0), 12, (580, 580)), Cuda("cu126", (8, 0), 9, (525, 528)))

# Build → MB to download and on the disk, PyTorch with all that it brings. Estimates, rounded up.
_SIZES = {
    ("linux", "cpu"): (250, 900),
    ("linux", "cu126"): (3200, 7500),
    ("linux", "cu130"): (2800, 6500),
    ("linux", _ROCM): (6500, 20000),
    ("windows", "cpu"): (150, 700),
    ("windows", "cu126"): (2700, 5000),
    ("windows", "cu130"): (2000, 4500),
    ("macos", "mps"): (100, 500),
}
SYSTEMS = tuple(_SIZES)  # (system, build)
BUILDS = tuple(dict.fromkeys(build for _, build in SYSTEMS))
# What the package index has as plain `torch`; PyTorch's index has it under the build's name too.
INDEXED = frozenset({("linux", "cu130"), ("windows", "cpu"), ("macos", "mps")})


@dataclass(frozen=True)
class Plan:
    """build: one of `BUILDS`, empty where PyTorch has none. why: a sentence for the user.

    remedy: what would make it better, empty where nothing would. index: where the build is,
    empty for the package index itself. *_mb: of PyTorch and what it brings.
    """

    build: str
    device: str
    why: str
    remedy: str = ""
    index: str = ""
    download_mb: int = 0
    disk_mb: int = 0


def plan(machine: Machine) -> Plan:
    """The best build that runs on `machine`."""
    nothing = _unsupported(machine)
    if nothing:
        return nothing
    if machine.system == "macos":
        return _of(machine, "mps", "Apple's GPU", "An Apple processor: its GPU is used by MPS.")
    cards = sorted(machine.cards, key=lambda card: -card.memory_mb)
    remedies = []
    for card in cards:
        if card.vendor == "nvidia":
            build, remedy = _nvidia(machine, card)
            if build:
                version = ".".join(map(str, machine.driver))
                why = f"NVIDIA's driver {version} runs CUDA {build[2:4]}.{build[4:]}."
                return _of(machine, build, str(card), why, remedy)
            remedies.append(remedy)
    for card in cards:
        if card.vendor == "amd":
            build, remedy = _amd(machine, card)
            if build:
                why = f"ROCm {build[4:]} has code for {card.architecture}."
                return _of(machine, build, str(card), why, remedy)
            remedies.append(remedy)
    if any(card.vendor == "intel" for card in cards):
        remedies.append("Pixal3D does not run on Intel's graphics.")
    if not cards:
        remedies.append("No graphics card was found.")
    return _of(
        machine,
        "cpu",
        "the processor",
        "Pixal3D would take hours on the processor; Draft takes seconds.",
        " ".join(dict.fromkeys(remedies)),
    )


def named(machine: Machine, build: str) -> Plan:
    """The plan for a build that the user names, whatever was found. Raises KeyError."""
    return _of(machine, build, "as named", f"{build} was asked for by name.")


def _of(machine: Machine, build: str, device: str, why: str, remedy: str = "") -> Plan:
    download, disk = _SIZES[machine.system, build]
    return Plan(build, device, why, remedy, index_of(machine.system, build), download, disk)


def index_of(system: str, build: str) -> str:
    """PyTorch's index that has a build; empty where the package index has it."""
    return "" if (system, build) in INDEXED else f"{INDEX}/{build}"


def _unsupported(machine: Machine) -> Plan | None:
    why = remedy = ""
    if machine.system == "macos":
        if machine.translated:
            why = "This Python was built for Intel Macs."
            remedy = "Install Python for Apple processors from python.org, then start with that."
        elif machine.processor != "arm64":
            why = "PyTorch has no builds for Intel Macs any more."
        elif () < machine.macos < _MACOS:
            why = "PyTorch's builds need macOS 14, which this Mac has not got."
            remedy = "Update macOS in System Settings; Draft works here without it."
    elif machine.system == "windows":
        if machine.processor == "arm64":
            why = "The packages have no builds for Windows on ARM."
            remedy = "Install the x86-64 Python from python.org, then start with that."
        elif machine.processor != "x86_64":
            why = "This Python is a 32-bit one."
            remedy = "Install the 64-bit Python from python.org, then start with that."
    elif machine.system != "linux":
        why = f"PyTorch has no builds for {machine.system}."
    elif machine.processor not in ("x86_64", "arm64"):
        why = f"PyTorch has no builds for {machine.processor}."
    elif machine.glibc < _GLIBC:
        why = "PyTorch's builds need glibc 2.28, which this Linux has not got."
        remedy = "Use a newer distribution, one with glibc."
    return Plan("", "", why, remedy or "Draft works here without it.") if why else None


def _nvidia(machine: Machine, card: Card) -> tuple[str, str]:
    """Build, or "", and remedy."""
    if not machine.driver:
        return "", "Install NVIDIA's driver, restart, then set up again."
    builds = _CUDA_ARM if machine.processor == "arm64" else _CUDA
    windows = machine.system == "windows"
    known = card.capability != (0, 0)
    fitting = [
        cuda
        for cuda in builds
        if not known or (card.capability >= cuda.least and card.capability[0] <= cuda.most)
    ]
    for cuda in fitting:
        # What does not tell its capability has an old driver, so its card may be old too.
        if machine.driver[0] >= cuda.driver[windows] and (known or cuda is builds[-1]):
            little = 0 < card.memory_mb < _LITTLE_MB
            return cuda.build, "This card's memory is little for Pixal3D." if little else ""
    if not fitting and card.capability < builds[-1].least:
        return "", f"{card.name} is too old for PyTorch."
    if not fitting:
        return "", f"{card.name} is newer than this version's PyTorch."
    least = min(cuda.driver[windows] for cuda in fitting)
    version = ".".join(map(str, machine.driver))
    return "", f"NVIDIA's driver {version} is too old: install {least} or newer, then try again."


def _amd(machine: Machine, card: Card) -> tuple[str, str]:
    if machine.system == "windows":
        return "", (
            "PyTorch's own index has no ROCm for Windows. AMD has one: install that into a "
            "Python 3.11 of its own, and name it as Runtime."
        )
    if machine.processor != "x86_64":
        return "", "ROCm needs an x86-64 processor."
    if not card.architecture:
        return "", "AMD's kernel driver shows no compute device: install amdgpu, then try again."
    if card.architecture not in _ROCM_CARDS:
        return "", f"PyTorch's ROCm has no code for {card.name}."
    if not machine.compute:
        return "", "Add yourself to the group render, log in again, then set up again."
    little = 0 < card.memory_mb < _LITTLE_MB
    return _ROCM, "This card's memory is little for Pixal3D." if little else ""
