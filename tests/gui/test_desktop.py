"""Photos from other programs: pasted from the clipboard, dropped by a file manager."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from tests.gui.artist import CHEAP, NEW_MESHES, SETTINGS, VIEWPORT, draw_mushroom, look_at_it
from tests.gui.chroot import HERE, Chroot, end
from tests.gui.test_photo_input import IMPORT, SHOWN, draw_mug
from tests.gui.window import Window, opened

PHOTO = f"{SETTINGS}.image and {SETTINGS}.image.name"
PIXELS = f"{SETTINGS}.image.size[:], {SETTINGS}.image.pixels[:]"
FROM = (30, 30)  # in the other program's window


@contextmanager
def other_program(chroot: Chroot, *words: object) -> Iterator[subprocess.Popen[bytes]]:
    program = chroot.start("python3", HERE / "desktop.py", *words, stdout=subprocess.PIPE)
    try:
        assert program.stdout
        assert program.stdout.readline() == b"ready\n"
        yield program
    finally:
        end(program)


def pixels(window: Window) -> np.ndarray:
    """The photo's, uint8 [H, W, 4], top row first."""
    (width, height), values = window.get(PIXELS)
    return np.rint(np.reshape(values, (height, width, 4))[::-1] * 255).astype(np.uint8)


def draw_grain(path: Path) -> None:
    """The mushroom with so much grain that its file has more than an X server passes at once."""
    draw_mushroom(path)
    photo = np.array(Image.open(path))
    grain = np.random.default_rng(1).integers(0, 40, (*photo.shape[:2], 3))
    photo[..., :3] = np.clip(photo[..., :3] + grain, 0, 255)
    Image.fromarray(photo).save(path)
    assert path.stat().st_size > 1 << 18


def test_picture_or_files_that_another_program_copied_are_pasted(chroot: Chroot) -> None:
    folder = chroot.work / "my photos"
    folder.mkdir()
    mushroom, mug, cup = (folder / name for name in ("mushroom.png", "müg #1.png", "cup.png"))
    draw_grain(mushroom)
    draw_mug(mug)
    draw_mug(cup)
    with opened(chroot) as window:
        window.run(CHEAP + "bpy.data.objects.remove(bpy.data.objects['Cube'])")
        window.run('open_panels("main")')
        window.show_tab("Pixal3D")
        button = window.find("pixal3d.paste_image", beside="image.open")
        window.run("bpy.context.window_manager.clipboard = 'just words'")
        window.click(*button)
        window.screenshot("desktop-1-nothing-to-paste", quiet=0.4)
        assert window.get(PHOTO) is None
        window.key("Escape")

        with other_program(chroot, "picture", mushroom):
            window.click(*button)
            window.wait(f"({PHOTO} or '').startswith('Pasted')")
            window.wait(SHOWN, setup=IMPORT)
            window.point(*VIEWPORT)
            window.screenshot("desktop-2-picture-pasted")
        assert window.get(f"{SETTINGS}.image.packed_file is not None")
        with Image.open(mushroom) as copied:
            assert (pixels(window) == np.array(copied)).all()

        button = window.find("pixal3d.paste_image", beside=".png.name")  # uses the clipboard itself
        with other_program(chroot, "files", mug):
            window.click(*button)
            window.wait(f"{PHOTO} == {mug.name!r}")
        assert window.get(f"bpy.path.abspath({SETTINGS}.image.filepath)") == str(mug)

        window.run(f"bpy.context.window_manager.clipboard = {str(cup)!r}")  # as text
        window.click(*button)
        window.wait(f"{PHOTO} == 'cup.png'")

        with other_program(chroot, "files", mug, cup):
            window.click(*button)
            window.screenshot("desktop-3-files-pasted", quiet=0.6)
            window.key("Return")
        window.wait(f"len({NEW_MESHES}) == 2", timeout=180)
        assert window.get(PHOTO) == "cup.png", "the panel's photo stays"


def test_files_that_a_file_manager_drops_become_photos(chroot: Chroot) -> None:
    mug, cup = chroot.work / "mug.png", chroot.work / "cup.png"
    draw_mug(mug)
    draw_mug(cup)
    with opened(chroot) as window:
        window.run(CHEAP + "bpy.data.objects.remove(bpy.data.objects['Cube'])")
        window.run('open_panels("main")')
        window.show_tab("Pixal3D")
        left, top, width, height = window.get("sidebar_box()")
        sidebar = left + width // 3, top + height // 2
        for place, name in ((VIEWPORT, "view"), (sidebar, "sidebar")):
            window.run(f"{SETTINGS}.image = None")
            with other_program(chroot, "drag", mug) as program:
                drop(window, program, place)
                window.screenshot(f"desktop-4-dropped-on-{name}", quiet=0.6)
                window.key("End", "Return")
                window.wait(f"{PHOTO} == 'mug.png'")
        with other_program(chroot, "drag", mug, cup) as program:
            drop(window, program, VIEWPORT)
            window.screenshot("desktop-5-several-dropped", quiet=0.6)
            window.key("End", "Return")
            window.screenshot("desktop-6-several", quiet=0.6)
            window.key("Return")
        window.wait(f"len({NEW_MESHES}) == 2", timeout=180)
        look_at_it(window)
        window.screenshot("desktop-7-all-made")


def drop(window: Window, program: subprocess.Popen[bytes], place: tuple[int, int]) -> None:
    """Drag from the other program's window to a place, and let go.

    Blender answers nothing while files hang over it: it waits for what becomes of them.
    """
    window.point(*FROM)
    window.mouse("mousedown", 1)
    for way in (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0, 1.0):
        x, y = (round(a + (b - a) * way) for a, b in zip(FROM, place, strict=True))
        window.mouse("mousemove", x, y)
        time.sleep(0.1)
    window.mouse("mouseup", 1)
    assert program.stdout
    assert program.stdout.readline() == b"dropped\n"
