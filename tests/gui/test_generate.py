"""What an artist does first: install, open the tab, choose a photo, press Generate."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.gui.window import ROOT, Chroot, Window, opened

PICTURES = ROOT / "build" / "gui"
NEW_MESHES = "[o.name for o in bpy.context.scene.objects if o.type == 'MESH']"
COMPLAINT = re.compile(r"Traceback|error|warning|exception|not freed", re.IGNORECASE)


def draw_mushroom(path: Path, side: int = 384) -> None:
    """A photo with alpha: a red cap with white spots on a pale stem, lit from the left."""
    y, x = np.mgrid[0:side, 0:side] / side * 2 - 1
    cap = (x / 0.8) ** 2 + ((y + 0.1) / 0.75) ** 2 < 1
    cap &= y < 0.1
    stem = (np.abs(x) < 0.22 + 0.1 * y**2) & (y > 0) & (y < 0.85)
    spots = np.zeros_like(cap)
    for spot_x, spot_y, radius in ((-0.35, -0.3, 0.13), (0.2, -0.55, 0.1), (0.4, -0.15, 0.14)):
        spots |= np.hypot(x - spot_x, y - spot_y) < radius
    color = np.where(cap[..., None], (200, 40, 30), (230, 215, 185))
    color = np.where((cap & spots)[..., None], (245, 240, 230), color)
    light = 0.75 - 0.35 * x
    pixels = np.concatenate([color * light[..., None], 255.0 * (cap | stem)[..., None]], axis=-1)
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGBA").save(path)


def install(chroot: Chroot) -> None:
    """Build the zip from the clone with this Blender, install and enable it."""
    zipped = chroot.work / "pixal3d.zip"
    extension = ("blender", "--command", "extension")
    chroot.run(*extension, "build", "--source-dir", ROOT, "--output-filepath", zipped)
    said = chroot.run(*extension, "install-file", "-r", "user_default", "--enable", zipped)
    assert not COMPLAINT.search(said), said


def choose_photo(window: Window, path: Path) -> None:
    """An empty scene with the photo in the panel's slot, and textures shown in the viewport."""
    window.run(f"""
bpy.data.objects.remove(bpy.data.objects["Cube"])
bpy.context.scene.pixal3d.image = bpy.data.images.load({str(path)!r})
view()[1].spaces.active.shading.color_type = "TEXTURE"
""")


def look_at_it(window: Window) -> None:
    """As an artist does next: the new object, which is selected, fills the viewport."""
    window.run("""
bpy.context.preferences.view.smooth_view = 0
window, area, _sidebar = view()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.view3d.view_selected()
""")
    window.point(700, 600, settle=1)  # time to draw it


@pytest.mark.in_both
def test_generate_pressed_with_the_mouse_puts_object_and_camera_in_the_scene(
    chroot: Chroot,
) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    install(chroot)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.show_tab("Pixal3D")
        assert window.get(NEW_MESHES) == []
        button = window.find("pixal3d.generate")
        version = window.get("'.'.join(map(str, bpy.app.version[:2]))")
        window.screenshot(PICTURES / f"1-before-{version}.png")

        window.click(*button)
        window.wait(NEW_MESHES, timeout=120)
        look_at_it(window)
        window.screenshot(PICTURES / f"2-result-{version}.png")

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
        assert "Pixal3D Camera" in cameras

        window.click(*window.find("pixal3d.view_through_camera"))
        window.wait("view()[1].spaces.active.region_3d.view_perspective == 'CAMERA'")
        window.screenshot(PICTURES / f"3-through-the-camera-{version}.png")
    log = (chroot.work / "blender.log").read_text(errors="replace")
    assert not COMPLAINT.search(log), log
