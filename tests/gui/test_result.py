"""The panel of a result in a window: stance, shadings, the comparison with the photo, baking."""

import math
import time

from tests.gui.artist import (
    CHEAP,
    MODULES,
    NEW_MESHES,
    RESULT,
    VIEWPORT,
    choose_photo,
    draw_mushroom,
    look_at_it,
)
from tests.gui.chroot import Chroot
from tests.gui.window import SIZE, opened

SHADING = "view()[1].spaces.active.shading"
ADJUST = "bpy.context.active_object.active_material.node_tree.nodes['Pixal3D Adjust']"
LOWEST = """min((o.matrix_world @ v.co).z for o in [bpy.context.active_object]
    for v in o.data.vertices)"""
COMPARING = f"comparing = {MODULES}match.comparing']"
ENDLESS = f"""
{COMPARING}
def endless(_name, _frame):
    while True:
        yield comparing.WAIT
comparing.real, comparing.comparing = comparing.comparing, endless
"""


def test_result_is_looked_at_turned_compared_and_baked_with_the_mouse(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(CHEAP)
        window.run('open_panels("result", "look", "material")')
        window.show_tab("Pixal3D")
        window.run("bpy.ops.pixal3d.generate()")
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.screenshot("result-1")

        views = [
            ("UNLIT", "SOLID", "TEXTURE"), ("CLAY", "SOLID", "SINGLE"),
            ("MATERIAL", "MATERIAL", ""), ("STUDIO", "SOLID", "TEXTURE"),
        ]  # fmt: skip
        for view, kind, color in views:
            window.press(f"view='{view}'", beside="pixal3d.shading")
            window.wait(f"{SHADING}.type == {kind!r}")
            assert color in ("", window.get(f"{SHADING}.color_type"))
            window.point(*VIEWPORT)
            compiling = 4 if kind == "MATERIAL" else 0.2  # shaders
            window.screenshot(f"result-2-{view.lower()}", quiet=compiling, timeout=60)
        window.press("show_wireframes")
        window.wait("view()[1].spaces.active.overlay.show_wireframes")
        window.point(*VIEWPORT)
        window.screenshot("result-2-wireframe")
        window.press("show_wireframes")

        before = window.get(f"{RESULT}.elevation")
        x, y = window.find("pixal3d.elevation")
        window.drag((x, y), (x + 30, y))
        window.wait(f"abs({RESULT}.elevation - {before}) > 0.01")
        assert abs(window.get(LOWEST)) < 1e-4, "it still stands on the ground"
        window.point(*VIEWPORT)
        window.mouse("key", "ctrl+z")
        window.wait(f"abs({RESULT}.elevation - {before}) < 1e-5")

        window.run(f"{RESULT}.guess, {RESULT}.guess_confidence = {math.radians(33)}, 0.7")
        window.run("bpy.ops.ed.undo_push()")
        button = window.find("pixal3d.use_guess", across=0.75)
        window.screenshot("result-3-guess")
        window.click(*button)
        window.wait(f"abs({RESULT}.elevation - {math.radians(33)}) < 1e-5")
        assert abs(window.get(LOWEST)) < 1e-4
        window.point(*VIEWPORT)
        window.mouse("key", "ctrl+z")
        window.wait(f"abs({RESULT}.elevation - {math.radians(33)}) > 1e-5")

        number = window.get(f"{ADJUST}.inputs.find('Saturation')")
        x, y = window.find(f"inputs[{number}].default_value", across=0.75)
        window.click(x, y)  # to type in it
        window.mouse("key", "ctrl+a")
        window.write("0.5")
        window.key("Return")
        window.wait(f"{ADJUST}.inputs['Saturation'].default_value == 0.5")
        window.point(*VIEWPORT)
        window.screenshot("result-4-less-saturation")
        window.mouse("key", "ctrl+z")
        window.wait(f"{ADJUST}.inputs['Saturation'].default_value == 1.0")

        window.run(f"{ADJUST}.inputs['Saturation'].default_value = 0.0")
        window.run("bpy.ops.ed.undo_push()")
        window.press("pixal3d.bake_adjustments")
        window.wait(f"{ADJUST}.inputs['Saturation'].default_value == 1.0")
        window.point(*VIEWPORT)
        window.screenshot("result-5-baked")
        window.mouse("key", "ctrl+z")
        window.wait(f"{ADJUST}.inputs['Saturation'].default_value == 0.0")
        window.run(f"{ADJUST}.inputs['Saturation'].default_value = 1.0")

        window.press("pixal3d.compare_photo")
        window.mouse("key", "Escape")
        window.wait(f"not {MODULES}match.check']._STATE.running")
        window.run(ENDLESS)  # it would end before the pointer is there
        window.press("pixal3d.compare_photo")
        window.press("pixal3d.stop_comparing", across=0.83)
        window.wait(f"not {MODULES}match.check']._STATE.running")
        window.run(f"{COMPARING}\ncomparing.comparing = comparing.real")
        assert window.get(f"{RESULT}.match_overlap") == 0
        start = time.monotonic()
        window.press("pixal3d.compare_photo")
        window.screenshot("result-6-comparing", quiet=0.0)
        window.wait("len(bpy.context.window_manager.windows) == 2", timeout=60)
        print(f"\ncompared {time.monotonic() - start:.1f} s after the pointer set out")
        assert window.get(f"{RESULT}.match_overlap") > 0.97
        window.screenshot("result-6-compared", quiet=0.6)


def test_result_is_duplicated_marked_deleted_and_imported_again(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(CHEAP)
        window.run('open_panels("result")')
        window.show_tab("Pixal3D")
        window.run("bpy.ops.pixal3d.generate()")
        window.wait(NEW_MESHES, timeout=120)
        folder = window.get(f"{RESULT}.folder")
        window.press("pixal3d.mark_asset")
        window.wait("bpy.context.active_object.asset_data is not None")
        assert "Pixal3D" in window.get("bpy.context.active_object.asset_data.tags.keys()")

        window.point(*VIEWPORT)
        window.mouse("key", "shift+d")
        window.idle()
        window.mouse("mousemove", VIEWPORT[0] + 90, VIEWPORT[1])
        window.idle()
        window.key("Return")
        window.wait(f"len({NEW_MESHES}) == 2")
        assert window.get(f"{RESULT}.folder") == folder, "the copy is a result too"
        x, y = window.find("pixal3d.elevation")
        window.drag((x, y), (x + 30, y))
        window.wait("len({o.pixal3d.elevation for o in bpy.data.objects if o.type == 'MESH'}) > 1")
        window.point(*VIEWPORT)
        window.screenshot("result-7-duplicated")

        window.key("Delete")
        window.wait(f"len({NEW_MESHES}) == 1")
        window.mouse("key", "ctrl+z")
        window.wait(f"len({NEW_MESHES}) == 2")
        window.mouse("key", "ctrl+shift+z")
        window.wait(f"len({NEW_MESHES}) == 1")

        window.run("""
with bpy.context.temp_override(**viewport()):
    bpy.ops.wm.call_menu("INVOKE_DEFAULT", name="TOPBAR_MT_file_import")
""")
        window.still()
        window.key("End")
        window.screenshot("result-8-import-menu")
        window.key("Return")
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.run(f"""
space = next(area for area in bpy.context.window_manager.windows[-1].screen.areas
    if area.type == "FILE_BROWSER").spaces.active
space.params.directory = {folder!r}.encode()
""")
        window.still()
        x, y = window.run(f"""
browser = bpy.context.window_manager.windows[-1]
result = browser.x + browser.width // 2, {SIZE[1]} - browser.y - browser.height // 2
""")
        window.point(x, y)
        window.screenshot("result-9-import", quiet=0.6)
        window.key("Return")
        window.wait(f"len({NEW_MESHES}) == 2")
