"""The panel in German and in Chinese, as Blender shows it."""

import pytest

from tests.gui.test_generate import PICTURES, choose_photo, draw_mushroom, install
from tests.gui.window import Chroot, opened

GENERATE = {"de_DE": "Erzeugen", "zh_HANS": "生成"}


@pytest.mark.parametrize("language", GENERATE)
def test_the_panel_speaks_the_language_of_the_interface(chroot: Chroot, language: str) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    install(chroot)
    with opened(chroot) as window:
        window.run(f"bpy.context.preferences.view.language = {language!r}")
        choose_photo(window, photo)
        window.show_tab("Pixal3D")
        said = window.get("bpy.app.translations.pgettext_iface('Generate', 'Operator')")
        assert said == GENERATE[language]
        window.find("pixal3d.generate")
        window.screenshot(PICTURES / f"language-{language}.png")
