"""What is on the clipboard becomes a photo; tests/gui/test_desktop.py has other programs for it."""

from pathlib import Path

import bpy
import pytest

from tests.blender.conftest import addon
from tests.blender.test_photo_sources import saved


@pytest.fixture
def nothing_in_x(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)


def take(files: list[Path]) -> None:
    scene = bpy.context.scene.name
    addon("blender.slices").exhaust(addon("blender.photo.paste")._taking(files, scene))


def test_paths_that_were_copied_as_text_are_files(tmp_path: Path) -> None:
    from_text = addon("blender.photo.copied").from_text
    one, two = saved(tmp_path / "a chair.png"), saved(tmp_path / "stühl #2.png")
    assert from_text(f"{one}\n") == [one]
    assert from_text(f'"{one}"') == [one], "as Windows copies a path"
    assert from_text(f"{one.as_uri()}\r\n{two.as_uri()}\r\n") == [one, two]


@pytest.mark.parametrize(
    "text", ["", "just words", "chair.png", "https://example.org/chair.png", "/\0", "/" + "x" * 999]
)
def test_other_text_is_no_file(text: str) -> None:
    assert addon("blender.photo.copied").from_text(text) == []


def test_text_with_a_file_and_something_else_is_no_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "chair.png")
    assert addon("blender.photo.copied").from_text(f"{path}\nis a chair") == []


def test_local_files_of_a_list_are_taken_decoded() -> None:
    paths = addon("blender.photo.x11_clipboard").paths
    said = (
        "# a comment\r\nfile:///a/b%20c.png\r\nhttp://x.org/d.png\r\nfile://localhost/e%23.png\r\n"
    )
    assert paths(said) == ["/a/b c.png", "/e#.png"]


def test_copied_file_becomes_the_photo(tmp_path: Path) -> None:
    path = saved(tmp_path / "chair.png")
    take([path])
    image = bpy.context.scene.pixal3d.image
    assert Path(bpy.path.abspath(image.filepath)) == path and not image.packed_file


def test_copied_file_that_is_no_picture_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_bytes(b"no picture")
    with pytest.raises(Exception, match=r"notes\.png") as told:
        take([path])
    assert told.value.code == "photo_unreadable"
    assert bpy.context.scene.pixal3d.image is None and len(bpy.data.images) == 0


def test_empty_clipboard_is_told_of(nothing_in_x: None) -> None:
    with pytest.raises(Exception, match="no picture on the clipboard") as told:
        take([])
    assert told.value.code == "photo_missing"


def test_server_that_is_not_there_is_an_empty_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":991")
    with pytest.raises(Exception, match="no picture on the clipboard"):
        take([])


def test_menu_names_each_source_alike() -> None:
    labels = []

    class Layout:
        def operator(self, name: str, text: str = "", icon: str = "") -> None:
            labels.append(text)

        def separator(self) -> None:
            labels.append("-")

    class Self:
        layout = Layout()

    bpy.types.PIXAL3D_MT_photo.draw(Self(), bpy.context)
    assert labels[: labels.index("-")] == ["Viewport", "Render", "Image Empty"]
    names = ("photo_from_view", "photo_from_render")
    found = [bpy.types.Operator.bl_rna_get_subclass_py(f"PIXAL3D_OT_{name}") for name in names]
    assert [kind.bl_label for kind in found] == ["Photo from Viewport", "Photo from Render"]
