"""The weights from the preferences: asked first, in the background, stopped, told."""

import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_panels import Recorder
from tests.unit.file_server import FileServer, serving


@pytest.fixture
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HF_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    module = addon("blender.preferences")
    yield module
    if module.DOWNLOAD.child:
        module.DOWNLOAD.child.stop()
    module.DOWNLOAD.child, module.DOWNLOAD.told = None, ""
    own().mirror = ""


def own():
    return bpy.context.preferences.addons[PACKAGE].preferences


def shown() -> list[tuple[str, object]]:
    """What the preferences draw of the weights."""
    layout = Recorder()
    addon("blender.preferences")._draw_download(layout, bpy.context)
    return layout.notes


def ended(module) -> str:
    until = time.monotonic() + 30
    while module._watch() is not None:
        assert time.monotonic() < until
        time.sleep(0.05)
    return module.DOWNLOAD.told


def online(monkeypatch: pytest.MonkeyPatch, module, allowed: bool) -> None:
    """Blender's own switch cannot be turned from inside."""
    app = SimpleNamespace(online_access=allowed, timers=bpy.app.timers)
    fake = SimpleNamespace(app=app, context=bpy.context, utils=bpy.utils, path=bpy.path)
    monkeypatch.setattr(module, "bpy", fake)


def test_size_is_shown_and_a_button_downloads(preferences) -> None:
    notes = shown()
    assert ("operator", "pixal3d.download_weights") in notes
    assert any(kind == "label" and "25.3 GB" in str(what) for kind, what in notes)


def test_without_online_access_nothing_is_downloaded(preferences, monkeypatch) -> None:
    online(monkeypatch, preferences, False)
    with pytest.raises(RuntimeError, match=r"Online Access"):
        bpy.ops.pixal3d.download_weights()
    assert preferences.DOWNLOAD.child is None


def test_a_refusal_is_told_where_the_button_is(preferences, monkeypatch) -> None:
    online(monkeypatch, preferences, True)
    with serving(FileServer({})) as server:
        own().mirror = server.address
        assert bpy.ops.pixal3d.download_weights() == {"FINISHED"}
        assert ("operator", "pixal3d.stop_download") in shown()
        assert "HTTP 404" in ended(preferences)
        assert server.asked[0][0].endswith("/pipeline.json")
    assert any("HTTP 404" in str(what) for kind, what in shown() if kind == "label")


def test_a_download_is_stopped_at_once_and_what_came_is_kept(preferences, monkeypatch) -> None:
    online(monkeypatch, preferences, True)
    with serving(FileServer({})) as server:
        server.files["/x"] = b""
        own().mirror = server.address
        server.busy = 10**6
        monkeypatch.setattr(server, "files", Everything())
        assert bpy.ops.pixal3d.download_weights() == {"FINISHED"}
        until = time.monotonic() + 20
        while not server.asked and time.monotonic() < until:
            time.sleep(0.05)
        began = time.monotonic()
        assert bpy.ops.pixal3d.stop_download() == {"FINISHED"}
        assert time.monotonic() - began < 2
    assert preferences.DOWNLOAD.child is None and "kept" in preferences.DOWNLOAD.told


class Everything(dict):
    """Every path is a file of that server."""

    def __contains__(self, path: object) -> bool:
        return True


@pytest.mark.skipif(sys.platform == "win32", reason="sparse files")
def test_weights_that_are_there_are_told_as_such(preferences, monkeypatch) -> None:
    folder = addon("setup.registry").weights_folder()
    for file in addon("setup.registry").weight_sets()["pixal3d"].files:
        path = folder / file.to
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.truncate(path, file.size or 3)
    assert any("Downloaded" == what for kind, what in shown() if kind == "label")
    assert ("operator", "pixal3d.download_weights") not in shown()
    online(monkeypatch, preferences, True)
    assert bpy.ops.pixal3d.download_weights() == {"FINISHED"}
    assert "complete" in ended(preferences)
