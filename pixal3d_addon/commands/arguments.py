"""The command line's options, and the job that they make. Degrees here, radians inside."""

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.lens import FULL_FRAME_WIDTH, fov_from_lens
from ..core.settings import BACKGROUNDS, DRAFT_SHAPES, ENGINES, FACES_RANGE, TEXTURE_SIZES, Settings
from .finish_options import add_finish, add_finishing, finishing_values
from .pixal3d_options import add_pixal3d, add_weights, pixal3d_values
from .setup_options import add_setup_command
from .weights_options import add_weights_commands

if TYPE_CHECKING:
    from ..engine.pipeline import Order

_DEFAULTS = Settings()
_EPILOG = """examples:
  python -m pixal3d_addon generate chair.jpg -o chair.glb
  python -m pixal3d_addon generate chair.jpg -o chair.glb --lens 50 --elevation 20
  python -m pixal3d_addon generate photos/*.png -o results --json
  python -m pixal3d_addon generate chair.jpg -o chair.glb --engine pixal3d --resolution 1536
  python -m pixal3d_addon finish RESULT -o chair.obj    a result in another format, or smaller
  python -m pixal3d_addon prepare chair.jpg -o look     look at the cut-out first
  python -m pixal3d_addon doctor                        what can run here, and why not
  python -m pixal3d_addon download                      what Pixal3D's weights are; --yes gets them
  python -m pixal3d_addon convert weights               halve Pixal3D's weights beforehand

exit status: 0 done, 2 wrong settings, 3 the photo, 4 no clear object, 5 the engine, 6 the disk,
7 memory, 8 the worker, 70 a fault of ours, 130 cancelled; of the first photo that failed
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m pixal3d_addon",
        description="Turn one photo of an object into a textured 3D model.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    raw = argparse.RawDescriptionHelpFormatter

    generate = commands.add_parser(
        "generate", help="photo in, textured model out", epilog=_EPILOG, formatter_class=raw
    )
    generate.add_argument("photos", nargs="+", metavar="PHOTO", help="PNG, JPEG, WebP, TIFF, …")
    generate.add_argument(
        "-o", "--output", required=True, metavar="OUT",
        help="OUT.glb, .gltf, .obj, .ply, .stl or .usdz: the model alone. A folder: a result "
        "folder for each photo inside it, with the model, its arrays and textures, the cut-out "
        "and every setting",
    )  # fmt: skip
    generate.add_argument(
        "--keep",
        metavar="DIR",
        help="with a model as OUT, keep the whole result folder in DIR as well",
    )
    _add_json(generate, "one JSON object a photo on standard output and nothing else there")
    _add_camera(generate)
    _add_photo(generate)
    model = generate.add_argument_group("model")
    model.add_argument(
        "--engine", choices=ENGINES, default=_DEFAULTS.engine,
        help="auto takes the best that can run here (default: %(default)s)",
    )  # fmt: skip
    model.add_argument(
        "--draft-shape", choices=DRAFT_SHAPES, default=_DEFAULTS.draft_shape,
        help="Draft's depth: its network's, or from the silhouette alone (default: %(default)s)",
    )  # fmt: skip
    model.add_argument(
        "--faces", type=int, default=_DEFAULTS.faces, metavar="N",
        help=f"triangles at most, {FACES_RANGE[0]} to {FACES_RANGE[1]} (default: %(default)s)",
    )  # fmt: skip
    model.add_argument(
        "--texture-size", type=int, choices=TEXTURE_SIZES, default=_DEFAULTS.texture_size,
        help="pixels along a side of the texture (default: %(default)s)",
    )  # fmt: skip
    model.add_argument(
        "--size", type=float, default=_DEFAULTS.size, metavar="METERS",
        help="the model's largest dimension (default: %(default)s)",
    )  # fmt: skip
    add_finishing(generate)
    add_pixal3d(generate)

    add_finish(
        commands.add_parser(
            "finish", help="a result again: fewer faces, other formats, levels of detail"
        )
    )

    prepare = commands.add_parser(
        "prepare", help="only cut the object out, to look at it before generating"
    )
    prepare.add_argument("photo", metavar="PHOTO")
    prepare.add_argument(
        "-o", "--output", required=True, metavar="DIR", help="receives prepared.png and mask.png"
    )
    _add_json(prepare, "one JSON object on standard output")
    _add_camera(prepare)
    _add_photo(prepare)

    doctor = commands.add_parser("doctor", help="what can run here, and what helps where not")
    add_weights(doctor)
    _add_json(doctor, "a JSON list on standard output")
    doctor.add_argument(
        "--folder", action="append", default=[], metavar="DIR",
        help="a folder that must have room and be written to (default: this one)",
    )  # fmt: skip
    doctor.add_argument(
        "--bundle", metavar="FILE.zip",
        help="write the report for others too, without private paths, names and tokens",
    )  # fmt: skip
    doctor.add_argument(
        "--log", action="append", default=[], metavar="FILE",
        help="the end of a log for the bundle, Blender's worker.log say; as often as needed",
    )  # fmt: skip

    convert = commands.add_parser(
        "convert", help="make Pixal3D's float32 weights bfloat16, once; they load faster from then"
    )
    convert.add_argument(
        "weights", metavar="WEIGHTS", help="the folder with pipeline.json, or OWNER/NAME downloaded"
    )
    convert.add_argument(
        "--cache", metavar="DIR",
        help="receives the converted files, 11 GB in all (default: the system's place for caches)",
    )  # fmt: skip
    convert.add_argument(
        "--replace", action="store_true",
        help="put each in the place of what it was made of, which is deleted: 11 GB less",
    )  # fmt: skip
    _add_json(convert, "one JSON object on standard output")

    add_weights_commands(commands)
    add_setup_command(commands)

    commands.add_parser("errors", help="a table of all error codes, and what helps")

    commands.add_parser(
        "worker", help="run jobs given as JSON lines on standard input (for other programs)"
    )
    return top


def order_of(photo: Path, folder: Path, arguments: argparse.Namespace) -> "Order":
    """The options for `photo` as a job whose result goes into `folder`.

    Raises PixalError `settings_invalid`, and with --exif whatever reading the photo raises.
    """
    from ..engine.image.read import read_photo
    from ..engine.pipeline import Order

    photo_fov = arguments.photo_fov
    if arguments.lens is not None:
        photo_fov = fov_from_lens(arguments.lens, arguments.sensor)
    elif arguments.exif:
        photo_fov = read_photo(photo).exif_fov or 0.0
    unknown = arguments.elevation is None
    values: dict[str, Any] = {
        "fov": arguments.fov,
        "photo_fov": photo_fov,
        "elevation": _DEFAULTS.elevation if unknown else arguments.elevation,
        "guess_elevation": unknown,
        "extend_pixel": arguments.extend,
        "background": arguments.background,
        **dict(zip(("crop_x", "crop_y", "crop_scale"), arguments.crop, strict=True)),
    }
    if arguments.command == "generate":
        for name in ("engine", "draft_shape", "faces", "texture_size", "size"):
            values[name] = getattr(arguments, name)
        values.update(pixal3d_values(arguments), **finishing_values(arguments))
    return Order(
        photo=photo,
        results=folder,
        settings=Settings.from_dict(values),
        mask=Path(arguments.mask).absolute() if arguments.mask else None,
        name=photo.stem,
        formats=tuple(getattr(arguments, "formats", ())),
    )


def _add_camera(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("camera")
    group.add_argument(
        "--fov", type=_degrees, default=_DEFAULTS.fov, metavar="DEGREES",
        help="horizontal field of view of the square around the object, where none of the next "
        f"three tells it (default: {math.degrees(_DEFAULTS.fov):.0f})",
    )  # fmt: skip
    one = group.add_mutually_exclusive_group()
    one.add_argument(
        "--photo-fov", type=_degrees, default=0.0, metavar="DEGREES",
        help="horizontal field of view of the whole photo; the square's own is computed",
    )  # fmt: skip
    one.add_argument(
        "--lens", type=_millimetres, metavar="MM",
        help="focal length that the whole photo was taken with; see --sensor",
    )  # fmt: skip
    one.add_argument(
        "--exif", action="store_true",
        help="use the focal length that the photo itself tells, where it tells one",
    )  # fmt: skip
    group.add_argument(
        "--sensor", type=_millimetres, default=FULL_FRAME_WIDTH, metavar="MM",
        help="width of the sensor behind --lens (default: %(default)g, a full frame)",
    )  # fmt: skip
    group.add_argument(
        "--elevation", type=_degrees, metavar="DEGREES",
        help="how far the camera stood above the object, looking down (default: estimated from "
        "each photo; 0 with --views)",
    )  # fmt: skip
    group.add_argument(
        "--extend", type=float, default=_DEFAULTS.extend_pixel, metavar="PIXELS",
        help="how far an object cut off by the frame goes on outside it, of 512 (default: 0)",
    )  # fmt: skip


def _add_photo(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("photo")
    group.add_argument(
        "--background", choices=BACKGROUNDS, default=_DEFAULTS.background,
        help="how to find the object: the photo's alpha, the background model, a plain backdrop; "
        "auto tries them in this order (default: %(default)s)",
    )  # fmt: skip
    group.add_argument(
        "--crop", nargs=3, type=float, default=(0.0, 0.0, 1.0), metavar=("X", "Y", "SCALE"),
        help="move the square round the object by X to the right and Y up, in its sides, and scale "
        "it (default: 0 0 1)",
    )  # fmt: skip
    group.add_argument(
        "--mask", metavar="FILE",
        help="a picture of the photo's size or proportions, white where the object is",
    )  # fmt: skip


def _add_json(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--json", action="store_true", help=what)


def _degrees(text: str) -> float:
    return math.radians(float(text))


def _millimetres(text: str) -> float:
    value = float(text)
    if not 0.1 <= value <= 10_000:  # false for NaN
        raise argparse.ArgumentTypeError(f"{text} is not a length in millimeters")
    return value


_degrees.__name__, _millimetres.__name__ = "number of degrees", "length in millimeters"
