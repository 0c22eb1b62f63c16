"""Pixal3D in a window: runtime and weights in the preferences, its sub-panel, Generate."""

import pytest

from pixal3d_addon.setup.environment import PIXAL3D
from tests.gui.artist import (
    NEW_MESHES,
    PREFERENCES,
    REFERENCE,
    RESULT,
    SHOW_PREFERENCES,
    VIEWPORT,
    base_python,
    choose_photo,
    look_at_it,
)
from tests.gui.chroot import Chroot
from tests.gui.test_result import ADJUST
from tests.gui.window import opened

PHOTO = f"{ADJUST}.inputs['Photo'].default_value"


@pytest.mark.skipif(not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d first")
def test_pixal3d_runs_in_its_own_python_and_its_object_joins_the_scene(chroot: Chroot) -> None:
    chroot.reads += [base_python(), PIXAL3D.folder.resolve()]
    with opened(chroot) as window:
        choose_photo(window, REFERENCE / "input_rgba.png")
        window.run(f"""
{PREFERENCES}.runtime = {str(PIXAL3D.folder.resolve())!r}
{PREFERENCES}.weights = {str(REFERENCE / "tiny-pixal3d")!r}
settings = bpy.context.scene.pixal3d
settings.engine = "pixal3d"
settings.faces, settings.texture_size = 5000, "512"
open_panels("main", "pixal3d", "result", "look", "material")
""")
        window.show_tab("Pixal3D")
        window.find(".steps")
        window.screenshot("4-pixal3d")

        window.press("pixal3d.generate(")
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.screenshot("5-pixal3d-result")
        assert window.get(f"{RESULT}.engine") == "pixal3d"

        kind = "MATERIAL" if window.version >= "5" else "SOLID"  # see test_result
        window.run(f"view()[1].spaces.active.shading.type = {kind!r}")
        number = window.get(f"{ADJUST}.inputs.find('Photo')")
        x, y = window.find(f"inputs[{number}].default_value", across=0.75)
        window.point(*VIEWPORT)
        window.screenshot("7-pixal3d-photo", quiet=4, timeout=60)
        window.drag((x, y), (x - 40, y))
        window.wait(f"0 < {PHOTO} < 1")
        half = window.get(PHOTO)
        window.drag((x, y), (x - 200, y))
        window.wait(f"{PHOTO} == 0")
        window.point(*VIEWPORT)
        window.screenshot("8-pixal3d-no-photo", quiet=2, timeout=60)
        window.mouse("key", "ctrl+z")
        window.wait(f"{PHOTO} == {half}")
        window.mouse("key", "ctrl+z")
        window.wait(f"{PHOTO} == 1")

        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.screenshot("6-preferences", quiet=0.6)
