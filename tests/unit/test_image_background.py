"""How the subject is cut out: alpha, model or backdrop, and never by a download."""

import importlib.util
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.image import background, background_model


@pytest.fixture(autouse=True)
def _no_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("U2NET_HOME", str(tmp_path / "models-of-nobody"))


def _square_on_white() -> np.ndarray:
    image = np.full((120, 120, 4), 255, np.uint8)
    image[30:90, 40:80, :3] = (180, 20, 20)
    return image


def _code(image: np.ndarray, has_alpha: bool, how: str) -> str:
    with pytest.raises(PixalError) as caught:
        background.cut_out(image, has_alpha, how)
    return caught.value.code


def _install_rembg(monkeypatch: pytest.MonkeyPatch, kind: type) -> None:
    """A package of rembg's shape; the real one is not part of the test environment."""
    rembg, sessions, runtime = (
        types.ModuleType(name) for name in ("rembg", "rembg.sessions", "onnxruntime")
    )
    rembg.__spec__ = importlib.util.spec_from_loader("rembg", None)
    sessions.sessions_class = [kind]  # type: ignore[attr-defined]
    runtime.SessionOptions = object  # type: ignore[attr-defined]
    for module in (rembg, sessions, runtime):
        monkeypatch.setitem(sys.modules, module.__name__, module)


class _LeftHalf:
    """A session that calls the left half the subject, and downloads unless it is kept from it."""

    @classmethod
    def name(cls) -> str:
        return "u2netp"

    @classmethod
    def download_models(cls) -> str:
        raise AssertionError("it downloads")

    def __init__(self, name: str, options: object, providers: list[str]) -> None:
        self.file = Path(self.download_models())

    def predict(self, image):
        from PIL import Image

        assert self.file.read_bytes() == b"model"
        mask = np.zeros((image.height, image.width), np.uint8)
        mask[:, : image.width // 2] = 255
        return [Image.fromarray(mask)]


def _put_model(tmp_path: Path, *parts: str) -> None:
    file = (tmp_path / "models-of-nobody").joinpath(*parts)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"model")


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


def test_rembg_without_a_model_file_downloads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _install_rembg(monkeypatch, _LeftHalf)
    assert background_model.model_file() is None
    assert _code(_square_on_white(), False, "model") == "model_missing"


@pytest.mark.parametrize("place", [("u2netp.onnx",), ("models", "u2netp", "u2netp.onnx")])
def test_a_model_on_disk_is_used_from_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: tuple[str, ...]
) -> None:
    _install_rembg(monkeypatch, _LeftHalf)
    _put_model(tmp_path, *place)
    for how in ("auto", "model"):
        found = background.cut_out(_square_on_white(), False, how)
        assert found is not None
        assert (found[:, :60, 3] == 255).all()
        assert (found[:, 60:, 3] == 0).all()
        assert np.array_equal(found[:, :60, :3], _square_on_white()[:, :60, :3])


def test_a_model_file_without_rembg_is_no_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _put_model(tmp_path, "u2netp.onnx")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert background_model.model_file() is None


def test_a_model_that_cannot_run_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Leaving(_LeftHalf):
        def predict(self, image):
            raise SystemExit(1)

    _install_rembg(monkeypatch, Leaving)
    _put_model(tmp_path, "u2netp.onnx")
    assert _code(_square_on_white(), False, "model") == "model_missing"


def test_the_compiler_switch_of_the_import_is_put_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import os

    _install_rembg(monkeypatch, _LeftHalf)
    _put_model(tmp_path, "u2netp.onnx")
    for before in (None, "0"):
        if before is None:
            monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
        else:
            monkeypatch.setenv("NUMBA_DISABLE_JIT", before)
        background.cut_out(_square_on_white(), False, "model")
        assert os.environ.get("NUMBA_DISABLE_JIT") == before


class _Downloads(_LeftHalf):
    """A session whose model can be had."""

    @classmethod
    def name(cls) -> str:
        return background_model.MODELS[0]

    @classmethod
    def download_models(cls) -> str:
        folder = background_model._folders(cls.name())[0]
        folder.mkdir(parents=True)
        (folder / f"{cls.name()}.onnx").write_bytes(b"model")
        return str(folder / f"{cls.name()}.onnx")


class _NoNetwork(_Downloads):
    @classmethod
    def download_models(cls) -> str:
        raise OSError("Name or service not known")


def test_the_model_is_fetched_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    _install_rembg(monkeypatch, _Downloads)
    assert background_model.model_file() is None
    file = background_model.download_model()
    assert background_model.model_file() == (background_model.MODELS[0], file)


def test_a_download_without_a_network_says_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    _install_rembg(monkeypatch, _NoNetwork)
    with pytest.raises(PixalError) as caught:
        background_model.download_model()
    assert caught.value.code == "download_failed"
    assert "network" in caught.value.remedy


def test_without_rembg_the_remedy_is_to_install_it() -> None:
    with pytest.raises(PixalError) as caught:
        background_model.download_model()
    assert "setup --background" in caught.value.remedy
