"""PyTorch's locks are complete and of one version; how they and the audit are made."""

import re

import pytest

from pixal3d_addon.setup.locks import (
    FOLDER,
    lock_file,
    pinned,
    torch_is_hashed,
    torch_lock,
    torch_version,
)
from pixal3d_addon.setup.torch_build import INDEXED, SYSTEMS
from release import audit
from release.torch_locks import PYTHONS, Package, known, lock_text

PROCESSORS = {"linux": ("x86_64", "arm64"), "windows": ("x86_64",), "macos": ("arm64",)}
WRITTEN = [
    (system, build) for system, build in SYSTEMS if lock_file(torch_lock(system, build)).exists()
]


def test_each_lock_of_pytorch_is_for_a_build_that_plans_name() -> None:
    named = {torch_lock(system, build) for system, build in SYSTEMS}
    assert {path.stem for path in FOLDER.glob("torch-*.txt")} <= named


def test_what_the_package_index_has_is_hashed_for_every_processor_and_python() -> None:
    assert set(WRITTEN) >= INDEXED
    for system, build in INDEXED:
        for processor in PROCESSORS[system]:
            for python in PYTHONS:
                assert torch_is_hashed(system, build, processor, python)
    assert not torch_is_hashed("linux", "cu130", "riscv64", (3, 11))
    assert not torch_is_hashed("linux", "cu130", "x86_64", (3, 9))


@pytest.mark.parametrize(("system", "build"), WRITTEN)
def test_a_lock_of_pytorch_pins_one_version_and_a_hash_a_line(system: str, build: str) -> None:
    text = lock_file(torch_lock(system, build)).read_text()
    local = "" if (system, build) in INDEXED else f"+{build}"
    entries = re.split(r"^(?=\w)", text, flags=re.M)[1:]
    torch = [entry for entry in entries if entry.startswith("torch==")]
    for entry in torch:
        assert entry.startswith(f"torch=={torch_version()}{local} ; ")
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}$", entry, re.M)) == 1
    assert all("--hash=sha256:" in entry for entry in entries) and torch
    assert "://" not in text and "--index" not in text
    assert not pinned("pixal3d").keys() & pinned(torch_lock(system, build)).keys()


def test_every_known_hash_is_in_the_lock_of_its_build() -> None:
    for system, build in {*SYSTEMS} - INDEXED:
        wanted = lock_text(system, known(build))
        if wanted:
            digests = re.findall(r"sha256:(\w+)", wanted)
            text = lock_file(torch_lock(system, build)).read_text()
            assert digests and all(digest in text for digest in digests)


def test_a_lock_takes_the_wheels_of_its_system_and_of_pythons_with_a_lock() -> None:
    torch = (
        *("cp311-cp311-manylinux_2_28_x86_64", "cp311-cp311-manylinux_2_28_aarch64"),
        *("cp311-cp311-musllinux_1_2_x86_64", "cp314-cp314t-manylinux_2_28_x86_64"),
        *("cp39-cp39-manylinux_2_28_x86_64", "cp311-cp311-win_amd64"),
    )
    packages = [
        Package("torch", "1.0", "", {f"torch-1.0-{tag}.whl": tag for tag in torch}),
        Package("cuda", "2.0", "sys_platform == 'linux'", {"cuda-2.0-py3-none-any.whl": "any"}),
    ]
    assert lock_text("linux", packages).splitlines()[1:] == [
        "cuda==2.0 ; sys_platform == 'linux' \\",
        "    --hash=sha256:any",
        'torch==1.0 ; python_version == "3.11" and platform_machine == "aarch64" \\',
        "    --hash=sha256:cp311-cp311-manylinux_2_28_aarch64",
        'torch==1.0 ; python_version == "3.11" and platform_machine == "x86_64" \\',
        "    --hash=sha256:cp311-cp311-manylinux_2_28_x86_64",
    ]
    assert "cuda" not in lock_text("windows", packages)
    assert lock_text("macos", packages) == ""


def test_the_audit_asks_for_every_version_once_and_tells_what_mends() -> None:
    pins = {("a", "1"), ("a", "2"), ("b", "1")}
    assert audit.rounds(pins) == [[("a", "1"), ("b", "1")], [("a", "2")]]
    assert ("torch", torch_version()) in audit.locked()
    told = {
        "name": "a",
        "version": "1",
        "vulns": [
            {"id": "X-1", "fix_versions": ["1.1"], "description": "", "aliases": []},
            {"id": "X-2", "fix_versions": [], "description": "", "aliases": []},
        ],
    }
    assert list(audit.weaknesses(told)) == [
        ("a 1: X-1, mended in 1.1", True),
        ("a 1: X-2, not mended yet", False),
    ]
