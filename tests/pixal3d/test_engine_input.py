"""What an engine is given and cannot use: a code, a sentence, a remedy, and no result half made."""

import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from pixal3d_addon.core.errors import EXIT_CODES, Cancelled, PixalError
from pixal3d_addon.core.settings import Settings
from pixal3d_addon.engine import pipeline
from pixal3d_addon.engine.pixal3d import engine, hub_cache
from pixal3d_addon.engine.pixal3d.engine import Pixal3D
from tests.pixal3d.altered import copied, file_of, with_tensors
from tests.pixal3d.recorded import REFERENCE, TINY
from tests.pixal3d.told import Told

SHAPE, TEXTURE = "shape_slat_decoder", "tex_slat_decoder"
FLOW, STRUCTURE = "sparse_structure_flow_model", "sparse_structure_decoder"


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def settings(weights: object, **others: object) -> Settings:
    return Settings(engine="pixal3d", weights=str(weights), steps=1, **others)  # type: ignore[arg-type]


def refused(asked: Settings, tmp_path: Path, told: Told | None = None) -> PixalError:
    """What the job ends with, which leaves nothing behind."""
    order = pipeline.Order(REFERENCE / "input_rgba.png", tmp_path / "results", asked)
    with pytest.raises(PixalError) as caught:
        pipeline.generate(order, told or Told())
    error = caught.value
    assert error.code in EXIT_CODES and error.message.endswith(".") and error.remedy.endswith(".")
    assert str(tmp_path) not in error.message
    assert not (tmp_path / "results").exists() or not any((tmp_path / "results").iterdir())
    return error


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1000)


def pickled(path: Path) -> None:
    path.write_bytes(pickle.dumps({"weight": [0.0] * 99}))


@pytest.mark.parametrize(
    "damage", [truncate, pickled, Path.unlink, lambda path: path.write_text("<html>")]
)
@pytest.mark.parametrize("role", [FLOW, TEXTURE])
def test_a_damaged_file_is_told_before_anything_runs(
    role: str, damage: Callable[[Path], object], tmp_path: Path
) -> None:
    root = copied(tmp_path)
    damage(file_of(root, role))
    (problem,) = Pixal3D().validate(settings(root))
    assert problem.code in ("weights_damaged", "weights_missing") and problem.remedy
    told = Told()
    assert refused(settings(root), tmp_path, told).problem == problem and not told.steps


def test_another_networks_file_is_told_before_the_photo_is_looked_at(tmp_path: Path) -> None:
    root = copied(tmp_path)
    shutil.copy(file_of(root, STRUCTURE), file_of(root, TEXTURE))
    told = Told()
    assert refused(settings(root), tmp_path, told).code == "weights_mismatch"
    assert "Photo" not in told.stages


def test_weights_of_no_numbers_are_refused(tmp_path: Path) -> None:
    def spoil(tensors: dict[str, Tensor]) -> None:
        tensors["out_layer.bias"][0] = float("nan")

    error = refused(settings(with_tensors(tmp_path, FLOW, spoil)), tmp_path)
    assert error.code == "weights_damaged" and "out_layer.bias" in error.message


@pytest.mark.parametrize(
    ("role", "change", "code"),
    [
        (STRUCTURE, lambda t: t["out_layer.2.bias"].fill_(-1e6), "structure_empty"),
        (STRUCTURE, lambda t: t["out_layer.2.bias"].fill_(1e6), "structure_full"),
        (SHAPE, lambda t: t["blocks.0.1.to_subdiv.bias"].fill_(-1e6), "structure_empty"),
        (FLOW, lambda t: t["out_layer.weight"].fill_(3e38), "numbers_broken"),
        (
            "shape_slat_flow_model_512",
            lambda t: t["out_layer.weight"].fill_(3e38),
            "numbers_broken",
        ),
        (STRUCTURE, lambda t: t["out_layer.2.weight"].fill_(3e38), "numbers_broken"),
        (SHAPE, lambda t: t["from_latent.weight"].fill_(3e38), "numbers_broken"),
        (SHAPE, lambda t: t["output_layer.weight"].fill_(3e38), "numbers_broken"),
        (TEXTURE, lambda t: t["from_latent.weight"].fill_(3e38), "numbers_broken"),
    ],
)
def test_a_run_that_comes_to_nothing_says_so(
    role: str, change: Callable[[dict[str, Tensor]], object], code: str, tmp_path: Path
) -> None:
    root = with_tensors(tmp_path, role, change)
    small(root)
    assert refused(settings(root), tmp_path).code == code


def small(root: Path) -> None:
    """A surface of half the resolution, which decodes in an eighth of the time."""
    layout = json.loads((root / "pipeline.json").read_text())
    layout["tiny"]["hr_resolution"] = 128
    (root / "pipeline.json").write_text(json.dumps(layout))


def test_another_revision_of_the_published_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    (missing,) = Pixal3D().validate(settings(""))
    assert missing.code == "weights_missing"
    folder = tmp_path / "hub" / f"models--{hub_cache.PIXAL3D.replace('/', '--')}" / "snapshots"
    (folder / ("0" * 40)).mkdir(parents=True)
    (problem,) = Pixal3D().validate(settings(""))
    assert problem.code == "weights_mismatch"
    assert refused(settings(""), tmp_path).problem == problem


@pytest.mark.parametrize(
    "absurd",
    [
        {"resolution": 7},
        {"seed": -1},
        {"guidance": float("nan")},
        {"max_tokens": 10**9},
        {"faces": 0},
    ],
)
def test_absurd_settings_are_refused(absurd: dict, tmp_path: Path) -> None:
    asked = settings(TINY, **absurd)
    assert Pixal3D().validate(asked)[0].code == "settings_invalid"
    assert refused(asked, tmp_path).code == "settings_invalid"


def test_a_description_of_absurd_sizes_is_refused(tmp_path: Path) -> None:
    root = copied(tmp_path)
    path = file_of(root, FLOW).with_suffix(".json")
    described = json.loads(path.read_text())
    for name, value in {"resolution": "wide", "model_channels": 10**9, "num_blocks": None}.items():
        path.write_text(json.dumps({**described, "args": {**described["args"], name: value}}))
        assert Pixal3D().validate(settings(root))[0].code == "weights_mismatch"


def test_auto_is_told_when_there_is_no_graphics_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "likely_device", lambda: "cpu")
    (problem,) = Pixal3D().validate(Settings(weights=str(TINY)))
    assert problem.code == "engine_unavailable" and problem.remedy
    assert Pixal3D().validate(settings(TINY)) == []
    monkeypatch.setattr(engine, "likely_device", lambda: "cuda")
    assert Pixal3D().validate(Settings(weights=str(TINY))) == []


@pytest.mark.parametrize("library", ["torch", "transformers"])
def test_a_missing_library_is_told(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None if name == library else object())
    (problem,) = Pixal3D().validate(settings(TINY))
    assert problem.code == "engine_unavailable" and "needs" in problem.message


def test_a_cancelled_job_leaves_no_latents_and_no_previews(tmp_path: Path) -> None:
    order = pipeline.Order(REFERENCE / "input_rgba.png", tmp_path / "results", settings(TINY))
    told = Told(cancel_at="Surface")
    with pytest.raises(Cancelled):
        pipeline.generate(order, told)
    assert [kind for kind, _ in told.previews] == ["points", "mesh"]
    assert not any((tmp_path / "results").iterdir())
