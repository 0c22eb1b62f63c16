"""The whole chain on the tiny checkpoint: from recorded noises to the recorded surface."""

from contextlib import contextmanager

import numpy as np
import pytest
import torch
from PIL import Image

from pixal3d_addon.core.camera import Camera
from pixal3d_addon.core.errors import Cancelled
from pixal3d_addon.engine.pixal3d import chain
from pixal3d_addon.engine.pixal3d.checkpoint import open_checkpoint
from pixal3d_addon.engine.pixal3d.condition import Photos, look
from pixal3d_addon.engine.pixal3d.image_features import load_dinov3
from pixal3d_addon.engine.pixal3d.load import load_weights
from pixal3d_addon.engine.pixal3d.models import build_model
from pixal3d_addon.engine.pixal3d.naf import load_naf
from pixal3d_addon.engine.pixal3d.projection import front_view
from tests.pixal3d.recorded import REFERENCE, TINY, TOLERANCE, recorded, relative_error

NOISES = dict(zip(chain.STAGES, ("ss_noise", "lr_noise", "hr_noise", "tex_noise"), strict=True))


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


@contextmanager
def weights(role: str):
    model = open_checkpoint(TINY).models[role]
    network = build_model(model)
    load_weights(network, model.weights, "cpu")  # as stored: the recorded numbers are float32
    yield network


def photos() -> Photos:
    checkpoint = open_checkpoint(TINY)
    dinov3 = load_dinov3(checkpoint.dinov3, "cpu", torch.float32)
    naf = load_naf(checkpoint.naf, "cpu")
    rgb = np.asarray(Image.open(REFERENCE / "preprocessed.png").convert("RGB"))
    view = front_view(Camera(float(recorded("pipeline")["fov"])))
    return Photos(look([rgb], checkpoint.sizes, dinov3), [view], naf)


@pytest.fixture(scope="module")
def latents() -> chain.Latents:
    truth = recorded("pipeline")
    return chain.sample_latents(
        open_checkpoint(TINY),
        weights,
        photos(),
        lambda stage, shape: truth[NOISES[stage]].reshape(shape),
        lambda stage, done, total: None,
    )


def test_the_latents_are_the_recorded_ones(latents: chain.Latents) -> None:
    truth = recorded("pipeline")
    assert torch.equal(latents.coords, truth["hr_coords"])
    assert relative_error(latents.shape, truth["hr_slat"]) < TOLERANCE
    assert relative_error(latents.texture, truth["tex_slat"]) < TOLERANCE


def test_the_surface_is_the_recorded_one(latents: chain.Latents) -> None:
    truth = recorded("pipeline")
    made = chain.decode(latents, weights, lambda stage, done, total: None)
    assert len(made.coords) == int(truth["voxel_count"])
    assert len(made.faces) == int(truth["face_count"])
    corners = made.vertices.double()[made.faces.long()].sum((0, 1))
    assert relative_error(corners, truth["face_corner_sum"]) < TOLERANCE
    row = {tuple(voxel): index for index, voxel in enumerate(made.coords.tolist())}
    probes = [row[tuple(voxel)] for voxel in truth["probe_coords"].tolist()]
    assert relative_error(made.vertices[probes], truth["probe_vertices"]) < TOLERANCE
    assert relative_error(made.attributes[probes], truth["probe_attrs"]) < TOLERANCE


@pytest.mark.parametrize("stage", chain.STAGES)
def test_sampling_can_be_cancelled_before_every_stage_and_between_steps(stage: str) -> None:
    truth = recorded("pipeline")
    seen = []

    def tick(now: str, done: int, total: int) -> None:
        seen.append(now)
        if now == stage and done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        chain.sample_latents(
            open_checkpoint(TINY),
            weights,
            photos(),
            lambda name, shape: truth[NOISES[name]].reshape(shape),
            tick,
        )
    assert seen[-2:] == [stage, stage]


def test_the_cube_is_turned_into_the_view_frame() -> None:
    points = chain.to_view_frame(torch.tensor([[0.1, 0.2, 0.3]]))
    assert torch.equal(points, torch.tensor([[0.1, -0.3, 0.2]]))
