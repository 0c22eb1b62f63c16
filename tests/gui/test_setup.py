"""The preferences in a window: what is there, what a button would do, and the doctor."""

from tests.gui.artist import MODULES, SHOW_PREFERENCES
from tests.gui.by_mouse import place_window
from tests.gui.chroot import Chroot
from tests.gui.window import opened

PREFERENCES = ("Preferences", (100, 0), (960, 880))  # so high that all of the add-on's are seen

# Every state that a part can be in, at once: what is there is told to the panel as found.
STATES = """
from types import SimpleNamespace
setup = JOBS.SETUP
runtimes, weights = setup.facts["runtimes"], setup.facts["weights"]
runtimes["draft"]["state"], runtimes["pixal3d"]["state"] = "outdated", "ready"
weights["background"]["missing"] = 0
weights["pixal3d"].update(missing=0, halvable=11_000_155_668)
weights["several-views"].update(missing=3, missing_bytes=7_400_000_000)
setup.told["weights several-views"] = (
    False, "The disk is full: weights/several could not be written. Free some space.")
"""
RUNNING = """
from types import SimpleNamespace
setup, part = JOBS.SETUP, "weights several-views"
setup.children[part] = SimpleNamespace(running=True, stop=lambda: None)
setup.lines[part] = "slat_flow_img2shape.safetensors  34%  9.41 of 22.00 GB  48.3 MB/s  4 min left"
"""
REDRAW = """
for window in bpy.context.window_manager.windows:
    for area in window.screen.areas:
        area.tag_redraw()
"""
BUSY = """
import random
image = bpy.data.images.new("Busy", 256, 192)
image.pixels = [random.random() for _ in range(256 * 192 * 4)]
image.pixels = [1.0 if n % 4 == 3 else v for n, v in enumerate(image.pixels)]
bpy.context.scene.pixal3d.image = image
"""
JOBS = f"{MODULES}setup.jobs']"


def test_preferences_tell_each_part_what_a_button_would_do_and_the_doctors_lines(
    chroot: Chroot,
) -> None:
    with opened(chroot) as window:
        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        place_window(window, *PREFERENCES)
        window.run(f"{JOBS}.look()")
        window.wait(f"{JOBS}.SETUP.facts and not {JOBS}.SETUP.children")
        window.screenshot("setup-1-parts", quiet=0.6)
        window.run("bpy.ops.pixal3d.doctor()")
        window.wait(f"bool({JOBS}.SETUP.findings)")
        window.screenshot("setup-2-doctor", quiet=0.6)
        window.run("bpy.ops.pixal3d.close_doctor()")
        window.run("bpy.context.preferences.system.use_online_access = True")
        window.run(REDRAW)
        window.screenshot("setup-3-online", quiet=0.6)
        window.run("""
windows = bpy.context.window_manager.windows
with bpy.context.temp_override(window=windows[-1]):
    bpy.ops.pixal3d.set_up_runtime("INVOKE_DEFAULT", runtime="pixal3d")
""")
        window.screenshot("setup-4-plan", quiet=0.6)


def test_preferences_in_every_state_and_a_busy_photo_leads_to_the_background_model(
    chroot: Chroot,
) -> None:
    prepared = f"{MODULES}photo.prepared']"
    with opened(chroot) as window:
        window.run(BUSY)
        window.show_tab("Pixal3D")
        window.wait(f"{prepared}.LOOK.problem")
        assert window.get(f"{prepared}.LOOK.problem.code") == "background_unclear"
        window.run("bpy.context.preferences.system.use_online_access = True")
        x, y = window.find("pixal3d.get_background")
        window.screenshot("setup-5-busy-photo")
        window.click(x, y)
        window.point(x - 300, y + 40)
        window.screenshot("setup-6-background-plan", quiet=0.6)
        window.mouse("key", "Escape")
        window.point(1300, 780)  # its tooltip would lie over the preferences
        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        place_window(window, *PREFERENCES)
        window.run(f"{JOBS}.look()")
        window.wait(f"{JOBS}.SETUP.facts and not {JOBS}.SETUP.children")
        window.run((STATES + REDRAW).replace("JOBS", JOBS))
        window.screenshot("setup-7-states", quiet=0.6)
        window.run((RUNNING + REDRAW).replace("JOBS", JOBS))
        window.screenshot("setup-8-running", quiet=0.6)
        window.run(f"{JOBS}.SETUP.children.clear()")
