"""Blender without a window, as a script or a render farm starts it."""

from pathlib import Path

import pytest

from tests.gui.artist import draw_mushroom
from tests.gui.chroot import Chroot

SCRIPT = """
import sys
import bpy

photo, blend, wait = sys.argv[sys.argv.index("--") + 1 :]
group = bpy.context.scene.pixal3d
group.engine, group.faces, group.texture_size = "draft", 2000, "512"
group.image = bpy.data.images.load(photo)
made = bpy.ops.pixal3d.generate(wait=wait == "wait")
print("made:", made, bpy.context.active_object and bpy.context.active_object.name)
bpy.ops.wm.save_as_mainfile(filepath=blend)
"""


OF_A_FARM = ("--factory-startup", "--addons", "bl_ext.user_default.pixal3d")


@pytest.mark.parametrize("options", [(), OF_A_FARM], ids=["own settings", "factory settings"])
def test_a_script_generates_without_a_window_and_takes_no_jobs_of_others(
    chroot: Chroot, options: tuple[str, ...]
) -> None:
    script, photo, blend = (chroot.work / name for name in ("s.py", "mushroom.png", "made.blend"))
    script.write_text(SCRIPT)
    draw_mushroom(photo)

    def run(wait: str) -> str:
        start = ("blender", "--background", *options, "--python", script)
        return chroot.run(*start, "--", photo, blend, wait)

    assert "ask with wait=True" in run("no")
    assert len(kept(chroot.work)) == 1
    said = run("wait")
    assert "made: {'FINISHED'} mushroom" in said, said
    assert blend.is_file() and len(kept(chroot.work)) == 1, "the first one's stays for a window"


def kept(work: Path) -> list[Path]:
    return list((work / "user").rglob("queue/*/*/job.json"))
