"""The draft network in numpy does what it does in PyTorch."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from pixal3d_addon.core import results, safetensors
from pixal3d_addon.core.camera import Camera
from pixal3d_addon.engine import pipeline
from pixal3d_addon.engine.draft import seen
from pixal3d_addon.engine.draft.net.features import CAMERA, CHANNELS, SIDE
from pixal3d_addon.engine.draft.net.forward import forward
from pixal3d_addon.engine.draft.seen import guess_elevation
from pixal3d_addon.engine.interface import Prepared
from tests.pixal3d.recorded import REFERENCE
from tests.pixal3d.test_engine import SETTINGS
from tests.pixal3d.told import Told
from training.export import fold
from training.model import Attention, DraftNet


@pytest.fixture
def network():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    made = DraftNet().eval()
    with torch.no_grad():
        for module in made.modules():  # as after training: nothing is zero or one
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.uniform_(0.5, 1.5)
                module.bias.normal_(0, 0.2)
                module.running_mean.normal_(0, 0.2)
                module.running_var.uniform_(0.5, 2.0)
            if isinstance(module, Attention):
                module.out.weight.normal_(0, 0.1)
    return made


def test_numpy_answers_as_torch_does(network):
    picture, camera = torch.randn(1, CHANNELS, SIDE, SIDE), torch.randn(1, CAMERA)
    with torch.no_grad():
        theirs = network(picture, camera)
    ours = forward(fold(network), picture[0].permute(1, 2, 0).numpy(), camera[0].numpy())
    theirs = theirs._replace(back=theirs.back.permute(0, 2, 3, 1))
    for one, two in zip(ours, (part[0] for part in theirs), strict=True):
        assert np.abs(one - two.numpy()).max() < 1e-3 * max(1.0, np.abs(one).max())


def test_the_estimated_elevation_does_not_depend_on_the_one_that_is_set(network):
    random = np.random.default_rng(0)
    alpha = np.zeros((SIDE, SIDE), np.uint8)
    alpha[20:100, 40:90] = 255
    rgb = random.integers(0, 256, (SIDE, SIDE, 3), np.uint8) * (alpha[..., None] > 0)
    folded = fold(network)
    guesses = {
        guess_elevation(Prepared(rgb, alpha, 0.6), Camera(0.6, elevation), folded)
        for elevation in (-0.5, 0.0, 0.7)
    }
    assert len(guesses) == 1
    flipped = Prepared(rgb[:, ::-1].copy(), alpha[:, ::-1].copy(), 0.6)
    assert guess_elevation(flipped, Camera(0.6), folded) == pytest.approx(*guesses, abs=1e-5)


def test_an_object_of_pixal3d_stands_at_the_elevation_that_is_estimated(
    network, tmp_path, monkeypatch
):
    monkeypatch.setattr(seen, "WEIGHTS", tmp_path / "draft.safetensors")
    safetensors.save(seen.WEIGHTS, fold(network))
    seen.weights.cache_clear()
    photo, unknown = REFERENCE / "input_rgba.png", replace(SETTINGS, guess_elevation=True)
    order = pipeline.Order(photo, tmp_path / "results", unknown)
    made = results.read(pipeline.generate(order, Told()))
    seen.weights.cache_clear()
    square = pipeline.prepare_order(order)
    elevation = guess_elevation(square, Camera(square.fov), fold(network))
    assert made.facts["engine"] == "pixal3d" and elevation != 0
    assert made.camera.elevation == pytest.approx(elevation, abs=1e-5)
    assert any(f"{round(math.degrees(elevation))}°" in note for note in made.facts["notes"])


def test_the_weights_fit_into_ten_megabytes_as_halves(network):
    assert 2 * sum(array.size for array in fold(network).values()) < 10e6
