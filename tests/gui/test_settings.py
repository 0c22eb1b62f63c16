"""Quality, presets, reset and problems with the mouse."""

import numpy as np
from PIL import Image

from tests.gui.artist import JOBS, NEW_MESHES, SETTINGS, VIEWPORT, choose_photo, draw_mushroom
from tests.gui.chroot import Chroot
from tests.gui.window import opened


def test_quality_is_chosen_and_its_cost_told_after_a_job(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(f"{SETTINGS}.engine = 'draft'")
        window.run('open_panels("main", "output", "finishing")')
        window.show_tab("Pixal3D")
        window.press(".quality")
        window.screenshot("settings-1-quality")
        window.key("p")  # Preview
        window.wait(f"{SETTINGS}.quality == 'preview'")
        assert window.get(f"{SETTINGS}.faces") == 10_000

        window.press("pixal3d.generate(")
        window.wait(NEW_MESHES, timeout=120)
        window.point(*VIEWPORT)
        window.screenshot("settings-2-measured")

        faces = window.find(".faces", across=0.75)
        window.drag(faces, (faces[0] + 60, faces[1]))
        window.wait(f"{SETTINGS}.faces != 10_000")
        window.point(*faces)
        window.key("BackSpace")  # over a field: its default
        window.wait(f"{SETTINGS}.faces == {SETTINGS}.bl_rna.properties['faces'].default")

        window.run("bpy.ops.pixal3d.preset_add(name='Game Props')")
        window.scroll(-60)
        left, top, width, _height = window.get("sidebar_box()")
        places = [(x, top + 14) for x in range(left + width // 2, left + width, 6)]
        names = window.run(f"result = scan({places}, 'pixal3d.reset_settings')")
        assert "pixal3d.reset_settings" in names[-1]
        x, y = places[len(names) - 1]
        window.screenshot("settings-3-reset")
        window.click(x + 28, y)
        window.screenshot("settings-4-presets", quiet=0.4)
        window.key("Escape")
        window.click(x + 6, y)
        window.wait(f"{SETTINGS}.quality == 'standard'")


def test_problem_is_shown_with_buttons_and_one_of_them_mends_it(chroot: Chroot) -> None:
    photo, mask = chroot.work / "busy.png", chroot.work / "mask.png"
    pixels = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
    Image.fromarray(pixels).save(photo)
    disk = np.hypot(*np.mgrid[-1:1:256j, -1:1:256j]) < 0.6
    Image.fromarray((disk * 255).astype(np.uint8)).save(mask)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(f"{SETTINGS}.engine = 'draft'")
        window.show_tab("Pixal3D")
        window.press("pixal3d.generate(")
        code = window.wait(f"{JOBS}.problem and {JOBS}.problem.code", timeout=60)
        assert code in {"background_unclear", "model_missing", "no_object"}
        window.point(*VIEWPORT)
        window.screenshot("settings-5-problem")

        window.press("pixal3d.copy_details", across=0.8)
        assert window.get("bpy.context.window_manager.clipboard").startswith(code)
        window.press("pixal3d.choose_mask")
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.screenshot("settings-6-choose", quiet=0.6)
        window.run(f"bpy.ops.pixal3d.choose_mask(filepath={str(mask)!r})")
        assert window.get(f"{JOBS}.problem") is None
