"""Match Camera with the mouse: enter, drag, keep with Enter, undo; enter again, leave with Esc."""

import math
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pixal3d_addon.core.photo_view import PhotoView
from tests.gui.artist import MODULES, VIEWPORT
from tests.gui.chroot import Chroot
from tests.gui.test_photo_input import IMPORT, SHOWN
from tests.gui.window import Window, opened

TRUE = PhotoView(900, 600, math.radians(45), math.radians(25), 0.0, (500, 320), 210, 0.6)
VALUES = """
group = bpy.context.scene.pixal3d
photo = group.image.pixal3d
result = [group.fov_source, group.fov, group.photo_fov, group.lens, group.elevation,
    group.guess_elevation, photo.roll, list(photo.middle), photo.side, photo.turn]
"""
MATCHING = f"{MODULES}match.session'].current() is not None"
TRUTH = f"""
group = bpy.context.scene.pixal3d
photo = group.image.pixal3d
group.fov_source, group.photo_fov, group.elevation = "PHOTO", {TRUE.fov}, {TRUE.elevation}
photo.turn, photo.side = {TRUE.turn}, {TRUE.side / TRUE.width}
photo.middle = {TRUE.middle[0] / TRUE.width}, {1 - TRUE.middle[1] / TRUE.height}
"""
TIMED = """
import importlib, time
overlay = importlib.import_module("bl_ext.user_default.pixal3d.pixal3d_addon.blender.match.overlay")
plain, overlay.frames = overlay.draw, []
def timed():
    start = time.perf_counter()
    plain()
    overlay.frames.append(time.perf_counter() - start)
overlay.draw = timed
"""
RED = (200, 40, 30)


def draw_box(path: Path) -> None:
    """A red box with a pale and a dark side, on a light table, as TRUE sees it."""
    image = Image.new("RGB", (900, 600), (205, 205, 200))
    pen = ImageDraw.Draw(image)
    corner = {(x, y, z): TRUE.line((x, y, z), (0, 0, 0))[0]
              for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)}  # fmt: skip
    top = [corner[-0.5, -0.5, 0.5], corner[0.5, -0.5, 0.5], corner[0.5, 0.5, 0.5],
           corner[-0.5, 0.5, 0.5]]  # fmt: skip
    front = [corner[-0.5, -0.5, -0.5], corner[0.5, -0.5, -0.5], *top[1::-1]]
    side = [corner[-0.5, 0.5, -0.5], corner[-0.5, -0.5, -0.5], top[0], top[3]]
    for face, color in ((front, RED), (side, (120, 24, 18)), (top, (240, 150, 140))):
        pen.polygon(face, fill=color)
    image.save(path)


def handle(window: Window, name: str) -> tuple[int, int]:
    """Where on the screen a handle of the overlay is, or the middle of the viewport."""
    x, y, height = window.run(f"""
import sys
parts = "bl_ext.user_default.pixal3d.pixal3d_addon.blender."
session = sys.modules[parts + "match.session"].current()
sheets = sys.modules[parts + "match.sheet"]
window, area, _sidebar = view()
seen = sys.modules[parts + "photo.camera"].view(bpy.context.scene.pixal3d)
lain = sheets.lay(session, seen, area, bpy.context.preferences.system.ui_scale)
main = sheets.main_region(area)
point = sheets.handles(seen, lain).get({name!r}) or lain.to_region((60, 60))
result = main.x + point[0], main.y + point[1], window.height
""")
    return round(x), round(height - y)


def drag(
    window: Window,
    start: tuple[int, int],
    dx: int,
    dy: int,
    button: int = 1,
    held: str = f"{MODULES}match.session'].current().drag",
) -> None:
    """Press, move in steps once Blender knows that it is `held`, release."""
    window.point(*start)
    window.mouse("mousedown", button)
    window.wait(f"bool({held})")
    for n in range(1, 7):
        window.mouse("mousemove", start[0] + dx * n // 6, start[1] + dy * n // 6)
        time.sleep(0.04)
    window.idle()
    window.mouse("mouseup", button)
    window.wait(f"not ({held}) or {held == 'True'}")
    window.idle()


def enter(window: Window) -> None:
    window.press("pixal3d.match_camera")
    window.wait(MATCHING)
    window.point(*handle(window, ""))


@pytest.mark.parametrize("scale", [1, 2])
def test_camera_is_matched_with_the_mouse(chroot: Chroot, scale: int) -> None:
    photo = chroot.work / "box.png"
    draw_box(photo)
    with opened(chroot) as window:
        window.run(f"""
bpy.context.preferences.view.ui_scale = {scale}
bpy.context.scene.pixal3d.image = bpy.data.images.load({str(photo)!r})
bpy.context.scene.pixal3d.elevation = 0.1
bpy.ops.ed.undo_push(message="Begin")
""")
        window.run(TIMED)
        window.show_tab("Pixal3D")
        window.wait(SHOWN, setup=IMPORT)
        before = window.run(VALUES)
        window.screenshot(f"match-{scale}x-0-before")
        enter(window)
        shown = window.screenshot(f"match-{scale}x-1-entered")
        assert (np.abs(shown.astype(int) - RED).max(axis=2) <= 6).sum() > 500, "its own colours"

        drag(window, handle(window, ""), 115 * scale, 64 * scale)
        assert window.run(VALUES)[4] > before[4] + 0.2, "down is steeper"
        window.screenshot(f"match-{scale}x-2-dragged")
        for name, dx, dy in (("MOVE", 6, 4), ("SCALE", -12, 10), ("ROLL", 30, 0)):
            drag(window, handle(window, name), dx * scale, dy * scale)
        window.screenshot(f"match-{scale}x-3-handles")
        fov = window.run(VALUES)[2]
        with window.held("ctrl"):
            drag(window, handle(window, ""), -40 * scale, 0)
        assert window.run(VALUES)[2] < 0.9 * fov, "a longer lens"
        window.mouse("click", 4)
        window.wait(f"{MODULES}match.session'].current().zoom > 1.1")
        drag(window, handle(window, ""), 30, 20, button=2)
        assert window.get(f"{MODULES}match.session'].current().pan != (0.0, 0.0)")
        window.screenshot(f"match-{scale}x-4-closer")
        window.key("Home")
        window.wait(f"{MODULES}match.session'].current().zoom == 1.0")
        matched = window.run(VALUES)
        assert matched[6] > 0.02 and matched[7:9] != before[7:9]

        window.key("Return")
        window.wait(f"not {MATCHING}")
        assert window.run(VALUES) == matched
        window.screenshot(f"match-{scale}x-5-kept")
        window.run("""
window, area, _sidebar = view()
with bpy.context.temp_override(window=window, area=area):
    bpy.ops.ed.undo()
""")
        assert window.run(VALUES) == before, "one step back"

        enter(window)
        drag(window, handle(window, ""), -80, -50)
        drag(window, handle(window, "HORIZON"), 0, 30)
        assert window.run(VALUES) != before
        window.key("Escape")
        window.wait(f"not {MATCHING}")
        assert window.run(VALUES) == before
        window.screenshot(f"match-{scale}x-6-left")

        enter(window)
        drag(window, handle(window, ""), -80, -50)
        dragged = window.run(VALUES)
        drag(window, handle(window, "HORIZON"), 0, 30)
        with window.held("ctrl"):
            window.key("z")
        window.wait(f"abs(bpy.context.scene.pixal3d.elevation - {dragged[4]}) < 1e-6")
        assert window.run(VALUES) == dragged, "one drag back"
        window.point(*handle(window, "MOVE"))
        window.wait(f"{MODULES}match.session'].current().hot == 'MOVE'")
        window.screenshot(f"match-{scale}x-8-pointed-at")
        window.key("Escape")
        window.wait(f"not {MATCHING}")

        enter(window)
        drag(window, handle(window, ""), -80, -50)
        found = window.run(VALUES)
        window.run("bpy.context.window.workspace = bpy.data.workspaces['Shading']")
        window.point(*VIEWPORT)
        window.wait(f"not {MATCHING}")
        window.run("bpy.context.window.workspace = bpy.data.workspaces['Layout']")
        window.idle()
        assert window.run(VALUES) == found, "another workspace keeps what was found"
        window.run("""
window, area, _sidebar = view()
with bpy.context.temp_override(window=window, area=area):
    bpy.ops.ed.undo()
""")
        assert window.run(VALUES) == before

        enter(window)
        for _ in range(3):  # the panel may still have been scrolling under the pointer
            slider = window.find(".elevation")
            drag(window, slider, 40, 0, held="True")
            if window.run(VALUES)[4] != before[4]:
                break
        assert window.run(VALUES)[4] != before[4], "sliders work meanwhile"
        window.press("keep=False", beside="pixal3d.end_match")
        window.wait(f"not {MATCHING}")
        assert window.run(VALUES) == before

        frames = window.get(f"{MODULES}match.overlay'].frames")
        print(f"\ndrawing the overlay: {np.median(frames) * 1000:.2f} ms of {len(frames)} frames")
        assert len(frames) > 20 and np.median(frames) < 0.004

        enter(window)
        window.run("bpy.ops.wm.read_homefile(use_factory_startup=True)")
        window.wait(f"not {MATCHING}")  # opening a file ends it
        assert len(window.get("[o.name for o in bpy.context.scene.objects]")) == 3

        window.run(f"bpy.context.scene.pixal3d.image = bpy.data.images.load({str(photo)!r})")
        window.run(TRUTH)
        window.show_tab("Pixal3D")
        window.wait(SHOWN, setup=IMPORT)
        enter(window)
        window.screenshot(f"match-{scale}x-7-true")
    # Blender was closed in the middle of a match.


def test_match_in_a_quad_view_is_in_one_of_the_four(chroot: Chroot) -> None:
    photo = chroot.work / "box.png"
    draw_box(photo)
    with opened(chroot) as window:
        window.run(f"""
bpy.context.scene.pixal3d.image = bpy.data.images.load({str(photo)!r})
window, area, _sidebar = view()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.screen.region_quadview()
area.spaces.active.overlay.show_overlays = False
""")
        window.show_tab("Pixal3D")
        window.wait(SHOWN, setup=IMPORT)
        enter(window)
        shown = window.screenshot("match-quad")
        reds = np.abs(shown.astype(int) - RED).max(axis=2) <= 6
        assert reds.sum() > 100, "the photo is there, without overlays too"
        elevation = window.run(VALUES)[4]
        drag(window, handle(window, ""), 20, 30)
        assert window.run(VALUES)[4] > elevation
        window.key("Escape")
        window.wait(f"not {MATCHING}")
