"""DINOv3 through transformers: the recorded tokens, and what a damaged folder is told."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d.image_features import load_dinov3, see, tokens
from tests.pixal3d.recorded import REFERENCE, TINY, TOLERANCE, recorded, relative_error

FOLDER = TINY / "dinov3-tiny"


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def test_tokens_are_the_recorded_ones() -> None:
    d = recorded("dinov3")
    out = tokens(load_dinov3(FOLDER, "cpu", torch.float32), d["image"])
    assert relative_error(out, d["tokens"]) < TOLERANCE


def test_layers_are_found_where_transformers_4_kept_them() -> None:
    class Model4(torch.nn.Module):
        def __init__(self, model: torch.nn.Module) -> None:
            super().__init__()
            self.embeddings, self.rope_embeddings = model.embeddings, model.rope_embeddings
            self.layer = model.layer if hasattr(model, "layer") else model.model.layer

    d = recorded("dinov3")
    model = Model4(load_dinov3(FOLDER, "cpu", torch.float32))
    assert relative_error(tokens(model, d["image"]), d["tokens"]) < TOLERANCE


def test_the_prepared_square_gives_the_recorded_global_tokens() -> None:
    rgb = np.array(Image.open(REFERENCE / "preprocessed.png").convert("RGB"))
    seen = see(load_dinov3(FOLDER, "cpu", torch.float32), rgb, 160)
    assert relative_error(seen.tokens, recorded("pipeline")["ss_global"]) < TOLERANCE
    assert seen.patches.shape == (1, 32, 10, 10)
    pillow = np.array(Image.fromarray(rgb).resize((160, 160), Image.Resampling.LANCZOS))
    assert np.array_equal((seen.image[0] * 255).round().byte().permute(1, 2, 0).numpy(), pillow)


def test_bfloat16_stays_near_and_comes_out_as_float32() -> None:
    d = recorded("dinov3")
    out = tokens(load_dinov3(FOLDER, "cpu", torch.bfloat16), d["image"])
    assert out.dtype == torch.float32
    assert relative_error(out, d["tokens"]) < 0.05


def refused(folder: Path) -> str:
    with pytest.raises(PixalError) as raised:
        load_dinov3(folder, "cpu", torch.float32)
    assert "Traceback" not in raised.value.message and str(folder.parent) not in str(raised.value)
    return raised.value.code


def damaged(tmp_path: Path) -> Path:
    folder = tmp_path / "dinov3"
    shutil.copytree(FOLDER, folder)
    (folder / "config.json").chmod(0o644)
    (folder / "model.safetensors").chmod(0o644)
    return folder


def test_missing_and_damaged_files_are_told_apart(tmp_path: Path) -> None:
    folder = damaged(tmp_path)
    (folder / "model.safetensors").write_bytes(b"<html>not here")
    assert refused(folder) == "weights_damaged"
    (folder / "model.safetensors").unlink()
    assert refused(folder) == "weights_missing"
    # A pickle beside it is never taken instead.
    torch.save({}, folder / "pytorch_model.bin")
    assert refused(folder) == "weights_missing"


def test_a_description_that_is_no_dinov3_is_refused(tmp_path: Path) -> None:
    folder = damaged(tmp_path)
    for text in ("", "[]", "{", '{"hidden_size": "many"}'):
        (folder / "config.json").write_text(text)
        assert refused(folder) in ("weights_damaged", "weights_mismatch")


def test_tensors_of_another_model_or_without_numbers_are_refused(tmp_path: Path) -> None:
    folder = damaged(tmp_path)
    tensors = load_file(FOLDER / "model.safetensors")
    missing = {name: t for name, t in tensors.items() if name != "layer.1.norm1.weight"}
    save_file(missing, folder / "model.safetensors", {"format": "pt"})
    assert refused(folder) == "weights_mismatch"
    tensors["layer.1.norm1.weight"][3] = float("nan")
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    assert refused(folder) == "weights_damaged"
    shutil.copy(FOLDER / "model.safetensors", folder / "model.safetensors")
    config = json.loads((FOLDER / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "intermediate_size": 128}))
    assert refused(folder) in ("weights_mismatch", "weights_damaged")


def test_too_little_memory_is_not_called_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("transformers.DINOv3ViTModel.from_pretrained", full)
    with pytest.raises(MemoryError):
        load_dinov3(FOLDER, "cpu", torch.float32)
