"""Matching a camera: what dragging sets, that leaving sets it back, and what the job then gets."""

import math
import struct
import time
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import addon
from tests.blender.test_panels import draw
from tests.blender.test_photo import new_image


def photo(width: int = 300, height: int = 200) -> bpy.types.Image:
    """A dark block, right of the middle, before a light wall."""
    pixels = np.full((height, width, 4), 230, np.uint8)
    pixels[60:160, 180:240, :3] = 40
    pixels[..., 3] = 255
    image = new_image(pixels)
    bpy.context.scene.pixal3d.image = image
    return image


def sheet():
    return addon("blender.match.sheet").Sheet(2.0, 100.0, 500.0, 1.0)


@pytest.fixture
def session():
    module = addon("blender.match.session")
    yield module
    module.leave(False)


def values() -> dict[str, object]:
    group = bpy.context.scene.pixal3d
    photo = group.image.pixal3d
    names = ("fov_source", "fov", "photo_fov", "lens", "elevation", "guess_elevation")
    shown = {name: getattr(group, name) for name in names}
    return {**shown, "roll": photo.roll, "middle": tuple(photo.middle), "side": photo.side,
            "turn": photo.turn, "set": photo.is_property_set("side")}  # fmt: skip


def drag(kind: str, dx: float, dy: float, precise: bool = False) -> None:
    module, group = addon("blender.match.drag"), bpy.context.scene.pixal3d
    view = addon("blender.photo.camera").view(group)
    lain = sheet()
    points = addon("blender.match.sheet").handles(view, lain)
    start = points.get(kind, (400.0, 300.0))
    held = module.Drag(kind, start, view, (0.0, 0.0), precise)
    module.move(group, held, lain, (start[0] + dx, start[1] + dy))


def test_match_begins_at_the_known_elevation_and_at_the_subject(session) -> None:
    image, group = photo(), bpy.context.scene.pixal3d
    group.elevation = 0.25
    session.begin(bpy.context.scene, None)
    assert not group.guess_elevation and group.elevation == pytest.approx(0.25)
    assert tuple(image.pixal3d.middle) == pytest.approx((0.7, 0.45), abs=0.01)
    assert image.pixal3d.side == pytest.approx(1 / 3, abs=0.02)
    assert group.fov_source == "PHOTO"
    view = addon("blender.photo.camera").view(group)
    assert view.crop_fov() == pytest.approx(group.fov, rel=0.15), "of the square, as it was"


def test_subject_is_where_the_mask_says(session) -> None:
    image, group = photo(), bpy.context.scene.pixal3d
    white = np.zeros((200, 300, 4), np.uint8)
    white[20:80, 30:60] = 255
    group.mask = new_image(white, "mask")
    session.begin(bpy.context.scene, None)
    assert tuple(image.pixal3d.middle) == pytest.approx((0.15, 0.75), abs=0.01)
    assert image.pixal3d.side == pytest.approx(0.2, abs=0.01)


def test_leaving_without_keeping_sets_everything_back(session) -> None:
    photo()
    bpy.context.scene.pixal3d.elevation = 0.1
    before = values()
    session.begin(bpy.context.scene, None)
    for kind in addon("blender.match.drag").KINDS:
        drag(kind, 30, -20)
    assert values() != before
    session.leave(False)
    assert values() == before and session.current() is None


def test_leaving_and_keeping_keeps(session) -> None:
    photo()
    bpy.context.scene.pixal3d.elevation = 0.0
    session.begin(bpy.context.scene, None)
    drag("ORBIT", 20, -100)
    drag("LENS", 50, 0)
    matched = values()
    session.leave(True)
    assert values() == matched
    made = addon("blender.jobs.job_settings").to_settings(bpy.context.scene.pixal3d)
    assert made.elevation == pytest.approx(math.radians(30.0)) and not made.guess_elevation
    assert made.photo_fov == pytest.approx(bpy.context.scene.pixal3d.photo_fov)


def test_each_drag_moves_what_it_names(session) -> None:
    image, group = photo(), bpy.context.scene.pixal3d
    session.begin(bpy.context.scene, None)
    middle, side = tuple(image.pixal3d.middle), image.pixal3d.side
    drag("MOVE", 60, 40)
    assert tuple(image.pixal3d.middle) == pytest.approx((middle[0] + 0.1, middle[1] + 0.1))
    drag("SCALE", 40, 40)
    assert image.pixal3d.side > side * 1.2
    drag("ORBIT", 100, 0, precise=True)
    assert image.pixal3d.turn == pytest.approx(math.radians(3.0))
    fov = group.camera_fov
    drag("LENS", 50, 0)
    assert group.camera_fov > fov
    drag("ROLL", 1e6, 0)  # from above the photo's middle to far right of it
    assert image.pixal3d.roll == pytest.approx(math.pi / 2, abs=1e-3)
    group.elevation = image.pixal3d.roll = 0.0
    drag("HORIZON", 0, 25)  # up by 12.5 pixels of the photo
    view = addon("blender.photo.camera").view(group)
    assert group.elevation == pytest.approx(math.atan(12.5 / view.focal), rel=0.2)


def test_cancelled_drag_leaves_the_values_where_it_began(session) -> None:
    photo()
    session.begin(bpy.context.scene, None)
    module, group = addon("blender.match.drag"), bpy.context.scene.pixal3d
    for kind in module.KINDS:
        before = values()
        held = module.Drag(kind, (400, 300), addon("blender.photo.camera").view(group), (0, 0))
        module.move(group, held, sheet(), (470.0, 240.0))
        module.undo(group, held)
        for name, value in values().items():
            assert value == (pytest.approx(before[name]) if name != "fov_source" else value), kind


def test_panel_has_the_sliders_while_it_lasts(session) -> None:
    photo()
    assert ("operator", "pixal3d.match_camera") in draw("PIXAL3D_PT_main")
    session.begin(bpy.context.scene, None)
    notes = draw("PIXAL3D_PT_main")
    shown = [what for kind, what in notes if kind == "prop"]
    assert shown == ["camera_fov", "camera_lens", "elevation", "roll", "middle", "middle", "side",
                     "turn", "quality"]  # fmt: skip
    twice = {"fov", "photo_fov", "lens", "elevation"}
    assert not twice & {what for _, what in draw("PIXAL3D_PT_camera")}
    assert notes.count(("operator", "pixal3d.end_match")) == 2
    assert notes[-1] == ("operator", "pixal3d.generate")
    bpy.context.scene.pixal3d.image = None
    assert ("operator", "pixal3d.match_camera") in draw("PIXAL3D_PT_main"), "but not without photo"


def test_switching_the_add_on_off_ends_the_match_and_sets_it_back(session) -> None:
    photo()
    before = values()
    session.begin(bpy.context.scene, None)
    drag("ORBIT", 50, 50)
    addon("blender.match.camera").detach()
    assert session.current() is None and values() == before


def test_buttons_of_the_panel_ask_the_running_match_to_end(session) -> None:
    photo()
    assert not bpy.ops.pixal3d.end_match.poll()
    begun = session.begin(bpy.context.scene, None)
    assert bpy.ops.pixal3d.end_match(keep=False) == {"FINISHED"} and begun.asked == "CANCEL"
    assert bpy.ops.pixal3d.end_match() == {"FINISHED"} and begun.asked == "KEEP"


def test_degrees_and_millimetres_are_the_same_camera(session) -> None:
    photo()
    group = bpy.context.scene.pixal3d
    group.camera_lens = 50.0
    assert group.fov_source == "LENS"
    assert math.degrees(group.camera_fov) == pytest.approx(39.6, abs=0.01)
    group.camera_fov = math.radians(65.47)
    assert group.lens == pytest.approx(28.0, abs=0.01)


def test_opening_a_file_ends_the_match(session) -> None:
    photo()
    session.begin(bpy.context.scene, None)
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    assert session.current() is None
    handlers = [handler.__name__ for handler in bpy.app.handlers.load_pre]
    assert "_on_load" not in handlers


def test_match_of_a_photo_that_is_gone_ends_quietly(session) -> None:
    image = photo()
    begun = session.begin(bpy.context.scene, None)
    bpy.data.images.remove(image)
    assert session.scene_of(begun) is None
    session.leave(False)
    assert bpy.context.scene.pixal3d.guess_elevation


def test_unreadable_photo_begins_nothing(session) -> None:
    image = bpy.data.images.load(str(Path(__file__)), check_existing=False)
    bpy.context.scene.pixal3d.image = image
    with pytest.raises(addon("core.errors").PixalError):
        session.begin(bpy.context.scene, None)
    assert session.current() is None and bpy.context.scene.pixal3d.guess_elevation


def with_lens(path: Path, focal: int) -> bpy.types.Image:
    """A PNG with an EXIF chunk that tells the focal length."""
    image = photo()
    image.filepath_raw, image.file_format = str(path), "PNG"
    image.save()
    exif = bytes.fromhex("4d4d002a00000008000187690004000000010000001a00000000")
    exif += bytes.fromhex("0001a405000300000001") + struct.pack(">HHI", focal, 0, 0)
    import zlib

    chunk = b"eXIf" + exif
    chunk = struct.pack(">I", len(exif)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = path.read_bytes()
    path.write_bytes(data[:33] + chunk + data[33:])
    image = bpy.data.images.load(str(path))
    bpy.context.scene.pixal3d.image = image
    return image


@pytest.mark.parametrize("packed", [False, True])
def test_lens_is_read_from_the_photos_file(session, tmp_path: Path, packed: bool) -> None:
    image, group = with_lens(tmp_path / "photo.png", 85), bpy.context.scene.pixal3d
    if packed:
        image.pack()
        (tmp_path / "photo.png").unlink()
    assert bpy.ops.pixal3d.read_lens() == {"FINISHED"}
    assert group.fov_source == "LENS" and group.lens == 85.0
    group.fov_source = "SQUARE"
    session.begin(bpy.context.scene, None)
    assert group.fov_source == "LENS", "where nothing else is known, the file is asked"


def test_photo_that_tells_no_lens_changes_nothing() -> None:
    photo()
    assert bpy.ops.pixal3d.read_lens() == {"CANCELLED"}
    assert bpy.context.scene.pixal3d.fov_source == "SQUARE"


def test_presets_set_lens_and_elevation() -> None:
    image, group = photo(), bpy.context.scene.pixal3d
    assert bpy.ops.pixal3d.camera_preset(preset="phone") == {"FINISHED"}
    assert group.lens == 26.0 and group.guess_elevation, "a phone is held anyhow"
    assert bpy.ops.pixal3d.camera_preset(preset="isometric") == {"FINISHED"}
    assert math.degrees(group.elevation) == pytest.approx(35.264, abs=1e-3)
    assert math.degrees(image.pixal3d.turn) == pytest.approx(45.0)
    assert not group.guess_elevation
    assert addon("blender.jobs.job_settings").to_settings(group).problems() == []


def test_leaning_photo_reaches_the_worker_level(tmp_path: Path) -> None:
    """A line that rises by 20° lies flat after 20° clockwise, and its mask with it."""
    y, x = np.mgrid[0:200, 0:300] + 0.5
    line = np.abs((y - 100) * math.cos(0.349) + (x - 150) * math.sin(0.349)) < 4
    pixels = np.full((200, 300, 4), 255, np.uint8)
    pixels[line, :3] = 0
    image = new_image(pixels)
    mask = new_image(np.where(line[..., None], 255, 0).astype(np.uint8).repeat(4, axis=2), "mask")
    image.pixal3d.roll = 0.349
    writer = addon("blender.photo.pixels")
    writer.write_photo(image, tmp_path / "photo.npy")
    writer.write_mask(mask, image, tmp_path / "mask.npy")
    level, subject = np.load(tmp_path / "photo.npy"), np.load(tmp_path / "mask.npy")
    rows = np.flatnonzero((level[:, 20:-20, 0] < 100).any(axis=1))
    assert rows.min() >= 95 and rows.max() <= 104, "flat"
    assert (level[..., 3] == 255).all(), "the backdrop goes on beyond the frame"
    assert subject[100, 150] == 255 and subject[:90].max() == 0 and subject.shape == (200, 300)


def test_levelling_back_and_forth_gives_the_photo_again() -> None:
    y, x = np.mgrid[0:80, 0:120] / 20
    waves = ((np.sin(x) * np.cos(y) + 1) * 120).astype(np.uint8)
    alpha = np.where(np.hypot(x - 3, y - 2) < 1.5, 255, 0).astype(np.uint8)
    level = addon("blender.photo.level").levelled
    for pixels in (waves, np.dstack([waves, 255 - waves, waves, np.full_like(waves, 255)]),
                   np.dstack([waves, 255 - waves, waves, alpha])):  # fmt: skip
        again = level(level(pixels, 0.3), -0.3)
        inside = np.hypot(x - 3, y - 2) < 1.3
        assert np.abs(again[inside].astype(int) - pixels[inside]).max() <= 4
        quarter = level(level(pixels, math.pi / 2), -math.pi / 2)
        assert np.abs(quarter[inside].astype(int) - pixels[inside]).max() <= 1


def test_photo_without_roll_is_untouched(tmp_path: Path) -> None:
    image = photo(64, 48)
    addon("blender.photo.pixels").write_photo(image, tmp_path / "a.npy")
    values = np.array(image.pixels[:]).reshape(48, 64, 4)[::-1]
    assert np.array_equal(np.load(tmp_path / "a.npy"), (values * 255 + 0.5).astype(np.uint8))


def test_dragging_takes_under_four_milliseconds_a_frame(session) -> None:
    """All Python between the mouse and the GPU: the drag and every line of the overlay."""
    photo(3000, 2000)
    session.begin(bpy.context.scene, None)
    group, camera = bpy.context.scene.pixal3d, addon("blender.photo.camera")
    match_sheet, times = addon("blender.match.sheet"), []
    for n in range(200):
        start = time.perf_counter()
        drag(("ORBIT", "LENS", "MOVE", "ROLL")[n % 4], n % 7, n % 5)
        view, lain = camera.view(group), sheet()
        lines = [*view.grid(), view.horizon(), *view.cube()]
        _places = [(*lain.to_region(point), 0.0) for line in lines if line for point in line]
        view.crop_fov(), match_sheet.handles(view, lain)
        times.append(time.perf_counter() - start)
    print(f"\ndrag while matching: {np.median(times) * 1000:.3f} ms")
    assert np.median(times) < 0.004


def test_steps_of_a_match_go_back_and_forward_one_by_one(session) -> None:
    steps, group = addon("blender.match.steps"), bpy.context.scene.pixal3d
    photo()
    match = session.begin(bpy.context.scene, None)
    steps.note(match, group)
    states = [values()]
    for kind in ("ORBIT", "ROLL", "MOVE"):
        drag(kind, 30, -20)
        steps.note(match, group)
        steps.note(match, group)  # nothing has changed since: no step
        states.append(values())
    group.elevation = 0.3  # by a slider; the key comes before anything noted it
    states.append(values())
    for state in reversed(states[:-1]):
        assert steps.back(match, group)
        assert values() == state
    assert not steps.back(match, group) and values() == states[0]
    for state in states[1:]:
        assert steps.forward(match, group)
        assert values() == state
    assert not steps.forward(match, group)
    steps.back(match, group)
    drag("ORBIT", 5, 5)
    assert not steps.forward(match, group), "what is done anew has no way forward"


def test_where_a_match_begins_is_no_step_to_undo(session) -> None:
    steps, group = addon("blender.match.steps"), bpy.context.scene.pixal3d
    image = photo()
    match = session.begin(bpy.context.scene, None)
    begun = values()
    steps.note(match, group)
    session._take(match, (0.1, 0.1, 0.5, 0.5), None)  # the photo comes a moment later
    assert not steps.back(match, group)
    assert image.pixal3d.is_property_set("side") and begun["set"] == values()["set"]


def test_shift_in_the_middle_of_a_drag_slows_it_from_there(session) -> None:
    module, group, camera = (
        addon("blender.match.drag"), bpy.context.scene.pixal3d, addon("blender.photo.camera"),
    )  # fmt: skip
    photo()
    session.begin(bpy.context.scene, None)
    begun = group.elevation
    held = module.Drag("ORBIT", (400.0, 300.0), camera.view(group), (0.0, 0.0))
    module.move(group, held, sheet(), (400.0, 200.0))
    fast = group.elevation
    held = module.shifted(group, held, (400.0, 200.0), True)
    module.move(group, held, sheet(), (400.0, 200.0))
    assert group.elevation == pytest.approx(fast), "no jump"
    module.move(group, held, sheet(), (400.0, 190.0))
    assert group.elevation - fast == pytest.approx((fast - begun) / 100, rel=1e-3)
    module.undo(group, held)
    assert group.elevation == pytest.approx(begun), "the whole of it is taken back"


def test_match_of_an_unknown_elevation_begins_a_little_above(session) -> None:
    photo()
    session.begin(bpy.context.scene, None)
    assert bpy.context.scene.pixal3d.elevation == pytest.approx(math.radians(15.0))
    session.leave(False)
    assert bpy.context.scene.pixal3d.guess_elevation
    assert not bpy.context.scene.pixal3d.is_property_set("elevation")
