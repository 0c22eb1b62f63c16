"""A new object is seen: in a local view, in color, and without taking what the artist is at."""

from tests.gui.artist import CHEAP, NEW_MESHES, draw_mushroom, look_at_it
from tests.gui.chroot import Chroot
from tests.gui.window import opened

MADE = "next((o for o in bpy.data.objects if o.pixal3d.folder), None)"
CUBE = "bpy.data.objects['Cube']"
SPACE = "view()[1].spaces.active"


def test_object_comes_into_a_local_view_while_the_artist_is_at_another(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        window.run(f"bpy.context.scene.pixal3d.image = bpy.data.images.load({str(photo)!r})")
        window.run(CHEAP)
        window.run(f"""
bpy.ops.object.select_all(action="DESELECT")
cube = {CUBE}
cube.location.x, cube.scale = -1.5, (0.4, 0.4, 0.4)
cube.select_set(True)
with bpy.context.temp_override(**viewport()):
    bpy.ops.view3d.localview(frame_selected=False)
bpy.ops.object.select_all(action="DESELECT")
bpy.ops.ed.undo_push(message="Begin")
bpy.ops.pixal3d.generate()
cube.select_set(True)
bpy.context.view_layer.objects.active = cube
""")
        window.show_tab("Pixal3D")
        window.wait(f"len({NEW_MESHES}) == 2", timeout=120)
        if window.version >= "5":  # before, Blender sets it and tells another
            assert window.get(f"({MADE}).local_view_get({SPACE})")
            assert not window.get(f"bpy.data.objects['Light'].local_view_get({SPACE})")
        assert window.get(f"{SPACE}.shading.color_type") == "TEXTURE"
        assert window.get(f"bpy.context.active_object == {CUBE}")
        window.screenshot("new-1-added")
        window.press("pixal3d.select_added", across=0.82)
        window.wait(f"bpy.context.active_object == {MADE}")
        look_at_it(window)
        window.screenshot("new-2-selected")
        own = window.get("bpy.context.scene.camera.name")
        window.press("pixal3d.view_through_camera")
        window.wait("view()[1].spaces.active.region_3d.view_perspective == 'CAMERA'")
        assert window.get(f"{SPACE}.camera == ({MADE}).pixal3d.camera")
        window.screenshot("new-3-through-its-camera")
        window.press("pixal3d.view_through_camera")
        window.wait("view()[1].spaces.active.region_3d.view_perspective == 'PERSP'")
        assert window.get("bpy.context.scene.camera.name") == own
