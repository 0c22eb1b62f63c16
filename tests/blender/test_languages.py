"""What a user reads in German and in Chinese: with real values, and no English sentence left."""
# ruff: noqa: F811  fixtures of other files

import errno
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

from tests.blender.conftest import add, addon
from tests.blender.test_jobs import photo, results, state  # noqa: F401
from tests.blender.test_library import alter, choose, read, two  # noqa: F401
from tests.blender.test_panels import drawing_seconds
from tests.blender.test_setup import looked, own, setup, wait  # noqa: F401
from tests.blender.test_translations import LANGUAGES, known

# Words that no German sentence has, and none that is Chinese.
ENGLISH = re.compile(
    r"\b(the|is|are|of|and|with|not|left|more|for|faces?|seed|found|could|be|from|this|has|than|"
    r"its?|to|no|only|because|again|another|choose|jobs?|photo|free|try|settings?|weights)\b",
    re.IGNORECASE,
)
# What stays as it is: paths, commands and names.
NAMES = re.compile(
    r"…?[\w.\-]*/\S*|python (-m|vendor_install\.py)[\w \-]*|sudo apt-get [\w \-]*|--\w+ \w+|"
    r"(Einstellung|设置) \w+|Linux-\S+|IS-Net by Xuebin Qin"
)


class Page:
    """A UILayout that keeps what is read: as Blender, it looks texts up unless told not to."""

    def __init__(self, table: dict[str, str], read: list[str] | None = None) -> None:
        self._table, self.read = table, [] if read is None else read

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            text = options.get("text", options.get("heading"))
            if text is None and name == "prop":
                text = args[0].bl_rna.properties[args[1]].name
            if text is None and name == "operator":
                module, _, operator = args[0].partition(".")
                text = getattr(getattr(bpy.ops, module), operator).get_rna_type().name
            if text:
                as_it_is = options.get("translate") is False
                self.read.append(text if as_it_is else self._table.get(text, text))
            if name == "panel":
                return Page(self._table, self.read), Page(self._table, self.read)
            return SimpleNamespace() if name == "operator" else Page(self._table, self.read)

        return call


class Reader:
    """Reads in one language."""

    def __init__(self, table: dict[str, str]) -> None:
        self.table = table

    def panel(self, name: str) -> list[str]:
        page = Page(self.table)
        getattr(bpy.types, name).draw(SimpleNamespace(layout=page), bpy.context)
        return page.read

    def preferences(self) -> list[str]:
        page = Page(self.table)
        own().__class__.draw(
            SimpleNamespace(layout=page, bl_rna=own().bl_rna, runtime="", wheels=""), bpy.context
        )
        return page.read


@pytest.fixture(params=LANGUAGES)
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """Blender's wheel has no languages, so the tables themselves are asked."""
    table = known(request.param) | known(request.param, "SENTENCES")
    say = addon("blender.say")
    monkeypatch.setattr(say, "iface", lambda text: table.get(text, text))
    yield Reader(table)


def english(texts: list[str]) -> list[str]:
    """Those that are English, or in part. What a word is in German too is no matter."""
    german = re.compile(r"\b(Photo|im|in|an|so)\b")
    return [text for text in texts if ENGLISH.search(german.sub("", NAMES.sub("", text)))]


def test_each_finished_sentence_is_found_again_whatever_stands_in_it(reader: Reader) -> None:
    told, wrong = addon("blender.say").told, {}
    for made in known("de_DE", "SENTENCES"):
        values = [f"v{number}.x" for number in range(made.count("{}"))]
        if told(made.format(*values)) != reader.table[made].format(*values):
            wrong[made] = told(made.format(*values))
    assert wrong == {}


def test_drawing_takes_less_than_a_millisecond_in_any_language(reader, busy, noted: Path) -> None:
    add(noted)
    busy.problem = addon("core.errors").from_os_error(OSError(errno.ENOSPC, ""), "/r").problem
    try:
        for name in ("main", "result", "queue"):
            assert drawing_seconds(f"PIXAL3D_PT_{name}") < 0.001
    finally:
        busy.problem = None


def test_a_sentence_that_nobody_knows_stays_and_those_beside_it_do_not(reader: Reader) -> None:
    told, known_one = addon("blender.say").told, "Restart Blender."
    assert told("Foo bar. Restart Blender.") == f"Foo bar. {reader.table[known_one]}"
    assert told("") == ""


def test_notes_of_a_hostile_result_harm_nothing(reader: Reader) -> None:
    told = addon("blender.say").told
    for text in ("{} {0.__class__}. {x}", "a. " * 1300 + "b", "z. " * 10**6):
        assert told(text) == text
    assert told("{0.__class__} is damaged.").count("{0.__class__}") == 1
    assert told("Not a: " * 500 + "b").endswith("Not a: b")


def test_in_english_all_stays_as_it_was_made() -> None:
    told = addon("blender.say").told
    assert told("The worker crashed. The log: a/b.") == "The worker crashed. The log: a/b."


def test_lines_of_chinese_are_as_wide_as_the_sidebar_and_lose_nothing() -> None:
    wrap, context = addon("blender.wrap").wrap, SimpleNamespace(**dict.fromkeys(["region"]))
    context.preferences = bpy.context.preferences
    text = "磁盘已满：无法写入 results/chair。请释放一些空间或选择其他结果文件夹，然后重新生成。"
    lines = wrap(text, context)
    assert len(lines) > 1 and "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。：；" for line in lines)
    assert max(len(line) + len(re.findall("[^\x00-\x7f]", line)) for line in lines) <= 40


def progress(**facts: object) -> object:
    told = {"stage": "Coarse Shape", "step": 3, "total": 12, "fraction": 0.3, "eta": 400.0}
    return addon("core.messages").Progress("", **{**told, "memory_mb": 2500.0, **facts})


@pytest.fixture
def busy(photo) -> Iterator[object]:
    """A job that runs, and more that wait, failed and were interrupted than the panel shows."""
    jobs, messages = addon("blender.jobs.state"), addon("core.messages")
    for number in range(30):
        job = jobs.Job("chair", "", "draft")
        job.message = messages.Job(job.id, "/p.png", "/r", {"seed": number})
        job.state = (jobs.WAITING, jobs.FAILED, jobs.INTERRUPTED)[number % 3]
        jobs.STATE.queue.append(job)
    jobs.STATE.job = jobs.STATE.queue[0]
    jobs.STATE.job.take(progress())
    yield jobs.STATE
    jobs.STATE.queue, jobs.STATE.job, jobs.STATE.paused = [], None, False


def test_the_running_job_and_the_queue_are_told(reader: Reader, busy) -> None:
    main = reader.panel("PIXAL3D_PT_main")
    shape = reader.table["Coarse Shape"]
    assert any(text.startswith(f"{shape} 3/12 · ") for text in main), main
    assert english(main) == []
    busy.job.take(progress(stage="Weights", eta=30.0))
    assert english(reader.panel("PIXAL3D_PT_main")) == []
    busy.job.waiting = addon("blender.say").say("Ready, waiting for the render")
    assert english(reader.panel("PIXAL3D_PT_main")) == []
    busy.job.asked_to_stop = 1.0
    assert english(reader.panel("PIXAL3D_PT_main")) == []
    queue = reader.panel("PIXAL3D_PT_queue")
    assert len(queue) > 20 and english(queue) == []
    page = Page(reader.table)
    addon("blender.jobs.status")._draw(SimpleNamespace(layout=page), bpy.context)
    assert english(page.read) == []


@pytest.mark.parametrize("name", ["camera", "cut_out", "views", "pixal3d", "output", "finishing"])
def test_the_closed_panels_are_told(reader: Reader, photo, name: str) -> None:
    group = bpy.context.scene.pixal3d
    group.engine = "pixal3d"
    group.slots.add()
    assert english(reader.panel(f"PIXAL3D_PT_{name}")) == []


def test_the_choices_of_quality_are_told_with_what_they_cost(reader: Reader) -> None:
    quality, measured = addon("blender.jobs.quality"), addon("blender.jobs.measured")
    group, measures = bpy.context.scene.pixal3d, addon("core.measures")
    group.engine = "draft"
    for note in (False, True):
        if note:
            settings = measures.costly(
                "draft", addon("blender.jobs.job_settings").to_settings(group).to_dict()
            )
            measured._MEASURES.append(measures.Measure("draft", "", 12.0, 400.0, settings))
        told = [text for _, *texts, _ in quality.items(group, None) for text in texts]
        assert len(told) >= 8 and english(told) == []
    measured._MEASURES.clear()


def problems() -> Iterator[object]:
    """As they come from where they are made, with real values."""
    errors, settings = addon("core.errors"), addon("core.settings")
    for number in (errno.ENOSPC, errno.EACCES, errno.ENAMETOOLONG, errno.ENOMEM):
        yield errors.from_any(OSError(number, ""), "/home/me/results/chair 2").problem
    yield errors.from_any(KeyError(), "/r", "/home/me/logs/worker.log").problem
    yield from settings.Settings(faces=-3, texture_size=3, fov=9.0).problems()
    client = addon("core.client")
    for status in (None, -9, -15, -11, 1):
        message = client._sentence(status)
        remedy = "Try again; a new worker starts by itself. The log: logs/worker.log."
        yield errors.Problem("worker_died", message, remedy)
    for cause in (lambda: addon("core.results").read(Path("/nowhere/chair")),):
        with pytest.raises(errors.PixalError) as raised:
            cause()
        yield raised.value.problem
    runtime = addon("blender.jobs.runtime")
    with pytest.raises(errors.PixalError) as raised:
        runtime.python_for("pixal3d")
    yield raised.value.problem
    batch = addon("blender.photo.batch")
    lost = batch.Batch("", settings.Settings(), 0.0, [], [f"IMG {n}.png" for n in range(5)])
    lost.why = "IMG 4.png cannot be read. Choose another picture."
    yield batch._told(lost)


def test_a_problem_is_told_and_its_copy_stays_english(reader: Reader) -> None:
    state, details = addon("blender.jobs.state").STATE, addon("blender.problems.details").details
    for problem in problems():
        state.problem = problem
        try:
            told = reader.panel("PIXAL3D_PT_main")
        finally:
            state.problem = None
        assert english(told) == [], problem
        assert problem.message in details(problem, None)


@pytest.fixture
def noted(folder: Path) -> Path:
    """A result with the notes that engines make."""
    engine, shading = addon("engine.draft.engine"), addon("engine.mesh.baking.shading")
    told = [engine.NOTE.format(source) for source in (engine.CLASSICAL, engine.NETWORK)]
    told += [engine.ONE_VIEW, shading.UNSHADED, shading.TOO_LITTLE]
    told += ["The camera's elevation, 12°, was estimated from the photo."]
    told += ["Made without the runtime. There is no Python at …/me/venv, which the preferences "
             "name as runtime."]  # fmt: skip
    return alter(folder, notes=told)


def test_a_result_is_told_with_its_notes(reader: Reader, noted: Path) -> None:
    obj = add(noted)
    obj.pixal3d.match_overlap, obj.pixal3d.match_psnr = 0.9, 99.0
    for confidence in (0.2, 0.7, 0.9):
        obj.pixal3d.guess_confidence = confidence
        told = reader.panel("PIXAL3D_PT_result")
        assert len(told) > 10 and english(told) == []
    for name in ("look", "material", "finish"):
        assert english(reader.panel(f"PIXAL3D_PT_{name}")) == []
    bpy.ops.object.mode_set(mode="EDIT")
    assert english(reader.panel("PIXAL3D_PT_result")) == []


def test_the_library_is_told(reader: Reader, two: list[str], results: Path) -> None:
    library = addon("blender.library.entries").LIBRARY
    library.broken = 1200
    choose(two[0])
    assert english(reader.panel("PIXAL3D_PT_library")) == []
    choose(*two)
    assert english(reader.panel("PIXAL3D_PT_library")) == []
    bpy.context.window_manager.pixal3d_library.search = "nothing like it"
    assert english(reader.panel("PIXAL3D_PT_library")) == []
    bpy.context.window_manager.pixal3d_library.search = ""
    (results / two[0] / "mesh.safetensors").unlink()
    read()
    choose(two[0])
    told = reader.panel("PIXAL3D_PT_library")
    assert english(told) == [], told
    library.problem = "…/me/results cannot be read."
    assert english(reader.panel("PIXAL3D_PT_library")) == []
    library.problem, library.broken = "", 0


def test_the_preferences_their_dialogs_and_the_doctor_are_told(reader: Reader, setup) -> None:
    assert english(reader.preferences()) == []
    looked(setup)
    assert english(reader.preferences()) == []
    operators = addon("blender.setup.operators")
    for runtime in ("draft", "pixal3d"):
        page = Page(reader.table)
        asked = SimpleNamespace(layout=page, runtime=runtime, action="install")
        operators.PIXAL3D_OT_set_up_runtime.draw(asked, bpy.context)
        assert len(page.read) > 5 and english(page.read) == []
    of_weights = addon("blender.setup.weights_operators")
    for weights in ("pixal3d", "several-views", "background"):
        page = Page(reader.table)
        of_weights.PIXAL3D_OT_download_weights.draw(
            SimpleNamespace(layout=page, weights=weights), bpy.context
        )
        assert english(page.read) == []
    assert bpy.ops.pixal3d.doctor() == {"FINISHED"}
    wait(setup)
    assert len(setup.SETUP.findings) > 8
    assert english(reader.preferences()) == []
    setup.SETUP.told["weights pixal3d"] = (False, "Stopped. What has come is kept; press it again.")
    assert english(reader.preferences()) == []
