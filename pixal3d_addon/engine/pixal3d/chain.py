"""From noise and a photo's features to latents, and from latents to a surface: the whole chain.

Sampling and decoding are apart, so that latents which were kept can be decoded again.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from . import cascade
from .checkpoint import Checkpoint
from .published import ImageCondition, Normalization, SamplerParams
from .sampler import draw_noise, sample
from .shape_decoder import dual_grid
from .structure_decoder import occupied
from .texture_decoder import attributes

MAX_TOKENS = 49152
STAGES = ("structure", "shape_low", "shape", "texture")  # of sampling; their order is the noise's

# What the photos say to the cells int [N, 3] of a grid so many cells a side, for one stage:
# (global tokens [M, C], the cells' own pixels [N, C']).
Condition = Callable[[ImageCondition, Tensor, int], tuple[Tensor, Tensor]]
Noise = Callable[[str, tuple[int, ...]], Tensor]  # stage, shape → float32 on the device
Weights = Callable[[str], AbstractContextManager[nn.Module]]  # role → its network, while it runs
Tick = Callable[[str, int, int], None]  # stage, so much done, of so much; may raise `Cancelled`


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
    sizes, high = checkpoint.sizes, high or checkpoint.sizes.high
    coords = _structure(checkpoint, weights, condition, noise, tick)

    shape = _sample_sparse(
        "shape_low", "shape_slat_flow_model_512", checkpoint.shape_sampler,
        weights, condition(sizes.shape_512, coords[:, 1:], sizes.shape_512.grid),
        coords, noise, tick,
    )  # fmt: skip
    shape = denormalized(shape, checkpoint.shape_normalization)
    with weights("shape_slat_decoder") as decoder:
        voxels = decoder.upsample(coords, shape)
    coords, resolution = cascade.fine_coords(voxels, sizes.low, high, max_tokens)
    del voxels

    grid = resolution // cascade.CELL
    shape = _sample_sparse(
        "shape", "shape_slat_flow_model_1024", checkpoint.shape_sampler,
        weights, condition(sizes.shape_1024, coords[:, 1:], grid), coords, noise, tick,
    )  # fmt: skip
    texture = _sample_sparse(
        "texture", "tex_slat_flow_model_1024", checkpoint.texture_sampler,
        weights, condition(sizes.tex_1024, coords[:, 1:], grid), coords, noise, tick, shape,
    )  # fmt: skip
    return Latents(
        resolution,
        coords,
        denormalized(shape, checkpoint.shape_normalization),
        denormalized(texture, checkpoint.texture_normalization),
    )


@torch.inference_mode()
def decode(latents: Latents, weights: Weights, tick: Tick) -> Decoded:
    """The surface of `latents` and its materials. Raises PixalError `structure_empty`."""
    with weights("shape_slat_decoder") as decoder:
        coords, feats, guide = decoder(
            latents.coords, latents.shape, tick=lambda done, total: tick("surface", done, total)
        )
    grid = dual_grid(coords, feats)
    del feats
    faces = grid.faces()
    with weights("tex_slat_decoder") as decoder:
        _, colors = decoder(
            latents.texture, guide, tick=lambda done, total: tick("colors", done, total)
        )
    return Decoded(grid.vertices(latents.resolution), faces, grid.coords, attributes(colors))


def denormalized(latent: Tensor, by: Normalization) -> Tensor:
    """[N, C] as sampled → as the decoder takes it."""
    return latent * latent.new_tensor(by.std) + latent.new_tensor(by.mean)


def to_view_frame(points: Tensor) -> Tensor:
    """[V, 3] of the object's cube → the view frame of `core/camera.py`: (x, -z, y)."""
    x, y, z = points.unbind(-1)
    return torch.stack([x, -z, y], dim=-1)


def _structure(
    checkpoint: Checkpoint, weights: Weights, condition: Condition, noise: Noise, tick: Tick
) -> Tensor:
    """Occupied cells, int32 [N, 4]."""
    with weights("sparse_structure_flow_model") as flow:
        side = flow.args.resolution
        start = noise("structure", (1, flow.args.in_channels, side, side, side))
        axis = torch.arange(side, device=start.device)
        cells = torch.cartesian_prod(axis, axis, axis)
        cond, proj = condition(checkpoint.sizes.ss, cells, side)

        def velocity(x: Tensor, t: float, with_photo: bool) -> Tensor:
            return flow(x, t, *_asked(cond, proj, with_photo))

        latent = sample(
            velocity, start, checkpoint.structure_sampler, lambda *done: tick("structure", *done)
        )
    with weights("sparse_structure_decoder") as decoder:
        return occupied(decoder(latent), checkpoint.sizes.structure)


def _sample_sparse(
    stage: str,
    role: str,
    params: SamplerParams,
    weights: Weights,
    conditions: tuple[Tensor, Tensor],
    coords: Tensor,
    noise: Noise,
    tick: Tick,
    beside: Tensor | None = None,
) -> Tensor:
    """A normalized latent [N, C] for `coords`. beside: channels that the flow sees as they are."""
    cond, proj = conditions
    with weights(role) as flow:

        def velocity(x: Tensor, t: float, with_photo: bool) -> Tensor:
            return flow(x, coords, t, *_asked(cond, proj, with_photo), concat_feats=beside)

        start = noise(stage, (len(coords), flow.args.out_channels))
        return sample(velocity, start, params, lambda *done: tick(stage, *done))


def _asked(cond: Tensor, proj: Tensor, with_photo: bool) -> tuple[Tensor, Tensor]:
    """The conditions, or for guidance zeros in their place, which take no memory."""
    return (
        (cond, proj) if with_photo else (torch.zeros_like(cond), proj.new_zeros(1).expand_as(proj))
    )
