"""Pixal3D in a window: runtime and weights in the preferences, its sub-panel, Generate."""

from pathlib import Path

import pytest

from pixal3d_addon.setup.environment import PIXAL3D
from tests.gui.test_generate import NEW_MESHES, PICTURES, choose_photo, install, look_at_it
from tests.gui.window import ROOT, Chroot, opened

REFERENCE = ROOT / "tests" / "reference"
PREFERENCES = "bpy.context.preferences.addons['bl_ext.user_default.pixal3d'].preferences"
SHOW_PREFERENCES = """
bpy.ops.screen.userpref_show()
bpy.context.preferences.active_section = "ADDONS"
bpy.ops.preferences.addon_show(module="bl_ext.user_default.pixal3d")
"""
OPEN_SUB_PANEL = """
panel = bpy.types.PIXAL3D_PT_pixal3d
bpy.utils.unregister_class(panel)
panel.bl_options = set()
bpy.utils.register_class(panel)
"""


def base_python() -> Path:
    """Where the environment's Python has its library."""
    configuration = (PIXAL3D.folder / "pyvenv.cfg").read_text(encoding="utf-8")
    home = next(line for line in configuration.splitlines() if line.startswith("home = "))
    return Path(home.partition(" = ")[2]).parent


@pytest.mark.skipif(not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d first")
def test_pixal3d_runs_in_its_own_python_and_its_object_joins_the_scene(chroot: Chroot) -> None:
    chroot.reads.append(base_python())
    install(chroot)
    with opened(chroot) as window:
        choose_photo(window, REFERENCE / "input_rgba.png")
        window.run(f"""
{PREFERENCES}.runtime = {str(PIXAL3D.folder)!r}
{PREFERENCES}.weights = {str(REFERENCE / "tiny-pixal3d")!r}
settings = bpy.context.scene.pixal3d
settings.engine = "pixal3d"
settings.faces, settings.texture_size = 5000, "512"
""")
        window.run(OPEN_SUB_PANEL)
        window.show_tab("Pixal3D")
        window.find("pixal3d.steps")
        window.screenshot(PICTURES / "4-pixal3d.png")

        window.click(*window.find("pixal3d.generate"))
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.screenshot(PICTURES / "5-pixal3d-result.png")
        assert window.get("bpy.context.active_object.pixal3d.engine") == "pixal3d"

        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.point(700, 600, settle=2)
        window.screenshot(PICTURES / "6-preferences.png")
