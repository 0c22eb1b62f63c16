"""A photo is prepared to be looked at: by the engine, and by a worker that is asked to."""

import dataclasses
import time
from pathlib import Path

import numpy as np
import pytest

from pixal3d_addon.core.messages import Failure, Prepare, Prepared
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine.image.crop import prepare
from pixal3d_addon.engine.image.read import read_photo
from pixal3d_addon.engine.look import CHECKERS, DIMMED, Looker
from tests.unit.onnx_file import write_brightness
from tests.unit.worker_parent import started, until


def backdrop(folder: Path, middle: tuple[int, int] = (220, 160), radius: int = 70) -> Path:
    """A red ball before a plain backdrop, 400 × 300."""
    v, u = np.mgrid[:300, :400]
    rgba = np.full((300, 400, 4), 255, np.uint8)
    rgba[..., :3] = 200, 205, 210
    rgba[np.hypot(u - middle[0], v - middle[1]) < radius, :3] = 180, 20, 30
    np.save(folder / "photo.npy", rgba)
    return folder / "photo.npy"


def mask_of(folder: Path, size: tuple[int, int]) -> Path:
    """White in the left half."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    mask[:, : size[0] // 2] = 255
    np.save(folder / "mask.npy", mask)
    return folder / "mask.npy"


def test_the_picture_is_the_engines_square_with_the_backdrop_dimmed(tmp_path: Path) -> None:
    path = backdrop(tmp_path)
    seen = Looker().look(path, None, Settings())
    square = prepare(read_photo(path), Settings())
    assert seen.picture.shape == square.rgb.shape
    solid, clear = square.alpha == 255, square.alpha == 0
    assert np.array_equal(seen.picture[solid], square.rgb[solid])
    assert np.abs(seen.picture[clear] - DIMMED * np.array([200, 205, 210])).max() < 2
    assert seen.fov == square.fov and seen.cut_off == ()
    assert seen.subject.shape == (300, 400)
    assert seen.subject[160, 220] == 255 and seen.subject[20, 20] == 0


def test_a_photo_with_alpha_stands_on_checkers(tmp_path: Path) -> None:
    path = backdrop(tmp_path)
    rgba = np.load(path)
    rgba[..., 3] = 255 * (rgba[..., 1] < 100)  # the ball
    rgba[rgba[..., 3] == 0] = 0
    np.save(path, rgba)
    picture = Looker().look(path, None, Settings()).picture.astype(int)
    square = prepare(read_photo(path), Settings())
    assert np.array_equal(picture[square.alpha == 255], square.rgb[square.alpha == 255])
    around = picture[square.alpha == 0]
    assert {*np.unique(around)} == {*CHECKERS} and (np.ptp(around, axis=1) == 0).all()
    assert abs((around == CHECKERS[0]).mean() - 0.5) < 0.1


def test_what_lies_outside_of_the_photo_is_checkers_too(tmp_path: Path) -> None:
    picture = Looker().look(backdrop(tmp_path), None, Settings(crop_scale=4)).picture
    assert set(picture[0].ravel()) == {*CHECKERS}


def test_a_mask_says_what_is_dimmed_and_a_smaller_one_is_scaled(tmp_path: Path) -> None:
    path = backdrop(tmp_path)
    seen = [
        Looker().look(path, mask_of(tmp_path, size), Settings())
        for size in ((400, 300), (200, 150))
    ]
    for one in seen:
        assert (one.subject[:, :198] > 240).all() and (one.subject[:, 202:] < 15).all()
        assert one.cut_off == ("left", "top", "bottom")
    assert np.abs(seen[0].picture.astype(int) - seen[1].picture).mean() < 2


@pytest.mark.parametrize("photo_fov", [0.0, 0.9])
def test_the_picture_follows_the_crop_without_cutting_out_again(tmp_path: Path, photo_fov) -> None:
    path, looker, settings = (
        backdrop(tmp_path),
        Looker(),
        Settings(photo_fov=photo_fov, crop_scale=2),
    )
    still = looker.look(path, None, settings)
    beside = looker.look(path, None, dataclasses.replace(settings, crop_x=0.25))
    assert beside.subject is still.subject
    red = [np.nonzero(look.picture[..., 0] > 150)[1].mean() for look in (still, beside)]
    assert red[1] - red[0] == pytest.approx(-0.25 * len(still.picture) / 2, rel=0.1)
    path.write_bytes(backdrop(tmp_path, (120, 160)).read_bytes())
    time.sleep(0.01)
    assert looker.look(path, None, settings).subject is not still.subject


def test_a_worker_prepares_and_answers_with_files(tmp_path: Path) -> None:
    worker = started(tmp_path)
    try:
        path, folder = backdrop(tmp_path), tmp_path / "look"
        folder.mkdir()
        for number in range(4):
            asked = Prepare(str(number), str(path), str(folder), {"crop_x": 0.1 * number})
            worker.send(asked)
            answer = until(worker, Prepared, Failure)[-1]
            assert isinstance(answer, Prepared) and answer.id == str(number)
            picture, mask = np.load(answer.picture), np.load(answer.mask)
            assert picture.shape == (len(picture), len(picture), 3) and mask.shape == (300, 400)
        assert len(list(folder.iterdir())) == 3, "the last two pictures and the mask"
    finally:
        worker.stop()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"photo": "/nowhere/photo.npy"}, "photo_missing"),
        ({"photo": "relative.npy"}, "photo_missing"),
        ({"mask": "/nowhere/mask.npy"}, "mask_invalid"),
        ({"settings": {"crop_x": 3.0}}, "settings_invalid"),
        ({"settings": {"unknown": 3.0}}, "settings_invalid"),
        ({"folder": "/nowhere"}, "internal"),
        ({"folder": "relative"}, "folder_unwritable"),
    ],
)
def test_a_worker_refuses_what_it_cannot_prepare_and_lives_on(
    tmp_path: Path, changed, code
) -> None:
    worker = started(tmp_path)
    try:
        asked = Prepare("7", str(backdrop(tmp_path)), str(tmp_path))
        worker.send(dataclasses.replace(asked, **changed))
        assert until(worker, Failure)[-1].code == code
        worker.send(asked)
        until(worker, Prepared)
    finally:
        worker.stop()


def test_a_background_model_that_comes_meanwhile_is_taken_at_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("U2NET_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "nobody"))
    path = backdrop(tmp_path)
    looker, settings = Looker(), Settings(weights=str(tmp_path))
    by_backdrop = looker.look(path, None, settings).subject
    assert by_backdrop[160, 220] == 255
    write_brightness(tmp_path / "background" / "isnet-general-use.onnx")
    by_model = looker.look(path, None, settings).subject  # the backdrop is what is bright
    assert by_model[160, 220] < 50 and by_model[20, 20] > 200
