"""Which device PyTorch will probably find, without the seconds that importing it takes."""

import os
import platform
import re
import sys
from importlib.util import find_spec
from pathlib import Path

_BUILT_FOR = re.compile(r"^(cuda|hip)\b[^=\n]*= *['\"]", re.MULTILINE)
# Where a driver shows itself; Windows' Linux reaches NVIDIA's through /dev/dxg.
_DRIVERS = {"cuda": ("/dev/nvidia0", "/dev/nvidiactl", "/dev/dxg"), "hip": ("/dev/kfd",)}
_LIBRARIES = {"cuda": "nvcuda.dll", "hip": "amdhip64*.dll"}


def likely_device() -> str:
    """Torch's name for what it will run on: "cuda" (ROCm too), "mps" or "cpu"."""
    if sys.platform == "darwin":
        return "mps" if platform.machine() == "arm64" else "cpu"
    return "cuda" if any(map(_has_driver, built_for())) else "cpu"


def built_for() -> set[str]:
    """The kinds of graphics cards that the installed PyTorch was built for."""
    found = find_spec("torch")
    if found is None or found.origin is None:
        return set()
    try:
        text = Path(found.origin).with_name("version.py").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return set()
    return set(_BUILT_FOR.findall(text))


def _has_driver(kind: str) -> bool:
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
        return any(system.glob(_LIBRARIES[kind]))
    return any(Path(path).exists() for path in _DRIVERS[kind])
