"""How the subject is cut out: alpha, model or backdrop, and never by a download."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.image import background, background_model
from tests.unit.onnx_file import write_brightness


@pytest.fixture(autouse=True)
def nobodys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where rembg would keep its models; nothing is in any place that is looked into."""
    monkeypatch.setenv("U2NET_HOME", str(tmp_path / "models-of-nobody"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "models-of-nobody"


def _square_on_white() -> np.ndarray:
    image = np.full((120, 120, 4), 255, np.uint8)
    image[30:90, 40:80, :3] = (180, 20, 20)
    return image


def _bright_on_busy() -> np.ndarray:
    """A bright square on a background that no backdrop is."""
    image = np.full((120, 160, 4), 255, np.uint8)
    image[:, :, :3] = np.random.default_rng(0).integers(0, 40, (120, 160, 3))
    image[30:90, 50:110, :3] = (250, 240, 230)
    return image


def _code(image: np.ndarray, has_alpha: bool, how: str) -> str:
    with pytest.raises(PixalError) as caught:
        background.cut_out(image, has_alpha, how)
    return caught.value.code


def test_a_picture_with_alpha_is_its_own_mask() -> None:
    image = _square_on_white()
    assert background.cut_out(image, True, "auto") is None
    assert background.cut_out(image, True, "alpha") is None


def test_alpha_asked_for_where_there_is_none_is_told() -> None:
    assert _code(_square_on_white(), False, "alpha") == "background_unclear"


@pytest.mark.parametrize(("has_alpha", "how"), [(False, "auto"), (True, "backdrop")])
def test_the_backdrop_is_cut_away(has_alpha: bool, how: str) -> None:
    found = background.cut_out(_square_on_white(), has_alpha, how)
    assert found is not None
    assert found[60, 60, 3] == 255
    assert found[10, 10, 3] == 0


def test_a_model_asked_for_and_not_there_is_told() -> None:
    assert _code(_square_on_white(), True, "model") == "model_missing"


def test_a_runtime_without_a_model_file_downloads_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network"))
    assert background_model.model_file() is None
    assert _code(_square_on_white(), False, "model") == "model_missing"


def _cut_by_model(weights: str = "") -> None:
    """The bright square stays, whatever lies behind it."""
    image = _bright_on_busy()
    for how in ("auto", "model"):
        found = background.cut_out(image, False, how, weights)
        assert found is not None
        assert (found[35:85, 55:105, 3] > 220).all()
        assert (found[:25, :, 3] < 60).all() and (found[:, :45, 3] < 60).all()
        colours = found[40:80, 60:100, :3].astype(int) - image[40:80, 60:100, :3]
        assert np.abs(colours).max() <= 2


@pytest.mark.parametrize("place", ["u2netp.onnx", "models/u2netp/u2netp.onnx"])
def test_a_model_that_rembg_has_is_used_from_there(place: str, nobodys: Path) -> None:
    write_brightness(nobodys / place)
    _cut_by_model()


@pytest.mark.parametrize("name", background_model.NETWORKS)
def test_a_model_that_was_downloaded_is_used_from_the_usual_folder_or_a_chosen_one(
    name: str, tmp_path: Path
) -> None:
    write_brightness(tmp_path / "chosen" / "background" / f"{name}.onnx")
    assert background_model.model_file() is None
    assert background_model.model_file("OWNER/NAME") is None
    _cut_by_model(str(tmp_path / "chosen"))
    usual = background_model.weights_folder() / "background" / f"{name}.onnx"
    write_brightness(usual)
    assert background_model.model_file() == (name, usual)
    _cut_by_model()


def test_a_model_without_what_runs_it_is_no_model(
    monkeypatch: pytest.MonkeyPatch, nobodys: Path
) -> None:
    write_brightness(nobodys / "u2netp.onnx")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert background_model.model_file() is None


@pytest.mark.parametrize("content", [b"model", b"\x80\x04.", b"\x08\x08", b"x" * 100_000])
def test_a_damaged_model_is_told_and_runs_nothing(content: bytes, nobodys: Path) -> None:
    write_brightness(nobodys / "u2netp.onnx")
    (nobodys / "u2netp.onnx").write_bytes(content)
    assert _code(_bright_on_busy(), False, "model") == "model_missing"


def test_a_name_that_no_file_can_have_is_no_folder_of_models() -> None:
    assert background_model.model_file("x" * 5000) is None


def test_a_picture_of_nothing_has_no_subject(nobodys: Path) -> None:
    write_brightness(nobodys / "u2netp.onnx")
    found = background.cut_out(np.full((64, 64, 4), 255, np.uint8), False, "model")
    assert found is not None and not found[:, :, 3].any()
