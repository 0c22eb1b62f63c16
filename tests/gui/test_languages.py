"""The panel in German and in Chinese, as Blender shows it."""

from tests.gui.artist import choose_photo, draw_mushroom
from tests.gui.chroot import Chroot
from tests.gui.window import opened

GENERATE = {"de_DE": "Erzeugen", "zh_HANS": "生成"}


def test_the_panel_speaks_the_language_of_the_interface(chroot: Chroot) -> None:
    photo = chroot.work / "mushroom.png"
    draw_mushroom(photo)
    with opened(chroot) as window:
        choose_photo(window, photo)
        window.show_tab("Pixal3D")
        for language, generate in GENERATE.items():
            window.run(f"bpy.context.preferences.view.language = {language!r}")
            said = window.get("bpy.app.translations.pgettext_iface('Generate', 'Operator')")
            assert said == generate
            window.find("pixal3d.generate")
            window.screenshot(f"language-{language}")
