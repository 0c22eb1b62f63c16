"""Euler steps of flow matching against the recorded ones."""

import pytest
import torch
from torch import Tensor

from pixal3d_addon.core.errors import Cancelled
from pixal3d_addon.engine.pixal3d.published import SamplerParams
from pixal3d_addon.engine.pixal3d.sampler import draw_noise, sample, times
from tests.pixal3d.recorded import TOLERANCE, recorded, relative_error

# steps, guidance_strength, guidance_rescale, guidance_interval, rescale_t, sigma_min
RECORDED = [
    SamplerParams(5, 7.5, 0.7, (0.6, 1.0), 5.0, 1e-5),
    SamplerParams(4, 1.0, 0.0, (0.6, 0.9), 3.0, 1e-5),
    SamplerParams(6, 3.0, 0.0, (0.0, 1.0), 1.0, 1e-5),
]


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
