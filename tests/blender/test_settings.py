"""Quality, its cost on this machine, presets, defaults and resetting."""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_panels import Recorder, draw


@pytest.fixture
def group():
    return bpy.context.scene.pixal3d


@pytest.fixture
def own():
    preferences = bpy.context.preferences.addons[PACKAGE].preferences
    yield preferences
    preferences.defaults = ""


@pytest.fixture
def measured():
    module = addon("blender.jobs.measured")

    def forget() -> None:
        for path in (module._file(), module._speeds_file()):
            path.unlink(missing_ok=True)
        module.attach()

    forget()
    yield module
    forget()


def job_settings(group) -> dict:
    return addon("blender.jobs.job_settings").to_settings(group).to_dict()


def test_standard_is_what_the_panel_begins_with(group) -> None:
    assert group.quality == "standard"


@pytest.mark.parametrize("name", ["preview", "standard", "high", "best"])
def test_quality_sets_the_jobs_settings_and_nothing_else(group, name: str) -> None:
    group.seed, group.faces, group.use_steps = 5, 123_456, True
    before = job_settings(group)
    group.quality = name
    preset = addon("core.quality").QUALITIES[name]
    assert job_settings(group) == {**before, **preset}
    assert group.quality == name


def test_a_setting_of_ones_own_makes_it_custom(group) -> None:
    group.faces = 12_345
    assert group.quality == "custom"
    group.quality = "custom"
    assert group.faces == 12_345
    group.quality = "preview"
    items = addon("blender.jobs.quality").items(group, bpy.context)
    assert "custom" not in {item[0] for item in items}, "it cannot be chosen"


def test_cost_is_not_told_before_it_is_measured(group, measured) -> None:
    assert ("label", "Not measured yet") in draw("PIXAL3D_PT_main")
    for name, _, text, _ in addon("blender.jobs.quality").items(group, bpy.context):
        assert "Not measured here yet" in text, name


def test_cost_of_a_job_is_told_for_jobs_like_it(group, measured, core, folder: Path) -> None:
    jobs, messages = addon("blender.jobs.state"), core.messages
    job = jobs.Job("x", "", "draft", result=folder)
    job.message = messages.Job("1", "p", "r", core.settings.Settings(engine="draft").to_dict())
    job.take(messages.Progress("1", "Depth", 1, 2, 0.5, -1.0, 420.0))
    job.take(messages.Progress("1", "Files", 1, 2, 0.9, -1.0, 120.0))
    measured.note(job)
    made = core.results.read(folder).settings
    addon("blender.jobs.job_settings").load_settings(group, made)
    assert ("label", "Draft: 1.5 s, 0.4 GB") in draw("PIXAL3D_PT_main")
    measured.attach()  # as the next Blender does
    assert ("label", "Draft: 1.5 s, 0.4 GB") in draw("PIXAL3D_PT_main")
    group.faces += 1
    assert ("label", "Not measured yet") in draw("PIXAL3D_PT_main")
    group.faces -= 1


def cost_of(group, engine: str, quality: str = "standard") -> str:
    group.engine, group.quality = engine, quality
    return next(what for kind, what in draw("PIXAL3D_PT_main") if kind == "label")


def test_cost_of_pixal3d_is_estimated_before_it_is_measured(group, measured, own) -> None:
    own.runtime = "/some/python"
    try:
        assert cost_of(group, "pixal3d") == "Estimated: 20 s on an NVIDIA H200"
        measured.note_speed([{"name": "speed", "text": "40.00 TFLOPS in bfloat16, copies ..."}])
        told = cost_of(group, "pixal3d")
        assert told == "Pixal3D: about 2 min, estimated"
        measured.attach()  # as the next Blender does
        assert cost_of(group, "pixal3d") == told
        texts = [item[2] for item in addon("blender.jobs.quality").items(group, bpy.context)]
        assert all("on this machine: about" in text for text in texts)
        own.runtime = "/another/python"
        assert "H200" in cost_of(group, "pixal3d")
        assert cost_of(group, "draft") == "Not measured yet"
    finally:
        own.runtime = ""


def test_a_job_of_pixal3d_tells_of_itself_and_of_others(group, measured, own) -> None:
    own.runtime = "/some/python"
    try:
        measured.note_speed([{"name": "speed", "text": "40.00 TFLOPS in bfloat16"}])
        group.engine, group.quality = "pixal3d", "standard"
        settings = addon("core.measures").costly("pixal3d", job_settings(group))
        one = addon("core.measures").Measure("pixal3d", "/some/python", 300.0, 0.0, settings)
        measured._MEASURES.append(one)
        assert cost_of(group, "pixal3d") == "Pixal3D: 5 min"
        assert cost_of(group, "pixal3d", "high") == "Pixal3D: about 10 min, estimated"
    finally:
        own.runtime = ""


def test_finishing_again_is_no_measure(measured, core, folder: Path) -> None:
    job = addon("blender.jobs.state").Job("x", "", "auto", result=folder)
    job.message = core.messages.Finish("1", "s", "r")
    measured.note(job)
    assert not measured._file().exists()


def test_settings_that_cannot_be_kept_are_a_measure_until_blender_ends(
    group, measured, core, folder: Path, monkeypatch
) -> None:
    job = addon("blender.jobs.state").Job("x", "", "draft", result=folder)
    job.message = core.messages.Job("1", "p", "r")
    monkeypatch.setattr(measured, "_file", lambda: folder / "result.json" / "x.json")
    measured.note(job)
    addon("blender.jobs.job_settings").load_settings(group, core.results.read(folder).settings)
    assert ("label", "Draft: 1.5 s") in draw("PIXAL3D_PT_main")


def test_preset_brings_all_settings_back_but_photo_and_mask(group) -> None:
    image = bpy.data.images.new("photo", 8, 8)
    group.image, group.faces, group.engine = image, 4321, "pixal3d"
    group.quality, group.fov, group.fov_source, group.collision = "high", 0.5, "LENS", "box"
    group.size, group.seed = 2.5, 9
    before = job_settings(group)
    assert bpy.ops.pixal3d.preset_add(name="My Chair") == {"FINISHED"}
    path = Path(bpy.utils.preset_find("My_Chair", "pixal3d"))
    try:
        assert "image" not in path.read_text() and "mask" not in path.read_text()
        bpy.ops.pixal3d.reset_settings()
        assert job_settings(group) != before and group.image == image
        menu = "PIXAL3D_MT_settings_presets"
        assert bpy.ops.script.execute_preset(filepath=str(path), menu_idname=menu) == {"FINISHED"}
        assert job_settings(group) == before and group.image == image
        bpy.ops.pixal3d.preset_add(name="My Chair", remove_name=True)
        assert not path.exists()
    finally:
        path.unlink(missing_ok=True)


@pytest.mark.parametrize("name", ["camera", "cut_out", "output", "finishing", "pixal3d", "main"])
def test_reset_button_is_there_where_something_is_changed(group, name: str) -> None:
    panel = getattr(bpy.types, f"PIXAL3D_PT_{name}")
    of = getattr(panel, "settings", ())
    assert set(of) <= set(addon("blender.defaults").names())

    def header() -> list:
        layout = Recorder()
        panel.draw_header_preset(SimpleNamespace(layout=layout, settings=of), bpy.context)
        return layout.notes

    reset = ("operator", "pixal3d.reset_settings")
    assert reset not in header()
    group.fov_source, group.background, group.faces = "LENS", "alpha", 999_999
    group.lods, group.seed, group.engine = True, 7, "pixal3d"
    assert reset in header()
    assert bpy.ops.pixal3d.reset_settings(names="texture_size,size") == {"FINISHED"}
    assert group.faces == 999_999
    assert bpy.ops.pixal3d.reset_settings(names=",".join(of)) == {"FINISHED"}
    assert reset not in header()
    assert bool(addon("blender.defaults").changed(group)) == bool(of), "all, or its own alone"


def test_every_setting_is_reset_by_blender_to_what_the_core_has(group, core) -> None:
    for name in addon("blender.defaults").names():
        group.property_unset(name)
    made = job_settings(group)
    expected = core.settings.Settings(guess_elevation=True).to_dict()
    for name, value in expected.items():
        assert made[name] == (pytest.approx(value) if type(value) is float else value), name


def test_new_scenes_begin_with_the_saved_defaults(group, own) -> None:
    group.faces, group.engine, group.size = 7777, "draft", 3.0
    group.image = bpy.data.images.new("photo", 8, 8)
    assert bpy.ops.pixal3d.save_defaults() == {"FINISHED"}
    bpy.ops.wm.read_homefile(use_empty=True)
    began = bpy.context.scene.pixal3d
    assert (began.faces, began.engine, began.size) == (7777, "draft", 3.0)
    assert began.image is None and not addon("blender.defaults").changed(began)
    began.faces = 5000
    bpy.ops.scene.new(type="NEW")
    addon("blender.defaults").notice(bpy.context.scene)
    timers, begin = bpy.app.timers, addon("blender.defaults").begin_all
    assert timers.is_registered(begin), "drawing the panel asks for it"
    timers.unregister(begin)
    begin()  # in the background no timer ticks
    assert bpy.context.scene.pixal3d.faces == 7777
    assert bpy.ops.pixal3d.restore_defaults() == {"FINISHED"}
    assert not bpy.ops.pixal3d.restore_defaults.poll()
    bpy.ops.wm.read_homefile(use_empty=True)
    assert bpy.context.scene.pixal3d.faces == 50_000


def test_files_keep_their_own_settings(group, own, tmp_path: Path) -> None:
    group.faces = 4444
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    group.faces = 7777
    bpy.ops.pixal3d.save_defaults()
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "a.blend"))
    assert bpy.context.scene.pixal3d.faces == 4444
    bpy.ops.pixal3d.reset_settings()
    assert bpy.context.scene.pixal3d.faces == 7777, "reset goes to the artist's defaults"


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "null", '{"faces": "many"}', '{"texture_size": "77"}', '{"nothing": 1}',
        '{"engine": 3}',
    ],
)  # fmt: skip
def test_damaged_defaults_are_the_built_in_ones(own, text: str) -> None:
    own.defaults = text
    bpy.ops.wm.read_homefile(use_empty=True)
    group = bpy.context.scene.pixal3d
    assert (group.faces, group.texture_size, group.engine) == (50_000, "2048", "auto")
    assert group.quality == "standard"


def test_defaults_are_saved_with_blenders_preferences(group, own, tmp_path: Path) -> None:
    group.faces = 7777
    bpy.ops.pixal3d.save_defaults()
    assert bpy.context.preferences.is_dirty
    assert json.loads(own.defaults)["faces"] == 7777
    assert os.sep not in own.defaults
