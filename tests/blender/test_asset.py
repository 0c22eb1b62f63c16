"""A result as an asset: preview, tags, and where it came from."""

import json
import shutil
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender.conftest import add, addon
from tests.blender.sample_result import colors, write_png
from tests.blender.test_match import picture


@pytest.fixture
def made(folder: Path) -> bpy.types.Object:
    """Of a result with a thumbnail that has clear corners."""
    write_png(folder / "thumbnail.png", colors(256))
    path = folder / "result.json"
    facts = json.loads(path.read_text())
    path.write_text(json.dumps({**facts, "created": "2026-01-02T12:00:00+0000"}))
    return add(folder)


def pixels(asset: bpy.types.ID) -> np.ndarray:
    """Of its preview, top row first."""
    width, height = asset.preview.image_size
    return np.array(asset.preview.image_pixels_float[:]).reshape(height, width, 4)[::-1]


def mark(**options: str) -> None:
    assert bpy.ops.pixal3d.mark_asset(**options) == {"FINISHED"}


def test_the_object_becomes_an_asset_that_tells_where_it_came_from(made) -> None:
    mark()
    told = made.asset_data
    assert told.description == "Made by Draft from the photo “lopsided” on 2026-01-02"
    assert [tag.name for tag in told.tags] == ["Pixal3D", "Draft", "lopsided"]
    assert made.users_collection[0].asset_data is None
    bpy.ops.ed.undo_push(message="marked")
    mark()
    assert len(made.asset_data.tags) == 3, "marked twice, it is still one"


def test_its_preview_is_the_thumbnail(made) -> None:
    mark()
    preview, side = made.preview, 256
    assert tuple(preview.image_size) == (side, side)
    pixels = np.array(preview.image_pixels_float[:]).reshape(side, side, 4)
    assert np.abs(pixels[::-1, :, :3] * 255 - colors(side)).max() < 1
    assert not any("thumbnail" in image.name for image in bpy.data.images)


def test_its_collection_can_be_the_asset(made) -> None:
    mark(kind="COLLECTION")
    (home,) = made.users_collection
    assert home.asset_data.description.startswith("Made by Draft") and made.asset_data is None
    assert home.preview.image_size[0] == 256


@pytest.mark.parametrize("damage", ["gone", "result.json", "thumbnail.png"])
def test_what_is_left_of_a_folder_is_told(made, folder: Path, damage: str) -> None:
    if damage == "gone":
        shutil.rmtree(folder)
    else:
        (folder / damage).write_bytes(b"\x89PNG\r\n\x1a\n no picture")
    asked = addon("blender.background.other").OTHER.asked
    mark()
    assert made.asset_data.description.startswith("Made by Draft")
    assert "Draft" in made.asset_data.tags
    if damage != "result.json":  # its picture is then its photo, with what is round it cut away
        shown = pixels(made)
        photo = picture(str(folder / "prepared.png")) if damage != "gone" else None
        assert shown.shape == (256, 256, 4) and shown[0, 0, 3] == 0 and shown[128, 128, 3] == 1
        if photo is not None:
            small = photo[..., :3].reshape(256, 2, 256, 2, 3).mean((1, 3))
            assert np.abs(shown[100:150, 100:150, :3] - small[100:150, 100:150]).max() < 0.02
    assert addon("blender.background.other").OTHER.asked == asked


@pytest.mark.parametrize("answers", [True, False])
def test_without_any_picture_another_blender_draws_one(made, folder, answers: bool) -> None:
    shutil.rmtree(folder)
    bpy.data.objects.remove(made.pixal3d.camera)
    other = addon("blender.background.other").OTHER
    other.broken = set() if answers else {"preview"}
    mark()
    other.broken = set()
    assert ("preview" in other.proven) or not answers
    shown = pixels(made)
    assert min(shown.shape[:2]) >= 128 and 0.1 < (shown[..., 3] > 0.5).mean() < 0.99


def test_only_what_was_generated_can_be_marked() -> None:
    bpy.ops.mesh.primitive_cube_add()
    assert not bpy.ops.pixal3d.mark_asset.poll()


def test_it_is_one_step_to_undo(made) -> None:
    bpy.ops.ed.undo_push(message="before")
    mark()
    bpy.ops.ed.undo_push(message="after")
    bpy.ops.ed.undo()
    assert bpy.data.objects["lopsided"].asset_data is None
