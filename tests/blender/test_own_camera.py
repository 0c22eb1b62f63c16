"""What was matched to a photo stays with that photo, and the next photo does not inherit it."""

import json
from collections.abc import Iterator

import bpy
import numpy as np
import pytest

from tests.blender.conftest import PACKAGE, addon
from tests.blender.test_panels import draw
from tests.blender.test_photo import new_image

GREY = np.full((20, 30, 4), 128, np.uint8)


@pytest.fixture
def group() -> Iterator[bpy.types.PropertyGroup]:
    yield bpy.context.scene.pixal3d
    addon("blender.match.session").leave(False)


def photo(name: str) -> bpy.types.Image:
    image = new_image(GREY, name)
    bpy.context.scene.pixal3d.image = image
    return image


def match(elevation: float, fov: float, keep: bool = True) -> None:
    """As the artist does it, by the sliders."""
    session = addon("blender.match.session")
    session.begin(bpy.context.scene, None)
    group = bpy.context.scene.pixal3d
    group.elevation, group.camera_fov = elevation, fov
    if keep:
        session.leave(True)


def test_next_photo_does_not_inherit_what_was_matched_to_another(group) -> None:
    photo("one")
    match(0.4, 0.7)
    photo("two")
    assert group.guess_elevation and group.elevation == 0.0 and group.fov_source == "SQUARE"


def test_photo_that_is_chosen_again_has_its_camera(group) -> None:
    one = photo("one")
    match(0.4, 0.7)
    two = photo("two")
    match(-0.2, 0.5)
    group.image = one
    assert group.elevation == pytest.approx(0.4) and not group.guess_elevation
    assert group.camera_fov == pytest.approx(0.7)
    group.elevation = 0.45  # by the slider of the panel
    group.image = two
    assert group.elevation == pytest.approx(-0.2) and group.camera_fov == pytest.approx(0.5)
    group.image = one
    assert group.elevation == pytest.approx(0.45)


def test_another_photo_in_the_middle_of_a_match_does_not_inherit_it(group) -> None:
    one = photo("one")
    match(0.4, 0.7, keep=False)
    photo("two")
    addon("blender.match.session").leave(True)  # as the operator does once it sees that
    assert group.guess_elevation and group.matched == ""
    group.image = one
    assert group.elevation == pytest.approx(0.4)


def test_what_was_set_by_hand_goes_on_with_the_next_photo(group) -> None:
    photo("one")
    bpy.ops.pixal3d.camera_preset(preset="product")
    photo("two")
    assert group.lens == pytest.approx(85.0) and not group.guess_elevation
    match(0.4, 0.7, keep=False)
    addon("blender.match.session").leave(False)
    photo("three")
    assert group.lens == pytest.approx(85.0), "a match that was canceled changes nothing"


def test_view_of_the_viewport_is_its_pictures_own(group) -> None:
    photo("view")
    addon("blender.photo.from_view").tell_camera(group, 0.6, 0.3)
    photo("two")
    assert group.guess_elevation and group.fov_source == "SQUARE"


@pytest.mark.parametrize("stored", ["{", "3", "[[1, 2]]", '{"elevation": "x", "lens": 1e999}'])
def test_damaged_camera_of_a_photo_harms_nothing(group, stored: str) -> None:
    image = new_image(GREY, "hostile")
    image.pixal3d.camera = stored
    group.image = image
    assert abs(group.elevation) < 2 and group.fov_source == "SQUARE"


def test_matched_camera_is_for_other_photos_once_the_artist_says_so(group) -> None:
    for_others = addon("blender.photo.own_camera").for_others
    to_settings = addon("blender.jobs.job_settings").to_settings
    assert not bpy.ops.pixal3d.share_camera.poll()
    one = photo("one")
    match(0.4, 0.7)
    several = for_others(group, to_settings(group))
    assert several.guess_elevation and several.photo_fov == 0.0
    assert ("operator", "pixal3d.share_camera") in draw("PIXAL3D_PT_camera")
    assert bpy.ops.pixal3d.share_camera() == {"FINISHED"}
    several = for_others(group, to_settings(group))
    assert several.elevation == pytest.approx(0.4) and several.photo_fov == pytest.approx(0.7)
    photo("two")
    assert group.elevation == pytest.approx(0.4) and group.camera_fov == pytest.approx(0.7)
    group.elevation = 0.1
    group.image = one
    assert group.elevation == pytest.approx(0.4), "its own it has still"


def test_what_was_matched_does_not_become_a_default(group) -> None:
    photo("one")
    match(0.4, 0.7)
    group.seed = 7
    own = bpy.context.preferences.addons[PACKAGE].preferences
    try:
        bpy.ops.pixal3d.save_defaults()
        saved = json.loads(own.defaults)
        assert saved["seed"] == 7 and not {"elevation", "fov_source", "matched"} & set(saved)
    finally:
        own.defaults = ""


@pytest.mark.parametrize("names", ["", "fov_source,fov,photo_fov,lens,elevation,guess_elevation"])
def test_camera_that_is_reset_is_the_photos_own_no_more(group, names: str) -> None:
    one = photo("one")
    match(0.4, 0.7)
    bpy.ops.pixal3d.reset_settings(names="seed")
    assert group.matched == "one"
    bpy.ops.pixal3d.reset_settings(names=names)
    assert group.matched == one.pixal3d.camera == "" and group.guess_elevation
