"""Runtimes and weights from the preferences: asked first, in the background, stopped, told."""

import os
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_panels import Recorder
from tests.unit.file_server import FileServer, serving


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HF_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    own().runtimes = str(tmp_path / "runtimes")
    module = addon("blender.setup.jobs")
    yield module
    module.detach()
    for name in ("mirror", "runtimes", "wheels", "index", "torch_index", "limit"):
        own().property_unset(name)
    module.detach()


def own():
    return bpy.context.preferences.addons[PACKAGE].preferences


def shown() -> list[tuple[str, object]]:
    """What the preferences draw."""
    layout = Recorder()
    own().__class__.draw(
        SimpleNamespace(layout=layout, bl_rna=own().bl_rna, runtime="", wheels=""), bpy.context
    )
    return layout.notes


def words() -> str:
    told = (str(what) for kind, what in shown() if kind in ("label", "progress"))
    return " ".join(filter(None, told))


def wait(module) -> None:
    until = time.monotonic() + 60
    while module.watch() is not None:
        assert time.monotonic() < until
        time.sleep(0.05)


def looked(module) -> None:
    module.forget()
    module.look()
    wait(module)


def online(monkeypatch: pytest.MonkeyPatch, allowed: bool) -> None:
    """Blender's own switch cannot be turned from inside."""
    app = SimpleNamespace(online_access=allowed, timers=bpy.app.timers)
    fake = SimpleNamespace(app=app, context=bpy.context, utils=bpy.utils, path=bpy.path)
    for name in ("operators", "panel", "weights_operators"):
        monkeypatch.setattr(addon(f"blender.setup.{name}"), "bpy", fake)


def test_each_part_is_told_with_the_button_that_mends_it(setup) -> None:
    assert "Looking at this computer" in words()
    looked(setup)
    told = words()
    assert "Built in" in told and "Not installed" in told and "25.3 GB" in told
    operators = [what for kind, what in shown() if kind == "operator"]
    assert operators.count("pixal3d.set_up_runtime") == 2
    assert operators.count("pixal3d.download_weights") == 3
    assert "pixal3d.remove_runtime" not in operators


def test_the_dialog_shows_plan_size_free_disk_and_license(setup) -> None:
    looked(setup)
    module = addon("blender.setup.operators")
    layout = Recorder()
    asked = SimpleNamespace(layout=layout, runtime="pixal3d", action="install")
    module.PIXAL3D_OT_set_up_runtime.draw(asked, bpy.context)
    told = " ".join(str(what) for _, what in layout.notes if what)
    for text in ("PyTorch", "GB are free", "BSD", "about", str(own().runtimes)):
        assert text in told, told


def test_a_long_path_is_broken_at_its_slashes(setup) -> None:
    wrap_in = addon("blender.wrap").wrap_in
    path = "/home/artist/.config/blender/4.5/extensions/.user/user_default/pixal3d/runtimes"
    assert wrap_in(f"Into {path}", 40 * 6) == [
        "Into /home/artist/.config/blender/4.5/",
        "extensions/.user/user_default/pixal3d/",
        "runtimes",
    ]
    assert wrap_in("C:\\Users\\artist\\AppData\\Local\\x", 20 * 6)[0].endswith("\\")
    assert wrap_in("x" * 50, 20 * 6) == ["x" * 20, "x" * 20, "x" * 10]


def test_nothing_is_installed_from_a_search_before_its_plan_could_be_shown(
    setup, monkeypatch
) -> None:
    online(monkeypatch, True)
    module, told, shown = addon("blender.setup.operators"), [], []
    manager = SimpleNamespace(invoke_props_dialog=lambda *_, **__: shown.append(1) or {"FINISHED"})
    asked = SimpleNamespace(
        runtime="pixal3d", action="install", report=lambda _kind, text: told.append(text)
    )
    context, invoke = SimpleNamespace(window_manager=manager), module.PIXAL3D_OT_set_up_runtime
    setup.forget()
    assert invoke.invoke(asked, context, None) == {"CANCELLED"}
    assert not shown and "looked at first" in told[0] and "look" in setup.SETUP.children
    wait(setup)
    assert invoke.invoke(asked, context, None) == {"FINISHED"} and shown


def test_without_online_access_nothing_is_fetched_and_it_is_said(setup, monkeypatch) -> None:
    online(monkeypatch, False)
    for call in (bpy.ops.pixal3d.set_up_runtime, bpy.ops.pixal3d.download_weights):
        with pytest.raises(RuntimeError, match=r"Online Access"):
            call()
    assert not setup.SETUP.children
    looked(setup)
    assert "may not go online" in words()


def test_a_folder_of_wheels_needs_no_online_access_and_a_wrong_one_is_told(
    setup, monkeypatch, tmp_path
) -> None:
    online(monkeypatch, False)
    own().wheels = str(tmp_path)
    assert bpy.ops.pixal3d.set_up_runtime() == {"FINISHED"}
    wait(setup)
    assert "no folder of wheels" in setup.SETUP.told["runtime draft"][1]
    assert not (tmp_path / "runtimes").exists()


def test_an_install_that_cannot_reach_its_index_says_so_and_leaves_a_second_press(
    setup, monkeypatch
) -> None:
    online(monkeypatch, True)
    monkeypatch.setenv("PIP_RETRIES", "0")
    with serving(FileServer({})) as server:
        own().index = f"{server.address}/simple"
        for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        assert bpy.ops.pixal3d.set_up_runtime() == {"FINISHED"}
        assert ("operator", "pixal3d.stop_setup") in shown() or not setup.SETUP.facts
        wait(setup)
        assert server.asked[0][0].startswith("/simple/")
    assert setup.SETUP.told["runtime draft"][0] is False
    looked(setup)
    assert "package" in words().lower()
    assert ("operator", "pixal3d.set_up_runtime") in shown()


def test_a_runtime_is_installed_used_and_removed_without_a_trace(setup, monkeypatch) -> None:
    online(monkeypatch, True)
    runtime = addon("blender.jobs.runtime")
    assert runtime.python_for("draft")[0] == runtime.own()
    assert bpy.ops.pixal3d.set_up_runtime() == {"FINISHED"}
    wait(setup)
    assert setup.SETUP.told["runtime draft"][0] is True, setup.SETUP.told
    python, note = runtime.python_for("draft")
    assert str(python).startswith(own().runtimes) and not note
    assert "Installed" in words() and ("operator", "pixal3d.remove_runtime") in shown()
    assert bpy.ops.pixal3d.remove_runtime(runtime="draft") == {"FINISHED"}
    wait(setup)
    assert not Path(own().runtimes).exists()
    assert runtime.python_for("draft")[0] == runtime.own()


def test_an_install_is_stopped_at_once(setup, monkeypatch) -> None:
    online(monkeypatch, True)
    assert bpy.ops.pixal3d.set_up_runtime() == {"FINISHED"}
    with pytest.raises(RuntimeError, match="worked on already"):
        bpy.ops.pixal3d.set_up_runtime()
    began = time.monotonic()
    assert bpy.ops.pixal3d.stop_setup(part="runtime draft") == {"FINISHED"}
    assert time.monotonic() - began < 3
    wait(setup)
    assert "Stopped" in setup.SETUP.told["runtime draft"][1]
    assert not setup.SETUP.children


def test_a_refusal_of_weights_is_told_where_the_button_is(setup, monkeypatch) -> None:
    online(monkeypatch, True)
    with serving(FileServer({})) as server:
        own().mirror = server.address
        assert bpy.ops.pixal3d.download_weights() == {"FINISHED"}
        wait(setup)
        assert server.asked[0][0].endswith("/pipeline.json")
    assert "HTTP 404" in words()


def test_a_download_is_stopped_at_once_and_what_came_is_kept(setup, monkeypatch) -> None:
    online(monkeypatch, True)
    looked(setup)
    with serving(FileServer({})) as server:
        own().mirror = server.address
        server.busy = 10**6
        monkeypatch.setattr(server, "files", Everything())
        assert bpy.ops.pixal3d.download_weights() == {"FINISHED"}
        until = time.monotonic() + 20
        while not server.asked and time.monotonic() < until:
            time.sleep(0.05)
        began = time.monotonic()
        assert bpy.ops.pixal3d.stop_setup(part="weights pixal3d") == {"FINISHED"}
        assert time.monotonic() - began < 3
    assert "kept" in setup.SETUP.told["weights pixal3d"][1]


def test_the_background_model_comes_with_what_runs_it_and_the_panel_tells(
    setup, monkeypatch
) -> None:
    online(monkeypatch, True)
    for first in (setup.forget, lambda: looked(setup)):  # the panel asks before anybody looked
        first()
        layout = Recorder()
        addon("blender.setup.weights_operators").PIXAL3D_OT_get_background.draw(
            SimpleNamespace(layout=layout, weights="background"), bpy.context
        )
        told = " ".join(str(what) for _, what in layout.notes if what)
        for text in ("178.6 MB", "Apache-2.0", "ONNX Runtime", "BSD", "about 120 MB", "Into"):
            assert text in told, told
    assert "GB are free there" in told, told
    with serving(FileServer({})) as server:
        own().mirror, own().limit = server.address, 2.5
        own().wheels = own().runtimes  # no folder of wheels: ends at once
        assert bpy.ops.pixal3d.get_background() == {"FINISHED"}
        assert setup.SETUP.children.keys() == {"weights background", "runtime draft"}
        layout = Recorder()
        addon("blender.problems.panel").draw_background_coming(layout)
        assert layout.notes.count(("operator", "pixal3d.stop_setup")) == 2
        wait(setup)
        assert server.asked[0][0].endswith("/v0.0.0/isnet-general-use.onnx")
    assert "HTTP 404" in setup.SETUP.told["weights background"][1]


def test_a_login_in_an_address_is_not_kept_in_the_preferences(setup) -> None:
    for name in ("index", "torch_index", "mirror"):
        setattr(own(), name, "https://ann:secret@host.example/simple")
        assert getattr(own(), name) == "https://host.example/simple"
        own().property_unset(name)


class Everything(dict):
    """Every path is a file of that server."""

    def __contains__(self, path: object) -> bool:
        return True


@pytest.mark.skipif(sys.platform == "win32", reason="sparse files")
def test_a_background_model_without_a_runtime_is_told_and_a_damaged_one_repaired(
    setup, monkeypatch
) -> None:
    path = addon("setup.registry").weights_folder() / "background" / "isnet-general-use.onnx"
    path.parent.mkdir(parents=True)
    path.touch()
    os.truncate(path, 178_648_008)
    looked(setup)
    assert "Downloaded, but needs Draft's runtime" in words()
    setup.SETUP.facts["runtimes"]["draft"]["state"] = "ready"
    assert "needs Draft's runtime" not in words() and "Downloaded" in words()
    assert ("operator", "pixal3d.repair_weights") in shown()
    online(monkeypatch, True)
    with serving(FileServer({})) as server:
        own().mirror = server.address
        assert bpy.ops.pixal3d.repair_weights(weights="background") == {"FINISHED"}
        wait(setup)
        assert server.asked[0][0].endswith("/isnet-general-use.onnx") and not path.exists()
    assert "HTTP 404" in words() and ("operator", "pixal3d.download_weights") in shown()
    path.touch()
    assert bpy.ops.pixal3d.remove_weights(weights="background") == {"FINISHED"}
    wait(setup)
    assert not path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="sparse files")
def test_weights_that_are_there_are_told_as_such_and_removed(setup) -> None:
    folder = addon("setup.registry").weights_folder()
    for file in addon("setup.registry").weight_sets()["pixal3d"].files:
        path = folder / file.to
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.truncate(path, file.size or 3)
    looked(setup)
    assert "Downloaded" in words() and ("operator", "pixal3d.convert_weights") in shown()
    assert setup.SETUP.facts["weights"]["pixal3d"]["halvable"] == 11_000_155_668
    assert bpy.ops.pixal3d.convert_weights() == {"FINISHED"}
    wait(setup)
    assert "not laid out as Pixal3D's weights are" in words()  # they are empty here
    assert ("operator", "pixal3d.remove_weights") in shown()
    assert bpy.ops.pixal3d.remove_weights(weights="pixal3d") == {"FINISHED"}
    wait(setup)
    assert not folder.exists() and "Downloaded" not in words()


def test_the_doctor_is_shown_and_copied_without_private_paths(setup) -> None:
    assert bpy.ops.pixal3d.doctor() == {"FINISHED"}
    wait(setup)
    assert "engine draft: can run" in words()
    bpy.ops.pixal3d.copy_doctor()
    assert ("operator", "pixal3d.copy_doctor") in shown()
    home = str(Path.home())
    copied = bpy.context.window_manager.clipboard
    assert home == "/" or home not in copied
    bpy.ops.pixal3d.close_doctor()
    assert "engine draft" not in words()


def test_a_report_is_saved_with_the_logs_and_without_private_paths(setup, tmp_path) -> None:
    secret = "/srv/acme/hidden/a.png"
    (addon("blender.setup.preferences").own_folder("logs") / "worker.log").write_text(
        f"In {secret}\n"
    )
    target = tmp_path / "report"
    assert bpy.ops.pixal3d.save_report(filepath=str(target)) == {"FINISHED"}
    wait(setup)
    assert "Saved: " in words()
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "engine draft" in texts["doctor.txt"] and "disk results" in texts["doctor.txt"]
    logs = "".join(text for name, text in texts.items() if name.startswith("log-"))
    assert "…/hidden/a.png" in logs and "acme" not in logs
    assert bpy.ops.pixal3d.save_report(filepath=str(tmp_path / "no" / "where.zip")) == {"FINISHED"}
    wait(setup)
    assert "could not be written there" in words() and "Saved: " not in words()
    bpy.ops.pixal3d.close_doctor()


def test_drawing_the_preferences_reads_no_disk_and_starts_nothing(setup, monkeypatch) -> None:
    looked(setup)
    done: list[str] = []
    with monkeypatch.context() as patch:
        for name in ("stat", "is_file", "exists", "read_text", "open"):
            patch.setattr(Path, name, lambda *_, name=name, **__: done.append(name))
        patch.setattr("subprocess.Popen", lambda *_, **__: done.append("a process"))
        shown()
    assert done == []


@pytest.mark.parametrize("name", ["remove_weights", "convert_weights"])
def test_what_deletes_weights_says_so_before(name: str) -> None:
    asked: list[dict] = []

    def ask(_operator, _event, **words: str) -> set[str]:
        asked.append(words)
        return {"CANCELLED"}

    context = SimpleNamespace(window_manager=SimpleNamespace(invoke_confirm=ask))
    getattr(bpy.types, f"PIXAL3D_OT_{name}").invoke(None, context, None)
    assert asked[0]["confirm_text"] in {"Delete", "Convert"}
    assert "download" in asked[0]["message"] or "deleted" in asked[0]["message"]
