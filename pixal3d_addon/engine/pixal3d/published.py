"""The numbers that `pipeline.json` publishes beside the models: sampling, normalization, sizes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CELL = 16  # voxels along a side of what one latent token becomes
STEP, LOWEST = 128, 1024  # of the surface's resolution, where it would take too many tokens


@dataclass(frozen=True)
class SamplerParams:
    """How one flow is sampled; the names are the published ones. Section 6 of the specification."""

    steps: int
    guidance_strength: float
    guidance_rescale: float
    guidance_interval: tuple[float, float]
    rescale_t: float
    sigma_min: float


@dataclass(frozen=True)
class Normalization:
    """A latent's mean and standard deviation by channel: `z * std + mean` is the decoder's."""

    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True)
class ImageCondition:
    """What a stage sees of the photo: pixels of its side, cells of its grid's side, side of NAF's
    upsampled map or 0 without NAF."""

    image_size: int
    grid: int
    naf_target: int = 0


@dataclass(frozen=True)
class Sizes:
    """Voxels along a side of the structure, and of the surface at low and high resolution."""

    structure: int = 32
    low: int = 512
    high: int = 1024
    ss: ImageCondition = ImageCondition(512, 16)
    shape_512: ImageCondition = ImageCondition(512, 32, 512)
    shape_1024: ImageCondition = ImageCondition(1024, 64, 512)
    tex_1024: ImageCondition = ImageCondition(1024, 64, 1024)


def sampler_params(described: Mapping[str, Any]) -> SamplerParams:
    """Of one stage. This and the next two raise KeyError, TypeError, ValueError or OverflowError
    for what makes no sense."""
    params = described["params"]
    low, high = map(float, params["guidance_interval"])
    sampler = SamplerParams(
        steps=_whole(params["steps"]),
        guidance_strength=float(params["guidance_strength"]),
        guidance_rescale=float(params["guidance_rescale"]),
        guidance_interval=(low, high),
        rescale_t=float(params["rescale_t"]),
        sigma_min=float(described["args"]["sigma_min"]),
    )
    if not (
        0 <= low <= high <= 1
        and 0 < sampler.rescale_t < math.inf
        and 0 <= sampler.sigma_min < 1
        and 0 <= sampler.guidance_rescale <= 1
        and math.isfinite(sampler.guidance_strength)
    ):
        raise ValueError("sampler")
    return sampler


def normalization(described: Mapping[str, Any]) -> Normalization:
    """Of one latent."""
    mean, std = (tuple(map(float, described[key])) for key in ("mean", "std"))
    if not mean or len(mean) != len(std) or not all(map(math.isfinite, (*mean, *std))):
        raise ValueError("normalization")
    if min(std) <= 0:
        raise ValueError("normalization")
    return Normalization(mean, std)


def sizes(tiny: Mapping[str, Any]) -> Sizes:
    """Of the test's checkpoint: published ones have the constants."""

    def condition(described: Mapping[str, Any]) -> ImageCondition:
        naf = described["naf_target_size"] if described.get("use_naf_upsample") else 0
        size, grid = _whole(described["image_size"]), _whole(described["grid_resolution"])
        return ImageCondition(size, grid, _whole(naf) if naf else 0)

    return Sizes(
        structure=_whole(tiny["sparse_structure_resolution"]),
        low=_whole(tiny["lr_resolution"]),
        high=_whole(tiny["hr_resolution"]),
        **{stage: condition(described) for stage, described in tiny["image_cond"].items()},
    )


def _whole(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 4096:
        raise ValueError(value)
    return value
