"""Settings come from a panel, a shell and old files: only good ones get through."""

import dataclasses
import math

import pytest

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.core.settings import COLLISIONS, ENGINES, RESOLUTIONS, TEXTURE_SIZES, Settings


def test_settings_survive_a_round_trip():
    model = ("weights", 1536, 20, 3.0, 20_000, "views/transforms.json")
    finishing = (0.5, 0.6, False, 16, 0.1, 0.2, True, True, True, "hull", True, "jpeg")
    camera, made = (0.7, 0.9, -0.3, True, 12.5), (1234, 512, 2.5, "network", 99)
    crop = (0.1, -0.2, 1.5)
    settings = Settings("draft", *camera, "alpha", *crop, *made, *model, *finishing)
    assert all(
        value != field.default
        for value, field in zip(
            dataclasses.astuple(settings), dataclasses.fields(Settings), strict=True
        )
    )
    assert Settings.from_dict(settings.to_dict()) == settings


def test_the_defaults_are_valid():
    assert Settings.from_dict({}) == Settings()
    assert Settings().problems() == []


NUMBERS = ["fov", "photo_fov", "elevation", "extend_pixel", "size"]
NUMBERS += ["photo_strength", "smallest", "holes", "crop_x", "crop_y", "crop_scale"]


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300, 10**400])
def test_a_number_that_is_none_or_out_of_range_is_refused_by_name(name, value):
    with pytest.raises(PixalError) as refusal:
        Settings.from_dict({name: value})
    assert refusal.value.code == "settings_invalid"
    assert name in refusal.value.message
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fov", math.radians(0.9)),
        ("fov", math.radians(120.1)),
        ("photo_fov", math.radians(0.9)),
        ("elevation", math.radians(89.1)),
        ("elevation", math.radians(-89.1)),
        ("extend_pixel", -0.1),
        ("extend_pixel", 512.1),
        ("size", 0.0),
        ("size", -1.0),
        ("faces", 999),
        ("faces", 1_000_001),
        ("seed", -1),
        ("seed", 2**31),
        ("engine", "best"),
        ("background", ""),
        ("texture_size", 1000),
        ("resolution", 512),
        ("steps", -1),
        ("steps", 101),
        ("guidance", 0.9),
        ("guidance", 30.1),
        ("max_tokens", 1023),
        ("max_tokens", 98_305),
        ("photo_strength", -0.01),
        ("photo_strength", 1.01),
        ("remove_shading", -0.01),
        ("remove_shading", 1.01),
        ("normal_bits", 12),
        ("image_format", "webp"),
        ("smallest", -0.01),
        ("smallest", 0.51),
        ("holes", -0.01),
        ("holes", 10.1),
        ("collision", "sphere"),
    ],
)
def test_a_value_outside_its_range_is_refused(name, value):
    with pytest.raises(PixalError) as refusal:
        Settings.from_dict({name: value})
    assert refusal.value.code == "settings_invalid"
    assert name in refusal.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fov", math.radians(1)),
        ("fov", math.radians(120)),
        ("elevation", math.radians(89)),
        ("elevation", math.radians(-89)),
        ("photo_fov", 0.0),
        ("extend_pixel", 512),
        ("faces", 1000),
        ("faces", 1_000_000),
        ("seed", 2**31 - 1),
        ("steps", 0),
        ("steps", 100),
        ("guidance", 0.0),
        ("guidance", 1.0),
        ("max_tokens", 98_304),
        ("photo_strength", 0.0),
        ("photo_strength", 1.0),
        ("smallest", 0.0),
        ("smallest", 0.5),
        ("holes", 0.0),
        ("holes", 10.0),
        *(("collision", name) for name in COLLISIONS),
        *(("resolution", side) for side in RESOLUTIONS),
        *(("engine", name) for name in ENGINES),
        *(("texture_size", size) for size in TEXTURE_SIZES),
    ],
)
def test_the_ends_of_each_range_are_inside(name, value):
    assert getattr(Settings.from_dict({name: value}), name) == value


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Settings)])
@pytest.mark.parametrize("value", [None, [], {}, True, b"1", "1\x00", ["draft"]])
def test_a_value_of_another_type_is_refused(name, value):
    if type(value) is type(getattr(Settings(), name)):
        value = 1
    with pytest.raises(PixalError) as refusal:
        Settings.from_dict({name: value})
    assert refusal.value.code == "settings_invalid"


def test_a_whole_number_is_a_fine_size_but_a_broken_one_no_face_count():
    assert Settings.from_dict({"size": 2}).size == 2.0
    with pytest.raises(PixalError):
        Settings.from_dict({"faces": 2000.5})


def test_an_unknown_setting_is_refused_and_a_hostile_name_is_cut_short():
    with pytest.raises(PixalError) as refusal:
        Settings.from_dict({"x" * 10_000: 1})
    assert len(refusal.value.message) < 120
    with pytest.raises(PixalError):
        Settings.from_dict({3: 1, "y": 2})


@pytest.mark.parametrize("data", [[], "engine", None, 3])
def test_what_is_no_table_is_refused(data):
    with pytest.raises(PixalError) as caught:
        Settings.from_dict(data)
    assert caught.value.code == "settings_invalid"
