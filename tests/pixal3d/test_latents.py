"""Latents: the same seed makes the same, and what was kept decodes to the same surface."""

from pathlib import Path

import numpy as np
import pytest
import torch

from pixal3d_addon.core import safetensors
from pixal3d_addon.core.errors import PixalError
from pixal3d_addon.engine.pixal3d import chain
from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from pixal3d_addon.engine.pixal3d.latents import load_latents, save_latents
from tests.pixal3d.recorded import TINY
from tests.pixal3d.test_chain import photos, weights


def nothing(stage: str, done: int, total: int) -> None:
    pass


def sampled(seed: int) -> chain.Latents:
    noise = chain.seeded(seed, "cpu")
    return chain.sample_latents(open_checkpoint(TINY), weights, photos(), noise, nothing)


def test_the_same_seed_makes_the_same_bits_and_another_does_not() -> None:
    torch.set_num_threads(1)
    one, again, other = sampled(3), sampled(3), sampled(4)
    assert torch.equal(one.coords, again.coords)
    assert torch.equal(one.shape, again.shape) and torch.equal(one.texture, again.texture)
    assert one.shape.shape != other.shape.shape or not torch.equal(one.shape, other.shape)


def test_kept_latents_decode_to_the_same_surface(tmp_path: Path) -> None:
    latents = sampled(3)
    save_latents(tmp_path / "latents.safetensors", latents, {"settings": {"seed": 3}})
    kept = load_latents(tmp_path / "latents.safetensors", "cpu")
    one, again = (chain.decode(some, weights, nothing) for some in (latents, kept))
    assert torch.equal(one.vertices, again.vertices) and torch.equal(one.faces, again.faces)
    assert torch.equal(one.attributes, again.attributes)


@pytest.mark.parametrize(
    "broken",
    [
        {"resolution": np.array(0)},
        {"coords": np.zeros((3, 4), np.int32)},
        {"coords": np.full((2, 4), 1 << 20, np.int32)},
        {"shape": np.full((2, 8), np.nan, np.float32)},
        {"texture": np.zeros((2, 8), np.float64)},
        {"texture": None},
    ],
)
def test_damaged_latents_are_refused(tmp_path: Path, broken: dict) -> None:
    arrays = {
        "resolution": np.array(256),
        "coords": np.zeros((2, 4), np.int32),
        "shape": np.zeros((2, 8), np.float32),
        "texture": np.zeros((2, 8), np.float32),
    }
    safetensors.save(tmp_path / "sound", arrays)
    load_latents(tmp_path / "sound", "cpu")
    arrays = {name: array for name, array in {**arrays, **broken}.items() if array is not None}
    safetensors.save(tmp_path / "broken", arrays)
    with pytest.raises(PixalError) as caught:
        load_latents(tmp_path / "broken", "cpu")
    assert caught.value.code == "result_damaged"
