"""Euler steps of flow matching against the recorded ones."""

import json

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from pixal3d_addon.core.errors import Cancelled
from pixal3d_addon.engine.pixal3d.image_features import load_dinov3, see
from pixal3d_addon.engine.pixal3d.published import SamplerParams
from pixal3d_addon.engine.pixal3d.sampler import draw_noise, sample
from pixal3d_addon.engine.pixal3d.schedule import times
from tests.pixal3d.recorded import (
    REFERENCE,
    TINY,
    TOLERANCE,
    recorded,
    relative_error,
)
from tests.pixal3d.test_flow import tiny

# steps, guidance_strength, guidance_rescale, guidance_interval, rescale_t, sigma_min
RECORDED = [
    SamplerParams(5, 7.5, 0.7, (0.6, 1.0), 5.0, 1e-5),
    SamplerParams(4, 1.0, 0.0, (0.6, 0.9), 3.0, 1e-5),
    SamplerParams(6, 3.0, 0.0, (0.0, 1.0), 1.0, 1e-5),
]


# Stage in `pipeline` → its flow and how it is sampled.
STAGES = {
    "ss": ("ss_flow_tiny", SamplerParams(3, 7.5, 0.7, (0.6, 1.0), 5.0, 1e-5)),
    "lr": ("slat_flow_img2shape_512_tiny", SamplerParams(3, 7.5, 0.5, (0.6, 1.0), 3.0, 1e-5)),
    "hr": ("slat_flow_img2shape_1024_tiny", SamplerParams(3, 7.5, 0.5, (0.6, 1.0), 3.0, 1e-5)),
    "tex": ("slat_flow_imgshape2tex_1024_tiny", SamplerParams(3, 1.0, 0.0, (0.6, 0.9), 3.0, 1e-5)),
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_recorded_noises_become_the_recorded_latents(stage: str) -> None:
    d, (name, params) = recorded("pipeline"), STAGES[stage]
    args = json.loads((TINY / "pipeline.json").read_text())["args"]
    kind = "tex_slat" if stage == "tex" else "shape_slat"
    mean, std = (torch.tensor(args[f"{kind}_normalization"][key]) for key in ("mean", "std"))
    flow, proj = tiny(name), d[f"{stage}_proj"]
    if stage == "ss":
        proj, truth, fixed = proj[0], d["ss_latent"], ()
    else:
        truth = (d[f"{stage}_slat"] - mean) / std
        fixed = (d["ss_coords" if stage == "lr" else "hr_coords"],)
    shape_mean, shape_std = (
        torch.tensor(args["shape_slat_normalization"][key]) for key in ("mean", "std")
    )
    beside = ((d["hr_slat"] - shape_mean) / shape_std,) if stage == "tex" else ()
    rgb = np.array(Image.open(REFERENCE / "preprocessed.png").convert("RGB"))
    model = load_dinov3(TINY / "dinov3-tiny", "cpu", torch.float32)
    cond = see(model, rgb, 160 if stage in ("ss", "lr") else 320).tokens[0]

    def velocity(x: Tensor, t: float, conditional: bool) -> Tensor:
        seen = (cond, proj) if conditional else (torch.zeros_like(cond), torch.zeros_like(proj))
        return flow(x, *fixed, t, *seen, *beside)

    assert relative_error(sample(velocity, d[f"{stage}_noise"], params), truth) < TOLERANCE


@pytest.mark.parametrize("case", range(3))
def test_samples_are_the_recorded_ones(case: int) -> None:
    d = recorded("flow_euler_sampler")

    def velocity(x: Tensor, t: float, conditional: bool) -> Tensor:
        return torch.tanh(x) * (0.5 + t) + d["cond" if conditional else "neg_cond"]

    out = sample(velocity, d["noise"], RECORDED[case])
    assert relative_error(out, d[f"out_{case}"]) < TOLERANCE


def test_the_moments_go_from_one_to_zero_and_stay_near_the_noise() -> None:
    even, late = times(12, 1.0), times(12, 5.0)
    assert even == pytest.approx([1 - i / 12 for i in range(13)])
    assert (late[0], late[-1]) == (1.0, 0.0)
    assert all(b > a for a, b in zip(even[1:-1], late[1:-1], strict=True))


def test_the_network_is_asked_without_the_photo_only_where_guidance_needs_it() -> None:
    asked: list[tuple[float, bool]] = []

    def velocity(x: Tensor, t: float, conditional: bool) -> Tensor:
        asked.append((t, conditional))
        return x

    sample(velocity, torch.ones(4), SamplerParams(4, 7.5, 0.0, (0.6, 1.0), 1.0, 1e-5))
    assert asked == [(1.0, True), (1.0, False), (0.75, True), (0.75, False), (0.5, True),
                     (0.25, True)]  # fmt: skip
    asked.clear()
    sample(velocity, torch.ones(4), SamplerParams(2, 1.0, 0.0, (0.0, 1.0), 1.0, 1e-5))
    assert asked == [(1.0, True), (0.5, True)]


def test_every_step_is_told_and_can_end_the_sampling() -> None:
    told: list[tuple[int, int]] = []

    def on_step(step: int, steps: int) -> None:
        told.append((step, steps))
        if step == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        sample(lambda x, t, c: x, torch.ones(4), RECORDED[1], on_step)
    assert told == [(0, 4), (1, 4), (2, 4)]


def test_noise_depends_on_seed_and_stage_alone() -> None:
    state = torch.random.get_rng_state()
    first = draw_noise((100, 8), seed=7, stage=1)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.equal(first, draw_noise((100, 8), seed=7, stage=1))
    for seed, stage in ((8, 1), (7, 2), (7 + 2**31, 1)):
        assert not torch.equal(first, draw_noise((100, 8), seed, stage))
    assert abs(float(first.mean())) < 0.2 and abs(float(first.std()) - 1) < 0.1
