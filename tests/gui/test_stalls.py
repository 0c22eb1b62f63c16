"""A window while a job runs and its previews arrive: how long each way into the add-on takes.

What Blender itself takes to draw is not in the figures; the heartbeat that tells the rest is only
printed, for here the processor is the graphics card, too.
"""

from types import SimpleNamespace

import numpy as np
from PIL import Image

from pixal3d_addon.core import camera, results, safetensors, settings
from tests.blender.sample_result import write_result
from tests.gui.artist import JOBS as STATE
from tests.gui.artist import MODULES
from tests.gui.chroot import ROOT, Chroot
from tests.gui.test_match_camera import MATCHING, drag, handle
from tests.gui.window import Window, opened

ADDON = "bl_ext.user_default.pixal3d.pixal3d_addon"
SLACK = 3  # for other machines than ours
SIZE = 4000, 3000
BEGIN = f"""
import functools, importlib, importlib.util, os, time
def module(name):
    return importlib.import_module("{ADDON}." + name)
there = importlib.util.spec_from_file_location("entries", "{ROOT}/tests/blender/entries.py")
made = importlib.util.module_from_spec(there)
there.loader.exec_module(made)
module("blender.jobs.preview").ready()
entries = bpy.app.driver_namespace["entries"] = made.Entries("{ADDON}")
pump, client = module("blender.jobs.pump"), module("core.client")
pump.deliver = entries.timed("import", pump.deliver)
program = Path("{ROOT}/tests/blender/preview_worker.py")
client.WorkerProcess = functools.partial(client.WorkerProcess, program=program)
os.environ["STALLS_RESULT"] = "SOURCE"
beats = bpy.app.driver_namespace["beats"] = [time.perf_counter()]
def beat():
    beats.append(time.perf_counter())
    return 0.005
bpy.app.timers.register(beat)
bpy.data.objects.remove(bpy.data.objects["Cube"])  # where the previews are to be seen
photo = bpy.data.images.load("PHOTO")
assert all(photo.size)  # that Blender reads the file is its own affair
bpy.context.scene.pixal3d.image = photo
"""
IN_VIEW = """
window, area, _sidebar = view()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    result = list(OPERATOR)
"""
SESSION = f"{MODULES}match.session'].current()"
FIGURES = """
import numpy as np
entries, beats = bpy.app.driver_namespace["entries"], bpy.app.driver_namespace["beats"]
gaps = np.sort(np.diff(beats))
table = entries.table(24) + f"\\nstall heartbeat: longest gaps {(gaps[-5:] * 1e3).round()} ms"
result = table, {name: sorted(times) for name, times in entries.seconds.items()}
"""


def operator(window: Window, call: str) -> None:
    assert window.run(IN_VIEW.replace("OPERATOR", call)) in (["FINISHED"], ["RUNNING_MODAL"])


def wait(window: Window, expression: str) -> None:
    try:
        window.wait(expression)
    except AssertionError:
        asked = [f"{MODULES}{name}" for name in ("jobs.state'].STATE", "background.other'].OTHER")]
        print("\n".join(window.get(f"repr({each})") for each in asked))
        raise


def test_nothing_of_ours_makes_the_window_wait_while_a_job_runs(chroot: Chroot) -> None:
    width, height = SIZE
    v, u = np.mgrid[:height, :width]
    pixels = np.full((height, width, 3), (200, 205, 210), np.uint8)
    pixels[np.hypot(u - width / 2, v - height / 2) < height / 4] = 180, 20, 30
    for name in ("a", "b"):
        Image.fromarray(pixels).save(chroot.work / f"{name}.jpg", quality=95)
    core = SimpleNamespace(camera=camera, results=results, safetensors=safetensors,
                           settings=settings)  # fmt: skip
    made = write_result(core, chroot.work / "made", rings=224, texture=2048, maps=True)
    with opened(chroot) as window:
        begin = BEGIN.replace("PHOTO", str(chroot.work / "a.jpg")).replace("SOURCE", str(made))
        window.run("from pathlib import Path\n" + begin)
        window.show_tab("Pixal3D")
        window.run("bpy.context.scene.pixal3d.image.name = '300'")
        operator(window, "bpy.ops.pixal3d.generate()")
        wait(window, f"{STATE}.job is not None and {STATE}.job.fraction > 0.02")
        window.point(700, 500)
        window.screenshot("stalls-1-previews")
        operator(window, 'bpy.ops.pixal3d.match_camera("INVOKE_DEFAULT")')
        wait(window, MATCHING)
        wait(window, f"getattr({SESSION}.photo, 'whole', False)")
        window.point(*handle(window, ""))
        window.screenshot("stalls-2-matching")
        drag(window, handle(window, ""), 115, 64)
        drag(window, handle(window, "ROLL"), 30, 0)
        window.mouse("key", "Return")
        wait(window, f"{SESSION} is None")
        operator(window, "bpy.ops.pixal3d.generate()")
        files = f"directory={str(chroot.work)!r}, files=[{{'name': 'a.jpg'}}, {{'name': 'b.jpg'}}]"
        operator(window, f"bpy.ops.pixal3d.generate_files({files})")
        wait(window, f"len({STATE}.queue) == 4")
        operator(window, "bpy.ops.pixal3d.paint_mask()")
        wait(window, f"getattr({MODULES}photo.mask_overlay']._SHOWN.photo, 'whole', False)")
        window.point(1000, 500)
        window.screenshot("stalls-3-mask")
        operator(window, "bpy.ops.pixal3d.end_mask()")
        assert window.get(f"{STATE}.job.fraction") < 1
        window.run("bpy.ops.pixal3d.queue_pause()")
        window.wait(f"{STATE}.job is None", timeout=60)
        window.point(700, 500)
        window.screenshot("stalls-4-object")
        library = f"{MODULES}library.entries'].LIBRARY"
        wait(window, f"len({library}.entries) == 1")
        window.run(f"bpy.ops.pixal3d.library_choose(key={library}.entries[0].key)")
        operator(window, 'bpy.ops.pixal3d.library_load("INVOKE_DEFAULT")')
        wait(window, "bpy.context.scene.pixal3d.image.name.startswith('lopsided')")
        operator(window, 'bpy.ops.pixal3d.photo_from_view("INVOKE_DEFAULT")')
        wait(window, "bpy.context.scene.pixal3d.image.name == 'Viewport'")
        window.point(700, 500)
        window.screenshot("stalls-5-viewport")
        operator(window, "bpy.ops.pixal3d.queue_resume()")
        wait(window, f"{STATE}.job is not None and {STATE}.job.fraction > 0.02")
        operator(window, 'bpy.ops.pixal3d.mark_asset("INVOKE_DEFAULT")')
        operator(window, 'bpy.ops.pixal3d.compare_photo("INVOKE_DEFAULT")')
        wait(window, "len(bpy.context.window_manager.windows) == 2")
        table, seconds = window.run(FIGURES)
    print("\n" + table)
    assert seconds.pop("import")[-1] < 1.0 * SLACK
    for name in ("invoke", "modal"):  # in which Blender draws the viewport
        seconds.pop(f"PIXAL3D_OT_photo_from_view.{name}")
    assert not {name for name, times in seconds.items() if times[-1] > 0.05 * SLACK}
    for name in ("PIXAL3D_OT_match_camera.modal", "match_overlay.draw", "pump.tick"):
        times = seconds[name]
        assert len(times) > 10 and times[len(times) * 9 // 10] < 0.004 * SLACK, name
    assert seconds["match_overlay.draw"][-1] < 0.008 * SLACK, "the photo goes up in bands"
