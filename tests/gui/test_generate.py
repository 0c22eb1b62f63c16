"""What an artist does first: open the tab from the menu, choose a photo, press Generate."""

from tests.gui.artist import JOBS, NEW_MESHES, VIEWPORT, choose_photo, draw_mushroom, look_at_it
from tests.gui.chroot import Chroot
from tests.gui.window import opened

STARTED = f"bool({JOBS}.reading or {JOBS}.queue or {NEW_MESHES})"


def test_generate_pressed_with_the_mouse_puts_object_and_camera_in_the_scene(
    chroot: Chroot,
) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.point(*VIEWPORT)
        with window.held("shift"):
            window.key("a")
        window.still()
        window.write("image to 3d")  # the menu searches what is typed
        window.screenshot("1-add-menu")
        window.key("Return")
        window.wait("view()[2].active_panel_category == 'Pixal3D'")

        assert window.get(NEW_MESHES) == []
        button = window.find("pixal3d.generate")
        window.screenshot("1-before")
        window.click(*button)
        window.still(timeout=1)
        if not window.get(STARTED):  # a busy machine may have lost it, as the panel was drawn anew
            window.click(*button)
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.screenshot("2-result")

        facts = window.get("""[
            {
                "materials": [slot.material is not None for slot in object.material_slots],
                "faces": len(object.data.polygons),
                "lowest": min((object.matrix_world @ v.co).z for v in object.data.vertices),
            }
            for object in bpy.context.scene.objects if object.type == 'MESH'
        ]""")
        assert len(facts) == 1
        assert facts[0]["materials"] == [True]
        assert facts[0]["faces"] > 1000
        assert abs(facts[0]["lowest"]) < 1e-4, "it stands on the ground"
        cameras = window.get("[o.name for o in bpy.context.scene.objects if o.type == 'CAMERA']")
        assert "mushroom Camera" in cameras

        window.press("pixal3d.view_through_camera")
        window.wait("view()[1].spaces.active.region_3d.view_perspective == 'CAMERA'")
        window.screenshot("3-through-the-camera")
