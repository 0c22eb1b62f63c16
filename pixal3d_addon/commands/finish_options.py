"""The command line's options of finishing, for `generate` and `finish`."""

import argparse
from pathlib import Path
from typing import Any

from ..core.errors import PixalError
from ..core.settings import (
    COLLISIONS,
    FORMATS,
    HOLES_RANGE,
    IMAGE_FORMATS,
    NORMAL_BITS,
    SMALLEST_RANGE,
    TEXTURE_SIZES,
    Settings,
)

_DEFAULTS = Settings()
_NAMES = (
    "photo_strength", "remove_shading", "occlusion", "normal_bits", "smallest", "holes",
    "watertight", "keep_raw", "lods", "collision", "lightmap_uvs", "image_format",
)  # fmt: skip

_EPILOG = """examples:
  python -m pixal3d_addon finish results/20260101-chair -o chair.obj
  python -m pixal3d_addon finish results/20260101-chair -o low.glb --faces 5000 --texture-size 512
  python -m pixal3d_addon finish results/20260101-chair -o results --lods --collision hull

What is not given stays as it was. OUT: one of .glb .gltf .obj .ply .stl .usdz, with the files that
belong to it beside it, or a folder that receives a new result folder.
"""


def add_finish(command: argparse.ArgumentParser) -> None:
    """Give `command` its options."""
    command.epilog, command.formatter_class = _EPILOG, argparse.RawDescriptionHelpFormatter
    command.add_argument("result", metavar="RESULT", help="a result folder")
    command.add_argument("-o", "--output", required=True, metavar="OUT", help="see below")
    command.add_argument(
        "--from", choices=("auto", "surface", "latents", "mesh"), default="auto", dest="start",
        help="what to begin with; auto takes the finished mesh where no change needs more, else "
        "the raw surface, else the latents, which take Pixal3D and its weights",
    )  # fmt: skip
    model = command.add_argument_group("model")
    model.add_argument("--faces", type=int, metavar="N", help="triangles at most")
    model.add_argument(
        "--texture-size", type=int, choices=TEXTURE_SIZES, help="pixels along a side of the texture"
    )
    model.add_argument("--size", type=float, metavar="METERS", help="the model's largest dimension")
    add_finishing(command, kept=True)
    command.add_argument(
        "--weights", default="", metavar="PATH|REPO", help="of Pixal3D, for the latents"
    )
    command.add_argument("--json", action="store_true", help="one JSON object on standard output")


def add_finishing(command: argparse.ArgumentParser, kept: bool = False) -> None:
    """Give `command` a group for them. kept: what is not given stays as it was in the result."""
    group = command.add_argument_group("finishing")
    how = "as it was" if kept else "%(default)s"
    values: dict[str, Any] = dict.fromkeys(_NAMES) if kept else vars(_DEFAULTS)
    group.add_argument(
        "--lods", action=argparse.BooleanOptionalAction, default=values["lods"],
        help="levels of detail too, with 50, 25 and 10 %% of the faces and the same texture",
    )  # fmt: skip
    group.add_argument(
        "--collision", choices=[*filter(None, COLLISIONS), "none"], default=values["collision"],
        help="a plain mesh around the object too: its convex hull, or a box",
    )  # fmt: skip
    group.add_argument(
        "--photo-strength", type=float, default=values["photo_strength"], metavar="X",
        help="how much of the photo the texture takes where the photo shows it, 0 to 1; not for "
        f"Draft (default: {how})",
    )  # fmt: skip
    group.add_argument(
        "--remove-shading", type=float, default=values["remove_shading"], metavar="X",
        help="how much of the light in the photo is taken out of its colors, 0 to 1: an estimate "
        "from the surface's directions, which leaves cast shadows and highlights; not for Draft "
        f"(default: {how})",
    )  # fmt: skip
    group.add_argument(
        "--occlusion", action=argparse.BooleanOptionalAction, default=values["occlusion"],
        help=f"ambient occlusion too; not for Draft (default: {how})",
    )  # fmt: skip
    group.add_argument(
        "--normal-bits", type=int, choices=NORMAL_BITS, default=values["normal_bits"],
        help=f"a channel of the normal map; not for Draft (default: {how})",
    )  # fmt: skip
    group.add_argument(
        "--lightmap-uvs", action=argparse.BooleanOptionalAction, default=values["lightmap_uvs"],
        help="a second texture layout with wide gaps too, for light maps",
    )  # fmt: skip
    group.add_argument(
        "--image-format", choices=IMAGE_FORMATS, default=values["image_format"],
        help="of colors and materials inside glTF and USDZ files; normal maps and what lets light "
        f"through are always PNG (default: {how})",
    )  # fmt: skip
    group.add_argument(
        "--smallest", type=float, default=values["smallest"], metavar="X",
        help="parts below this share of the object's size are dropped, "
        f"{SMALLEST_RANGE[0]:g} to {SMALLEST_RANGE[1]:g}; not for Draft (default: {how})",
    )  # fmt: skip
    group.add_argument(
        "--holes", type=float, default=values["holes"], metavar="X",
        help="holes up to this perimeter, as a share of the object's size, are filled, "
        f"{HOLES_RANGE[0]:g} to {HOLES_RANGE[1]:g}; not for Draft (default: {how})",
    )  # fmt: skip
    group.add_argument(
        "--watertight", action=argparse.BooleanOptionalAction, default=values["watertight"],
        help="one closed surface without inner parts, for printing and booleans; what is open or "
        "thinner than a voxel becomes a wall; not for Draft",
    )  # fmt: skip
    group.add_argument(
        "--keep-raw", action=argparse.BooleanOptionalAction, default=values["keep_raw"],
        help="keep the raw surface in the result folder, up to hundreds of MB, so that finish can "
        "begin with it on a computer without Pixal3D",
    )  # fmt: skip
    group.add_argument(
        "--format", choices=FORMATS, action="append", default=[], dest="formats",
        help="with a folder as output, write the model in this format too; may be repeated",
    )  # fmt: skip


def finishing_values(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings that `arguments` give."""
    values = {name: getattr(arguments, name) for name in _NAMES}
    values = {name: value for name, value in values.items() if value is not None}
    if values.get("collision") == "none":
        values["collision"] = ""
    return values


def check_formats(output: Path, arguments: argparse.Namespace) -> None:
    """Raises PixalError where --format is given for an `output` that is a file itself."""
    if arguments.formats:
        raise PixalError(
            "settings_invalid",
            f"{output.name} is in the format that its name says; --format is for a folder.",
            "Leave --format out, or give a folder with -o.",
        )
