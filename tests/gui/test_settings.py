"""Quality, presets and problems with the mouse, at both scales and in both themes."""

import numpy as np
import pytest
from PIL import Image

from tests.gui.test_generate import (
    COMPLAINT,
    NEW_MESHES,
    PICTURES,
    choose_photo,
    draw_mushroom,
    install,
)
from tests.gui.test_pixal3d import SHOW_PREFERENCES
from tests.gui.window import Chroot, Window, opened

SETTINGS = "bpy.context.scene.pixal3d"
STATE = """
import importlib
jobs = importlib.import_module("bl_ext.user_default.pixal3d.pixal3d_addon.blender.jobs")
"""
OPEN_SUB_PANELS = """
for name in ("output", "finishing"):
    panel = getattr(bpy.types, f"PIXAL3D_PT_{name}")
    bpy.utils.unregister_class(panel)
    panel.bl_options = set()
    bpy.utils.register_class(panel)
"""
LOOKS = {"dark": 1.0, "light": 1.0, "dark-2x": 2.0, "light-2x": 2.0}


def dress(window: Window, look: str) -> None:
    """The theme and scale of that name, with a sidebar as wide as an artist's."""
    theme = "Blender_Light" if look.startswith("light") else "Blender_Dark"
    window.run(f"""
for path in bpy.utils.preset_paths("interface_theme"):
    from pathlib import Path
    for file in Path(path).glob("{theme}.xml"):
        bpy.ops.script.execute_preset(
            filepath=str(file), menu_idname="USERPREF_MT_interface_theme_presets")
bpy.context.preferences.view.ui_scale = {LOOKS[look]}
""")
    window.point(400, 400, settle=0.5)


def reset_button(window: Window, scale: float) -> tuple[int, int]:
    """Where the arrow in the header of the panel is: left of the presets."""
    window.scroll(-40)
    left, top, width, _height = window.get("sidebar_box()")
    for y in range(top + int(14 * scale), top + int(32 * scale), 6):
        for x in range(left + width // 2, left + width, 6):
            window.point(x, y, settle=0.06)
            if "pixal3d.reset_settings" in window.get("under_pointer()"):
                return x + int(6 * scale), y
    raise AssertionError("no reset button")


@pytest.mark.parametrize("look", LOOKS)
def test_quality_is_chosen_and_its_cost_told_after_a_job(chroot: Chroot, look: str) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    install(chroot)
    with opened(chroot) as window:
        dress(window, look)
        choose_photo(window, photo)
        window.run(f"{SETTINGS}.engine = 'draft'")
        window.run(OPEN_SUB_PANELS)
        window.show_tab("Pixal3D")
        quality = window.find("pixal3d.quality")
        window.click(*quality)
        window.point(quality[0], quality[1] + int(70 * LOOKS[look]), settle=2)
        window.screenshot(PICTURES / f"settings-1-quality-{look}.png")
        window.mouse("key", "p")  # Preview
        window.wait(f"{SETTINGS}.quality == 'preview'")
        assert window.get(f"{SETTINGS}.faces") == 10_000

        window.click(*window.find("pixal3d.generate"))
        window.wait(NEW_MESHES, timeout=120)
        window.point(400, 400, settle=0.6)
        window.screenshot(PICTURES / f"settings-2-measured-{look}.png")

        window.run("bpy.ops.pixal3d.preset_add(name='Game Props')")
        x, y = reset_button(window, LOOKS[look])
        window.screenshot(PICTURES / f"settings-3-reset-{look}.png")
        window.click(x + int(22 * LOOKS[look]), y)
        window.point(x, y + int(40 * LOOKS[look]), settle=0.8)
        window.screenshot(PICTURES / f"settings-4-presets-{look}.png")
        window.mouse("key", "Escape")
        window.point(400, 400, settle=0.5)
        window.click(x, y)
        window.wait(f"{SETTINGS}.quality == 'standard'")
        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.point(700, 600, settle=1.5)
        window.screenshot(PICTURES / f"settings-7-preferences-{look}.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log


@pytest.mark.parametrize("look", LOOKS)
def test_problem_is_shown_with_buttons_and_one_of_them_mends_it(chroot: Chroot, look: str) -> None:
    photo, mask = chroot.work / "busy.png", chroot.work / "mask.png"
    pixels = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
    Image.fromarray(pixels).save(photo)
    disk = np.hypot(*np.mgrid[-1:1:256j, -1:1:256j]) < 0.6
    Image.fromarray((disk * 255).astype(np.uint8)).save(mask)
    install(chroot)
    with opened(chroot) as window:
        dress(window, look)
        choose_photo(window, photo)
        window.run(f"{SETTINGS}.engine = 'draft'")
        window.show_tab("Pixal3D")
        window.click(*window.find("pixal3d.generate"))
        problem = "result = jobs.STATE.problem and jobs.STATE.problem.code"
        code = None
        while not code:
            code = window.run(STATE + problem)
        assert code in {"background_unclear", "model_missing", "no_object"}
        window.point(400, 400, settle=0.5)
        window.screenshot(PICTURES / f"settings-5-problem-{look}.png")

        window.click(*window.find("pixal3d.copy_details", across=0.8))
        window.screenshot(PICTURES / f"settings-5-problem-buttons-{look}.png")
        assert window.get("bpy.context.window_manager.clipboard").startswith(code)
        window.click(*window.find("pixal3d.choose_mask"))
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.point(720, 450, settle=1.0)
        window.screenshot(PICTURES / f"settings-6-choose-{look}.png")
        window.run(f"bpy.ops.pixal3d.choose_mask(filepath={str(mask)!r})")
        assert window.run(STATE + "result = jobs.STATE.problem") is None
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log
