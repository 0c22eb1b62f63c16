"""When a flow is asked, and how often: known before anything is loaded."""

from .published import SamplerParams


def times(steps: int, rescale_t: float) -> list[float]:
    """The `steps + 1` moments from 1 down to 0; `rescale_t` > 1 stays longer near the noise."""
    even = (1.0 - step / steps for step in range(steps + 1))
    return [rescale_t * t / (1.0 + (rescale_t - 1.0) * t) for t in even]


def is_guided(t: float, params: SamplerParams) -> bool:
    """Whether the step that begins at `t` needs the network without the photo, too."""
    low, high = params.guidance_interval
    return params.guidance_strength != 1.0 and low <= t <= high


def evaluations(params: SamplerParams) -> int:
    """How often the network is asked from noise to latent."""
    moments = times(params.steps, params.rescale_t)[:-1]
    return sum(1 + is_guided(t, params) for t in moments)
