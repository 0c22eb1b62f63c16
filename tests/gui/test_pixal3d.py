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
from tests.gui.test_result import ADJUST, SHADING
from tests.gui.window import Window, opened

PHOTO = f"{ADJUST}.inputs['Photo'].default_value"


def look(window: Window, name: str) -> None:
    """A picture with the material."""
    window.point(*VIEWPORT)
    window.run(f"{SHADING}.type = 'MATERIAL'")
    window.screenshot(name, quiet=2, timeout=120)
    window.run(f"{SHADING}.type = 'SOLID'")


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

        number = window.get(f"{ADJUST}.inputs.find('Photo')")
        x, y = window.find(f"inputs[{number}].default_value", across=0.75)
        for value, name in ((0.5, "7-pixal3d-half-the-photo"), (0, "8-pixal3d-no-photo")):
            window.click(x, y)  # to type in it
            window.mouse("key", "ctrl+a")
            window.write(str(value))
            window.key("Return")
            window.wait(f"{PHOTO} == {value}")
            look(window, name)
        for value in (0.5, 1):
            window.point(*VIEWPORT)
            window.mouse("key", "ctrl+z")
            window.wait(f"abs({PHOTO} - {value}) < 1e-6")

        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.screenshot("6-preferences", quiet=0.6)
