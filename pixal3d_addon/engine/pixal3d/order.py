"""The checkpoint that a job's settings ask for. No torch."""

from dataclasses import replace

from ...core.settings import Settings
from .checkpoint import Checkpoint, open_checkpoint
from .hub_cache import PIXAL3D
from .published import SamplerParams


def checkpoint_for(settings: Settings) -> Checkpoint:
    """Opened, with the steps of every stage, and the guidance of structure and shape, as asked.

    Raises as `open_checkpoint` does.
    """
    checkpoint = open_checkpoint(settings.weights or PIXAL3D, bool(settings.views))

    def asked(params: SamplerParams, guided: bool = True) -> SamplerParams:
        strength = settings.guidance if guided and settings.guidance else params.guidance_strength
        return replace(params, steps=settings.steps or params.steps, guidance_strength=strength)

    return replace(
        checkpoint,
        structure_sampler=asked(checkpoint.structure_sampler),
        shape_sampler=asked(checkpoint.shape_sampler),
        texture_sampler=asked(checkpoint.texture_sampler, guided=False),
    )
