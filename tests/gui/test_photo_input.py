"""The photo before anything runs: the prepared square, its crop, its mask; other ways to one."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.gui.test_generate import COMPLAINT, NEW_MESHES, PICTURES, install
from tests.gui.window import Chroot, Window, opened

ADDON = "bl_ext.user_default.pixal3d.pixal3d_addon.blender"
IMPORT = f"""
import importlib
prepared = importlib.import_module("{ADDON}.prepared")
painting = importlib.import_module("{ADDON}.mask_paint")
state = importlib.import_module("{ADDON}.jobs").STATE
group = bpy.context.scene.pixal3d
"""
SHOWN = "prepared.icon() and prepared.LOOK.seen == prepared._key(bpy.context.scene)"
# The sum of the light in the square's left and right half.
HALVES = """
import numpy as np
square = prepared.LOOK.icons["square"]
values = np.array(square.image_pixels[:], np.int32).view(np.uint8)
values = values.reshape(square.image_size[1], square.image_size[0], 4)[..., :3].astype(int)
half = values.shape[1] // 2
result = [int(values[:, :half].sum()), int(values[:, half:].sum())]
"""
CUT_OUT = """
cls = bpy.types.PIXAL3D_PT_cut_out
bpy.utils.unregister_class(cls)
cls.bl_options = set()
bpy.utils.register_class(cls)
"""


def draw_mug(path: Path) -> None:
    """A red mug on a lit, plain table, with a green ball beside it, 1200 × 800."""
    y, x = np.mgrid[0:800, 0:1200]
    light = 190 + 25 * x / 1200 + 15 * y / 800
    image = Image.fromarray(np.dstack([light, light, light * 0.97]).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    pen.ellipse((650, 330, 800, 520), outline=(150, 30, 25), width=34)
    pen.rounded_rectangle((420, 260, 700, 600), 40, fill=(190, 45, 35))
    pen.ellipse((420, 230, 700, 310), fill=(120, 25, 20))
    pen.ellipse((250, 480, 370, 600), fill=(40, 130, 50))
    image.filter(ImageFilter.GaussianBlur(1)).save(path)


def ask(window: Window, expression: str) -> object:
    return window.run(f"{IMPORT}\nresult = {expression}")


def wait(window: Window, expression: str, timeout: float = 30) -> object:
    end = time.monotonic() + timeout
    while not (value := ask(window, expression)):
        assert time.monotonic() < end, (expression, ask(window, "str(prepared.LOOK)"))
        time.sleep(0.05)
    return value


def choose(window: Window, path: Path) -> None:
    window.run(f"""
bpy.data.objects.remove(bpy.data.objects["Cube"])
bpy.context.scene.pixal3d.image = bpy.data.images.load({str(path)!r})
view()[1].spaces.active.shading.color_type = "TEXTURE"
bpy.ops.ed.undo_push(message="Begin")
""")


def stroke(window: Window, start: tuple[int, int], end: tuple[int, int]) -> None:
    window.point(*start, settle=0.3)
    window.mouse("mousedown", 1)
    time.sleep(0.1)
    for step in range(1, 13):
        window.mouse(
            "mousemove",
            *(one + (two - one) * step // 12 for one, two in zip(start, end, strict=True)),
        )
        time.sleep(0.04)
    window.mouse("mouseup", 1)
    time.sleep(0.2)


def in_mask(window: Window, u: float, v: float) -> tuple[int, int]:
    """Where on the screen a point of the mask is, which the image editor shows; u, v as a UV."""
    x, y, height = window.run(f"""
window = bpy.context.window_manager.windows[0]
area = next(area for area in window.screen.areas if area.type == "IMAGE_EDITOR")
region = next(region for region in area.regions if region.type == "WINDOW")
point = region.view2d.view_to_region({u}, {v}, clip=False)
result = region.x + point[0], region.y + point[1], window.height
""")
    return round(x), round(height - y)


def test_the_square_is_shown_and_follows_crop_and_painted_mask(chroot: Chroot) -> None:
    photo = chroot.work / "mug.png"
    draw_mug(photo)
    install(chroot)
    with opened(chroot) as window:
        window.run(CUT_OUT)
        window.show_tab("Pixal3D")
        window.screenshot(PICTURES / "input-0-empty.png")
        choose(window, photo)
        wait(window, SHOWN)
        window.point(700, 500, settle=0.5)
        window.screenshot(PICTURES / "input-1-shown.png")
        still = window.run(IMPORT + HALVES)

        window.run(IMPORT + "group.image.pixal3d.crop = (0.25, 0.0)\nview()[1].tag_redraw()")
        wait(window, SHOWN)
        moved = window.run(IMPORT + HALVES)
        assert moved[0] > still[0] and moved[1] < still[1], "what is in it goes to the left"
        window.point(700, 500, settle=0.5)
        window.screenshot(PICTURES / "input-2-cropped.png")
        window.click(*window.find("pixal3d.reset_crop"))
        wait(window, SHOWN)
        assert window.run(IMPORT + HALVES) == still

        button = window.find("pixal3d.paint_mask")
        window.click(*button)
        wait(window, "painting.is_painting(bpy.context)")
        time.sleep(1.0)
        wait(window, SHOWN)
        window.screenshot(PICTURES / "input-3-mask.png")
        touched = ask(window, "prepared.LOOK.touched")
        before = window.run(IMPORT + HALVES)
        stroke(window, in_mask(window, 0.36, 0.5), in_mask(window, 0.36, 0.9))
        wait(window, f"prepared.LOOK.touched > {touched}")
        wait(window, SHOWN)
        assert window.run(IMPORT + HALVES) != before
        assert ask(window, "group.mask.is_dirty")
        window.point(300, 700, settle=0.5)
        window.screenshot(PICTURES / "input-4-painted.png")
        window.point(*button, settle=0.5)  # it is where the other was
        window.click(*button)
        window.wait("all(a.type != 'IMAGE_EDITOR' for a in view()[0].screen.areas)")
        assert not ask(window, "group.mask.is_dirty"), "and it is in the .blend"
        window.click(*window.find("pixal3d.generate"))
        window.wait(NEW_MESHES, timeout=120)
        window.point(700, 500, settle=1)
        window.screenshot(PICTURES / "input-5-made.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log


def test_viewport_and_several_files_become_photos(chroot: Chroot) -> None:
    files = [chroot.work / f"mug-{number}.png" for number in range(3)]
    for file in files:
        draw_mug(file)
    broken = chroot.work / "broken.png"
    broken.write_bytes(b"no picture")
    install(chroot)
    with opened(chroot) as window:
        window.run("""
bpy.context.preferences.view.smooth_view = 0
bpy.data.objects["Cube"].select_set(False)
material = bpy.data.materials.new("Paint")
material.diffuse_color = (0.8, 0.1, 0.05, 1.0)
bpy.data.objects["Cube"].data.materials.clear()
bpy.data.objects["Cube"].data.materials.append(material)
""")
        window.show_tab("Pixal3D")
        ask(window, "bpy.ops.pixal3d.photo_from_view.poll()")
        window.run("""
window, area, _sidebar = view()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.pixal3d.photo_from_view()
""")
        wait(window, SHOWN)
        window.point(700, 500, settle=0.5)
        window.screenshot(PICTURES / "input-6-viewport.png")
        facts = window.run(f"""{IMPORT}
import math, numpy as np
image = group.image
pixels = np.array(image.pixels[:]).reshape(image.size[1], image.size[0], 4)
solid = pixels[..., 3] > 0.5
result = [group.fov_source, math.degrees(group.photo_fov), math.degrees(group.elevation),
    group.guess_elevation, float(solid.mean()), list(np.median(pixels[solid], axis=0))]
""")
        assert facts[0] == "PHOTO" and not facts[3]
        assert facts[1] == pytest.approx(71.5, abs=0.1)  # 50 mm, on a sensor of 72 mm
        assert facts[2] == pytest.approx(26.6, abs=1.0)  # of the startup file's view
        assert 0.01 < facts[4] < 0.5, "only the cube: no grid, no background"
        red, green, _blue, alpha = facts[5]
        assert alpha == 1.0 and red > 2 * green
        window.click(*window.find("pixal3d.generate"))
        window.wait(f"len({NEW_MESHES}) == 2", timeout=120)

        names = [{"name": file.name} for file in [*files, broken]]
        window.run(f"""
bpy.context.scene.pixal3d.engine = "draft"
window, area, _sidebar = view()
with bpy.context.temp_override(window=window, area=area):
    bpy.ops.pixal3d.drop_photo("INVOKE_DEFAULT", directory={str(chroot.work)!r}, files={names!r})
""")
        time.sleep(1.0)
        window.screenshot(PICTURES / "input-7-several.png")
        window.mouse("key", "Return")
        wait(window, "state.problem is not None and len(state.queue) > 0", timeout=60)
        window.point(700, 500, settle=0.3)
        window.screenshot(PICTURES / "input-8-queued.png")
        window.wait(f"len({NEW_MESHES}) == 5", timeout=180)
        assert ask(window, "group.image.name") == "Viewport", "the panel's photo stays"
    log = (chroot.work / "blender.log").read_text(errors="replace")
    log = "\n".join(line for line in log.splitlines() if "broken.png" not in line)
    assert not COMPLAINT.search(log), log
