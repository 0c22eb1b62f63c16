"""What an artist does in every story: install the zip, choose a photo, look at the object."""

from pathlib import Path

import numpy as np
from PIL import Image

from pixal3d_addon.setup.environment import PIXAL3D
from tests.gui.chroot import ROOT, Chroot
from tests.gui.window import COMPLAINT, Window

REFERENCE = ROOT / "tests" / "reference"
ADDON = "bl_ext.user_default.pixal3d"
MODULES = f"__import__('sys').modules['{ADDON}.pixal3d_addon.blender."  # and a name and ']
PREFERENCES = f"bpy.context.preferences.addons['{ADDON}'].preferences"
SETTINGS = "bpy.context.scene.pixal3d"
RESULT = "bpy.context.active_object.pixal3d"
JOBS = f"{MODULES}jobs.state'].STATE"
SHOW_PREFERENCES = f"""
bpy.ops.screen.userpref_show()
bpy.context.preferences.active_section = "ADDONS"
bpy.ops.preferences.addon_show(module="{ADDON}")
"""
NEW_MESHES = "[o.name for o in bpy.context.scene.objects if o.type == 'MESH']"
VIEWPORT = (600, 560)  # on the screen, away from the toolbar and from what is in the middle
CHEAP = f"""
{SETTINGS}.engine = "draft"
{SETTINGS}.faces, {SETTINGS}.texture_size = 5000, "512"
"""


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
bpy.ops.ed.undo_push(message="Begin")
""")


def look_at_it(window: Window) -> None:
    """As an artist does next: the new object, which is selected, fills the viewport."""
    window.run("""
with bpy.context.temp_override(**viewport()):
    bpy.ops.view3d.view_selected()
""")
    window.point(*VIEWPORT)


def base_python() -> Path:
    """Where the environment of Pixal3D has its Python's library."""
    configuration = (PIXAL3D.folder / "pyvenv.cfg").read_text(encoding="utf-8")
    home = next(line for line in configuration.splitlines() if line.startswith("home = "))
    return Path(home.partition(" = ")[2]).parent
