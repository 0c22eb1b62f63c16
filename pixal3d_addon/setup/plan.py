"""What setting a runtime up would do on this machine: shown before anything is done."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from ..core.masked import without_logins
from .environment import FINISHING, HOME, PIXAL3D, PLAIN_BUILD, Environment
from .failed import Failed, Lacking
from .locks import torch_is_hashed, torch_version
from .machine import Machine, this_machine, this_platform
from .pip_wheel import carried_pip
from .pythons import find_version
from .source import Source
from .torch_build import INDEX, Plan, named, plan
from .wheels import lacking

RUNTIMES = ("draft", "pixal3d")
_BESIDE_TORCH = (250, 1300)  # MB of the other packages: to download, on the disk
_FINISHING_MB = 120  # to download
_STATES = {
    "missing": "is to be made",
    "broken": "is half-made: is to be made anew",
    "outdated": "is there, with other versions or another build: is to be changed",
    "ready": "is there already: nothing is to be installed",
}


@dataclass(frozen=True)
class SetupPlan:
    """torch: which build, and why; None where there is none to install. Sizes are estimates.

    python: the one to begin with, or why there is none. hashed: whether the hash of PyTorch's wheel
    is known, with all that it brings. lacks: why this system has no wheels of the rest.
    """

    what: str
    environment: Environment
    source: Source
    torch: Plan | None
    python: str
    download_mb: int
    free_mb: int
    hashed: bool = True
    lacks: Failed | None = None

    def problem(self) -> Failed | None:
        """Why nothing can be installed."""
        if self.torch and not self.torch.build:
            return Failed(self.torch.why, self.torch.remedy)
        return self.lacks

    def lines(self) -> dict[str, str]:
        """A name and a text for each fact."""
        environment, torch = self.environment, self.torch
        found = {}
        origin = "pip's own settings"
        if self.source.wheels is not None:
            origin = str(self.source.wheels)
        elif self.source.index:
            origin = without_logins(self.source.index)
        if torch:
            build = f"{torch_version()}, build {torch.build}" if torch.build else "none"
            found["device"] = torch.device or "none"
            found["PyTorch"] = f"{build}. {torch.why}"
            pip_finds = ""
            if self.source.wheels or not environment.index or torch.build in ("", PLAIN_BUILD):
                pip_finds = (
                    f"where {origin} has it"
                    if self.source.wheels
                    else ("where pip's own settings find it")
                )
            index = "" if self.source.wheels else without_logins(environment.index)
            found["from"] = " or ".join(filter(None, (pip_finds, index)))
            if torch.build:
                found["checked"] = _HASHED if self.hashed else _NOT_HASHED
        else:
            found["packages"] = draft_in_short()["packages"]
            found["from"] = origin
        return found | {
            "license": _license(torch),
            "Python": self.python,
            "download": f"about {_size(self.download_mb)}",
            "disk": f"about {_size(environment.megabytes)}; {_size(self.free_mb)} are free",
            "folder": f"{environment.folder} {_STATES[environment.state()]}",
            **({"note": torch.remedy} if torch and torch.remedy else {}),
        }


_HASHED = "Every file, by its hash."
_NOT_HASHED = "All by hash but PyTorch, which is not pinned by hash, only by its version."


def draft_in_short() -> dict[str, str]:
    """Of `SetupPlan.lines` for Draft's runtime, those that are the same on every computer."""
    return {
        "packages": "NumPy, Pillow, SciPy, fast-simplification, Embree, ONNX Runtime",
        "download": f"about {_size(_FINISHING_MB)}",
        "license": _license(None),
    }


def _license(torch: Plan | None) -> str:
    """Of the packages. THIRD_PARTY.txt has each one's."""
    parts = ["BSD, MIT and Apache-2.0"]
    if torch and torch.build.startswith("cu"):
        parts.append("NVIDIA's own for CUDA's libraries")
    elif torch and torch.build.startswith("rocm"):
        parts.append("AMD's own for some of ROCm's libraries")
    return "; ".join(parts)


def _size(megabytes: int) -> str:
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes} MB"


def plan_runtime(
    name: str,
    home: Path = HOME,
    source: Source | None = None,
    build: str = "",
    torch_index: str = "",
    machine: Machine | None = None,
    python: tuple[int, int] | None = None,
) -> SetupPlan:
    """The plan for one of `RUNTIMES`.

    build: of PyTorch, empty for the one that fits. torch_index: a mirror of torch_build.INDEX.
    python: the only version that will do, None for any that the packages are built for.
    Raises Failed where there is no such build for this system.
    """
    source = source or Source()
    torch = None
    environment, download = replace(FINISHING, home=home), _FINISHING_MB
    pixal3d = name == "pixal3d"
    machine = machine or (this_machine() if pixal3d else this_platform())
    if pixal3d:
        torch = _torch_plan(machine, build, torch_index)
        environment = replace(pixal3d_with(torch), home=home)
        download = _BESIDE_TORCH[0] + torch.download_mb
    if python:
        environment = replace(environment, pythons=(python,))
    place = next(path for path in (home, *home.parents) if path.exists())
    likely = environment.pythons
    try:
        path, version = find_version(likely, carried_pip(source) is None)
        found, likely = str(path), (version,)
    except Lacking as reason:
        found = str(reason)
    hashed = torch is None or all(
        torch_is_hashed(machine.system, torch.build, machine.processor, each) for each in likely
    )
    if source.wheels is not None or environment.ready():
        download = 0
    free = shutil.disk_usage(place).free // 1_000_000
    what = "Pixal3D's runtime" if torch else "Draft's runtime"
    lacks = lacking(environment.locks, machine)
    return SetupPlan(what, environment, source, torch, found, download, free, hashed, lacks)


def _torch_plan(machine: Machine, build: str, torch_index: str) -> Plan:
    try:
        chosen = named(machine, build) if build else plan(machine)
    except KeyError:
        raise Failed(
            f"PyTorch has no build {build} for {machine.system}.", "Leave --build out."
        ) from None
    mirror = (torch_index or INDEX).rstrip("/")
    return replace(chosen, index=chosen.index.replace(INDEX, mirror))


def pixal3d_with(chosen: Plan) -> Environment:
    """Pixal3D's environment with a build of PyTorch."""
    return replace(
        PIXAL3D,
        build=chosen.build,
        index=chosen.index,
        megabytes=max(PIXAL3D.megabytes, _BESIDE_TORCH[1] + chosen.disk_mb),
    )
