"""The extension's zip: the same bytes wherever and whenever it is made, with all that it needs."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from pixal3d_addon.core.version import version
from pixal3d_addon.setup.environment import CLONE
from pixal3d_addon.setup.registry import weight_sets
from release.licenses import shipped_packages
from release.package import package, packaged


def test_the_same_files_give_the_same_bytes_at_another_time_in_another_folder(
    tmp_path: Path,
) -> None:
    first = package(tmp_path / "one")
    copy = tmp_path / "another place"
    for path in packaged():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CLONE / path, copy / path)
        os.utime(copy / path, (1, 1_000_000_000))
        (copy / path).chmod(0o600)
    second = package(tmp_path / "two", copy)
    assert first.name == second.name == f"pixal3d-{version()}.zip"
    assert (
        hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()
    )


def test_a_runtime_can_be_planned_from_the_unpacked_zip_alone(tmp_path: Path) -> None:
    zipfile.ZipFile(package(tmp_path)).extractall(tmp_path / "extension")
    for script in (["vendor_install.py", "setup"], ["-m", "pixal3d_addon", "setup", "plan"]):
        command = [*script, "--dry-run"] if "plan" not in script else script
        done = subprocess.run(
            [sys.executable, *command], cwd=tmp_path / "extension", capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert "is to be made" in done.stdout


def test_the_version_is_stated_in_one_place() -> None:
    stated = re.compile(rf"""version\W{{1,5}}["']{re.escape(version())}["']""", re.IGNORECASE)
    found = [
        str(path)
        for path in packaged()
        if path.suffix in (".py", ".toml") and stated.search((CLONE / path).read_text("utf-8"))
    ]
    assert found == ["blender_manifest.toml"]


def test_the_version_has_its_notes() -> None:
    text = (CLONE / "docs" / "releases.md").read_text(encoding="utf-8")
    first = text.split("\n## ")[1]
    assert first.startswith(f"{version()}\n") and len(first) > 200


def test_licenses_of_all_that_is_installed_or_downloaded_are_listed() -> None:
    text = (CLONE / "THIRD_PARTY.txt").read_text(encoding="utf-8")
    listed = set(re.findall(r"^- (\S+): \S", text, re.M))
    weights = {r.name for each in weight_sets().values() for r in each.repositories}
    assert listed >= {*shipped_packages(), *weights}, "run: python -m release.licenses"
    assert Path("THIRD_PARTY.txt") in set(packaged())


def test_the_text_of_each_license_of_weights_goes_with_the_extension() -> None:
    shipped = {path.stem for path in packaged() if path.parts[0] == "licenses"}
    for repository in {r for each in weight_sets().values() for r in each.repositories}:
        name = repository.license.split()[0].rstrip(",")
        assert name in shipped, repository.license
        assert len(next((CLONE / "licenses").glob(f"{name}.*")).read_text("utf-8")) > 900
