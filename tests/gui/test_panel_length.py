"""From photo to Generate in one look, at twice the scale in a window 900 pixels high."""

import pytest

from tests.gui.artist import SETTINGS, choose_photo, draw_mushroom
from tests.gui.chroot import Chroot
from tests.gui.test_looks import dress
from tests.gui.window import Window, opened

SCROLLED = "view()[2].view2d.region_to_view(0, 0)"


def seen_at_once(window: Window, name: str) -> None:
    """Nothing has to be scrolled for it."""
    before = window.get(SCROLLED)
    window.find(name)
    assert window.get(SCROLLED) == before, name


@pytest.mark.parametrize("engine", ["draft", "pixal3d"])
def test_generate_is_seen_without_scrolling(chroot: Chroot, engine: str) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        dress(window, "dark-2x")
        choose_photo(window, photo)
        window.run(f"{SETTINGS}.engine = {engine!r}")
        window.show_tab("Pixal3D")
        window.scroll(-40)
        window.point(400, 400)  # the prepared square has come
        window.screenshot(f"length-{engine}")
        for name in ("pixal3d.match_camera", ".quality", "pixal3d.generate"):
            seen_at_once(window, name)
