"""The library in a window: hundreds of results, chosen, searched, compared and deleted by mouse.

PIXAL3D_CASES, a folder of cases as in bench/README.md, puts their photos into the pictures.
"""

import colorsys
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

from tests.gui.artist import MODULES, NEW_MESHES, PREFERENCES, VIEWPORT, draw_mushroom, look_at_it
from tests.gui.chroot import ROOT, Chroot
from tests.gui.window import Window, opened

MANY = 500
LIBRARY = f"{MODULES}library.entries'].LIBRARY"
CHOSEN = f"[entry.name for entry in {LIBRARY}.selection()]"
SHOWN = f"[entry.name for entry in {LIBRARY}.on_page()]"
TEXTURES = """
view()[1].spaces.active.shading.color_type = "TEXTURE"
bpy.data.objects.remove(bpy.data.objects["Cube"])
"""
LOCAL_ASSETS = """
area = next(area for area in view()[0].screen.areas if area.ui_type == "ASSETS")
space = area.spaces.active
result = space.params is not None
if result:
    space.params.asset_library_reference = "LOCAL"
    space.show_region_toolbar, space.show_region_tool_props = False, False
"""
TIMED = """
import time
panel = bpy.types.PIXAL3D_PT_library
plain, times = panel.draw, bpy.app.driver_namespace.setdefault("times", [])
def draw(self, context):
    start = time.perf_counter()
    plain(self, context)
    times.append(time.perf_counter() - start)
panel.draw = draw
"""
SHOW_ASSETS = """
area = next(area for area in view()[0].screen.areas if area.type == "PROPERTIES")
area.ui_type = "ASSETS"
"""


def photos(folder: Path) -> list[Path]:
    """Of the cases that were given, else drawn ones in several colors."""
    if cases := os.environ.get("PIXAL3D_CASES"):
        found = sorted(Path(cases).glob("*/photo.png"))
        return [Path(shutil.copy(path, folder / f"{path.parent.name}.png")) for path in found]
    made = []
    for number in range(6):
        path = folder / f"mushroom {number}.png"
        draw_mushroom(path)
        pixels = np.array(Image.open(path)).astype(float)
        pixels[..., :3] *= np.add(0.5, colorsys.hsv_to_rgb(number / 6, 0.6, 0.5))
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8), "RGBA").save(path)
        made.append(path)
    return made


def fill(results: Path, scratch: Path) -> None:
    """MANY results that Draft made, all but the first few in copies."""
    scratch.mkdir()
    command = [sys.executable, "-m", "pixal3d_addon", "generate", *map(str, photos(scratch))]
    options = ["-o", str(results), "--engine", "draft", "--faces", "5000", "--texture", "512"]
    subprocess.run([*command, *options], check=True, cwd=ROOT, capture_output=True)
    made = sorted(path for path in results.iterdir() if path.is_dir())
    for number in range(MANY - len(made)):
        source = made[number % len(made)]
        copy = results / f"20250101-{number:06}-{number % len(made)}"
        shutil.copytree(source, copy, copy_function=os.link)
        facts = json.loads((source / "result.json").read_text())
        facts["name"] = f"{facts['name']} copy"
        facts["created"] = f"2025-01-01T{number // 60:02}:{number % 60:02}:00+0000"
        facts["settings"]["seed"] = number
        (copy / "result.json").unlink()
        (copy / "result.json").write_text(json.dumps(facts))


def picture(window: Window, name: str) -> None:
    window.point(*VIEWPORT)
    window.screenshot(name, quiet=0.6)  # the thumbnails are read in a thread


def test_hundreds_of_results_are_looked_through_with_the_mouse(chroot: Chroot) -> None:
    results = chroot.work / "results"
    fill(results, chroot.work / "photos")
    with opened(chroot) as window:
        window.run(TEXTURES + TIMED + f"{PREFERENCES}.results = {str(results)!r}")
        window.run('open_panels("library")')
        window.show_tab("Pixal3D")
        window.wait(f"len({LIBRARY}.entries) == {MANY} and {LIBRARY}.scanned")
        picture(window, "library-1")

        tile = window.find("library_choose", across=0.25)
        window.click(*tile)
        window.wait(f"len({CHOSEN}) == 1")
        name = window.get(CHOSEN)[0]
        picture(window, "library-2-chosen")
        window.press("pixal3d.library_add")
        window.wait(f"len({NEW_MESHES}) == 1")
        look_at_it(window)
        picture(window, "library-3-added")
        window.press("pixal3d.library_load")
        window.wait("bpy.context.scene.pixal3d.image is not None")
        assert window.get("bpy.context.scene.pixal3d.image.name").startswith(name)

        window.run("bpy.data.objects.remove(bpy.context.active_object)")
        other = window.find("library_choose", across=0.75)
        window.point(*other)
        with window.held("shift"):
            window.click(*other)
        window.wait(f"len({CHOSEN}) == 2")
        window.press("pixal3d.library_compare")
        window.wait(f"len({NEW_MESHES}) == 2")
        look_at_it(window)
        picture(window, "library-4-compared")

        window.run("bpy.ops.pixal3d.mark_asset()")
        window.run(SHOW_ASSETS)
        end = time.monotonic() + 20
        while not window.run(LOCAL_ASSETS):
            assert time.monotonic() < end, "no asset browser"
            time.sleep(0.1)
        picture(window, "library-5-asset")

        window.press("library_choose", across=0.25)  # it alone
        window.wait(f"len({CHOSEN}) == 1")
        window.press("pixal3d.library_delete", beside="pixal3d.library_open_folder")
        window.screenshot("library-6-delete", quiet=0.6)
        window.key("Return")
        window.wait(f"len({LIBRARY}.entries) == {MANY - 1}")
        assert len(list(results.iterdir())) == MANY - 1

        window.click(*window.find(".search"))
        window.mouse("key", "ctrl+a")
        window.write("copy 2025-01-01")
        window.key("Return")
        window.wait(f"len({SHOWN}) and all('copy' in name for name in {SHOWN})")
        window.press("step=1", across=0.09, beside="pixal3d.library_turn")
        window.wait(f"{LIBRARY}.page == 1")
        picture(window, "library-7-searched")
        times = window.get("bpy.app.driver_namespace['times']")
    median = statistics.median(times) * 1000
    print(f"\nPIXAL3D_PT_library.draw: {median:.3f} ms in a window with {MANY} results")
    assert median < 1
