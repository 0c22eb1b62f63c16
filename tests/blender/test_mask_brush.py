"""Where Blender has no brush the mask is painted with one of ours, which no file keeps."""

from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import addon
from tests.blender.test_photo import new_image

BEFORE_ASSETS = bpy.app.version < (4, 3)  # when brushes were in the file like all else


def brush() -> bpy.types.Brush | None:
    return bpy.context.scene.tool_settings.image_paint.brush


def ours() -> list[bpy.types.Brush]:
    return [other for other in bpy.data.brushes if "pixal3d" in other]


def editor() -> bpy.types.Area:
    areas = bpy.context.window.screen.areas
    return min(areas, key=lambda area: area.type != "IMAGE_EDITOR")


def give() -> bool:
    return addon("blender.photo.mask_brush").give(bpy.context, editor())


def take() -> None:
    addon("blender.photo.mask_brush").take()


@pytest.fixture
def painting() -> None:
    photo = new_image(np.full((64, 64, 4), 255, np.uint8))
    photo.pack()
    bpy.context.scene.pixal3d.image = photo
    assert bpy.ops.pixal3d.paint_mask() == {"FINISHED"}


@pytest.fixture
def without(painting: None) -> None:
    """Blender's brush is gone."""
    bpy.data.brushes.remove(brush())
    assert brush() is None


def test_a_brush_of_blender_is_used_where_there_is_one(painting: None) -> None:
    assert brush() is not None and not ours()
    assert give() and not ours()


def test_one_of_ours_is_active_until_painting_ends(without: None) -> None:
    assert give()
    assert ours() == [brush()]
    if not BEFORE_ASSETS:
        assert brush().users == 0 and brush().asset_data is None
    assert give() and len(ours()) == 1, "once is enough"
    take()
    assert brush() is None and not ours()


def test_one_of_ours_that_the_artist_has_kept_stays(without: None) -> None:
    give()
    brush().use_fake_user = True
    take()
    assert ours() == [brush()]


@pytest.mark.since(4, 3)  # before that brushes are in the file like all else
def test_a_file_saved_meanwhile_does_not_have_it(without: None, tmp_path: Path) -> None:
    give()
    file = str(tmp_path / "painting.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file, copy=True)
    assert ours() == [brush()], "it is still painted with"
    with bpy.data.libraries.load(file) as (kept, _):
        assert not kept.brushes
    bpy.ops.wm.open_mainfile(filepath=file)
    assert brush() is not None, "in the editor that was saved with it"


def test_a_file_with_a_brush_of_blender_keeps_to_that(painting: None, tmp_path: Path) -> None:
    file = str(tmp_path / "painting.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.open_mainfile(filepath=file)
    assert brush() is not None and not ours()


@pytest.mark.since(4, 3)  # before that no editor is needed
def test_where_none_can_be_made_nothing_is(without: None) -> None:
    editor().type = "PROPERTIES"
    assert not give()
    assert brush() is None and not ours()
