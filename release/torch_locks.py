"""requirements/torch-SYSTEM-BUILD.txt: PyTorch's builds, with the hash of every file.

    python -m release.torch_locks              write them anew
    python -m release.torch_locks --pytorch    the same, and ask PyTorch's own index for its builds
    python -m release.torch_locks --check      write nothing; fails where a file would change

Needs uv and the package index, which has the builds of `INDEXED`. Of the others, release/
torch_wheels.txt has the hashes that are known; `--pytorch` takes them all from PyTorch's index.
What PyTorch brings along keeps its version until PyTorch's own changes.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pixal3d_addon.setup.locks import FOLDER, lock_file, pinned, torch_lock, torch_version
from pixal3d_addon.setup.torch_build import INDEX, INDEXED, SYSTEMS

UV = (
    shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
)  # the environment lint has it
KNOWN = Path(__file__).with_name("torch_wheels.txt")
# What a build on PyTorch's own index brings along on Linux, from its metadata; the others: nothing.
BRINGS = {
    "cu126": (
        "cuda-bindings>=12.9,<13",
        "cuda-toolkit[cublas,cudart,cufft,cufile,cupti,curand,cusolver,cusparse,nvjitlink,nvrtc,"
        "nvtx]==12.6.3",
        "nvidia-cudnn-cu12==9.10.2.21",
        "nvidia-cusparselt-cu12==0.7.1",
        "nvidia-nccl-cu12==2.29.3",
        "nvidia-nvshmem-cu12==3.4.5",
        "triton==3.7.1",
    )
}
PYTHONS = tuple((3, minor) for minor in range(10, 15))
_ENDS = {  # of a wheel's name → sys_platform's machine
    "linux": {"x86_64": "x86_64", "aarch64": "aarch64"},
    "windows": {"win_amd64": "AMD64"},
    "macos": {"arm64": "arm64"},
}
_BROUGHT = {("linux", build) for build in BRINGS}
_PLATFORMS = {"linux": "linux", "windows": "win32", "macos": "darwin"}


@dataclass(frozen=True)
class Package:
    """wheels: file name → SHA-256."""

    name: str
    version: str
    marker: str
    wheels: Mapping[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m release.torch_locks")
    parser.add_argument("--pytorch", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    changed = []
    indexed = resolve()
    for system, build in SYSTEMS:
        path = lock_file(torch_lock(system, build))
        if (system, build) in INDEXED:
            text = lock_text(system, indexed)
        elif options.pytorch:
            text = lock_text(system, resolve(build, index=f"{INDEX}/{build}"))
        else:
            brought = resolve(build, BRINGS[build]) if (system, build) in _BROUGHT else []
            text = lock_text(system, [*known(build), *brought])
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != before:
            changed.append(path.name)
            if not options.check:
                path.write_text(text, encoding="utf-8") if text else path.unlink()
    print("\n".join(changed) or "PyTorch's locks are up to date.")
    return 1 if options.check and changed else 0


def known(build: str) -> list[Package]:
    """What torch_wheels.txt has of a build."""
    version = f"{torch_version()}+{build}"
    wheels = {
        name: digest
        for digest, name in re.findall(r"^(\w{64})  (.+)$", KNOWN.read_text(encoding="utf-8"), re.M)
        if name.startswith(f"torch-{version}-")
    }
    return [Package("torch", version, "", wheels)]


def resolve(build: str = "", wanted: Sequence[str] = (), index: str = "") -> list[Package]:
    """What is `wanted`, PyTorch where nothing is named, and what that brings, for every system.

    Without what requirements/pixal3d.txt has. index: asked beside the package index.
    """
    wanted = wanted or [f"torch=={torch_version()}" + (f"+{build}" if build else "")]
    place = ["--index", index] if index else []
    before = lock_file(torch_lock("linux", build or "cu130"))
    kept = before.read_text(encoding="utf-8") if before.exists() else ""
    if f"\ntorch=={torch_version()}" not in kept:
        kept = ""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "torch.in", Path(folder) / "pylock.toml"
        source.write_text("\n".join(wanted))
        constraints = Path(folder) / "kept.txt"
        pins = re.findall(r"^(?!torch=)([\w.\-]+==[^\\\n]+)", kept, re.M)
        constraints.write_text("\n".join(pins))
        command: list[str | Path] = [UV, "pip", "compile", source, "--output-file", target]
        command += ["--universal", *place]
        command += ["--python-version", f"{PYTHONS[0][0]}.{PYTHONS[0][1]}", "--no-build", "--quiet"]
        command += ["--constraints", lock_file("pixal3d"), "--constraints", constraints]
        subprocess.run(command, check=True)
        packages = list(_read(target.read_text(encoding="utf-8")))
    beside = pinned("pixal3d")
    return [package for package in packages if package.name not in beside]


def _read(text: str) -> Iterator[Package]:
    """The packages of a pylock.toml of uv's. Python 3.10 has no reader of TOML."""
    for block in text.split("[[packages]]")[1:]:
        facts = {
            key: json.loads(value)
            for key, value in re.findall(r'^(name|version|marker) = (".*")$', block, re.M)
        }
        wheels = re.findall(r'url = "[^"]*/([^"/]+\.whl)".*?sha256 = "(\w{64})"', block)
        yield Package(
            facts["name"],
            facts["version"],
            facts.get("marker", ""),
            {name.replace("%2B", "+"): digest for name, digest in wheels},
        )


def lock_text(system: str, packages: list[Package]) -> str:
    """The lock for one system. Empty where it has no wheel of PyTorch."""
    entries = []
    for package in packages:
        wheels = {name: digest for name, digest in package.wheels.items() if _fits(name, system)}
        if package.name == "torch":
            entries += [
                _entry(f"torch=={package.version}", _marker(name, system), [digest])
                for name, digest in sorted(wheels.items())
            ]
        elif wheels and _on(package.marker, system):
            pin = f"{package.name}=={package.version}"
            entries.append(_entry(pin, package.marker, sorted(wheels.values())))
    if not any(entry.startswith("torch==") for entry in entries):
        return ""
    return "# Written by requirements/lock.sh torch.\n" + "".join(sorted(entries))


def _entry(pin: str, marker: str, digests: list[str]) -> str:
    first = f"{pin} ; {marker}" if marker else pin
    return " \\\n    ".join([first, *(f"--hash=sha256:{digest}" for digest in digests)]) + "\n"


def _fits(wheel: str, system: str) -> bool:
    python, abi, platform = wheel.removesuffix(".whl").split("-")[-3:]
    pythons = {f"cp{major}{minor}" for major, minor in PYTHONS}
    if "py3" not in python.split(".") and (python not in pythons or abi not in (python, "abi3")):
        return False
    if platform == "any":
        return True
    own = {"linux": "manylinux", "windows": "win", "macos": "macosx"}[system]
    return platform.startswith(own) and any(platform.endswith(end) for end in _ENDS[system])


def _on(marker: str, system: str) -> bool:
    """Whether a marker of uv's may hold on a system. It names systems by ==, and none twice."""
    named = re.findall(r"sys_platform == '(\w+)'", marker)
    return not named or _PLATFORMS[system] in named


def _marker(wheel: str, system: str) -> str:
    """Of a wheel of PyTorch: what its name says of Python and processor."""
    python = re.search(r"-cp(\d)(\d+)-", wheel)
    assert python
    machine = next(name for end, name in _ENDS[system].items() if wheel.endswith(f"{end}.whl"))
    version = f'python_version == "{python[1]}.{python[2]}"'
    return f'{version} and platform_machine == "{machine}"'


if __name__ == "__main__":
    assert FOLDER.is_dir()
    sys.exit(main())
