"""More Views in a window: photos from two sides, the dial, and what Pixal3D makes of them."""

import json
import shutil

import pytest
from PIL import Image

from pixal3d_addon.setup.environment import PIXAL3D
from tests.gui.artist import (
    MODULES,
    NEW_MESHES,
    PREFERENCES,
    REFERENCE,
    RESULT,
    VIEWPORT,
    base_python,
    choose_photo,
    look_at_it,
)
from tests.gui.chroot import Chroot
from tests.gui.test_photo_input import SHOWN, wait
from tests.gui.window import opened

DRAWN = f"{MODULES}views.dial'].DIAL"


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
    with opened(chroot) as window:
        window.run('open_panels("main", "views")')
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
        window.press("pixal3d.add_view")
        window.wait("len(bpy.context.scene.pixal3d.slots) == 1")
        window.run(f"""
bpy.ops.pixal3d.add_view()
slots = bpy.context.scene.pixal3d.slots
slots[0].direction, slots[0].azimuth = "FREE", 0.6
slots[1].image = bpy.data.images.load({str(back)!r})
slots[1].use_elevation, slots[1].elevation = True, 0.4
view()[1].tag_redraw()
""")
        window.point(*VIEWPORT)
        wait(window, f"{DRAWN}.shown and {DRAWN}.shown == {DRAWN}.wanted")
        window.scroll(12)
        window.screenshot("views-1-panel")
        window.press("pixal3d.generate(")
        window.wait(NEW_MESHES, timeout=180)
        look_at_it(window)
        window.screenshot("views-2-made")
        folder = window.get(f"{RESULT}.folder")
        kept = json.loads((chroot.work / "user" / folder / "views/transforms.json").read_text())
        assert len(kept["frames"]) == 2, "the slot without a photo is none"
