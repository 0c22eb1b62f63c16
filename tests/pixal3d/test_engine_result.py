"""A job of Pixal3D to its end: what its folder keeps, and what was told on the way."""

from pathlib import Path

import pytest
import torch

from pixal3d_addon.core import results
from pixal3d_addon.engine import pipeline
from tests.pixal3d.altered import copied
from tests.pixal3d.recorded import REFERENCE
from tests.pixal3d.test_engine import STAGES
from tests.pixal3d.test_engine_input import settings, small
from tests.pixal3d.told import Told


def test_a_result_keeps_its_latents_but_no_previews(tmp_path: Path) -> None:
    pytest.importorskip("embreex")
    torch.set_num_threads(1)
    root, told = copied(tmp_path), Told()
    small(root)
    asked = settings(root, faces=1000, texture_size=512)
    order = pipeline.Order(REFERENCE / "input_rgba.png", tmp_path / "results", asked)
    folder = pipeline.generate(order, told)
    names = {path.name for path in folder.iterdir()}
    assert {"latents.safetensors", results.GLB, results.FACTS} <= names
    assert results.PREVIEWS not in names
    assert [kind for kind, _ in told.previews] == ["points", "mesh", "mesh"]
    assert set(told.stages) == set(told.plans[-1]) > set(STAGES)
    assert told.fractions == sorted(told.fractions) and told.fractions[-1] == 1.0
