"""The published layout of the weights: which file is which part, and the numbers beside them.

Only small JSON files are read here; a model's tensors are `load.py`'s. No torch.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ...core.errors import PixalError, short_path
from . import hub_cache

ROLES = (
    "sparse_structure_flow_model", "sparse_structure_decoder", "shape_slat_flow_model_512",
    "shape_slat_flow_model_1024", "shape_slat_decoder", "tex_slat_flow_model_1024",
    "tex_slat_decoder",
)  # fmt: skip
_MAX_JSON = 1 << 20


@dataclass(frozen=True)
class Model:
    """One network. kind: the published class's name. args: what it is built with, as published."""

    role: str
    kind: str
    args: Mapping[str, Any]
    weights: Path


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


@dataclass(frozen=True)
class Checkpoint:
    """Everything but the tensors. dinov3: a folder of transformers'. naf: .safetensors or .pth."""

    models: Mapping[str, Model]
    structure_sampler: SamplerParams
    shape_sampler: SamplerParams
    texture_sampler: SamplerParams
    shape_normalization: Normalization
    texture_normalization: Normalization
    sizes: Sizes
    dinov3: Path
    naf: Path


def open_checkpoint(weights: str | Path, several_views: bool = False) -> Checkpoint:
    """Read the layout in a folder, or in the downloads of the hub where `weights` is OWNER/NAME.

    Raises PixalError `weights_missing`, `weights_damaged` or `weights_mismatch`.
    """
    root = folder_of(weights)
    path = _layout(root, several_views)
    published = _read_json(path)
    models = open_models(root, several_views)
    try:
        args = published["args"]
        return Checkpoint(
            models=models,
            structure_sampler=_sampler(args["sparse_structure_sampler"]),
            shape_sampler=_sampler(args["shape_slat_sampler"]),
            texture_sampler=_sampler(args["tex_slat_sampler"]),
            shape_normalization=_normalization(args["shape_slat_normalization"]),
            texture_normalization=_normalization(args["tex_slat_normalization"]),
            sizes=_sizes(published["tiny"]) if "tiny" in published else Sizes(),
            dinov3=_dinov3(root),
            naf=_naf(root),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _unknown_layout(path) from error


def open_models(weights: str | Path, several_views: bool = False) -> Mapping[str, Model]:
    """The models alone, which converting needs, by role. Raises as `open_checkpoint` does."""
    root = folder_of(weights)
    path = _layout(root, several_views)
    published = _read_json(path)
    try:
        return {role: _model(root, role, published["args"]["models"][role]) for role in ROLES}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unknown_layout(path) from error


def has_several_views(weights: str | Path) -> bool:
    """Whether the layout for several views is there; its models may still be missing."""
    return _layout(folder_of(weights), True).is_file()


def _layout(root: Path, several_views: bool) -> Path:
    return root / ("pipeline_mv.json" if several_views else "pipeline.json")


def folder_of(weights: str | Path) -> Path:
    """The folder itself, or where the hub keeps a downloaded OWNER/NAME. Raises PixalError."""
    folder = Path(weights)
    try:
        if folder.is_dir():
            return folder
    except (OSError, ValueError):
        pass
    if hub_cache.is_repository(str(weights)):
        return hub_cache.snapshot(str(weights))
    raise PixalError(
        "weights_missing",
        f"There is no folder {short_path(weights)} with weights.",
        "Name the folder that has pipeline.json, or a downloaded repository as OWNER/NAME.",
    )


def _model(root: Path, role: str, value: str) -> Model:
    """`value` is a path inside the repository, or OWNER/NAME/PATH of another one."""
    parts = PurePosixPath(value).parts
    if not parts or ".." in parts or "\\" in value or ":" in value or value.startswith("/"):
        raise ValueError(role)
    if not _beside(root / value, ".json").is_file() and len(parts) > 2:
        other = "/".join(parts[:2])
        if hub_cache.is_repository(other):
            root, value = hub_cache.snapshot(other), "/".join(parts[2:])
    described = _read_json(_beside(root / value, ".json"))
    try:
        kind, args = described["name"], dict(described["args"])
        if type(kind) is not str:
            raise TypeError
    except (KeyError, TypeError, ValueError) as error:
        raise _unknown_layout(_beside(root / value, ".json")) from error
    weights = _beside(root / value, ".safetensors")
    if not weights.is_file():
        raise _missing(weights)
    return Model(role, kind, args, weights)


def _beside(path: Path, suffix: str) -> Path:
    """`with_suffix` would cut a dot that belongs to the name."""
    return path.with_name(path.name + suffix)


def _sampler(described: Mapping[str, Any]) -> SamplerParams:
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


def _normalization(described: Mapping[str, Any]) -> Normalization:
    mean, std = (tuple(map(float, described[key])) for key in ("mean", "std"))
    if not mean or len(mean) != len(std) or not all(map(math.isfinite, (*mean, *std))):
        raise ValueError("normalization")
    if min(std) <= 0:
        raise ValueError("normalization")
    return Normalization(mean, std)


def _sizes(tiny: Mapping[str, Any]) -> Sizes:
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


def _dinov3(root: Path) -> Path:
    """A subfolder of the weights, or the repository that the hub has downloaded."""
    own = sorted(path.parent for path in root.glob("dinov3*/config.json"))
    folder = own[0] if own else hub_cache.snapshot(hub_cache.DINOV3)
    for name in ("config.json", "model.safetensors"):
        if not (folder / name).is_file():
            raise _missing(folder / name)
    return folder


def _naf(root: Path) -> Path:
    """Beside the weights or in a subfolder; safetensors before the published pickle."""
    for suffix in ("safetensors", "pth"):
        for pattern in (f"naf*.{suffix}", f"naf*/naf*.{suffix}"):
            found = sorted(root.glob(pattern))
            if found:
                return found[0]
    raise _missing(root / "naf_release.pth")


def _read_json(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_JSON + 1)
        read = json.loads(text) if len(text) <= _MAX_JSON else None
        if not isinstance(read, dict):
            raise ValueError
        return read
    except OSError as error:
        raise _missing(path) from error
    except (ValueError, RecursionError) as error:
        raise _unknown_layout(path) from error


def _missing(path: Path) -> PixalError:
    return PixalError(
        "weights_missing",
        f"{short_path(path)} is missing among the weights.",
        "Download the weights again, or name the folder that has all of them.",
    )


def _unknown_layout(path: Path) -> PixalError:
    return PixalError(
        "weights_damaged",
        f"{short_path(path)} is damaged, or not laid out as Pixal3D's weights are.",
        "Download the weights again, or name the folder that has Pixal3D's.",
    )
