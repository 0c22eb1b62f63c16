"""The preferences in a window: what is there, what a button would do, and the doctor."""

from tests.gui.test_generate import COMPLAINT, PICTURES, install
from tests.gui.test_pixal3d import SHOW_PREFERENCES
from tests.gui.window import Chroot, opened

JOBS = "__import__('sys').modules['bl_ext.user_default.pixal3d.pixal3d_addon.blender.setup_jobs']"


def test_preferences_tell_each_part_what_a_button_would_do_and_the_doctors_lines(
    chroot: Chroot,
) -> None:
    install(chroot)
    with opened(chroot) as window:
        window.run(SHOW_PREFERENCES)
        window.wait("len(bpy.context.window_manager.windows) == 2")
        window.run(f"{JOBS}.look()")
        window.wait(f"{JOBS}.SETUP.facts and not {JOBS}.SETUP.children")
        window.point(700, 600, settle=2)
        window.screenshot(PICTURES / "setup-1-parts.png")
        window.run("bpy.ops.pixal3d.doctor()")
        window.wait(f"bool({JOBS}.SETUP.findings)")
        window.point(710, 610, settle=2)
        window.screenshot(PICTURES / "setup-2-doctor.png")
        window.run("bpy.ops.pixal3d.close_doctor()")
        window.run("""
bpy.context.preferences.system.use_online_access = True
windows = bpy.context.window_manager.windows
with bpy.context.temp_override(window=windows[-1]):
    bpy.ops.pixal3d.set_up_runtime("INVOKE_DEFAULT", runtime="pixal3d")
""")
        window.point(705, 500, settle=2)
        window.screenshot(PICTURES / "setup-3-plan.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log
