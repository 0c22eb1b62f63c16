"""How long each stage of a run will take, before it runs. No torch.

Counted from the published arguments: matrix products, attention, convolutions, and how often each
network is asked. Only the tokens are guessed until they are known.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ...core.errors import PixalError
from ...core.estimate import SURFACE
from .checkpoint import Checkpoint, Model
from .published import CELL, LOWEST, STEP, ImageCondition
from .schedule import evaluations

_RATES = {"cuda": 1e14, "mps": 4e12, "cpu": 8e10}  # of matrix products, FLOP a second
_LAUNCHES = {"cuda": 1e-3, "mps": 3e-3, "cpu": 1e-3}  # seconds that a block takes however small
_SINGLE = 4.0  # float32 costs as much more than bfloat16, but on a processor
_GATHER = 5.0  # a sparse convolution costs as much more than a matrix product of its FLOPs
_VOXEL = {"cuda": 1e-7, "mps": 5e-6, "cpu": 1.5e-5}  # seconds for its neighbors and keys
_EXISTING = 0.4  # of a voxel's 27 neighbors, on a surface
_READ = 1.5e9  # bytes a second from the disk to the device
_CONVERT = 0.5e9
_NAF = 2 * 128 * 128 * 4 * (1 + 9)  # FLOPs a pixel: two branches of four convolutions


@dataclass(frozen=True)
class Counts:
    """coarse, fine: tokens. voxels: of the surface. resolution: along the cube's side."""

    coarse: int
    fine: int
    voxels: int
    resolution: int


def expected(checkpoint: Checkpoint, high: int, max_tokens: int, coarse: int = 0) -> Counts:
    """What an object of middling intricacy takes; `coarse` tokens of the structure if known."""
    usual = SURFACE * checkpoint.sizes.structure**2
    surface = SURFACE * (coarse or usual) / usual
    while surface * (high // CELL) ** 2 >= max_tokens and high - STEP >= LOWEST:
        high -= STEP
    fine = int(surface * (high // CELL) ** 2)
    return Counts(coarse or int(usual), fine, int(surface * high**2), high)


def seconds(
    checkpoint: Checkpoint, counts: Counts, device: str, photos: int = 1, to_convert: int = 0
) -> dict[str, float]:
    """Each stage in order → about how long it takes on a usual `device` of torch's name.

    to_convert: bytes of weights. Raises PixalError `weights_mismatch` for arguments that make no
    sense.
    """
    models, sizes = checkpoint.models, checkpoint.sizes
    sides = {stage.image_size for stage in (sizes.ss, sizes.shape_512, sizes.shape_1024)}
    rate, launch = _RATES[device], _LAUNCHES[device]
    exact = rate if device == "cpu" else rate / _SINGLE

    def read(role: str) -> float:
        try:
            return models[role].weights.stat().st_size / _READ
        except OSError:
            return 0.0

    def sampling(role: str, stage: ImageCondition, tokens: int, asked: int) -> float:
        args = models[role].args
        flops = asked * _flow(args, tokens) / rate + photos * _naf(stage) / exact
        return flops + asked * whole_number(args, "num_blocks") * launch + read(role)

    def decoding(role: str, tokens: int, voxels: int) -> float:
        return _unet(models[role], tokens, voxels) / rate + voxels * _VOXEL[device] + read(role)

    shape_steps = evaluations(checkpoint.shape_sampler)
    side = whole_number(models["sparse_structure_flow_model"].args, "resolution")
    coarse_voxels = int(counts.coarse * (sizes.low / sizes.structure) ** 2)
    structure = sampling(
        "sparse_structure_flow_model", sizes.ss, side**3, evaluations(checkpoint.structure_sampler)
    )
    dense = _dense(models["sparse_structure_decoder"].args, side) / rate
    return {
        "Weights": 0.1 + to_convert / _CONVERT,
        "Photo": 0.2 + photos * sum(_dinov3(checkpoint, size) for size in sides) / exact,
        "Structure": structure + dense + read("sparse_structure_decoder"),
        "Coarse Shape": sampling(
            "shape_slat_flow_model_512", sizes.shape_512, counts.coarse, shape_steps
        )
        + decoding("shape_slat_decoder", counts.coarse, coarse_voxels),
        "Shape": sampling("shape_slat_flow_model_1024", sizes.shape_1024, counts.fine, shape_steps),
        "Texture": sampling(
            "tex_slat_flow_model_1024",
            sizes.tex_1024,
            counts.fine,
            evaluations(checkpoint.texture_sampler),
        ),
        "Surface": decoding("shape_slat_decoder", counts.fine, counts.voxels),
        "Colors": decoding("tex_slat_decoder", counts.fine, counts.voxels),
    }


def _flow(args: Mapping[str, Any], tokens: int) -> float:
    """FLOPs of one evaluation."""
    channels, blocks = whole_number(args, "model_channels"), whole_number(args, "num_blocks")
    pixels = whole_number(
        {"proj_in_channels": args.get("cond_channels"), **args}, "proj_in_channels"
    )
    ratio = args.get("mlp_ratio")
    if not isinstance(ratio, int | float) or not 0 < ratio <= 64:
        raise _mismatch("mlp_ratio")
    linear = 6 * channels**2 + pixels * channels + 2 * channels**2 * ratio
    return blocks * tokens * (2 * linear + 4 * tokens * channels)


def _unet(model: Model, tokens: int, voxels: int) -> float:
    """Of a sparse decoder, whose voxels grow alike from level to level."""
    widths = whole_numbers(model.args, "model_channels")
    counts = whole_numbers(model.args, "num_blocks", 0)
    growth = (max(voxels, 1) / max(tokens, 1)) ** (1 / max(len(widths) - 1, 1))
    total, rows = 0.0, float(tokens)
    for width, count in zip(widths, counts, strict=False):
        total += count * rows * 2 * width**2 * (27 * _EXISTING * _GATHER + 8)
        rows *= growth
    rows = float(tokens)
    for width, finer in pairwise(widths):
        wide = rows * 8 * width * finer + rows * growth * finer**2
        total += 2 * 27 * _EXISTING * _GATHER * wide
        rows *= growth
    return total


def _dense(args: Mapping[str, Any], side: int) -> float:
    """Of the structure decoder."""
    widths, total = whole_numbers(args, "channels"), 0.0
    blocks = whole_number(args, "num_res_blocks")
    for level, width in enumerate(widths):
        cells = (side * 2**level) ** 3
        total += cells * 2 * 27 * width * (2 * blocks * width)
        if level + 1 < len(widths):
            total += cells * 2 * 27 * width * 8 * widths[level + 1]
    return total


def _naf(stage: ImageCondition) -> float:
    return _NAF * stage.image_size**2 if stage.naf_target else 0.0


def _dinov3(checkpoint: Checkpoint, image_size: int) -> float:
    try:
        config = json.loads((checkpoint.dinov3 / "config.json").read_bytes())
        width, layers = (
            whole_number(config, "hidden_size"),
            whole_number(config, "num_hidden_layers"),
        )
        hidden, patch = (
            whole_number(config, "intermediate_size"),
            whole_number(config, "patch_size"),
        )
    except (OSError, ValueError):
        return 0.0
    tokens = (image_size // patch) ** 2 + 5
    return layers * tokens * (8 * width**2 + 4 * width * hidden + 4 * tokens * width)


def whole_number(args: Mapping[str, Any], name: str, lowest: int = 1) -> int:
    """The argument `name`. Raises PixalError `weights_mismatch` where it is no sensible one."""
    value = args.get(name)
    if type(value) is not int or not lowest <= value <= 1 << 16:
        raise _mismatch(name)
    return value


def whole_numbers(args: Mapping[str, Any], name: str, lowest: int = 1) -> list[int]:
    """The same of a list."""
    values = args.get(name)
    if not isinstance(values, list) or len(values) < 2:
        raise _mismatch(name)
    return [whole_number({name: value}, name, lowest) for value in values]


def _mismatch(name: str) -> PixalError:
    return PixalError(
        "weights_mismatch",
        f"The weights' description has no sensible {name}.",
        "Get the weights again, or update Pixal3D for Blender.",
    )
