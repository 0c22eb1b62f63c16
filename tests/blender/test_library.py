"""The library: every result of the folder in the panel, and what can be done with it."""
# ruff: noqa: F811  fixtures of another file

import json
import shutil
import statistics
import time
from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.sample_result import colors, write_png
from tests.blender.test_import import blocks
from tests.blender.test_jobs import finish, generate, left_in, photo, results, state  # noqa: F401
from tests.blender.test_panels import Recorder, Silent, draw

MANY = 500


def library():
    return addon("blender.library.entries").LIBRARY


def read(wall: list[float] | None = None, work: list[float] | None = None) -> None:
    """Read the folder, with the ticks by hand that a window would have.

    wall, work: of each tick, the seconds that go by, and those that Blender's thread is at work.
    """
    scan, deadline = addon("blender.library.scan"), time.monotonic() + 60
    step = scan.start
    while step is scan.start or scan.busy():
        assert time.monotonic() < deadline
        start, busy = time.perf_counter(), time.thread_time()
        step()
        if wall is not None:
            wall.append(time.perf_counter() - start)
            work.append(time.thread_time() - busy)
        step = scan.gather
        time.sleep(0.002)


def choose(*keys: str) -> None:
    for number, key in enumerate(keys):
        done = bpy.ops.pixal3d.library_choose(key=key, extend=number > 0)
        assert done == {"FINISHED"}


def alter(folder: Path, **facts: object) -> Path:
    path = folder / "result.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **facts}))
    return folder


@pytest.fixture
def two(sample: Path, results: Path) -> list[str]:
    """Two results in the folder, read: their keys, the latest first."""
    for key, name, seed in (("20260101-120000-a", "chair", 0), ("20260102-120000-b", "sofa", 7)):
        made = Path(shutil.copytree(sample, results / key))
        write_png(made / "thumbnail.png", colors(256))
        settings = json.loads((made / "result.json").read_text())["settings"]
        day = f"{key[:4]}-{key[4:6]}-{key[6:8]}T12:00:00+0000"
        material = {"metallic": 0.0, "roughness": 0.5}
        alter(made, name=name, created=day, settings={**settings, "seed": seed}, material=material)
    read()
    return ["20260102-120000-b", "20260101-120000-a"]


@pytest.fixture
def many(core, results: Path) -> list[Path]:
    """MANY results of thumbnails, facts and next to nothing else."""
    thumbnail, settings = results.parent / "thumbnail.png", core.settings.Settings().to_dict()
    write_png(thumbnail, colors(256))
    made = []
    for number in range(MANY):
        folder = results / f"20260101-{number:06}-thing"
        folder.mkdir(parents=True)
        shutil.copyfile(thumbnail, folder / "thumbnail.png")
        shutil.copyfile(thumbnail, folder / "prepared.png")
        (folder / "mesh.safetensors").write_bytes(bytes(100))
        facts = {
            "format": 1,
            "name": f"thing {number}",
            "settings": {**settings, "seed": number},
            "camera": {"fov": 0.7, "elevation": 0.0, "extend_pixel": 0.0},
            "engine": "draft",
            "mesh": {"faces": 1000 + number},
            "created": f"2026-01-01T{number // 60:02}:{number % 60:02}:00+0000",
        }
        (folder / "result.json").write_text(json.dumps(facts, indent=1))
        made.append(folder)
    return made


def with_pictures(monkeypatch) -> None:
    """Icons as a window has them: without one Blender gives them no number."""
    pictures = addon("blender.library.pictures")
    numbers = {name: number for number, name in enumerate(pictures._icons, 1)}
    monkeypatch.setattr(pictures, "_icons", numbers)


def labels() -> list[str]:
    """What the panel and its header say."""
    header = Recorder()
    panel = SimpleNamespace(layout=header)
    bpy.types.PIXAL3D_PT_library.draw_header_preset(panel, bpy.context)
    notes = [*header.notes, *draw("PIXAL3D_PT_library")]
    return [what for kind, what in notes if kind == "label"]


def test_results_are_shown_with_thumbnail_and_facts_the_latest_first(
    two, results, monkeypatch
) -> None:
    assert [entry.key for entry in library().shown] == two
    notes = draw("PIXAL3D_PT_library")
    assert notes.count(("operator", "pixal3d.library_choose")) == 2
    assert labels()[0].startswith("2 · ") and labels()[0].endswith(" MB")
    assert not any("sofa" in line for line in labels()), "only what is chosen is told of"
    choose(two[0])
    told = " ".join(labels())
    assert "sofa" in told and "Draft, 1.5 s" in told and "seed 7" in told and "2026-01-02" in told
    with_pictures(monkeypatch)
    shown = [kind for kind, _ in draw("PIXAL3D_PT_library")].count("template_icon")
    assert shown == 4, "two in the grid, and the chosen one's object and photo"


def test_choosing_again_chooses_no_longer(two, results) -> None:
    choose(two[0])
    choose(two[0])
    assert library().chosen == []
    choose(*two)
    assert library().chosen == two
    choose(two[1])
    assert library().chosen == [two[1]]
    assert bpy.ops.pixal3d.library_choose(key="gone") == {"CANCELLED"}


def test_search_finds_words(two, results) -> None:
    group = bpy.context.window_manager.pixal3d_library
    group.search = "SOF draft"
    draw("PIXAL3D_PT_library")
    assert [entry.name for entry in library().shown] == ["sofa"]
    group.search = "nothing like it"
    assert "Nothing found" in labels()
    group.search = ""
    draw("PIXAL3D_PT_library")
    assert len(library().shown) == 2


def test_pages_are_turned_within_their_number(many, results) -> None:
    read()
    group = bpy.context.window_manager.pixal3d_library
    assert [entry.name for entry in library().on_page()] == [f"thing {499 - n}" for n in range(12)]
    bpy.ops.pixal3d.library_turn(step=1)
    assert library().on_page()[0].name == "thing 487" and " 2 of 42" in labels()
    bpy.ops.pixal3d.library_turn(step=-2)
    assert library().page == 41 and len(library().on_page()) == 8
    bpy.ops.pixal3d.library_turn(step=1)
    bpy.ops.pixal3d.library_turn(step=3)
    group.search = "thing 7"
    draw("PIXAL3D_PT_library")
    found = len(library().shown)
    assert library().page == 0 and 0 < found < MANY
    assert f" 1 of {library().pages()}, {found} found" in labels()


def test_a_result_is_added_again(two, results) -> None:
    assert not bpy.ops.pixal3d.library_add.poll()
    choose(two[0])
    assert bpy.ops.pixal3d.library_add() == {"FINISHED"}
    obj = bpy.context.active_object
    assert obj.name == "sofa" and Path(obj.pixal3d.folder) == results / two[0]
    bpy.ops.object.mode_set(mode="EDIT")
    assert not bpy.ops.pixal3d.library_add.poll()


def test_two_are_compared_side_by_side_with_their_cameras(two, results) -> None:
    choose(two[0])
    assert not bpy.ops.pixal3d.library_compare.poll()
    bpy.ops.pixal3d.library_choose(key=two[1], extend=True)
    assert ("label", "Seed") in draw("PIXAL3D_PT_library") and "7 · 0" in labels()
    assert bpy.ops.pixal3d.library_compare() == {"FINISHED"}
    bpy.context.view_layer.update()
    left, right = bpy.data.objects["sofa"], bpy.data.objects["chair"]
    assert set(bpy.context.selected_objects) == {left, right}
    ends = [
        [(obj.matrix_world @ vertex.co).x for vertex in obj.data.vertices] for obj in (left, right)
    ]
    assert max(ends[0]) < min(ends[1]) < max(ends[0]) + 0.5 * left.dimensions.x
    for obj in (left, right):
        assert obj.pixal3d.camera.parent == obj and obj.location.y == obj.location.z == 0


def test_of_two_neither_is_added_where_one_cannot_be(two, results) -> None:
    choose(*two)
    (results / two[1] / "base_color.png").write_bytes(b"no picture")
    before = blocks()
    with pytest.raises(RuntimeError, match="damaged"):
        bpy.ops.pixal3d.library_compare()
    assert blocks() == before


def test_photo_camera_and_settings_go_back_into_the_panel(core, two, results) -> None:
    group = bpy.context.scene.pixal3d
    made = results / two[0]
    settings = core.settings.Settings(
        seed=7, faces=4321, photo_fov=1.0, background="backdrop", guess_elevation=True
    )
    alter(made, settings=settings.to_dict())
    read()
    choose(two[0])
    group.fov_source, group.mask = "LENS", bpy.data.images.new("mask", 4, 4)
    assert bpy.ops.pixal3d.library_load() == {"FINISHED"}
    camera = core.results.read(made).camera
    assert (group.seed, group.faces, group.background, group.mask) == (7, 4321, "auto", None)
    assert group.fov_source == "SQUARE" and group.fov == pytest.approx(camera.fov)
    assert not group.guess_elevation and group.elevation == pytest.approx(camera.elevation)
    assert group.image.packed_file and tuple(group.image.size) == (512, 512)
    assert len(bpy.data.images) == 2, "what was read for it is gone"


def test_what_was_loaded_makes_the_same_again(photo, results) -> None:
    group = bpy.context.scene.pixal3d
    group.engine, group.fov, group.size = "draft", 0.6, 2.0
    generate()
    finish()
    read()
    (first,) = library().entries
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    choose(first.key)
    bpy.ops.pixal3d.library_load()
    generate()
    finish()
    assert state().problem is None
    folders = sorted(left_in(results))
    one, other = (vars(addon("core.results").read(folder).camera) for folder in folders)
    assert one == pytest.approx(other, abs=1e-5)
    masks = [bpy.data.images.load(str(folder / "mask.png")) for folder in folders]
    alphas = [np.array(mask.pixels[:]) for mask in masks]
    assert alphas[0].shape == alphas[1].shape and np.abs(alphas[0] - alphas[1]).mean() < 0.001


def test_it_is_finished_again_with_what_changed(core, two, results) -> None:
    choose(two[0])
    notes = draw("PIXAL3D_PT_library_finish")
    assert [what for kind, what in notes if kind == "prop"][:2] == ["faces", "texture_size"]
    assert notes[-1] == ("operator", "pixal3d.library_finish")
    group = bpy.context.window_manager.pixal3d_library.finish
    assert group.faces == core.settings.Settings().faces
    group.collision = "box"
    assert bpy.ops.pixal3d.library_finish() == {"FINISHED"}
    finish()
    assert state().problem is None
    (new,) = [folder for folder in left_in(results) if folder.name not in two]
    stored = core.results.read(new)
    assert stored.settings.collision == "box" and stored.facts["finished_from"]["result"] == two[0]
    assert Path(bpy.context.active_object.pixal3d.folder) == new
    read()
    assert len(library().entries) == 3


def test_a_deleted_result_is_gone_from_disk_and_list(two, results) -> None:
    choose(two[0])
    bpy.ops.pixal3d.library_add()
    assert bpy.ops.pixal3d.library_delete() == {"FINISHED"}
    assert [folder.name for folder in results.iterdir()] == [two[1]]
    assert [entry.key for entry in library().shown] == [two[1]] and library().chosen == []
    assert bpy.context.active_object.name == "sofa", "what is in the scene stays"
    assert not bpy.ops.pixal3d.library_delete.poll()


def test_any_number_of_results_is_deleted_at_once_after_asking(many, results) -> None:
    read()
    keys = [entry.key for entry in library().on_page()][:7]
    choose(*keys)
    assert library().chosen == keys and not bpy.ops.pixal3d.library_compare.poll()
    assert any(label.startswith("7 results, ") for label in labels())
    assert ("operator", "pixal3d.library_delete") in draw("PIXAL3D_PT_library")
    asked: list[str] = []

    def ask(_operator, _event, message: str, **_words: str) -> set[str]:
        asked.append(message)
        return {"CANCELLED"}

    context = SimpleNamespace(window_manager=SimpleNamespace(invoke_confirm=ask))
    bpy.types.PIXAL3D_OT_library_delete.invoke(None, context, None)
    assert "thing 496, 3 more: " in asked[0] and len(left_in(results)) == MANY
    assert bpy.ops.pixal3d.library_delete() == {"FINISHED"}
    assert len(left_in(results)) == len(library().entries) == MANY - 7


@pytest.mark.parametrize("ended", [False, True])
def test_what_a_job_needs_is_not_deleted(two, results, ended: bool) -> None:
    choose(two[0])
    bpy.ops.pixal3d.library_finish()
    if ended:  # and waits to be tried again
        addon("blender.jobs.queue").become(state().job, "failed")
    with pytest.raises(RuntimeError, match="A job in the queue needs sofa"):
        bpy.ops.pixal3d.library_delete()
    assert (results / two[0] / "result.json").exists() and library().sole().key == two[0]
    bpy.ops.pixal3d.cancel()
    finish()
    assert bpy.ops.pixal3d.library_delete() == {"FINISHED"}


def test_a_folder_that_cannot_be_deleted_is_told_and_stays(two, results, monkeypatch) -> None:
    choose(two[0])

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(RuntimeError, match="could not be deleted"):
        bpy.ops.pixal3d.library_delete()
    assert {path.name for path in (results / two[0]).iterdir()} >= {"result.json", "prepared.png"}
    assert library().find(two[0])


def test_damaged_and_unfinished_ones_say_so_and_offer_what_is_left(core, two, results) -> None:
    (results / two[0] / "result.json").write_text("{")
    (results / two[1] / "mesh.safetensors").rename(results / two[1] / "latents.safetensors")
    alter(results / two[1], unfinished="out_of_memory")
    read()
    assert "1 damaged" in labels()
    choose(two[0])
    assert "damaged" in " ".join(labels())
    for name, may in {"add": False, "load": False, "finish": False, "delete": True}.items():
        assert getattr(bpy.ops.pixal3d, f"library_{name}").poll() == may, name
    assert not bpy.types.PIXAL3D_PT_library_finish.poll(bpy.context)
    choose(two[1])
    assert "Not finished yet" in " ".join(labels())
    for name, may in {"add": False, "load": True, "finish": True, "delete": True}.items():
        assert getattr(bpy.ops.pixal3d, f"library_{name}").poll() == may, name


def test_a_result_that_went_meanwhile_is_told(two, results) -> None:
    choose(two[0])
    shutil.rmtree(results / two[0])
    for name in ("add", "load", "finish"):
        with pytest.raises(RuntimeError, match="missing or damaged"):
            getattr(bpy.ops.pixal3d, f"library_{name}")()
    with pytest.raises(RuntimeError, match="no longer there"):
        bpy.ops.pixal3d.library_open_folder()
    assert bpy.ops.pixal3d.library_refresh() == {"FINISHED"}
    read()
    assert library().chosen == [] and [entry.key for entry in library().entries] == [two[1]]


def test_a_results_folder_that_cannot_be_read_is_told(results) -> None:
    results.mkdir()
    read()
    assert "No results yet" in labels()
    results.rmdir()
    results.write_text("a file is in the way")
    read()
    assert "cannot be read" in " ".join(labels())


def test_another_results_folder_is_another_library(two, results, tmp_path) -> None:
    choose(two[0])
    bpy.context.preferences.addons[PACKAGE].preferences.results = str(tmp_path / "elsewhere")
    assert library().entries == [] and library().chosen == []
    read()
    told = " ".join(labels())
    assert "There is no folder" in told and "elsewhere" in told and "Connect its disk" in told


def test_a_folder_that_comes_back_is_read_again(two, results, tmp_path) -> None:
    results.rename(tmp_path / "unplugged")
    bpy.ops.pixal3d.library_refresh()
    read()
    assert "There is no folder" in " ".join(labels()) and library().entries == []
    (tmp_path / "unplugged").rename(results)
    bpy.ops.pixal3d.library_refresh()
    read()
    assert "There is no folder" not in " ".join(labels())
    assert [entry.key for entry in library().entries] == two


def test_a_results_folder_that_is_relative_to_the_file_stays_where_it_was(tmp_path) -> None:
    preferences = bpy.context.preferences.addons[PACKAGE].preferences
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    for name in ("results", "weights", "runtimes", "wheels", "runtime"):
        setattr(preferences, name, "//of mine/")
        assert Path(getattr(preferences, name)) == tmp_path / "of mine", name
        setattr(preferences, name, "")
    preferences.results = "//of mine/"
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    place = addon("blender.setup.preferences").results_folder()
    preferences.results = ""
    assert place == tmp_path / "of mine"


def test_reading_goes_on_where_it_was_asked_for_again_meanwhile(two, results, sample) -> None:
    scan = addon("blender.library.scan")
    scan.start()
    scan._scan.goes_on(60)
    shutil.copytree(sample, results / "20260103-120000-c")
    read()
    assert len(library().entries) == 3


def test_many_results_are_drawn_in_less_than_a_millisecond(many, results, monkeypatch) -> None:
    read()
    choose(many[0].name, many[1].name)
    with_pictures(monkeypatch)
    for chosen in ((many[0].name,), (many[0].name, many[1].name)):
        library().chosen = list(chosen)
        times = []
        for _ in range(200):
            stand_in = SimpleNamespace(layout=Silent())
            start = time.perf_counter()
            bpy.types.PIXAL3D_PT_library.draw(stand_in, bpy.context)
            times.append(time.perf_counter() - start)
        median = statistics.median(times) * 1000
        print(f"\nPIXAL3D_PT_library.draw: {median:.3f} ms with {MANY} results")
        assert median < 1


def test_reading_many_results_takes_no_long_tick(many, results) -> None:
    wall, work = [], []
    start = time.perf_counter()
    read(wall, work)
    whole = time.perf_counter() - start
    assert len(library().entries) == MANY and all(not entry.problem for entry in library().entries)
    wall.sort()
    print(
        f"\ntick of the library: {max(work) * 1000:.2f} ms at most, {wall[-2] * 1000:.2f} ms on "
        f"the clock, {MANY} results in {whole:.2f} s"
    )
    assert sorted(work)[-2] < 0.004  # Python's collector of garbage may come by once
    start = time.perf_counter()
    read()
    print(f"tick of the library: again in {time.perf_counter() - start:.2f} s")


def test_drawing_touches_no_disk(many, results, monkeypatch) -> None:
    read()
    choose(many[0].name)
    for name in ("stat", "open", "scandir", "listdir"):
        monkeypatch.setattr(f"os.{name}", lambda *_args, **_options: 1 / 0)
    monkeypatch.setattr("builtins.open", lambda *_args, **_options: 1 / 0)
    draw("PIXAL3D_PT_library")
    draw("PIXAL3D_PT_library_finish")


def test_only_pictures_on_show_and_a_few_before_are_kept(many, results) -> None:
    read()
    pictures = addon("blender.library.pictures")
    for _ in range(42):
        bpy.ops.pixal3d.library_turn(step=1)
        shown = {entry.thumbnail for entry in library().on_page()}
        assert shown <= {name.rpartition(" (")[0] for name in pictures._icons}
    assert len(pictures._icons) == len(pictures._collection) == 60


def test_photo_is_shown_cut_out_and_one_without_a_mask_as_it_is(two, results) -> None:
    slices, pictures = addon("blender.slices"), addon("blender.library.pictures")
    write_png(results / two[0] / "prepared.png", np.full((64, 64, 3), 90, np.uint8))
    mask = np.zeros((64, 64), np.uint8)
    mask[:, :32] = 255  # the left half
    write_png(results / two[0] / "mask.png", np.dstack([mask] * 3))
    (results / two[1] / "mask.png").unlink()
    read()
    choose(*two)
    slices.finish()
    clear = []
    for entry in library().selection():
        preview = pictures._collection[pictures._name(entry, entry.photo)]
        width, height = preview.image_size
        pixels = np.array(preview.image_pixels[:], np.int32).view(np.uint8)
        clear.append(pixels.reshape(height, width, 4)[..., 3] == 0)
    half = clear[0].shape[1] // 2
    assert not clear[0][:, : half - 4].any() and clear[0][:, half + 4 :].all()
    assert not clear[1].any()


def test_long_name_shows_both_ends_in_its_tile_and_all_of_it_once_chosen(two, results) -> None:
    shorten = addon("blender.wrap").shorten
    assert shorten("chair", 66) == "chair"
    one, other = (shorten(f"IMG_20260101_12{number:04}", 66) for number in (17, 18))
    assert (one, other) == ("IMG_2…20017", "IMG_2…20018")
    assert shorten("一把红色的木头椅子照片", 66) == "一把红…照片"
    assert len(shorten("chair", 0)) == 5
    name = "a chair of oak from my grandmother's kitchen, as I found it"
    alter(results / two[0], name=name)
    read()
    choose(two[0])
    assert name in " ".join(labels())
    choose(*reversed(two))
    assert name in " ".join(labels())


def test_opening_another_file_chooses_none(two, results) -> None:
    choose(two[0])
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    assert library().chosen == [] and len(library().shown) == 2


def test_a_tile_tells_name_and_day_of_its_result(two, results) -> None:
    describe = bpy.types.PIXAL3D_OT_library_choose.description
    told = describe(bpy.context, SimpleNamespace(key=two[0]))
    assert told.startswith("sofa · 2026-01-02 ") and told.endswith("any number to delete")


def test_disabling_ends_the_reading(many, results) -> None:
    scan = addon("blender.library.scan")
    scan.start()
    scan.gather()
    assert scan.busy()
    scan.stop()
    assert not scan.busy() and scan.gather() is None
    addon("blender.library.entries").forget()
    assert library().entries == []
