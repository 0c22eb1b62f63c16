"""The published decoders by the name of their class, built from their published arguments."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from torch import nn

from ...core.errors import PixalError
from .shape_decoder import FlexiDualGridVaeDecoder
from .structure_decoder import SparseStructureDecoder
from .texture_decoder import SparseUnetVaeDecoder

_UNET = {"latent_channels", "model_channels", "num_blocks"}
_STRUCTURE = {
    "out_channels", "latent_channels", "channels", "num_res_blocks", "num_res_blocks_middle",
}  # fmt: skip
DECODERS: Mapping[str, tuple[type[nn.Module], set[str]]] = {
    "SparseStructureDecoder": (SparseStructureDecoder, _STRUCTURE),
    "FlexiDualGridVaeDecoder": (FlexiDualGridVaeDecoder, _UNET),
    "SparseUnetVaeDecoder": (SparseUnetVaeDecoder, _UNET | {"out_channels"}),
}
# Constructor arguments of the public models with one published value each.
_ONLY: Mapping[str, Any] = {
    "block_type": "SparseConvNeXtBlock3d",
    "up_block_type": "SparseResBlockC2S3d",
    "norm_type": "layer",
    "pred_subdiv": False,
    "voxel_margin": 0.5,
}
# They tell how it was trained or how it is stored; a mesh's resolution comes with its latent.
_IGNORED = {"resolution", "use_fp16", "block_args", "use_checkpoint"}
_MAX = 1 << 16


def build(kind: str, args: Mapping[str, Any]) -> nn.Module:
    """The decoder that a checkpoint's JSON describes, with no weights in it yet.

    Raises PixalError `weights_mismatch` naming what is not ours.
    """
    if kind not in DECODERS:
        raise _mismatch(f"{kind[:80]!r}")
    decoder, own = DECODERS[kind]
    for name, value in args.items():
        if name in _ONLY:
            if any(one != _ONLY[name] for one in (value if isinstance(value, list) else [value])):
                raise _mismatch(f"{name} is not {_ONLY[name]!r}")
        elif name not in own | _IGNORED:
            raise _mismatch(f"unknown {name[:80]!r}")
        elif name in own:
            _check(name, value)
    if missing := sorted(own - args.keys() - {"num_res_blocks_middle"}):
        raise _mismatch(f"without {', '.join(missing)}")
    if "model_channels" in own:
        widths, counts = args["model_channels"], args["num_blocks"]
        if len(widths) != len(counts) or len(widths) < 2:
            raise _mismatch("model_channels and num_blocks do not go together")
        for width, finer in pairwise(widths):
            if width % 8 or finer % (width // 8):
                raise _mismatch("model_channels cannot be shared out to eight children")
    return decoder(**{name: value for name, value in args.items() if name in own})


def _check(name: str, value: object) -> None:
    numbers = (
        value if isinstance(value, list) and name.endswith(("channels", "blocks")) else [value]
    )
    lowest = 0 if "blocks" in name else 1
    if not numbers or any(type(n) is not int or not lowest <= n <= _MAX for n in numbers):
        raise _mismatch(f"{name} is no sensible number")


def _mismatch(what: str) -> PixalError:
    return PixalError(
        "weights_mismatch",
        f"The weights' description is not a decoder that this version knows: {what}.",
        "Get the weights again, or update Pixal3D for Blender.",
    )
