"""From noise and a photo's features to latents, and from latents to a surface: the whole chain.

Sampling and decoding are apart, so that latents which were kept can be decoded again.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

import torch
from torch import Tensor, nn

from ...core.errors import PixalError
from . import cascade
from .checkpoint import Checkpoint
from .dual_grid import DualGrid
from .published import CELL, ImageCondition, Normalization, SamplerParams
from .sampler import draw_noise, sample
from .shape_decoder import dual_grid
from .sparse_unet import Subdivision
from .structure_decoder import occupied
from .texture_decoder import attributes

MAX_TOKENS = 49152
BUDGET = 256 << 20  # bytes for what is made between two layers
STAGES = ("structure", "shape_low", "shape", "texture")  # of sampling; their order is the noise's

# What the photos say to the cells int [N, 3] of a grid so many cells a side, for one stage, within
# so many bytes: (global tokens [M, C], the cells' own pixels [N, C']).
Condition = Callable[[ImageCondition, Tensor, int, int], tuple[Tensor, Tensor]]
Noise = Callable[[str, tuple[int, ...]], Tensor]  # stage, shape → float32 on the device
Weights = Callable[[str], AbstractContextManager[nn.Module]]  # role → its network, while it runs
Tick = Callable[[str, int, int], None]  # stage, so much done, of so much; may raise `Cancelled`
T = TypeVar("T")


class Attempt(Protocol):
    """Does a piece of work, given a budget in bytes; perhaps again with a smaller one."""

    def __call__(self, work: Callable[[int], T]) -> T: ...


def once(work: Callable[[int], T]) -> T:
    return work(BUDGET)


@dataclass(frozen=True)
class Means:
    """What sampling works with."""

    checkpoint: Checkpoint
    weights: Weights
    condition: Condition
    noise: Noise
    tick: Tick
    attempt: Attempt = once


@dataclass(frozen=True)
class Latents:
    """Everything that decoding needs. resolution: voxels of the surface along the cube's side.

    coords: int32 [N, 4]. shape, texture: float32 [N, C], as the decoders take them.
    """

    resolution: int
    coords: Tensor
    shape: Tensor
    texture: Tensor


@dataclass(frozen=True)
class Decoded:
    """A raw surface in the object's cube, -0.5 to 0.5, and the voxels that carry its material.

    vertices: float32 [V, 3]. faces: int32 [F, 3], without orientation. coords: int32 [V, 3], each
    vertex's voxel. attributes: float32 [V, 6], base color 3, metallic, roughness, alpha.
    """

    vertices: Tensor
    faces: Tensor
    coords: Tensor
    attributes: Tensor


def seeded(seed: int, device: torch.device | str) -> Noise:
    """Noise that is the same on every device; a stage's own, whatever came before it."""
    return lambda stage, shape: draw_noise(shape, seed, STAGES.index(stage)).to(device)


def sample_latents(
    checkpoint: Checkpoint,
    weights: Weights,
    condition: Condition,
    noise: Noise,
    tick: Tick,
    high: int | None = None,
    max_tokens: int = MAX_TOKENS,
) -> Latents:
    """Structure, coarse shape, cascade, fine shape, texture.

    high: resolution of the surface, the checkpoint's own by default. It falls where the object
    would take `max_tokens` tokens or more. Raises PixalError `structure_empty`, `structure_full`
    or `numbers_broken`, and whatever `tick` raises.
    """
    means = Means(checkpoint, weights, condition, noise, tick)
    voxels = coarse_voxels(means, structure(means))
    sizes = checkpoint.sizes
    return fine(means, *cascade.fine_coords(voxels, sizes.low, high or sizes.high, max_tokens))


def structure(means: Means) -> Tensor:
    """Occupied cells of the grid `sizes.structure`, int32 [N, 4]."""

    def sampled(budget: int) -> Tensor:
        with means.weights("sparse_structure_flow_model") as flow:
            side = flow.args.resolution
            start = means.noise("structure", (1, flow.args.in_channels, side, side, side))
            axis = torch.arange(side, device=start.device)
            cells = torch.cartesian_prod(axis, axis, axis)
            cond, proj = means.condition(means.checkpoint.sizes.ss, cells, side, budget)

            def velocity(x: Tensor, t: float, with_photo: bool) -> Tensor:
                return flow(x, t, *_asked(cond, proj, with_photo), budget=budget)

            params = means.checkpoint.structure_sampler
            return sample(velocity, start, params, lambda *done: means.tick("structure", *done))

    def decoded(budget: int) -> Tensor:
        with means.weights("sparse_structure_decoder") as decoder:
            return occupied(decoder(latent), means.checkpoint.sizes.structure)

    latent = finite(means.attempt(sampled))
    return means.attempt(decoded)


def coarse_voxels(means: Means, coords: Tensor) -> Tensor:
    """The coarse shape of the cells `coords`: int32 [M, 4], its voxels on the grid `sizes.low`."""
    checkpoint = means.checkpoint
    stage = checkpoint.sizes.shape_512
    shape = _sample_sparse(
        means, "shape_low", "shape_slat_flow_model_512", checkpoint.shape_sampler, stage,
        stage.grid, coords,
    )  # fmt: skip
    shape = denormalized(shape, checkpoint.shape_normalization)

    def decoded(budget: int) -> Tensor:
        with means.weights("shape_slat_decoder") as decoder:
            return decoder.upsample(
                coords, shape, budget, lambda *done: means.tick("cascade", *done)
            )

    return means.attempt(decoded)


def fine(means: Means, coords: Tensor, resolution: int) -> Latents:
    """Shape and texture of the cells `coords` int32 [N, 4], as `cascade.fine_coords` gives them."""
    checkpoint, grid = means.checkpoint, resolution // CELL
    shape = _sample_sparse(
        means, "shape", "shape_slat_flow_model_1024", checkpoint.shape_sampler,
        checkpoint.sizes.shape_1024, grid, coords,
    )  # fmt: skip
    texture = _sample_sparse(
        means, "texture", "tex_slat_flow_model_1024", checkpoint.texture_sampler,
        checkpoint.sizes.tex_1024, grid, coords, shape,
    )  # fmt: skip
    return Latents(
        resolution,
        coords,
        denormalized(shape, checkpoint.shape_normalization),
        denormalized(texture, checkpoint.texture_normalization),
    )


@torch.inference_mode()
def decode(latents: Latents, weights: Weights, tick: Tick, attempt: Attempt = once) -> Decoded:
    """The surface of `latents` and its materials.

    Raises PixalError `structure_empty`, `structure_full` or `numbers_broken`.
    """

    def shaped(budget: int) -> tuple[DualGrid, list[Subdivision]]:
        with weights("shape_slat_decoder") as decoder:
            coords, feats, guide = decoder(
                latents.coords, latents.shape, budget, lambda *done: tick("surface", *done)
            )
        return dual_grid(coords, finite(feats)), guide

    def colored(budget: int) -> Tensor:
        with weights("tex_slat_decoder") as decoder:
            _, colors = decoder(latents.texture, guide, budget, lambda *done: tick("colors", *done))
        return attributes(finite(colors))

    grid, guide = attempt(shaped)
    faces = attempt(grid.faces)
    colors = attempt(colored)
    return Decoded(grid.vertices(latents.resolution), faces, grid.coords, colors)


def finite(numbers: Tensor) -> Tensor:
    """`numbers` themselves. Raises PixalError `numbers_broken` where some are none."""
    if not bool(numbers.isfinite().all()):
        raise PixalError(
            "numbers_broken",
            "The graphics device computed something that is no numbers.",
            "Update its driver, or get the weights again.",
        )
    return numbers


def denormalized(latent: Tensor, by: Normalization) -> Tensor:
    """[N, C] as sampled → as the decoder takes it."""
    return latent * latent.new_tensor(by.std) + latent.new_tensor(by.mean)


def to_view_frame(points: Tensor) -> Tensor:
    """[V, 3] of the object's cube → the view frame of `core/camera.py`: (x, -z, y)."""
    x, y, z = points.unbind(-1)
    return torch.stack([x, -z, y], dim=-1)


def _sample_sparse(
    means: Means,
    name: str,
    role: str,
    params: SamplerParams,
    stage: ImageCondition,
    grid: int,
    coords: Tensor,
    beside: Tensor | None = None,
) -> Tensor:
    """A normalized latent [N, C] for `coords`. beside: channels that the flow sees as they are."""

    def sampled(budget: int) -> Tensor:
        means.tick(name, 0, params.steps)
        cond, proj = means.condition(stage, coords[:, 1:], grid, budget)
        with means.weights(role) as flow:

            def velocity(x: Tensor, t: float, with_photo: bool) -> Tensor:
                asked = _asked(cond, proj, with_photo)
                return flow(x, coords, t, *asked, concat_feats=beside, budget=budget)

            start = means.noise(name, (len(coords), flow.args.out_channels))
            return sample(velocity, start, params, lambda *done: means.tick(name, *done))

    return finite(means.attempt(sampled))


def _asked(cond: Tensor, proj: Tensor, with_photo: bool) -> tuple[Tensor | None, Tensor | None]:
    """The conditions, or for guidance none."""
    return (cond, proj) if with_photo else (None, None)
