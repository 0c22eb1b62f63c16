"""More Views in a window: photos from two sides, the dial, and what Pixal3D makes of them."""

import json
import shutil
import time

import pytest
from PIL import Image

from tests.gui.test_generate import COMPLAINT, NEW_MESHES, PICTURES, choose_photo, install
from tests.gui.test_photo_input import SHOWN, ask, wait
from tests.gui.test_pixal3d import PREFERENCES, REFERENCE, base_python
from tests.gui.window import Chroot, opened
from vendor_install import PIXAL3D

OPEN = """
panel = bpy.types.PIXAL3D_PT_views
bpy.utils.unregister_class(panel)
panel.bl_options = set()
bpy.utils.register_class(panel)
"""
DRAWN = "importlib.import_module(prepared.__package__ + '.dial').DIAL"


@pytest.mark.skipif(not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d first")
def test_photos_from_two_sides_become_one_object(chroot: Chroot) -> None:
    chroot.reads += [base_python(), PIXAL3D.folder.resolve()]
    back = chroot.work / "back.png"
    with Image.open(REFERENCE / "input_rgba.png") as photo:
        photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(back)
    weights = chroot.work / "weights"
    shutil.copytree(REFERENCE / "tiny-pixal3d", weights)
    layout = json.loads((weights / "pipeline.json").read_text())
    (weights / "pipeline_mv.json").write_text(json.dumps(layout))
    install(chroot)
    with opened(chroot) as window:
        window.run(OPEN)
        choose_photo(window, REFERENCE / "input_rgba.png")
        window.run(f"""
{PREFERENCES}.runtime = {str(PIXAL3D.folder.resolve())!r}
{PREFERENCES}.weights = {str(weights)!r}
settings = bpy.context.scene.pixal3d
settings.engine = "pixal3d"
settings.faces, settings.texture_size = 5000, "512"
""")
        window.show_tab("Pixal3D")
        wait(window, SHOWN, timeout=60)
        button = window.find("pixal3d.generate")
        window.click(*window.find("pixal3d.add_view"))
        window.wait("len(bpy.context.scene.pixal3d.slots) == 1")
        window.run(f"""
bpy.ops.pixal3d.add_view()
slots = bpy.context.scene.pixal3d.slots
slots[0].direction, slots[0].azimuth = "FREE", 0.6
slots[1].image = bpy.data.images.load({str(back)!r})
slots[1].use_elevation, slots[1].elevation = True, 0.4
view()[1].tag_redraw()
""")
        window.point(700, 500, settle=0.5)
        wait(window, f"{DRAWN}.shown and {DRAWN}.shown == {DRAWN}.wanted")
        window.point(button[0], button[1] - 60, settle=0.3)
        window.mouse("click", "--repeat", 12, "--delay", 30, 5)
        time.sleep(1.0)
        window.screenshot(PICTURES / "views-1-panel.png")
        window.mouse("click", "--repeat", 12, "--delay", 30, 4)
        time.sleep(0.5)
        window.click(*button)
        window.wait(NEW_MESHES, timeout=180)
        window.point(700, 500, settle=1)
        window.screenshot(PICTURES / "views-2-made.png")
        folder = ask(window, "bpy.context.active_object.pixal3d.folder")
        kept = json.loads((chroot.work / "user" / folder / "views/transforms.json").read_text())
        assert len(kept["frames"]) == 2, "the slot without a photo is none"
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log
