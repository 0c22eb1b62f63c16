"""Flow matching: from noise to a latent by Euler steps, with guidance. Section 6 of the model."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from .published import SamplerParams
from .schedule import is_guided, times

Velocity = Callable[[Tensor, float, bool], Tensor]  # (x, t, conditional) → velocity, x's shape


def draw_noise(shape: tuple[int, ...], seed: int, stage: int) -> Tensor:
    """Normal float32 noise on the CPU, the same on every device.

    Each stage draws from its own stream, so that one repeated alone, or with fewer tokens,
    changes no other. seed, stage: whole numbers from 0.
    """
    # Mixed into 32 bits: torch's generator on the CPU looks at no more of its seed.
    mixed = np.random.SeedSequence((seed, stage)).generate_state(1)
    generator = torch.Generator("cpu").manual_seed(int(mixed[0]))
    return torch.randn(shape, generator=generator)


def sample(
    velocity: Velocity,
    noise: Tensor,
    params: SamplerParams,
    on_step: Callable[[int, int], None] = lambda step, steps: None,
) -> Tensor:
    """Follow `velocity` from `noise` (one object, any shape) at t = 1 to its latent at t = 0.

    on_step(step, steps): called before the first step and after each; what it raises ends the
    sampling. `velocity` is asked without the condition only where guidance needs that.
    """
    x, moments = noise, times(params.steps, params.rescale_t)
    on_step(0, params.steps)
    for step, (t, after) in enumerate(pairwise(moments), start=1):
        x = x - (t - after) * guided(velocity, x, t, params)
        on_step(step, params.steps)
    return x


def guided(velocity: Velocity, x: Tensor, t: float, params: SamplerParams) -> Tensor:
    """The velocity at `x` and `t`, pushed away from what the network does without the photo."""
    with_photo = velocity(x, t, True)
    if not is_guided(t, params):
        return with_photo
    strength = params.guidance_strength
    pushed = strength * with_photo + (1.0 - strength) * velocity(x, t, False)
    if params.guidance_rescale == 0.0:
        return pushed
    keep, slope = 1.0 - params.sigma_min, params.sigma_min + (1.0 - params.sigma_min) * t
    own, latent = keep * x - slope * with_photo, keep * x - slope * pushed
    rescaled = latent * (own.std() / latent.std())
    latent = params.guidance_rescale * rescaled + (1.0 - params.guidance_rescale) * latent
    return (keep * x - latent) / slope
