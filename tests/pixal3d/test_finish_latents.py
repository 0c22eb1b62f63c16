"""The command `finish` from latents: the network's decoders, and no sampling."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("embreex")
pytest.importorskip("fast_simplification")
pytest.importorskip("transformers")
import torch

from pixal3d_addon.core import results
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine import pipeline
from pixal3d_addon.engine.pixal3d import engine
from pixal3d_addon.engine.refinish import Refinish, refinish
from tests.pixal3d.altered import copied
from tests.pixal3d.recorded import REFERENCE
from tests.pixal3d.test_engine_input import settings, small
from tests.pixal3d.told import Told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("made")
    small(root := copied(folder))
    asked = settings(root, faces=1000, texture_size=512)
    order = pipeline.Order(REFERENCE / "input_rgba.png", folder / "results", asked)
    return pipeline.generate(order, Told())


def test_from_the_latents_come_the_same_bytes_as_when_it_was_generated(
    made: Path, tmp_path: Path
) -> None:
    told = Told()
    again = refinish(Refinish(made, tmp_path, start="latents"), told)
    assert {path.name for path in again.iterdir()} == {path.name for path in made.iterdir()}
    for path in made.iterdir():
        if path.name != results.FACTS:
            assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    assert told.fractions == sorted(told.fractions) and told.fractions[-1] == 1.0
    assert {"Read", "Surface", "Colors", "Clean", "Bake", "Files"} <= set(told.stages)


def test_another_setting_takes_the_latents_and_the_new_result_keeps_them(
    made: Path, tmp_path: Path
) -> None:
    again = refinish(Refinish(made, tmp_path, {"photo_strength": 0.0, "keep_raw": True}), Told())
    facts = results.read(again).facts
    assert facts["finished_from"] == {"result": made.name, "start": "latents"}
    assert (again / results.SURFACE).exists() and (again / results.LATENTS).exists()
    from_surface = refinish(Refinish(again, tmp_path, start="surface"), Told())
    assert (from_surface / results.GLB).read_bytes() == (again / results.GLB).read_bytes()


def test_without_the_network_it_is_told_and_nothing_is_left(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    with pytest.raises(PixalError) as caught:
        refinish(Refinish(made, tmp_path / "out", {"holes": 0.5}), Told())
    assert caught.value.code == "engine_unavailable" and "latents" in caught.value.message
    assert not any((tmp_path / "out").iterdir())


def test_weights_that_are_not_there_are_told(made: Path, tmp_path: Path) -> None:
    changes = {"weights": str(tmp_path / "none"), "holes": 0.5}
    with pytest.raises(PixalError) as caught:
        refinish(Refinish(made, tmp_path / "out", changes), Told())
    assert caught.value.code == "weights_missing"


def test_the_settings_of_the_result_are_those_it_was_finished_with(
    made: Path, tmp_path: Path
) -> None:
    before = results.read(made).settings
    again = results.read(refinish(Refinish(made, tmp_path, {"size": 2.0}), Told()))
    assert again.settings == replace(before, size=2.0)
    assert again.facts["finished_from"]["start"] == "mesh"  # no need for more
