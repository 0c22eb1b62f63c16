"""The parity bench, over the project's own recorded steps: it passes, and it can fail."""

import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from bench.parity import compare, rows
from bench.parity_steps import STEPS
from tests.pixal3d.recorded import REFERENCE


def test_every_recorded_step_is_reproduced() -> None:
    found = list(rows(REFERENCE))
    assert {name for name, *_ in found} == STEPS.keys()
    assert [row for row in found if not row[-1]] == []


@pytest.mark.parametrize(
    ("ours", "truth"),
    [
        (torch.tensor([1.0, 2.001]), torch.tensor([1.0, 2.0])),
        (torch.tensor([1, 3]), torch.tensor([1, 2])),
        (torch.tensor([1.0]), torch.tensor([1.0, 2.0])),
        (torch.tensor([float("nan")]), torch.tensor([1.0])),
    ],
)
def test_what_is_off_is_told(ours: torch.Tensor, truth: torch.Tensor) -> None:
    assert not compare(ours, truth)[1]


def test_a_changed_record_a_missing_and_an_unknown_one_are_bad(tmp_path: Path) -> None:
    d = load_file(REFERENCE / "sparse_conv3d.safetensors")
    save_file({**d, "out": d["out"] * 1.01}, tmp_path / "sparse_conv3d.safetensors")
    shutil.copy(REFERENCE / "camera.safetensors", tmp_path / "something_new.safetensors")
    result = {name: good for name, _, _, good in rows(tmp_path)}
    assert not any(result.values())
    assert {"sparse_conv3d", "something_new", "camera"} <= result.keys()
