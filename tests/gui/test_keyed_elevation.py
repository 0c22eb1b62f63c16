"""The elevation of a result animated by hand: the dot, a key over the field, the timeline."""

import time

import pytest

from tests.gui.artist import NEW_MESHES, choose_photo, draw_mushroom, look_at_it
from tests.gui.chroot import Chroot
from tests.gui.window import Window, opened

ACTIVE = "bpy.context.active_object"
ELEVATION = f"{ACTIVE}.pixal3d.elevation"
HIDE_MAIN = """
panel = bpy.types.PIXAL3D_PT_main
bpy.utils.unregister_class(panel)
panel.bl_options = {"DEFAULT_CLOSED"}
bpy.utils.register_class(panel)
"""
LOWEST = f"min(({ACTIVE}.matrix_world @ v.co).z for v in {ACTIVE}.data.vertices)"
COUNT = f"""
animation = {ACTIVE}.animation_data
action = animation.action if animation else None
if action and not hasattr(action, "fcurves"):  # Blender 5
    action = action.layers[0].strips[0].channelbags[0]
result = sum(len(curve.keyframe_points) for curve in action.fcurves) if action else 0
"""


def keys(window: Window, count: int) -> None:
    """Wait until the object has so many."""
    end = time.monotonic() + 30
    while window.run(COUNT) != count:
        assert time.monotonic() < end, f"{window.run(COUNT)} keys, not {count}"
        time.sleep(0.05)


def test_elevation_is_keyed_with_mouse_and_keyboard_and_plays(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.run(HIDE_MAIN)
        window.show_tab("Pixal3D")
        window.run("bpy.ops.pixal3d.generate()")
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.click(*window.find("pixal3d.key_elevation", across=0.84))
        keys(window, 1)
        first = window.get(ELEVATION)
        window.run(f"bpy.context.scene.frame_set(41); {ELEVATION} = 1.0")
        field = window.find("Pixal3D Elevation", across=0.7)
        window.screenshot("keyed-1-changed")
        window.point(*field)
        window.mouse("key", "i")
        keys(window, 2)
        window.run("bpy.context.scene.frame_set(21)")
        assert window.get(ELEVATION) == pytest.approx((first + 1.0) / 2, abs=0.05)
        assert abs(window.get(LOWEST)) < 1e-3
        window.point(600, 600)
        window.screenshot("keyed-2-between")
        window.click(*window.find("pixal3d.unkey_elevation", across=0.7))
        window.wait(f"not {ACTIVE}.constraints")
        assert abs(window.get(LOWEST)) < 1e-3
        window.run("bpy.ops.ed.undo()")
        assert window.get(f"len({ACTIVE}.constraints)") == 1
