"""The panel of a result in a window: stance, shadings, the comparison with the photo, baking."""

import math
import time

from tests.gui.test_generate import (
    COMPLAINT,
    NEW_MESHES,
    PICTURES,
    choose_photo,
    draw_mushroom,
    install,
    look_at_it,
)
from tests.gui.window import Chroot, Window, opened

OPEN_PANELS = """
for name, closed in (("main", {"DEFAULT_CLOSED"}), ("material", set())):
    panel = getattr(bpy.types, f"PIXAL3D_PT_{name}")
    bpy.utils.unregister_class(panel)
    panel.bl_options = closed
    bpy.utils.register_class(panel)
"""
SHADING = "view()[1].spaces.active.shading"
RESULT = "bpy.context.active_object.pixal3d"
ADJUST = "bpy.context.active_object.active_material.node_tree.nodes['Pixal3D Adjust']"


def press(window: Window, name: str, of: int = 1, number: int = 0) -> None:
    """Click an operator's button; where `of` stand in a row, the one of that number."""
    _, y = window.find(name)
    left, _, width, _ = window.get("sidebar_box()")
    margin = width * 0.1
    window.click(round(left + margin + (width - 2 * margin) * (number + 0.5) / of), y)


def test_result_is_looked_at_turned_compared_and_baked_with_the_mouse(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    install(chroot)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(OPEN_PANELS)
        window.show_tab("Pixal3D")
        window.run("bpy.ops.pixal3d.generate()")
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.screenshot(PICTURES / "20-result.png")

        for number, (name, kind, color) in enumerate(
            (("unlit", "SOLID", "TEXTURE"), ("studio", "SOLID", "TEXTURE"),
             ("clay", "SOLID", "SINGLE"), ("material", "MATERIAL", ""))
        ):  # fmt: skip
            press(window, "pixal3d.shading", of=4, number=number)
            window.wait(f"{SHADING}.type == {kind!r}")
            assert color in ("", window.get(f"{SHADING}.color_type"))
            window.point(600, 600, settle=35 if kind == "MATERIAL" else 1)  # shaders compile
            window.screenshot(PICTURES / f"21-{name}.png")
        press(window, "pixal3d.shading", of=4, number=1)

        window.run(f"{RESULT}.guess, {RESULT}.guess_confidence = {math.radians(33)}, 0.7")
        window.run("bpy.ops.ed.undo_push()")
        button = window.find("pixal3d.use_guess", across=0.75)
        window.screenshot(PICTURES / "22-guess.png")
        window.click(*button)
        window.wait(f"abs({RESULT}.elevation - {math.radians(33)}) < 1e-5")
        lowest = "min((o.matrix_world @ v.co).z for o in [bpy.context.active_object] "
        assert abs(window.get(f"{lowest} for v in o.data.vertices)")) < 1e-4
        window.run("bpy.ops.ed.undo()")
        assert not window.get(f"abs({RESULT}.elevation - {math.radians(33)}) < 1e-5")

        window.run("bpy.context.preferences.view.ui_scale = 0.75")  # that all has room
        window.run(f"{ADJUST}.inputs['Saturation'].default_value = 0.0")
        window.run("bpy.ops.ed.undo_push()")
        press(window, "pixal3d.bake_adjustments")
        window.wait(f"{ADJUST}.inputs['Saturation'].default_value == 1.0")
        window.point(600, 600, settle=1)
        window.screenshot(PICTURES / "23-baked.png")
        window.run("bpy.ops.ed.undo()")
        window.wait(f"{ADJUST}.inputs['Saturation'].default_value == 0.0")
        window.run(f"{ADJUST}.inputs['Saturation'].default_value = 1.0")

        start = time.monotonic()
        press(window, "pixal3d.compare_photo")
        window.wait("len(bpy.context.window_manager.windows) == 2", timeout=60)
        print(f"\ncompared {time.monotonic() - start:.1f} s after the pointer set out")
        assert window.get(f"{RESULT}.match_overlap") > 0.97
        time.sleep(2)
        window.screenshot(PICTURES / "24-compared.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log
