"""The photo before anything runs: the prepared square, its crop, its mask."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.gui.artist import ADDON, CHEAP, NEW_MESHES, VIEWPORT, choose_photo, look_at_it
from tests.gui.chroot import Chroot
from tests.gui.window import Window, opened

IMPORT = f"""
import importlib
prepared = importlib.import_module("{ADDON}.pixal3d_addon.blender.photo.prepared")
painting = importlib.import_module("{ADDON}.pixal3d_addon.blender.photo.mask_paint")
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


def wait(window: Window, expression: str, timeout: float = 30) -> None:
    window.wait(expression, timeout, IMPORT)


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


def mask_at(window: Window, u: float, v: float) -> float:
    return window.run(f"""
mask = bpy.context.scene.pixal3d.mask
width, height = mask.size
result = mask.pixels[(int({v} * height) * width + int({u} * width)) * 4]
""")


def test_the_square_is_shown_and_follows_crop_and_painted_mask(chroot: Chroot) -> None:
    photo = chroot.work / "mug.png"
    draw_mug(photo)
    with opened(chroot) as window:
        window.run('open_panels("main", "cut_out")')
        window.run(CHEAP)
        window.show_tab("Pixal3D")
        window.screenshot("input-0-empty")
        choose_photo(window, photo)
        wait(window, SHOWN)
        window.point(*VIEWPORT)
        window.screenshot("input-1-shown")
        still = window.run(IMPORT + HALVES)

        window.run(IMPORT + "group.image.pixal3d.crop = (0.25, 0.0)\nview()[1].tag_redraw()")
        wait(window, SHOWN)
        moved = window.run(IMPORT + HALVES)
        assert moved[0] > still[0] and moved[1] < still[1], "what is in it goes to the left"
        window.point(*VIEWPORT)
        window.screenshot("input-2-cropped")
        window.press("pixal3d.reset_crop")
        wait(window, SHOWN)
        assert window.run(IMPORT + HALVES) == still

        button = window.find("pixal3d.paint_mask")
        window.click(*button)
        wait(window, "painting.is_painting(bpy.context)")
        window.screenshot("input-3-mask", quiet=0.6)
        wait(window, SHOWN)
        touched = ask(window, "prepared.LOOK.touched")
        before = window.run(IMPORT + HALVES)
        window.drag(in_mask(window, 0.36, 0.5), in_mask(window, 0.36, 0.9))
        wait(window, f"prepared.LOOK.touched > {touched}")
        wait(window, SHOWN)
        assert window.run(IMPORT + HALVES) != before
        assert ask(window, "group.mask.is_dirty")
        assert mask_at(window, 0.36, 0.7) == 1.0
        assert mask_at(window, 0.26, 0.33) == 1.0, "the ball"
        with window.held("ctrl"):
            window.drag(in_mask(window, 0.2, 0.33), in_mask(window, 0.32, 0.33))
        assert mask_at(window, 0.26, 0.33) == 0.0, "Ctrl cuts away"
        window.point(*VIEWPORT)
        window.screenshot("input-4-painted")
        window.click(*button)  # it is where the other was
        window.wait("all(a.type != 'IMAGE_EDITOR' for a in view()[0].screen.areas)")
        assert not ask(window, "group.mask.is_dirty"), "and it is in the .blend"
        assert window.get("len([b for b in bpy.data.brushes if not b.library])") == 0
        window.press("pixal3d.generate")
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.screenshot("input-5-made")
