"""Jobs in a window: the object grows in the viewport, the queue and the status bar tell."""

import numpy as np
import pytest

from pixal3d_addon.setup.environment import PIXAL3D
from tests.gui.artist import (
    ADDON,
    CHEAP,
    JOBS,
    NEW_MESHES,
    PREFERENCES,
    REFERENCE,
    SETTINGS,
    VIEWPORT,
    base_python,
    choose_photo,
    draw_mushroom,
    look_at_it,
)
from tests.gui.chroot import Chroot
from tests.gui.window import Window, opened

IMPORT = f"""
import importlib
state = importlib.import_module("{ADDON}.pixal3d_addon.blender.jobs.state").STATE
queue = importlib.import_module("{ADDON}.pixal3d_addon.blender.jobs.queue")
preview = importlib.import_module("{ADDON}.pixal3d_addon.blender.jobs.preview")
"""
STATES = f"[job.state for job in {JOBS}.queue]"
SEEDS = f"[job.message.settings['seed'] for job in {JOBS}.queue]"
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
jobs = importlib.import_module(queue.__package__ + ".state")
kind, path = bpy.app.driver_namespace["kept"][NUMBER]
preview.PREVIEW.waiting = (kind, Path(path), jobs.Job("x", "", "pixal3d"))
result = preview.step()
"""
LOOK = """
window, area, _sidebar = view()
space = area.spaces.active.region_3d
space.view_location, space.view_distance = (0, 0, 0.45), 2.6
"""
BLOCKS = """{name: len(getattr(bpy.data, name)) for name in dir(bpy.data)
    if isinstance(getattr(bpy.data, name), bpy.types.bpy_prop_collection)}"""


def ask(window: Window, expression: str) -> object:
    return window.run(f"{IMPORT}\nresult = {expression}")


def wait(window: Window, expression: str, timeout: float = 180) -> None:
    window.wait(expression, timeout, IMPORT)


def viewport(pixels: np.ndarray) -> np.ndarray:
    """The middle of it, int16 [H, W, 3]."""
    return pixels[200:750, 200:800].astype(np.int16)


@pytest.mark.skipif(not PIXAL3D.ready(), reason="python vendor_install.py setup --pixal3d first")
def test_an_object_grows_in_the_viewport_and_the_queue_runs_on(chroot: Chroot) -> None:
    chroot.reads += [base_python(), PIXAL3D.folder.resolve()]
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
        window.press("pixal3d.queue_pause")
        wait(window, "state.paused and state.job.fraction > 0.15")
        window.point(*VIEWPORT)
        window.screenshot("queue-01-runs", timeout=0.5)
        window.wait(f"len({NEW_MESHES}) == 1", timeout=180)
        assert window.get(STATES) == ["waiting", "waiting"]
        assert ask(window, "preview.PREVIEW.shape is None and preview.PREVIEW.handler is None")
        window.run("bpy.context.active_object.hide_set(True)")
        before = ask(window, BLOCKS)
        window.screenshot("queue-02-paused")

        pixels = []
        empty = viewport(window.screenshot("queue-03-nothing"))
        for number, name in enumerate(("04-points", "05-coarse", "06-colored")):
            assert window.run(IMPORT + SHOW.replace("NUMBER", str(number)))
            window.run("view()[1].tag_redraw()")
            pixels.append(viewport(window.screenshot(f"queue-{name}")))
            assert ask(window, BLOCKS) == before, "it is no data of the file"
        for one, other in zip([empty, *pixels], pixels, strict=False):
            assert (np.abs(one - other).max(axis=2) > 20).mean() > 0.01
        ask(window, "preview.clear()")
        window.run("view()[1].tag_redraw()")
        gone = viewport(window.screenshot("queue-07-gone"))
        assert (np.abs(empty - gone).max(axis=2) > 20).mean() < 0.001

        window.run(f"{PREFERENCES}.weights = '/nowhere'")
        window.press("pixal3d.queue_resume")
        wait(window, "state.problem is not None")
        window.point(*VIEWPORT)
        window.screenshot("queue-08-failed")


def test_what_waits_is_ordered_stopped_and_still_there_when_blender_is_opened_again(
    chroot: Chroot,
) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(f"{SETTINGS}.engine = 'pixal3d'")
        window.run('open_panels("main", "pixal3d", "queue")')
        window.show_tab("Pixal3D")
        window.find("pixal3d.generate_variations")
        window.screenshot("queue-09-variations")
        window.run(CHEAP + f"{SETTINGS}.faces, {SETTINGS}.texture_size = 200_000, '8192'")
        window.run("bpy.ops.pixal3d.generate()")  # it is still at it when Esc comes
        window.run(CHEAP + f"{SETTINGS}.faces, {SETTINGS}.texture_size = 60_000, '2048'")
        window.run(f"for {SETTINGS}.seed in range(1, 5):\n    bpy.ops.pixal3d.generate()")
        assert window.get(SEEDS) == [0, 1, 2, 3, 4]
        window.press("pixal3d.queue_pause")
        window.wait(f"{JOBS}.paused")
        left, top, width, _height = window.get("sidebar_box()")
        window.point(left + width // 2, top + 4)
        window.key("Escape")  # the pointer is over the panel
        window.wait(f"{JOBS}.job is None")
        assert window.get(SEEDS) == [1, 2, 3, 4], "the one that ran is gone"
        last = window.get(f"{JOBS}.queue[-1].id")
        window.press("action='UP'", across=0.74, beside=last)
        window.wait(f"{SEEDS} == [1, 2, 4, 3]")
        window.screenshot("queue-10-ordered")

        window.press("pixal3d.queue_resume")
        window.wait(f"{JOBS}.job is not None")
        window.run("view()[0].workspace = bpy.data.workspaces['Scripting']")
        window.point(700, 500)
        window.screenshot("queue-11-in-the-status-bar", timeout=0.3)
        window.click(306, 889)  # Cancel, beside the bar
        window.wait(f"{SEEDS} == [2, 4, 3] and {JOBS}.job is not None", timeout=10)
    with opened(chroot) as window:
        window.run("bpy.data.objects.remove(bpy.data.objects['Cube'])")
        assert window.get(STATES) == ["interrupted", "waiting", "waiting"]
        window.show_tab("Pixal3D")
        button = window.find("pixal3d.queue_resume")
        window.screenshot("queue-12-opened-again")
        window.click(*button)
        window.wait(f"len({NEW_MESHES}) == 2", timeout=120)
        assert window.get(STATES) == ["interrupted"]
        window.press("action='RETRY'", across=0.74)
        window.wait(f"len({NEW_MESHES}) == 3", timeout=120)
        assert window.get(f"{JOBS}.queue") == []
        look_at_it(window)
        window.screenshot("queue-13-all-made")
