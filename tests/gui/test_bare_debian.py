"""From a Debian with Blender and nothing else to an object in the scene, by mouse alone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pixal3d_addon.setup.bundle import make_bundle
from pixal3d_addon.setup.make import size_of
from release.package import package
from tests.gui import words
from tests.gui.artist import NEW_MESHES, draw_mushroom, look_at_it
from tests.gui.by_mouse import IN_BLENDER, Place, choose_file, confirm, place_window, put_aside
from tests.gui.chroot import Chroot
from tests.gui.test_setup import JOBS
from tests.gui.window import PICTURES, Window, opened
from tests.unit.file_server import FileServer, serving
from tests.unit.wheel_index import fill_index

PREFERENCES = ("^Preferences$", (150, 80), (900, 760))
CUBE = """
from bpy_extras.view3d_utils import location_3d_to_region_2d
window, area, region = place("VIEW_3D", "WINDOW")
seen = location_3d_to_region_2d(region, area.spaces.active.region_3d, (0, 0, 0))
result = [round(region.x + seen.x), round(window.height - region.y - seen.y)]
"""


class Steps:
    """How long each step took, and a picture after it."""

    def __init__(self, window: Window) -> None:
        self.window, self.told = window, []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.told.append(f"{name:<44} {time.monotonic() - began:6.1f} s")
        self.window.screenshot(f"bare-{len(self.told)}")


@pytest.mark.only("trixie")
def test_an_object_from_a_debian_with_blender_alone_by_mouse_alone(
    bare: Chroot, tmp_path: Path
) -> None:
    downloads, photos = bare.work / "downloads", bare.work / "photos"
    photos.mkdir()
    zipped = package(downloads)
    draw_mushroom(photos / "mushroom.png")
    make_bundle(tmp_path / "wheels", "draft", "linux-x86_64", (3, 13))
    index = FileServer({})
    fill_index(index, list((tmp_path / "wheels").glob("*.whl")))
    with serving(index):
        bare.settings["PIP_INDEX_URL"] = f"{index.address}/simple"
        with opened(bare) as window:
            steps = Steps(window)
            press_all(window, steps, downloads, photos)
    runtimes = next((bare.work / "user").rglob("runtimes"))
    assert {path.name for path in runtimes.iterdir()} == {"runtime", "runtime.log", "runtime.lock"}
    fetched = sum(len(index.files[path]) for path, _ in index.asked if path.startswith("/files/"))
    assert not any("/pip" in path for path, _ in index.asked)  # it was in the zip
    told = [
        *steps.told,
        f"zip {zipped.stat().st_size:,} bytes, fetched {fetched:,}, "
        f"runtime on the disk {size_of(runtimes):,}",
    ]
    (PICTURES / "bare.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    print("\n" + "\n".join(told))
    bare.run("blender", "--command", "extension", "remove", "pixal3d")
    assert traces(bare) == [], "removing leaves nothing"


def traces(bare: Chroot) -> list[str]:
    """Files and folders of ours, in the profile and wherever a Debian's root may write."""
    places = (bare.work / "user", *(bare.folder / name for name in ("root", "tmp", "var/tmp")))
    found = ((place, path) for place in places for path in place.rglob("*"))
    return [str(path) for place, path in found if "pixal3d" in str(path.relative_to(place))]


def press_all(window: Window, steps: Steps, downloads: Path, photos: Path) -> None:
    corner = PREFERENCES[1]
    sections = Place(window, "PREFERENCES", "NAVIGATION_BAR", corner)
    page = Place(window, "PREFERENCES", "WINDOW", corner)

    with steps.step("Edit > Preferences, Get Extensions"):
        click_in_menu(window, words.places(window, "Edit")[0], "Preferences...")
        window.wait("len(bpy.context.window_manager.windows) == 2")
        place_window(window, *PREFERENCES)
        sections.choose("bpy.context.preferences.active_section == 'EXTENSIONS'", 80)
    with steps.step("Allow Online Access"):
        window.click(*page.find("extensions.userpref_allow_online", 0.75))
        window.wait("bpy.app.online_access")
    with steps.step("Install from Disk: the zip"):
        left, _, width, _ = page.box()
        row = page.find("extension_search", 0.2)[1]
        arrow = left + width - window.get("round(20 * bpy.context.preferences.system.ui_scale)")
        click_in_menu(window, (arrow, row), "Install from Disk...")
        choose_file(window, downloads)
        window.wait("'bl_ext.user_default.pixal3d' in bpy.context.preferences.addons")
    with steps.step("Add-ons, Pixal3D"):
        sections.choose("bpy.context.preferences.active_section == 'ADDONS'", 80)
        window.click(*page.find("addon_search", 0.2))
        window.mouse("type", "Pixal3D")
        window.mouse("key", "Return")
        window.click(*page.find("preferences.addon_expand", 0.03))
        window.wait(f"{JOBS}.SETUP.facts and not {JOBS}.SETUP.children")
    with steps.step("Install: what it would do"):
        window.click(*page.find("pixal3d.set_up_runtime", 0.9))
        time.sleep(1)
    with steps.step("Install: done"):
        confirm(window)
        window.wait(f"{JOBS}.SETUP.children")
        window.wait(f"not {JOBS}.SETUP.children", timeout=300)
        state = window.get(f"{JOBS}.SETUP.facts['runtimes']['draft']['state']")
        assert state == "ready", window.get(f"{JOBS}.SETUP.told")
        put_aside(window, PREFERENCES[0])
    with steps.step("the cube goes, the tab Pixal3D comes"):
        cube = window.run(IN_BLENDER + CUBE)
        click_in_menu(window, cube, "Delete", button=3)
        window.wait(f"not {NEW_MESHES}")
        sidebar = Place(window, "VIEW_3D", "UI")
        left, top, width, height = Place(window, "VIEW_3D", "TOOL_HEADER").box()
        for y in range(top + height, top + 4 * height, 5):  # the small arrow below it, at the edge
            window.click(left + width - 5, y)
            if window.get("view()[2].width > 1"):
                break
        sidebar.choose("view()[2].active_panel_category == 'Pixal3D'", -10)
    with steps.step("a photo is opened"):
        window.click(*window.find("image.open"))
        choose_file(window, photos)
        window.wait("bpy.context.scene.pixal3d.image")
    with steps.step("Generate: the object is there"):
        window.click(*window.find("pixal3d.generate"))
        window.wait(NEW_MESHES, timeout=120)
    window.run("view()[1].spaces.active.shading.color_type = 'TEXTURE'")
    look_at_it(window)
    window.screenshot("bare-object")


def click_in_menu(window: Window, opens: tuple[int, int], item: str, button: int = 1) -> None:
    """Open a menu by a click and click what is written in it."""
    for _ in range(3):  # the first click may come before the window listens
        window.click(*opens, button)
        if found := words.places(window, item):
            window.click(*found[0])
            return
    raise AssertionError(f"no {item}")
