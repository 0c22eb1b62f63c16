"""Blender installs the add-on from a repository of one's own and updates it from there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pixal3d_addon.core.version import version
from pixal3d_addon.setup.environment import CLONE
from release.package import package, packaged
from tests.blender.conftest import blender_ext

# In a Blender of its own, with a profile of its own: ask the repository, then install or update.
_BLENDER = """
import os
import sys
from pathlib import Path
import bpy
bpy.context.preferences.system.use_online_access = True
repositories = bpy.context.preferences.extensions.repos
own = next((each for each in repositories if each.module == "own"), None)
own = own or repositories.new(name="Own", module="own", remote_url=sys.argv[1])
place = [each.module for each in repositories].index("own")
bpy.ops.extensions.repo_sync(repo_index=place)
kept = Path(own.directory).parent / ".user" / "own" / "pixal3d" / "results" / "kept"
if sys.argv[2] == "install":
    bpy.ops.extensions.package_install(
        repo_index=place, pkg_id="pixal3d", enable_on_install=True)
    bpy.utils.extension_path_user("bl_ext.own.pixal3d", path="results", create=True)
    kept.touch()
else:
    bpy.ops.preferences.addon_enable(module="bl_ext.own.pixal3d")
    bpy.ops.extensions.package_upgrade_all()
manifest = Path(own.directory) / "pixal3d" / "blender_manifest.toml"
print("HAS", manifest.read_text().split('\\nversion = "')[1].split('"')[0])
print("KEPT", kept.exists())
print("ENABLED", "bl_ext.own.pixal3d" in bpy.context.preferences.addons)
bpy.ops.wm.save_userpref()
sys.stdout.flush()
os._exit(0)  # 4.2 may crash on its way out
"""


def call_blender(repository: Path, action: str, profile: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _BLENDER, (repository / "index.json").as_uri(), action],
        env={**os.environ, "BLENDER_USER_RESOURCES": str(profile)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_blender_updates_the_add_on_from_our_repository_and_keeps_what_it_made(
    tmp_path: Path,
) -> None:
    repository, profile, newer = tmp_path / "dist", tmp_path / "profile", tmp_path / "newer"
    package(repository)
    blender_ext("server-generate", "--repo-dir", repository)
    said = call_blender(repository, "install", profile)
    assert f"HAS {version()}\nKEPT True\nENABLED True" in said

    for path in packaged():
        (newer / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CLONE / path, newer / path)
    manifest = newer / "blender_manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(f'\nversion = "{version()}"', '\nversion = "99.0.0"'))
    (repository / f"pixal3d-{version()}.zip").unlink()  # of two Blender would go on with the older
    package(tmp_path / "built", newer).replace(repository / "pixal3d-99.0.0.zip")
    blender_ext("server-generate", "--repo-dir", repository)
    said = call_blender(repository, "update", profile)
    assert "HAS 99.0.0\nKEPT True\nENABLED True" in said
