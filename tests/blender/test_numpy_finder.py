"""A Blender whose Python has no NumPy, as Debian's: what it says, and where it finds one."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import bpy
import pytest

from tests.blender.conftest import addon

VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """As if Blender's Python had none, and no runtime were installed."""
    finder = addon("blender.setup.numpy_finder")
    monkeypatch.setattr(finder, "_blender_has_it", lambda: False)
    monkeypatch.setattr(addon("blender.setup.installed"), "python", lambda runtime: None)
    return finder


def runtime_in(folder: Path, monkeypatch: pytest.MonkeyPatch, version: str = VERSION) -> None:
    """A runtime with a package of that name is installed."""
    package = folder / "lib" / version / "site-packages" / "numpy"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.setattr(
        addon("blender.setup.installed"),
        "python",
        lambda runtime: folder / "bin" / "python" if runtime == "draft" else None,
    )


def test_without_numpy_generate_and_the_panel_say_what_helps(finder: ModuleType) -> None:
    prepared = addon("blender.photo.prepared")
    scene = bpy.context.scene
    scene.pixal3d.image = bpy.data.images.new("photo", 8, 8)
    assert finder.lacking()
    with pytest.raises(RuntimeError, match="no NumPy"):
        bpy.ops.pixal3d.generate()
    prepared.want(scene)
    prepared.tick()
    assert prepared.LOOK.problem.code == "engine_unavailable"
    assert "NumPy" in prepared.LOOK.problem.message and "Install" in prepared.LOOK.problem.remedy


def test_once_a_runtime_is_installed_its_numpy_is_found_and_the_photo_looked_at_again(
    finder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = addon("blender.photo.prepared")
    scene = bpy.context.scene
    scene.pixal3d.image = bpy.data.images.new("photo", 8, 8)
    before = prepared._key(scene)
    runtime_in(tmp_path, monkeypatch)
    assert not finder.lacking() and prepared._key(scene) != before
    spec = finder.NumpyFinder.find_spec("numpy")
    assert Path(spec.origin).is_relative_to(tmp_path)
    assert finder.NumpyFinder.find_spec("scipy") is None
    assert bpy.ops.pixal3d.generate.poll()


def test_the_numpy_of_another_python_is_left_alone(
    finder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime_in(tmp_path, monkeypatch, "python3.2")
    assert finder.lacking() and finder.NumpyFinder.find_spec("numpy") is None


def test_a_blender_with_numpy_uses_its_own() -> None:
    finder = addon("blender.setup.numpy_finder")
    assert sys.meta_path[-1] is finder.NumpyFinder and not finder.lacking()
    assert importlib.util.find_spec("numpy").origin.startswith(sys.prefix)
