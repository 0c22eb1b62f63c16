"""Finish Again in a window: levels of detail and a collision mesh of what Generate made."""

import pytest

from pixal3d_addon.setup.environment import PIXAL3D
from tests.gui.artist import (
    CHEAP,
    NEW_MESHES,
    PREFERENCES,
    RESULT,
    VIEWPORT,
    base_python,
    choose_photo,
    draw_mushroom,
    look_at_it,
)
from tests.gui.chroot import Chroot
from tests.gui.window import opened

SHOW_OUTLINER = """
window = view()[0]
area = next(area for area in window.screen.areas if area.type == "PROPERTIES")
area.type = "OUTLINER"
region = next(region for region in area.regions if region.type == "WINDOW")
bpy.data.objects["mushroom.001_Collision"].users_collection[0].color_tag = "COLOR_03"
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.outliner.expanded_toggle()
"""


@pytest.mark.skipif(not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d first")
def test_finish_again_pressed_with_the_mouse_puts_levels_in_place_of_the_object(
    chroot: Chroot,
) -> None:
    chroot.reads += [base_python(), PIXAL3D.folder.resolve()]
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(CHEAP)
        window.run('open_panels("result", "finish")')
        window.show_tab("Pixal3D")
        window.run("bpy.ops.pixal3d.generate()")
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.run(f"""
{PREFERENCES}.runtime = {str(PIXAL3D.folder.resolve())!r}
{RESULT}.finish.lods, {RESULT}.finish.collision = True, "hull"
{RESULT}.finish.faces = 3000
""")
        button = window.find("pixal3d.finish_again")
        window.screenshot("finish-1-panel")

        window.click(*button)
        window.wait(f"len({NEW_MESHES}) == 6", timeout=120)
        look_at_it(window)
        window.screenshot("finish-2-levels")
        assert window.get("bpy.context.active_object.name") == "mushroom.001_LOD0"
        assert window.get("bpy.data.objects['mushroom'].hide_get()")
        seen = "[o.name for o in bpy.context.visible_objects if o.type == 'MESH']"
        assert window.get(seen) == ["mushroom.001_LOD0"]

        window.run(f"{RESULT}.level = '3'")
        window.run(SHOW_OUTLINER)
        window.wait(f"{seen} == ['mushroom.001_LOD3']")
        look_at_it(window)
        window.screenshot("finish-3-lowest")

        window.mouse("key", "ctrl+z")  # what a script sets is no step of its own
        window.wait(f"{NEW_MESHES} == ['mushroom']")
        assert not window.get("bpy.data.objects['mushroom'].hide_get()")
        window.point(*VIEWPORT)
        window.screenshot("finish-4-undone")
