"""The command line's options of the engine Pixal3D."""

import argparse
import os
from pathlib import Path
from typing import Any

from ..core.settings import (
    GUIDANCE_RANGE,
    RESOLUTIONS,
    STEPS_RANGE,
    TOKENS_RANGE,
    Settings,
)

_DEFAULTS = Settings()
_RANGES = {"steps": STEPS_RANGE, "guidance": GUIDANCE_RANGE, "max_tokens": TOKENS_RANGE}


def add_pixal3d(command: argparse.ArgumentParser) -> None:
    """Give `command` a group of its own for them."""
    group = command.add_argument_group(
        "Pixal3D", "For --engine pixal3d, and for auto where it takes Pixal3D. Draft ignores them."
    )
    add_weights(group)
    group.add_argument(
        "--resolution", type=int, choices=RESOLUTIONS[1:], default=_DEFAULTS.resolution,
        help="voxels along the side of the object's cube: 1536 has finer detail and takes more "
        "time and memory; an object too large for it is made with fewer (default: 1024)",
    )  # fmt: skip
    group.add_argument(
        "--steps", type=int, default=_DEFAULTS.steps, metavar="N",
        help="of sampling, for each stage; twice as many take twice the time "
        f"({_range('steps')}; default: what the weights were published with)",
    )  # fmt: skip
    group.add_argument(
        "--guidance", type=float, default=_DEFAULTS.guidance, metavar="X",
        help="how closely structure and shape keep to the photo; 1 is none and takes half the time "
        f"({_range('guidance')}; default: what the weights were published with)",
    )  # fmt: skip
    group.add_argument(
        "--max-tokens", type=int, default=_DEFAULTS.max_tokens, metavar="N",
        help="an object that would take as many is made at a lower resolution; fewer need less "
        f"memory ({_range('max_tokens')}; default: %(default)s)",
    )  # fmt: skip
    group.add_argument(
        "--seed", type=int, default=_DEFAULTS.seed, metavar="N",
        help="another seed, another guess at what the photo does not show; the same seed, the same "
        "object on the same machine (default: %(default)s)",
    )  # fmt: skip
    group.add_argument(
        "--views", default=_DEFAULTS.views, metavar="FILE",
        help="a transforms.json that names more photos of the object, and their cameras; or a list "
        "of photos with azimuth and elevation in degrees, the first from the front",
    )  # fmt: skip


def add_weights(command: Any) -> None:
    """The option that says where the weights are, to a parser or a group of one."""
    command.add_argument(
        "--weights", default=_DEFAULTS.weights, metavar="PATH|REPO",
        help="the folder with pipeline.json, or OWNER/NAME as the hub downloaded it before; "
        "nothing is downloaded (default: TencentARC/Pixal3D)",
    )  # fmt: skip


def pixal3d_values(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings that `arguments` give; paths no longer depend on the working folder."""
    values = {
        name: getattr(arguments, name)
        for name in ("resolution", "steps", "guidance", "max_tokens", "seed")
    }
    values["weights"] = weights_of(arguments)
    values["views"] = str(Path(arguments.views).absolute()) if arguments.views else ""
    return values


def weights_of(arguments: argparse.Namespace) -> str:
    """A folder that is there by its absolute path; anything else as it was given."""
    given: str = arguments.weights
    return str(Path(given).absolute()) if given and os.path.isdir(given) else given  # noqa: PTH112


def _range(name: str) -> str:
    low, high = _RANGES[name]
    return f"{low:g} to {high:g}"
