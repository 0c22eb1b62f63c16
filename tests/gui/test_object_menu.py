"""Object ▸ Pixal3D and F3: what the tab can do, found without the tab."""

from tests.gui.artist import CHEAP, JOBS, NEW_MESHES, VIEWPORT, choose_photo, draw_mushroom
from tests.gui.chroot import Chroot
from tests.gui.window import opened

# As F3 does over the viewport: what is searched are the menus of where the pointer is.
SEARCH = """
window, area, _sidebar = view()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.wm.search_menu("INVOKE_DEFAULT")
"""


def test_the_search_finds_and_runs_what_the_tab_can_do(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(CHEAP)
        window.point(*VIEWPORT)
        window.run("bpy.ops.wm.call_menu('INVOKE_DEFAULT', name='PIXAL3D_MT_object')")
        window.screenshot("menu-1-object")
        window.key("Escape")
        window.point(*VIEWPORT)
        window.still()
        window.run(SEARCH)
        window.still()
        window.write("generate")
        window.screenshot("menu-2-search")
        window.key("Return")
        window.wait(f"len({NEW_MESHES}) == 1 and {JOBS}.job is None", timeout=60)
