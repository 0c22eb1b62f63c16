"""Jobs in a window: the object grows in the viewport, the queue and the status bar tell."""

import time

import numpy as np
import pytest

from pixal3d_addon.setup.environment import PIXAL3D
from tests.gui.test_generate import (
    COMPLAINT,
    NEW_MESHES,
    PICTURES,
    choose_photo,
    draw_mushroom,
    install,
    look_at_it,
)
from tests.gui.test_pixal3d import OPEN_SUB_PANEL, PREFERENCES, REFERENCE, base_python
from tests.gui.window import Chroot, Window, opened

ADDON = "bl_ext.user_default.pixal3d.pixal3d_addon"
IMPORT = f"""
import importlib
state = importlib.import_module("{ADDON}.blender.jobs").STATE
queue = importlib.import_module("{ADDON}.blender.queue")
preview = importlib.import_module("{ADDON}.blender.preview")
"""
# The tiny network runs through its stages too fast to be looked at: what the worker wrote is kept,
# and shown once more for the pictures.
KEEP = """
import shutil
take = preview.take
def keep(message, job):
    if message.kind in {"points", "mesh"}:
        path = f"FOLDER/{len(kept)}.safetensors"
        shutil.copy(message.path, path)
        kept.append((message.kind, path))
    take(message, job)
kept = bpy.app.driver_namespace["kept"] = []
preview.take = keep
"""
SHOW = """
from pathlib import Path
jobs = importlib.import_module(queue.__package__ + ".jobs")
kind, path = bpy.app.driver_namespace["kept"][NUMBER]
preview.PREVIEW.waiting = (kind, Path(path), jobs.Job("x", "", "pixal3d"))
result = preview.step()
"""
LOOK = """
bpy.context.preferences.view.smooth_view = 0
window, area, _sidebar = view()
space = area.spaces.active.region_3d
space.view_location, space.view_distance = (0, 0, 0.45), 2.6
"""
BLOCKS = """{name: len(getattr(bpy.data, name)) for name in dir(bpy.data)
    if isinstance(getattr(bpy.data, name), bpy.types.bpy_prop_collection)}"""


def ask(window: Window, expression: str) -> object:
    return window.run(f"{IMPORT}\nresult = {expression}")


def wait(window: Window, expression: str, timeout: float = 180) -> None:
    end = time.monotonic() + timeout
    while not ask(window, expression):
        assert time.monotonic() < end, expression
        time.sleep(0.02)


@pytest.mark.skipif(not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d first")
def test_an_object_grows_in_the_viewport_and_the_queue_runs_on(chroot: Chroot) -> None:
    chroot.reads += [base_python(), PIXAL3D.folder.resolve()]
    install(chroot)
    with opened(chroot) as window:
        choose_photo(window, REFERENCE / "input_rgba.png")
        window.run(f"""
{PREFERENCES}.runtime = {str(PIXAL3D.folder.resolve())!r}
{PREFERENCES}.weights = {str(REFERENCE / "tiny-pixal3d")!r}
settings = bpy.context.scene.pixal3d
settings.engine, settings.variations = "pixal3d", 3
settings.faces, settings.texture_size = 5000, "512"
""")
        window.run(LOOK)
        window.run(IMPORT + KEEP.replace("FOLDER", str(chroot.work)))
        window.show_tab("Pixal3D")
        window.run("bpy.ops.pixal3d.generate_variations()")
        wait(window, "state.job.fraction > 0.1")
        window.run("bpy.ops.pixal3d.queue_pause()")
        wait(window, "state.job.fraction > 0.15")
        window.point(700, 500, settle=0.3)
        window.screenshot(PICTURES / "11-queue-runs.png")
        window.wait(f"len({NEW_MESHES}) == 1", timeout=180)
        assert ask(window, "[job.state for job in state.queue]") == ["waiting", "waiting"]
        assert ask(window, "preview.PREVIEW.shape is None and preview.PREVIEW.handler is None")
        window.run("bpy.context.active_object.hide_set(True)")
        before = ask(window, BLOCKS)
        window.screenshot(PICTURES / "12-queue-paused.png")

        pixels = []
        empty = picture(window, "13-nothing.png")
        for number, name in enumerate(("14-points", "15-coarse", "16-colored")):
            assert window.run(IMPORT + SHOW.replace("NUMBER", str(number)))
            window.point(700 + number, 500, settle=0.5)
            pixels.append(picture(window, f"{name}.png"))
            assert ask(window, BLOCKS) == before, "it is no data of the file"
        for one, other in zip([empty, *pixels], pixels, strict=False):
            assert (np.abs(one - other).max(axis=2) > 20).mean() > 0.01
        ask(window, "preview.clear()")
        window.point(700, 500, settle=0.5)
        gone = picture(window, "17-gone.png")
        assert (np.abs(empty - gone).max(axis=2) > 20).mean() < 0.001

        window.run(f"{PREFERENCES}.weights = '/nowhere'")
        window.run("bpy.ops.pixal3d.queue_resume()")
        wait(window, "state.problem is not None")
        window.point(700, 500, settle=0.3)
        window.screenshot(PICTURES / "18-queue-failed.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log


def test_what_waits_is_still_there_when_blender_is_opened_again(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    install(chroot)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run("bpy.context.scene.pixal3d.engine = 'pixal3d'")
        window.run(OPEN_SUB_PANEL)
        window.show_tab("Pixal3D")
        window.find("pixal3d.generate_variations")
        window.screenshot(PICTURES / "19-variations.png")
        window.run("""
settings = bpy.context.scene.pixal3d
settings.engine = "draft"
for settings.seed in range(4):
    bpy.ops.pixal3d.generate()
""")
        assert ask(window, "len(state.queue)") == 4
        window.mouse("key", "Escape")  # the pointer is over the panel
        wait(window, "len(state.queue) == 3 and state.job is not None", timeout=10)
    with opened(chroot) as window:
        window.run("bpy.data.objects.remove(bpy.data.objects['Cube'])")
        states = ["interrupted", "waiting", "waiting"]
        assert ask(window, "[job.state for job in state.queue]") == states
        window.show_tab("Pixal3D")
        button = window.find("pixal3d.queue_resume")
        window.screenshot(PICTURES / "20-opened-again.png")
        window.click(*button)
        window.wait(f"len({NEW_MESHES}) == 2", timeout=120)
        assert ask(window, "[job.state for job in state.queue]") == ["interrupted"]
        window.click(*window.find("pixal3d.queue_retry_all"))
        window.wait(f"len({NEW_MESHES}) == 3", timeout=120)
        assert ask(window, "state.queue") == []
        look_at_it(window)
        window.screenshot(PICTURES / "21-all-made.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log


def picture(window: Window, name: str) -> np.ndarray:
    """The middle of the viewport, int16 [H, W, 3]."""
    from PIL import Image

    window.screenshot(PICTURES / name)
    shown = Image.open(PICTURES / name).convert("RGB").crop((200, 200, 800, 750))
    return np.asarray(shown).astype(np.int16)
