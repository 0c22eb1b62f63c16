"""Ways to a photo, by mouse and keyboard: viewport, render, image empty, dropped files."""

from pathlib import Path

import pytest

from tests.gui.artist import CHEAP, JOBS, NEW_MESHES, SETTINGS, VIEWPORT, look_at_it
from tests.gui.chroot import Chroot
from tests.gui.test_photo_input import IMPORT, SHOWN, draw_mug
from tests.gui.window import Window, opened

PHOTO = f"{SETTINGS}.image and {SETTINGS}.image.name"
PAINT = """
bpy.data.objects["Cube"].select_set(False)
material = bpy.data.materials.new("Paint")
material.diffuse_color = (0.8, 0.1, 0.05, 1.0)
bpy.data.objects["Cube"].data.materials.clear()
bpy.data.objects["Cube"].data.materials.append(material)
"""
FROM_VIEW = f"""{IMPORT}
import math, numpy as np
image = group.image
pixels = np.array(image.pixels[:]).reshape(image.size[1], image.size[0], 4)
solid = pixels[..., 3] > 0.5
result = [group.fov_source, math.degrees(group.photo_fov), math.degrees(group.elevation),
    group.guess_elevation, float(solid.mean()), list(np.median(pixels[solid], axis=0))]
"""
RENDER = """
scene = bpy.context.scene
scene.render.engine, scene.render.resolution_percentage = "BLENDER_WORKBENCH", 25
bpy.ops.render.render()
"""
AREA = 'next(area for area in view()[0].screen.areas if area.type == "FILE_BROWSER")'
SHOW_FILES = """
area = next(area for area in view()[0].screen.areas if area.type == "PROPERTIES")
area.ui_type = "FILES"
"""
FILES = f"""
space = {AREA}.spaces.active
space.params.directory, space.params.display_type = DIRECTORY, "LIST_VERTICAL"
space.show_region_toolbar = False
"""
FIRST_FILE = f"""
area = {AREA}
region = next(region for region in area.regions if region.type == "WINDOW")
result = [region.x + 45, view()[0].height - region.y - region.height + 39]
"""
DROP = """
names = [{"name": f"{name}.png"} for name in ("broken", "cup", "jug", "mug")]
with bpy.context.temp_override(**viewport()):
    bpy.ops.pixal3d.drop_photo("INVOKE_DEFAULT", directory=FOLDER, files=names)
"""


def drop(window: Window, picture: str) -> None:
    """Drag from the file browser to the viewport, where a menu asks what to do with it."""
    start = window.run(FIRST_FILE)
    for _ in range(3):  # a list that is being read forgets that it was pressed
        before = window.still(quiet=0.4)
        window.point(*start)
        window.still(quiet=0.3)
        window.drag(start, VIEWPORT)
        left, top = VIEWPORT
        shown = window.still(quiet=0.4)
        menu = slice(top - 60, top + 40), slice(left - 100, left + 100)
        if (shown[menu] != before[menu]).any():
            break
    window.screenshot(picture)
    window.key("End", "Return")


def test_viewport_render_empty_and_dropped_files_become_photos(chroot: Chroot) -> None:
    folder = chroot.work / "photos"
    folder.mkdir()
    draw_mug(folder / "mug.png")
    with opened(chroot, allowed="broken.png") as window:
        window.run(PAINT + CHEAP)
        window.run('open_panels("main")')
        window.show_tab("Pixal3D")
        x, y = window.find("pixal3d.paste_image", beside="image.open")
        window.click(x + 20, y)  # the menu beside it
        window.screenshot("sources-1-menu")
        window.key("Home", "Return")
        window.wait(f"{PHOTO} == 'Viewport'")
        window.wait(SHOWN, setup=IMPORT)
        window.point(*VIEWPORT)
        window.screenshot("sources-2-viewport")
        source, lens, elevation, guess, share, color = window.run(FROM_VIEW)
        assert source == "PHOTO" and not guess
        assert lens == pytest.approx(71.5, abs=0.1)  # 50 mm, on a sensor of 72 mm
        assert elevation == pytest.approx(26.6, abs=1.0)  # of the startup file's view
        assert 0.01 < share < 0.5, "only the cube: no grid, no background"
        assert color[3] == 1.0 and color[0] > 2 * color[1]

        window.run(RENDER)
        window.click(x + 20, y)
        window.key("Home", "Down", "Return")
        window.wait(f"({PHOTO} or '').startswith('Render')")

        window.run(f"""
image = bpy.data.images.load({str(folder / "mug.png")!r})
with bpy.context.temp_override(**viewport()):
    bpy.ops.object.empty_add(type="IMAGE")
    bpy.context.object.data = image
bpy.ops.ed.undo_push(message="Begin")
""")
        window.click(*VIEWPORT, button=3)
        window.key("Home")
        window.screenshot("sources-3-image-empty")
        window.key("Return")
        window.wait(f"{PHOTO} == 'mug.png'")
        window.point(*VIEWPORT)
        window.mouse("key", "ctrl+z")
        window.wait(f"({PHOTO} or '').startswith('Render')")

        window.run("for obj in bpy.data.objects:\n    obj.hide_set(obj.type in {'MESH', 'EMPTY'})")
        files(window, folder)
        drop(window, "sources-4-dropped")
        window.wait(f"{PHOTO} == 'mug.png'")
        for name in ("cup.png", "jug.png"):
            draw_mug(folder / name)
        (folder / "broken.png").write_bytes(b"no picture")
        files(window, folder)
        if window.version < "5":  # its File Browser hands over one file only
            window.run(DROP.replace("FOLDER", repr(str(folder))))
        else:
            window.point(*window.run(FIRST_FILE))
            window.key("a")
            drop(window, "sources-5-several-dropped")
        window.screenshot("sources-6-several")
        window.key("Return")
        window.wait(f"{JOBS}.problem is not None and len({JOBS}.queue) > 0", timeout=60)
        window.point(*VIEWPORT)
        window.screenshot("sources-7-queued", timeout=1)
        window.wait(f"len({NEW_MESHES}) == 4", timeout=180)
        assert window.get(PHOTO) == "mug.png", "the panel's photo stays"
        look_at_it(window)
        window.screenshot("sources-8-all-made")


def files(window: Window, folder: Path) -> None:
    """A file browser in place of the properties, at the folder."""
    if window.get('all(area.type != "FILE_BROWSER" for area in view()[0].screen.areas)'):
        window.run(SHOW_FILES)
    window.wait(f"{AREA}.spaces.active.params is not None")
    window.run(FILES.replace("DIRECTORY", repr(str(folder).encode())))
    window.run(f"""
with bpy.context.temp_override(window=view()[0], area={AREA}):
    bpy.ops.file.refresh()
""")
    window.still(quiet=0.5)
