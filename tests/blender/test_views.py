"""More photos of the object: their directions in the panel, the files of the job, the dial."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import bpy
import numpy as np
import pytest

from tests.blender.conftest import addon
from tests.blender.test_panels import Recorder, draw
from tests.blender.test_photo import new_image
from tests.blender.test_prepared import ball


@pytest.fixture
def waiting() -> Iterator[SimpleNamespace]:
    """The state of jobs that wait, instead of running."""
    state = addon("blender.jobs.state").STATE
    state.paused = True
    yield state
    state.paused = False


def add(image: bpy.types.Image | None, **values: object) -> None:
    assert bpy.ops.pixal3d.add_view() == {"FINISHED"}
    slot = bpy.context.scene.pixal3d.slots[-1]
    slot.image = image
    for name, value in values.items():
        setattr(slot, name, value)


def asked(state: SimpleNamespace) -> tuple[Path, list[dict]]:
    """Where the last job's list of photos is, and what it says."""
    path = Path(state.queue[-1].message.settings["views"])
    return path, json.loads(path.read_text())["frames"]


def test_views_take_the_next_free_side_and_there_are_three() -> None:
    assert not bpy.ops.pixal3d.add_view.poll(), "the photo comes first"
    slots = bpy.context.scene.pixal3d.slots
    bpy.context.scene.pixal3d.image = ball()
    for _ in range(3):
        bpy.ops.pixal3d.add_view()
    assert [slot.direction for slot in slots] == ["RIGHT", "BACK", "LEFT"]
    assert not bpy.ops.pixal3d.add_view.poll()
    bpy.ops.pixal3d.remove_view(number=1)
    bpy.ops.pixal3d.add_view()
    assert [slot.direction for slot in slots] == ["RIGHT", "LEFT", "BACK"]
    assert bpy.ops.pixal3d.remove_view(number=7) == {"CANCELLED"}


def test_the_job_has_the_photos_their_masks_and_directions(waiting) -> None:
    group = bpy.context.scene.pixal3d
    group.image, group.guess_elevation, group.elevation = ball(), False, math.radians(12)
    add(ball((60, 80), "side"), use_elevation=True, elevation=math.radians(20))
    back = ball((80, 80), "back")
    back.pixal3d.mask = new_image(np.full((160, 200, 4), 255, np.uint8), "back mask")
    add(back, direction="FREE", azimuth=math.radians(150))
    add(None)
    assert bpy.ops.pixal3d.generate() == {"FINISHED"}
    path, frames = asked(waiting)
    assert [frame["azimuth"] for frame in frames] == pytest.approx([0, 90, 150])
    assert frames[0]["elevation"] == pytest.approx(12, abs=1e-4)
    assert frames[1]["elevation"] == pytest.approx(20, abs=1e-4) and "elevation" not in frames[2]
    assert [sorted(frame).count("mask_path") for frame in frames] == [0, 0, 1]
    for frame, middle in zip(frames, (120, 60, 80), strict=True):
        red = np.load(path.parent / frame["file_path"])[80, :, 1] < 100
        assert np.flatnonzero(red).mean() == pytest.approx(middle, abs=1)
    addon("engine.pixal3d.directions").check_views(path)


def test_an_elevation_to_be_estimated_is_not_told(waiting) -> None:
    group = bpy.context.scene.pixal3d
    group.image, group.guess_elevation = ball(), True
    add(ball(name="side"))
    bpy.ops.pixal3d.generate()
    assert not any("elevation" in frame for frame in asked(waiting)[1])


def test_variations_have_the_photos_too(waiting) -> None:
    group = bpy.context.scene.pixal3d
    group.image, group.variations = ball(), 2
    add(ball(name="side"))
    bpy.ops.pixal3d.generate_variations()
    folders = {Path(job.message.settings["views"]).parent for job in waiting.queue}
    assert len(folders) == 2
    for folder in folders:
        assert (folder / "view-1.npy").exists() and (folder / "directions.json").exists()


def test_two_photos_from_one_side_are_refused(waiting) -> None:
    bpy.context.scene.pixal3d.image = ball()
    add(ball(name="side"))
    add(ball(name="other"), direction="RIGHT")
    with pytest.raises(RuntimeError, match="same direction"):
        bpy.ops.pixal3d.generate()
    assert waiting.queue == []


def test_a_file_takes_the_place_of_the_photos(waiting, tmp_path: Path) -> None:
    group = bpy.context.scene.pixal3d
    group.image, group.views = ball(), str(tmp_path / "transforms.json")
    add(ball(name="side"))
    bpy.ops.pixal3d.generate()
    assert waiting.queue[-1].message.settings["views"] == str(tmp_path / "transforms.json")


def test_a_jobs_photos_stay_its_own_and_never_become_the_panels(waiting) -> None:
    group = bpy.context.scene.pixal3d
    group.image = ball()
    add(ball(name="side"))
    bpy.ops.pixal3d.generate()
    path, _ = asked(waiting)
    job = waiting.queue[-1]
    bpy.ops.pixal3d.queue_job(job=job.id, action="LOAD")
    assert group.views == ""
    group.slots.clear()
    bpy.ops.pixal3d.queue_job(job=job.id, action="APPLY")
    assert job.message.settings["views"] == str(path)


def test_the_photos_go_along_when_another_blender_takes_over_the_job(waiting) -> None:
    bpy.context.scene.pixal3d.image = ball()
    add(ball(name="side"))
    bpy.ops.pixal3d.generate()
    old, _ = asked(waiting)
    queue = addon("blender.jobs.queue")
    queue.detach()
    queue.attach()
    path, frames = asked(waiting)
    assert path != old and not old.exists()
    assert all((path.parent / frame["file_path"]).exists() for frame in frames)


@pytest.fixture
def setup() -> Iterator[SimpleNamespace]:
    """What is known of this computer, as a test says."""
    module = addon("blender.setup.jobs")
    yield module.SETUP
    module.detach()


def told() -> str:
    return " ".join(what for kind, what in draw("PIXAL3D_PT_views") if kind == "label")


def downloads() -> list[str]:
    """What is written on the buttons that download."""
    buttons: list[str] = []

    class Noting(Recorder):
        def __getattr__(self, name: str):
            call = super().__getattr__(name)

            def noted(*args: object, **options: object):
                if args[:1] == ("pixal3d.download_weights",):
                    buttons.append(options["text"])
                made = call(*args, **options)
                return Noting(made.notes) if isinstance(made, Recorder) else made

            return noted

    stand_in = SimpleNamespace(layout=Noting())
    bpy.types.PIXAL3D_PT_views.draw(stand_in, bpy.context)
    return buttons


def test_the_panel_says_what_it_takes(setup) -> None:
    group = bpy.context.scene.pixal3d
    group.image = ball()
    assert told() == ""
    bpy.ops.pixal3d.add_view()
    assert "weights for several views, 22.0 GB" in told() and downloads() == []
    group.engine = "draft"
    assert "Draft sees the first photo alone" in told()


def test_weights_that_lack_have_their_button_with_what_is_missing(setup) -> None:
    bpy.context.scene.pixal3d.image = ball()
    bpy.ops.pixal3d.add_view()
    setup.facts = {"weights": {"several-views": {"missing": 3, "missing_bytes": 4.24e9}}}
    assert "4.2 GB more" in told() and downloads() == ["Download 4.2 GB"]
    setup.told["weights several-views"] = (False, "The disk is full.")
    assert "The disk is full." in told() and downloads() == ["Download 4.2 GB"]
    setup.facts = {"weights": {"several-views": {"missing": 0, "missing_bytes": 0}}}
    assert "which are here" in told() and downloads() == []


def test_a_computer_that_could_not_be_looked_at_can_download_all(setup) -> None:
    bpy.context.scene.pixal3d.image = ball()
    bpy.ops.pixal3d.add_view()
    setup.facts = {}
    assert downloads() == ["Download 22.0 GB"]


def test_the_download_shows_how_far_it_is_and_can_be_stopped(setup) -> None:
    bpy.context.scene.pixal3d.image = ball()
    bpy.ops.pixal3d.add_view()
    setup.children["weights several-views"] = SimpleNamespace(stop=lambda: None)
    setup.lines["weights several-views"] = "5.0 of 22.0 GB"
    notes = draw("PIXAL3D_PT_views")
    assert ("progress", "5.0 of 22.0 GB") in notes
    assert ("operator", "pixal3d.stop_setup") in notes and downloads() == []
    del setup.children["weights several-views"], setup.lines["weights several-views"]


@pytest.fixture
def dial() -> Iterator[ModuleType]:
    module = addon("blender.views.dial")
    yield module
    module.detach()


def test_the_dial_has_the_first_photo_below_and_the_right_one_at_the_right(dial) -> None:
    picture = dial.paint(((0.0, 0.0, True), (90.0, 0.0, True), (180.0, 60.0, False)))
    side = len(picture)

    def at(x: float, y: float) -> np.ndarray:
        """Of the middle; y upwards, as the picture is."""
        return picture[int((y + 1) / 2 * side), int((x + 1) / 2 * side)].astype(int)

    orange, blue = at(0.0, -0.74), at(0.74, 0.0)
    assert orange[0] > 200 > 60 > orange[2] and blue[2] > 200 > 120 > blue[0]
    assert abs(at(0.0, 0.37)[0] - at(0.0, 0.37)[2]) < 3, "no photo yet, and from above: inside"
    assert at(-0.95, -0.95)[3] == 0


def test_the_dial_is_drawn_when_directions_change(dial) -> None:
    group = bpy.context.scene.pixal3d
    group.image = ball()
    bpy.ops.pixal3d.add_view()
    draw("PIXAL3D_PT_views")
    dial.tick()
    first = np.array(dial.DIAL.icons["dial"].image_pixels[:])
    group.slots[0].direction = "BACK"
    draw("PIXAL3D_PT_views")
    assert dial.DIAL.shown != dial.DIAL.wanted
    dial.tick()
    assert (np.array(dial.DIAL.icons["dial"].image_pixels[:]) != first).any()
