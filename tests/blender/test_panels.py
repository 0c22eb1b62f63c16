"""What the panels show, through a layout that records; and that drawing costs nothing."""

import json
import statistics
import time
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

from tests.blender.conftest import PACKAGE, add, addon


class Recorder:
    """A UILayout that notes what is drawn. Unknown calls fail as Blender's would."""

    REAL = bpy.types.UILayout.bl_rna.functions
    active = True

    def __init__(self, notes: list[tuple[str, object]] | None = None) -> None:
        self.notes = [] if notes is None else notes

    def __getattr__(self, name: str):
        function = self.REAL[name]  # KeyError: Blender has no such call

        def call(*args: object, **options: object):
            known = {parameter.identifier for parameter in function.parameters}
            assert set(options) <= known | {"text_ctxt"}, (name, options)
            if name in {"prop", "template_ID"}:
                own = args[1].removeprefix('["').removesuffix('"]')
                assert args[1] in args[0].bl_rna.properties or own in args[0], args[1]
                self.notes.append((name, args[1]))
                if not self.active:
                    self.notes.append(("grey", args[1]))
            elif name == "operator":
                module, _, operator = args[0].partition(".")
                assert operator in dir(getattr(bpy.ops, module)), args[0]
                self.notes.append((name, args[0]))
                return SimpleNamespace()
            elif name == "panel":
                return Recorder(self.notes), Recorder(self.notes)
            else:
                self.notes.append((name, options.get("text", "")))
            return Recorder(self.notes)

        return call


def draw(name: str) -> list[tuple[str, object]]:
    layout = Recorder()
    getattr(bpy.types, name).draw(SimpleNamespace(layout=layout), bpy.context)
    return layout.notes


def own_preferences():
    return bpy.context.preferences.addons[PACKAGE].preferences


@pytest.fixture
def state():
    state = addon("blender.jobs.state").STATE
    yield state
    state.job = state.problem = None


def test_main_panel_ends_in_generate() -> None:
    notes = draw("PIXAL3D_PT_main")
    assert [what for kind, what in notes if kind in {"prop", "template_ID"}] == [
        "image",
        "quality",
    ]
    assert ("operator", "pixal3d.match_camera") in notes
    assert notes[-1] == ("operator", "pixal3d.generate")


@pytest.mark.parametrize(
    ("source", "shown"), [("SQUARE", "fov"), ("PHOTO", "photo_fov"), ("LENS", "lens")]
)
def test_field_of_view_is_asked_for_as_it_is_known(source: str, shown: str) -> None:
    bpy.context.scene.pixal3d.fov_source = source
    props = {what for kind, what in draw("PIXAL3D_PT_camera") if kind == "prop"}
    assert props & {"fov", "photo_fov", "lens"} == {shown}


def test_the_elevation_is_grey_while_it_is_estimated() -> None:
    settings = bpy.context.scene.pixal3d
    assert ("grey", "elevation") in draw("PIXAL3D_PT_camera")
    settings.guess_elevation = False
    assert not any(kind == "grey" for kind, _ in draw("PIXAL3D_PT_camera"))


def test_no_setting_is_in_the_panels_twice() -> None:
    found: list[object] = []
    for name in ("main", "camera", "cut_out", "views", "pixal3d", "output", "finishing"):
        notes = draw(f"PIXAL3D_PT_{name}")
        found += {what for kind, what in notes if kind in {"prop", "template_ID"}}
    assert sorted(found) == sorted(set(found))


def test_generate_becomes_progress_and_cancel(state) -> None:
    jobs, messages = addon("blender.jobs.state"), addon("core.messages")
    state.job = jobs.Job("x", "", "draft")
    state.job.take(messages.Progress("", "Depth", 1, 4, 0.25, 12.3, 2500.0))
    notes = draw("PIXAL3D_PT_main")
    assert ("progress", "Depth 1/4 · 12 s left") in notes and ("label", "2.5 GB") in notes
    assert ("operator", "pixal3d.cancel") in notes
    assert notes[-1] == ("operator", "pixal3d.generate"), "the next one for the queue"


@pytest.mark.parametrize(
    ("step", "total", "eta", "line"),
    [
        (0, 1, -1.0, "Shape"),
        (3, 12, 400.0, "Shape 3/12 · 7 min left"),
        (2_000_000, 8_000_000, 0.4, "Shape 25%"),
    ],
)
def test_job_line_tells_stage_step_and_time_left(step, total, eta, line) -> None:
    jobs, messages = addon("blender.jobs.state"), addon("core.messages")
    job = jobs.Job("x", "", "draft")
    job.take(messages.Progress("", "Shape", step, total, 0.25, eta))
    assert job.line() == line


@pytest.mark.parametrize(("engine", "runtime", "shown"), [
    ("draft", "", False), ("draft", "x", False), ("auto", "", False), ("auto", "x", True),
    ("pixal3d", "", True),
])  # fmt: skip
def test_settings_of_pixal3d_are_shown_where_it_may_run(engine, runtime, shown) -> None:
    bpy.context.scene.pixal3d.engine = engine
    own_preferences().runtime = runtime
    try:
        notes = draw("PIXAL3D_PT_pixal3d")
        assert ("prop", "engine") in notes
        assert (("prop", "max_tokens") in notes) == shown
    finally:
        own_preferences().runtime = ""


def test_what_the_engine_decides_is_shown_as_automatic(core) -> None:
    job_settings, group = addon("blender.jobs.job_settings"), bpy.context.scene.pixal3d
    assert group.bl_rna.properties["resolution"].enum_items[group.resolution].name == "Automatic"
    items = group.bl_rna.properties["resolution"].enum_items
    assert [int(item.identifier) for item in items] == list(core.settings.RESOLUTIONS)
    group.steps, group.guidance = 30, 2.0
    made = job_settings.to_settings(group)
    assert (made.steps, made.guidance) == (0, 0.0)
    group.use_steps = group.use_guidance = True
    made = job_settings.to_settings(group)
    assert (made.steps, made.guidance) == (30, 2.0)
    job_settings.load_settings(group, core.settings.Settings())
    assert not group.use_steps and not group.use_guidance


def test_failure_that_the_preferences_can_mend_has_a_button_to_them(state) -> None:
    problem = addon("core.errors").Problem
    for code, shown in {"weights_missing": True, "no_object": False}.items():
        state.problem = problem(code, "It broke.", "Mend it.")
        notes = draw("PIXAL3D_PT_main")
        assert (("operator", "preferences.addon_show") in notes) == shown


def test_failure_shows_sentence_remedy_and_log(state) -> None:
    problem = addon("core.errors").Problem
    state.problem = problem("x", "It broke in a way that takes more than a line to tell.", "Mend.")
    notes = draw("PIXAL3D_PT_main")
    labels = [what for kind, what in notes if kind == "label"]
    assert " ".join(labels).endswith(f"{state.problem.message} Mend.")
    assert max(map(len, labels)) <= 40
    assert ("operator", "pixal3d.open_log") in notes
    assert bpy.ops.pixal3d.dismiss() == {"FINISHED"} and state.problem is None


def test_sub_panels_are_closed_and_draw() -> None:
    bpy.context.scene.pixal3d.engine = "pixal3d"
    shown = set()
    for name in ("camera", "cut_out", "views", "pixal3d", "output"):
        panel = getattr(bpy.types, f"PIXAL3D_PT_{name}")
        assert panel.bl_parent_id == "PIXAL3D_PT_main" and "DEFAULT_CLOSED" in panel.bl_options
        shown |= {what for _, what in draw(panel.__name__)}
    assert {"fov_source", "extend_pixel", "background", "mask", "faces", "seed", "size"} <= shown
    assert {"resolution", "use_steps", "steps", "use_guidance", "guidance"} <= shown
    assert {"max_tokens", "views", "engine", "fov", "elevation", "guess_elevation"} <= shown


def test_result_panel_is_there_for_results_alone(folder: Path) -> None:
    panel = bpy.types.PIXAL3D_PT_result
    assert not panel.poll(bpy.context)
    bpy.ops.mesh.primitive_cube_add()
    assert not panel.poll(bpy.context)
    obj = add(folder)
    assert panel.poll(bpy.context)
    notes = draw("PIXAL3D_PT_result")
    assert ("prop", "elevation") in notes
    labels = [what for kind, what in notes if kind == "label"]
    assert labels == [f"Draft, {len(obj.data.polygons):,} faces, 1.5 s", "This is a draft."]
    bpy.ops.object.mode_set(mode="EDIT")
    assert ("label", "Elevation changes in Object Mode") in draw("PIXAL3D_PT_result")


def test_elevation_that_was_estimated_is_shown_and_stays_editable(folder: Path) -> None:
    path = folder / "result.json"
    facts = json.loads(path.read_text())
    facts["settings"].update(elevation=0.0, guess_elevation=True)
    path.write_text(json.dumps(facts))
    obj, settings = add(folder), bpy.context.scene.pixal3d
    assert obj.pixal3d.elevation == pytest.approx(facts["camera"]["elevation"])
    obj.pixal3d.elevation = 0.6
    assert obj.pixal3d.elevation == pytest.approx(0.6)
    settings.guess_elevation = False
    assert bpy.ops.pixal3d.load_settings() == {"FINISHED"}
    assert settings.guess_elevation


def test_no_two_classes_share_a_name() -> None:
    """The second would quietly take the first one's place."""
    classes = [cls for module in addon("blender")._MODULES for cls in module.CLASSES]
    names = [getattr(cls, "bl_idname", cls.__name__) for cls in classes]
    assert sorted(names) == sorted(set(names))
    assert all(cls.is_registered for cls in classes if hasattr(cls, "is_registered"))


def test_every_property_and_operator_is_described() -> None:
    for kind in addon("blender.properties").CLASSES:
        for prop in kind.bl_rna.properties:
            if prop.identifier not in {"rna_type", "name"}:
                assert prop.name and prop.description, prop.identifier
                assert not prop.description.endswith("."), prop.identifier
    for name in dir(bpy.ops.pixal3d):
        rna = getattr(bpy.ops.pixal3d, name).get_rna_type()
        assert rna.name and rna.description and not rna.description.endswith("."), name


def test_panel_starts_with_the_defaults_of_core(core) -> None:
    made = addon("blender.jobs.job_settings").to_settings(bpy.context.scene.pixal3d).to_dict()
    for name, value in core.settings.Settings().to_dict().items():
        if name == "guess_elevation":
            assert made[name], "an artist seldom knows it; a script says so"
            continue
        assert made[name] == (pytest.approx(value) if isinstance(value, float) else value), name


@pytest.mark.parametrize("guessed", [True, False])
def test_settings_survive_the_way_through_the_panel(core, guessed: bool) -> None:
    job_settings, group = addon("blender.jobs.job_settings"), bpy.context.scene.pixal3d
    given = core.settings.Settings(
        engine="draft", fov=0.9, photo_fov=1.1, elevation=-0.2, extend_pixel=12.0,
        background="backdrop", faces=1234, texture_size=4096, size=3.5, seed=77,
        resolution=1536, steps=25, guidance=3.0, max_tokens=20_000,
        views=str(Path("t.json").absolute()), guess_elevation=guessed,
    )  # fmt: skip
    job_settings.load_settings(group, given)
    made = job_settings.to_settings(group)
    assert group.guess_elevation is guessed
    for name, value in given.to_dict().items():
        assert getattr(made, name) == (
            pytest.approx(value) if isinstance(value, float) else value
        ), name


def test_extreme_values_that_the_panel_allows_are_valid() -> None:
    job_settings, group = addon("blender.jobs.job_settings"), bpy.context.scene.pixal3d
    group.use_steps = group.use_guidance = True
    for sign in (-1, 1):
        for prop in group.bl_rna.properties:
            if prop.type in {"FLOAT", "INT"}:
                setattr(group, prop.identifier, prop.hard_max if sign > 0 else prop.hard_min)
        for group.fov_source in ("SQUARE", "PHOTO", "LENS"):
            assert job_settings.to_settings(group).problems() == []


def test_lens_of_an_upright_photo_covers_the_shorter_side() -> None:
    job_settings, group = addon("blender.jobs.job_settings"), bpy.context.scene.pixal3d
    group.fov_source, group.lens = "LENS", 36.0
    group.image = bpy.data.images.new("landscape", 30, 20)
    wide = job_settings.to_settings(group).photo_fov
    group.image = bpy.data.images.new("portrait", 20, 30)
    narrow = job_settings.to_settings(group).photo_fov
    assert wide == pytest.approx(0.9273, abs=1e-3)
    assert narrow == pytest.approx(0.6435, abs=1e-3)


def test_preferences_draw_and_name_the_engine() -> None:
    preferences = own_preferences()
    layout = Recorder()
    preferences.__class__.draw(
        SimpleNamespace(layout=layout, bl_rna=preferences.bl_rna), bpy.context
    )
    assert any("Draft" in str(what) for kind, what in layout.notes if kind == "label")


def test_drawing_takes_less_than_a_millisecond(folder: Path) -> None:
    for _ in range(3):
        add(folder)
    for name in ("PIXAL3D_PT_main", "PIXAL3D_PT_result"):
        assert drawing_seconds(name) < 0.001


def drawing_seconds(name: str) -> float:
    """The median of many drawings of a panel."""
    panel, times = getattr(bpy.types, name), []
    for _ in range(200):
        stand_in = SimpleNamespace(layout=Silent())
        start = time.perf_counter()
        panel.draw(stand_in, bpy.context)
        times.append(time.perf_counter() - start)
    print(f"\n{name}.draw: {statistics.median(times) * 1000:.3f} ms")
    return statistics.median(times)


class Silent:
    """A layout that does nothing, so that only our own code is timed."""

    def __getattr__(self, _name: str):
        return lambda *_args, **_options: self


def test_icon_is_as_light_as_the_themes_text() -> None:
    icon, colors = addon("blender.icon"), bpy.context.preferences.themes[0].user_interface
    before = tuple(colors.wcol_tool.text)
    try:
        colors.wcol_tool.text = (0.9, 0.9, 0.9)
        light = icon.chosen(bpy.context)
        colors.wcol_tool.text = (0.05, 0.05, 0.05)
        dark = icon.chosen(bpy.context)
    finally:
        colors.wcol_tool.text = before
    assert light != dark, "in the background Blender numbers no icons"
    for picture in (light, dark):
        assert tuple(picture.image_size) == (64, 64)


def test_yaw_says_why_it_is_not_there(folder: Path) -> None:
    obj = add(folder)
    assert ("prop", "rotation_euler") in draw("PIXAL3D_PT_result")
    obj.rotation_mode = "QUATERNION"
    notes = draw("PIXAL3D_PT_result")
    assert ("prop", "rotation_euler") not in notes
    assert ("label", "Yaw needs XYZ Euler rotation") in notes
