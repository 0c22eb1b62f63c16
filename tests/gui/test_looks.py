"""Panel, problem, result, library and preferences at both scales and in both themes."""

import subprocess
import sys

import numpy as np
from PIL import Image

from tests.gui.artist import (
    CHEAP,
    JOBS,
    NEW_MESHES,
    PREFERENCES,
    SHOW_PREFERENCES,
    VIEWPORT,
    choose_photo,
    draw_mushroom,
)
from tests.gui.by_mouse import place_window
from tests.gui.chroot import ROOT, Chroot
from tests.gui.test_photo_input import IMPORT, SHOWN
from tests.gui.window import SIZE, Window, opened

LOOKS = {"dark": 1.0, "light": 1.0, "dark-2x": 2.0, "light-2x": 2.0}
PLACES = {
    "panel": ("pixal3d.match_camera", 0.5),
    "problem": ("pixal3d.copy_details", 0.8),
    "result": ("pixal3d.view_through_camera", 0.5),
    "library": ("pixal3d.library_add", 0.5),
}


def dress(window: Window, look: str) -> None:
    """The theme and scale of that name, the sidebar as wide as Blender makes it there."""
    theme = "Blender_Light" if look.startswith("light") else "Blender_Dark"
    window.run(f"""
for path in bpy.utils.preset_paths("interface_theme"):
    for file in Path(path).glob("{theme}.xml"):
        bpy.ops.script.execute_preset(
            filepath=str(file), menu_idname="USERPREF_MT_interface_theme_presets")
bpy.context.preferences.view.ui_scale = {LOOKS[look]}
""")
    window.still()


def test_every_panel_is_legible_at_both_scales_and_in_both_themes(chroot: Chroot) -> None:
    photo, busy = chroot.work / "mushroom.png", chroot.work / "busy.png"
    other = chroot.work / "IMG_20260512 red mushroom from the birch wood.png"
    draw_mushroom(photo)
    draw_mushroom(other)
    pixels = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
    Image.fromarray(pixels).save(busy)
    results = chroot.work / "results"
    command = [sys.executable, "-m", "pixal3d_addon", "generate", str(other), "-o", str(results)]
    options = ["--engine", "draft", "--faces", "5000", "--texture", "512"]
    subprocess.run([*command, *options], check=True, cwd=ROOT, capture_output=True)
    with opened(chroot) as window:
        window.run(f"{PREFERENCES}.results = {str(results)!r}")
        window.run('open_panels("main", "result", "look", "library")')
        choose_photo(window, photo)
        window.run(CHEAP)
        window.show_tab("Pixal3D")
        window.run("bpy.ops.pixal3d.generate()")
        window.wait(NEW_MESHES, timeout=120)
        window.press("library_choose", across=0.25)
        window.run(f"""
bpy.context.scene.pixal3d.image = bpy.data.images.load({str(busy)!r})
bpy.ops.pixal3d.generate()
""")
        window.wait(f"{JOBS}.problem is not None", timeout=60)
        window.run(f"bpy.context.scene.pixal3d.image = bpy.data.images['{photo.name}']")
        window.wait(SHOWN, setup=IMPORT)
        for look in LOOKS:
            dress(window, look)
            for name, (button, across) in PLACES.items():
                window.find(button, across)
                window.point(*VIEWPORT)
                window.screenshot(f"look-{name}-{look}", quiet=0.4)
        for look in LOOKS:
            dress(window, look)
            window.run(SHOW_PREFERENCES)
            window.wait("len(bpy.context.window_manager.windows) == 2")
            place_window(window, "Preferences", (0, 0), SIZE)
            window.screenshot(f"look-preferences-{look}", quiet=0.6)
            window.run("""
with bpy.context.temp_override(window=bpy.context.window_manager.windows[-1]):
    bpy.ops.wm.window_close()
""")
            window.wait("len(bpy.context.window_manager.windows) == 1")
