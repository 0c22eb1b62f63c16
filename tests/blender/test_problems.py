"""What the panel offers when a job failed: the right buttons, and that they help."""

from pathlib import Path

import bpy
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_panels import draw


@pytest.fixture
def state():
    state = addon("blender.jobs.state").STATE
    yield state
    state.problem = None


@pytest.fixture
def started(monkeypatch):
    """The jobs that would have begun: none does."""
    jobs, queue = [], addon("blender.jobs.queue")
    following = queue.following

    def next_one():
        job = following()
        return None if job in jobs else job

    monkeypatch.setattr(addon("blender.jobs.pump"), "_start", jobs.append)
    monkeypatch.setattr(queue, "following", next_one)
    return jobs


def fail(state, code: str, core, **settings):
    """A job in the queue that failed with `code`; the panel shows it."""
    jobs, queue = addon("blender.jobs.state"), addon("blender.jobs.queue")
    problem = core.errors.Problem(code, "It broke.", "Mend it.")
    made = core.settings.Settings(**{"engine": "pixal3d", **settings})
    job = jobs.Job("chair", "", made.engine)
    job.message = core.messages.Job(job.id, "/nowhere", "/nowhere", made.to_dict())
    queue.add(job)
    addon("blender.jobs.pump")._give_up(job, problem)
    assert state.problem is problem
    return job


def operators() -> list[str]:
    return [what for kind, what in draw("PIXAL3D_PT_main") if kind == "operator"]


def test_every_action_is_an_operator_of_that_name() -> None:
    remedies, known = addon("blender.problems.remedies"), addon("core.known_errors")
    assert remedies.BUTTONS.keys() == known.ACTIONS.keys()
    icons = bpy.types.UILayout.bl_rna.functions["label"].parameters["icon"].enum_items
    for action, (operator, icon) in remedies.BUTTONS.items():
        module, _, name = operator.partition(".")
        rna = getattr(getattr(bpy.ops, module), name).get_rna_type()
        assert rna.name == known.ACTIONS[action] or action == "preferences"
        assert icon in icons


def test_every_code_shows_its_buttons_log_and_details(state, core) -> None:
    remedies, known = addon("blender.problems.remedies"), addon("core.known_errors")
    for code, entry in known.KNOWN.items():
        job = fail(state, code, core)
        shown = operators()
        for action in entry.actions:
            assert remedies.BUTTONS[action][0] in shown, (code, action)
        for always in ("dismiss", "open_log", "copy_details"):
            assert f"pixal3d.{always}" in shown
        addon("blender.jobs.queue").remove(job)


def test_retry_is_offered_for_a_job_alone(state, core) -> None:
    state.problem = core.errors.Problem("internal", "It broke.", "Mend it.")
    assert "pixal3d.retry" not in operators()
    assert not bpy.ops.pixal3d.retry.poll()


def test_retry_runs_the_job_as_it_was(state, core, started) -> None:
    job = fail(state, "internal", core, seed=7)
    message = job.message
    assert bpy.ops.pixal3d.retry() == {"FINISHED"}
    assert started == [job] and job.message == message and state.problem is None


def test_less_memory_halves_until_there_is_nothing_left(state, core, started) -> None:
    group = bpy.context.scene.pixal3d
    group.quality = "best"
    best = addon("core.quality").QUALITIES["best"]
    job = fail(state, "out_of_memory", core, **best)
    assert bpy.ops.pixal3d.less_memory() == {"FINISHED"}
    names = ("max_tokens", "resolution", "texture_size", "faces")
    assert [job.message.settings[name] for name in names] == [49_152, 1024, 4096, 250_000]
    shown = [group.max_tokens, int(group.resolution), int(group.texture_size), group.faces]
    assert shown == [49_152, 1024, 4096, 250_000], "the next job as well"
    assert started == [job] and state.problem is None
    for _ in range(20):
        state.problem = job.problem = core.errors.Problem("out_of_memory", "x", "y")
        if bpy.ops.pixal3d.less_memory() == {"CANCELLED"}:
            break
    settings = core.settings.Settings.from_dict(job.message.settings)
    assert [getattr(settings, name) for name in names] == [8192, 1024, 1024, 31_250]
    assert state.problem is not None


def test_another_seed_is_the_next_one(state, core, started) -> None:
    job = fail(state, "structure_empty", core, seed=2**31 - 1)
    assert bpy.ops.pixal3d.another_seed() == {"FINISHED"}
    assert job.message.settings["seed"] == 0 and started == [job]
    assert bpy.context.scene.pixal3d.seed == 1


def test_draft_takes_over_what_pixal3d_cannot_do(state, core, started) -> None:
    job = fail(state, "weights_missing", core)
    assert bpy.ops.pixal3d.use_draft() == {"FINISHED"}
    assert job.engine == job.message.settings["engine"] == "draft" and started == [job]
    assert bpy.context.scene.pixal3d.engine == "draft"


def test_larger_texture_doubles_its_side(state, core, started) -> None:
    job = fail(state, "texture_too_small", core, texture_size=4096)
    assert bpy.ops.pixal3d.larger_texture() == {"FINISHED"}
    assert job.message.settings["texture_size"] == 8192
    state.problem = job.problem = core.errors.Problem("texture_too_small", "x", "y")
    assert bpy.ops.pixal3d.larger_texture() == {"CANCELLED"}


def test_settings_are_mended_where_no_job_had_begun(state, core, started) -> None:
    state.problem = core.errors.Problem("engine_unavailable", "x", "y")
    assert bpy.ops.pixal3d.use_draft() == {"FINISHED"}
    assert bpy.context.scene.pixal3d.engine == "draft" and state.problem is None
    assert started == []


def test_a_result_that_is_finished_again_is_mended_in_its_own_panel(state, core) -> None:
    job = fail(state, "out_of_memory", core)
    job.message = core.messages.Finish(job.id, "/nowhere", "/nowhere")
    assert not bpy.ops.pixal3d.less_memory.poll()
    assert bpy.ops.pixal3d.retry.poll()


def test_masks_and_photos_are_chosen_from_files(state, core, tmp_path: Path) -> None:
    group = bpy.context.scene.pixal3d
    for name, slot in (("photo", "image"), ("mask", "mask")):
        picture = bpy.data.images.new(name, 8, 8)
        picture.filepath_raw, picture.file_format = str(tmp_path / f"{name}.png"), "PNG"
        picture.save()
        bpy.data.images.remove(picture)
        state.problem = core.errors.Problem("no_object", "x", "y")
        operator = getattr(bpy.ops.pixal3d, f"choose_{name}")
        assert operator.poll()
        assert operator(filepath=str(tmp_path / f"{name}.png")) == {"FINISHED"}
        assert getattr(group, slot).name == f"{name}.png" and state.problem is None
    assert bpy.ops.pixal3d.clear_mask() == {"FINISHED"} and group.mask is None
    before = len(bpy.data.images)
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(RuntimeError, match=r"text\.png is not a picture"):
        bpy.ops.pixal3d.choose_mask(filepath=str(tmp_path / "text.png"))
    with pytest.raises(RuntimeError, match=r"nothing\.png cannot be read"):
        bpy.ops.pixal3d.choose_photo(filepath=str(tmp_path / "nothing.png"))
    assert group.mask is None and len(bpy.data.images) == before


def test_views_are_removed(state, core) -> None:
    bpy.context.scene.pixal3d.views = "/nowhere/transforms.json"
    state.problem = core.errors.Problem("views_invalid", "x", "y")
    assert bpy.ops.pixal3d.clear_views() == {"FINISHED"}
    assert bpy.context.scene.pixal3d.views == "" and state.problem is None


def test_free_memory_ends_the_worker(state) -> None:
    child = addon("blender.jobs.child")
    child.take(addon("blender.jobs.runtime").own())
    assert child.CHILD.worker is not None
    assert bpy.ops.pixal3d.free_memory() == {"FINISHED"} and child.CHILD.worker is None


def test_details_tell_all_that_a_report_needs_and_nothing_private(state, core, tmp_path) -> None:
    job = fail(state, "out_of_memory", core, views=str(tmp_path / "secret" / "transforms.json"))
    log = addon("blender.setup.preferences").log_file()
    log.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"line {number}" for number in range(5000)]
    private = f"open {Path.home()}/client/photos/chair.png hf_abcdefgh12345678"
    log.write_text("\n".join([*lines, private]))
    try:
        text = addon("blender.problems.details").details(state.problem, job)
    finally:
        log.unlink()
    assert text.startswith("out_of_memory: It broke.\nMend it.")
    assert bpy.app.version_string in text and f"Pixal3D {addon('core.version').version()}" in text
    assert '"faces": 50000' in text and "line 4999" in text and "line 4000" not in text
    for word in (str(Path.home()) + "/", "client", "hf_abcdefgh", str(tmp_path)):
        assert word not in text, word
    assert len(text) < 5000


def test_details_go_to_the_clipboard(state, core) -> None:
    assert not bpy.ops.pixal3d.copy_details.poll()
    state.problem = core.errors.Problem("x_from_a_newer_version", "It broke.", "Mend it.")
    assert "pixal3d.copy_details" in operators()
    assert bpy.ops.pixal3d.copy_details() == {"FINISHED"}


def test_preferences_button_leads_to_ours(state, core) -> None:
    state.problem = core.errors.Problem("engine_unavailable", "x", "y")
    assert "preferences.addon_show" in operators()
    assert addon("blender.problems.panel").base_package == PACKAGE
