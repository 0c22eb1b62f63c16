"""Real pip takes the right build of PyTorch for each platform, from local indexes, by its hash."""
# ruff: noqa: F811  fixtures of another file

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pixal3d_addon.setup import bundle, locks, plan
from pixal3d_addon.setup.bundle import PLATFORMS, make_bundle
from pixal3d_addon.setup.environment import PIXAL3D
from pixal3d_addon.setup.failed import Failed
from pixal3d_addon.setup.source import Source
from release.torch_locks import Package, lock_text
from tests.unit.file_server import FileServer
from tests.unit.test_setup_faults import copy, server, template, wheels  # noqa: F401
from tests.unit.wheel_index import fill_index, make_wheel

ENDS = ("manylinux_2_28_x86_64", "manylinux_2_28_aarch64", "win_amd64", "macosx_14_0_arm64")
PYTHON = (3, 12)
Bundle = Callable[[str, str], set[str]]


def packages(folder: Path, build: str, ends: tuple[str, ...]) -> list[Package]:
    """PyTorch 1.0 in a build, for two Pythons; the plain one brings CUDA along on Linux."""
    version = f"1.0+{build}" if build else "1.0"
    tags = [f"cp3{minor}-cp3{minor}-{end}" for minor in (11, 12) for end in ends]
    made = {"torch": [make_wheel(folder, "torch", 100, version, tag) for tag in tags]}
    if not build:
        made["cuda"] = [make_wheel(folder, "cuda")]
    return [
        Package(
            name,
            version if name == "torch" else "1.0",
            "sys_platform == 'linux'" if name == "cuda" else "",
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths},
        )
        for name, paths in made.items()
    ]


@pytest.fixture
def bundled(
    server: FileServer, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Bundle:
    """The names of the wheels that a bundle for a platform and build gets."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setattr(locks, "FOLDER", tmp_path)
    (tmp_path / "pip.txt").write_text("# none\n")
    (tmp_path / "torch.txt").write_text("torch==1.0\n")
    indexed = packages(folder, "", ENDS)
    for system, build in (("linux", "cu130"), ("windows", "cpu"), ("macos", "mps")):
        (tmp_path / f"torch-{system}-{build}.txt").write_text(lock_text(system, indexed))
    fill_index(server, list(folder.iterdir()))
    for build, ends in (("cpu", ENDS[:2]), ("cu130", ENDS[2:3]), ("cu126", ENDS[:3])):
        own = packages(folder, build, ends)
        fill_index(server, list(folder.glob(f"torch-1.0+{build}-*")), f"/whl/{build}")
        for system in ("linux", "windows"):
            lock = tmp_path / f"torch-{system}-{build}.txt"
            if not lock.exists() and (text := lock_text(system, own)):
                lock.write_text(text)
    (tmp_path / "torch-linux-cu126.txt").unlink()  # a build without known hashes
    monkeypatch.setattr(plan, "PIXAL3D", replace(PIXAL3D, locks=("torch",)))
    monkeypatch.setattr(bundle, "ensure", lambda pip, *_: copy(template, pip.folder))
    target = tmp_path / "bundle"

    def make(platform: str, build: str) -> set[str]:
        source, index = Source(f"{server.address}/simple"), f"{server.address}/whl"
        make_bundle(
            target, "pixal3d", platform, PYTHON, build, index, source, home=tmp_path / "home"
        )
        return set(json.loads((target / bundle.FILE).read_text())["files"])

    return make


@pytest.mark.parametrize(
    ("platform", "build", "wanted"),
    [
        ("linux-x86_64", "cu130", {"torch-1.0-cp312-cp312-manylinux_2_28_x86_64.whl", "cuda"}),
        ("linux-arm64", "cu130", {"torch-1.0-cp312-cp312-manylinux_2_28_aarch64.whl", "cuda"}),
        ("linux-x86_64", "", {"torch-1.0+cpu-cp312-cp312-manylinux_2_28_x86_64.whl"}),
        ("linux-arm64", "", {"torch-1.0+cpu-cp312-cp312-manylinux_2_28_aarch64.whl"}),
        ("windows-x86_64", "", {"torch-1.0-cp312-cp312-win_amd64.whl"}),
        ("windows-x86_64", "cu130", {"torch-1.0+cu130-cp312-cp312-win_amd64.whl"}),
        ("macos-arm64", "", {"torch-1.0-cp312-cp312-macosx_14_0_arm64.whl"}),
    ],
)
def test_each_platform_gets_its_wheel_and_what_that_brings(
    platform: str, build: str, wanted: set[str], bundled: Bundle
) -> None:
    assert platform in PLATFORMS
    expected = {f"{name}-1.0-py3-none-any.whl" if name == "cuda" else name for name in wanted}
    assert bundled(platform, build) == expected


def test_a_changed_wheel_is_refused(bundled: Bundle, server: FileServer) -> None:
    path = "/files/torch-1.0%2Bcu130-cp312-cp312-win_amd64.whl"
    server.files[path] += b"changed"
    page = server.files["/whl/cu130/torch/"].decode()
    server.files["/whl/cu130/torch/"] = page.replace("#sha256", "#was").encode()
    with pytest.raises(Failed, match="not the one that was pinned"):
        bundled("windows-x86_64", "cu130")


def test_without_known_hashes_another_systems_build_is_not_bundled(bundled: Bundle) -> None:
    locks.lock_file("torch-windows-cu126").unlink()
    with pytest.raises(Failed, match="on its own system alone"):
        bundled("windows-x86_64", "cu126")
