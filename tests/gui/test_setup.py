"""The preferences in a window: what is there, what a button would do, and the doctor."""

from tests.gui.artist import MODULES, SHOW_PREFERENCES
from tests.gui.chroot import Chroot
from tests.gui.window import opened

JOBS = f"{MODULES}setup_jobs']"


def test_preferences_tell_each_part_what_a_button_would_do_and_the_doctors_lines(
    chroot: Chroot,
) -> None:
    with opened(chroot) as window:
        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.run(f"{JOBS}.look()")
        window.wait(f"{JOBS}.SETUP.facts and not {JOBS}.SETUP.children")
        window.screenshot("setup-1-parts", quiet=0.6)
        window.run("bpy.ops.pixal3d.doctor()")
        window.wait(f"bool({JOBS}.SETUP.findings)")
        window.screenshot("setup-2-doctor", quiet=0.6)
        window.run("bpy.ops.pixal3d.close_doctor()")
        window.run("""
bpy.context.preferences.system.use_online_access = True
windows = bpy.context.window_manager.windows
with bpy.context.temp_override(window=windows[-1]):
    bpy.ops.pixal3d.set_up_runtime("INVOKE_DEFAULT", runtime="pixal3d")
""")
        window.screenshot("setup-3-plan", quiet=0.6)
