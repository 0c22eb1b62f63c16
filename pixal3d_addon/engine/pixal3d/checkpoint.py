"""The published layout of the weights: which file is which part, and the numbers beside them.

Only JSON and the headers of weights are read here; the tensors are `load.py`'s. No torch.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ...core.errors import PixalError, short_path
from ...setup.registry import weights_folder
from . import hub_cache
from .published import Normalization, SamplerParams, Sizes, normalization, sampler_params, sizes
from .weights_file import printable, read_header

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
        checkpoint = Checkpoint(
            models=models,
            structure_sampler=sampler_params(args["sparse_structure_sampler"]),
            shape_sampler=sampler_params(args["shape_slat_sampler"]),
            texture_sampler=sampler_params(args["tex_slat_sampler"]),
            shape_normalization=normalization(args["shape_slat_normalization"]),
            texture_normalization=normalization(args["tex_slat_normalization"]),
            sizes=sizes(published["tiny"]) if "tiny" in published else Sizes(),
            dinov3=_dinov3(root),
            naf=_naf(root),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _unknown_layout(path) from error
    _check_channels(checkpoint)
    return checkpoint


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
    """The folder itself, or where a downloaded OWNER/NAME is: by the command `download`, or the
    hub. Raises PixalError.
    """
    folder = Path(weights)
    if str(weights) == hub_cache.PIXAL3D and _layout(weights_folder(), False).is_file():
        return weights_folder()
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
    read_header(weights)  # a lost end is told now, not after the stages before
    return Model(role, kind, args, weights)


def _beside(path: Path, suffix: str) -> Path:
    """`with_suffix` would cut a dot that belongs to the name."""
    return path.with_name(path.name + suffix)


def _check_channels(checkpoint: Checkpoint) -> None:
    """Every latent has as many channels for the model that makes it as for those that take it."""
    structure = checkpoint.models["sparse_structure_flow_model"].args.get("out_channels")
    shape = len(checkpoint.shape_normalization.mean)
    texture = len(checkpoint.texture_normalization.mean)
    wanted: Mapping[str, Mapping[str, Any]] = {
        "sparse_structure_flow_model": {"in_channels": structure},
        "sparse_structure_decoder": {"latent_channels": structure},
        "shape_slat_flow_model_512": {"in_channels": shape, "out_channels": shape},
        "shape_slat_flow_model_1024": {"in_channels": shape, "out_channels": shape},
        "shape_slat_decoder": {"latent_channels": shape},
        "tex_slat_flow_model_1024": {"in_channels": shape + texture, "out_channels": texture},
        "tex_slat_decoder": {"latent_channels": texture},
    }
    for role, channels in wanted.items():
        args = checkpoint.models[role].args
        for name, count in channels.items():
            if args.get(name, count) != count:
                raise PixalError(
                    "weights_mismatch",
                    f"These weights do not belong together: {name} of {role} is "
                    f"{printable(str(args[name]))}, but the others need {count}.",
                    "Files of different models are mixed: download the weights again.",
                )


def _dinov3(root: Path) -> Path:
    """A subfolder of the weights, or the repository that the hub has downloaded."""
    own = sorted(path.parent for path in root.glob("dinov3*/config.json"))
    folder = own[0] if own else hub_cache.snapshot(hub_cache.DINOV3)
    _read_json(folder / "config.json")
    read_header(folder / "model.safetensors")
    return folder


def _naf(root: Path) -> Path:
    """Beside the weights or in a subfolder; safetensors before the published pickle."""
    for suffix in ("safetensors", "pth"):
        for pattern in (f"naf*.{suffix}", f"naf*/naf*.{suffix}"):
            found = sorted(root.glob(pattern))
            if found:
                if suffix == "safetensors":
                    read_header(found[0])
                return found[0]
    raise _missing(root / "naf_release.pth")


def _read_json(path: Path) -> Mapping[str, Any]:
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            raise OSError("no file")
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
