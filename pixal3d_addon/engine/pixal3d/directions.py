"""Several photos of one object from told directions, prepared and posed.

    {"frames": [{"file_path": "front.jpg", "azimuth": 0, "elevation": 10},
                {"file_path": "right.jpg", "azimuth": 90, "mask_path": "right-mask.png"}]}

Degrees. azimuth: how far the camera walked round the object from the first photo's place, to the
right of who looks from there. elevation: how far it stood above the object, as of the first photo
where it is not told; of the first the settings tell it. Pictures and masks lie beside the file.

Each photo is cut out, and framed so that the object has the same scale in all: it is as tall in
one as in another, since photos are taken from about the same height. No torch.
"""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...core.camera import Camera, front_camera_to_world, rotation_x
from ...core.errors import PixalError
from ...core.lens import ELEVATION_RANGE
from ...core.settings import Settings
from ..image.crop import SOLID, Subject, find, frame
from ..image.png import encode_png
from ..image.read import read_mask, read_photo
from ..image.resize import unpremultiply
from ..interface import Prepared
from .views import invalid, laid_out_as, picture_beside, read_frames, read_views

TRANSFORMS = "transforms.json"
_WHAT = "a list of photos and their directions"


@dataclass(frozen=True)
class Directed:
    """One photo. azimuth, elevation: radians; elevation None: as of the first."""

    picture: Path
    mask: Path | None
    azimuth: float
    elevation: float | None


def by_direction(path: Path) -> bool:
    """Whether `path` tells directions, not matrices. Raises PixalError `views_invalid`."""
    first = read_frames(path)[1][0]
    return isinstance(first, dict) and "azimuth" in first


def check_views(path: Path) -> None:
    """Raises PixalError `views_invalid` where `path` is neither kind, or names no pictures."""
    if by_direction(path):
        read_directions(path)
    else:
        read_views(path)


def read_directions(path: Path) -> list[Directed]:
    """The photos of `path`, the main one first. Raises PixalError `views_invalid`."""
    _, frames = read_frames(path)
    with laid_out_as(path, _WHAT):
        photos = [_directed(path, number, told) for number, told in enumerate(frames, 1)]
    places = {(round(photo.azimuth, 3), photo.elevation) for photo in photos}
    if len(places) < len(photos):
        raise invalid(path, "has two photos from the same direction")
    if photos[0].azimuth != 0.0:
        raise invalid(path, "has a first photo that is not from the front, azimuth 0")
    return photos


def lay_out(
    path: Path,
    settings: Settings,
    folder: Path,
    stood: Callable[[Prepared, Camera], Camera] = lambda _, camera: camera,
) -> tuple[Path, float]:
    """Prepare the photos of `path` into `folder`, with a transforms.json; its path, and the
    elevation of the main camera.

    stood: the main square and its camera → the camera at the elevation that it stands at.
    Raises PixalError `views_invalid`, and as `prepare`.
    """
    photos = read_directions(path)
    squares = _squares(photos, settings)
    main = settings.camera(squares[0].fov)
    if photos[0].elevation is not None:
        main = replace(main, elevation=photos[0].elevation)
    else:
        main = stood(squares[0], main)
    folder.mkdir()
    frames = []
    for number, (photo, square) in enumerate(zip(photos, squares, strict=True)):
        name = f"{number}.png"
        straight = unpremultiply(np.dstack([square.rgb, square.alpha]))
        (folder / name).write_bytes(encode_png(straight))
        elevation = main.elevation if photo.elevation is None else photo.elevation
        distance = settings.camera(square.fov).distance
        pose = camera_to_world(photo.azimuth, elevation, distance)
        frames.append(
            {"file_path": name, "camera_angle_x": square.fov, "transform_matrix": pose.tolist()}
        )
    written = folder / TRANSFORMS
    written.write_text(json.dumps({"frames": frames}, indent=1), encoding="utf-8")
    return written, main.elevation


def camera_to_world(azimuth: float, elevation: float, distance: float) -> np.ndarray:
    """4×4: a camera that looks at the origin. Z is up; azimuth 0 stands at -Y, 90° at +X."""
    c, s = math.cos(azimuth), math.sin(azimuth)
    about_z = np.array([[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], np.float64)
    pose: np.ndarray = about_z @ rotation_x(-elevation) @ front_camera_to_world(distance)
    return pose


def _squares(photos: list[Directed], settings: Settings) -> list[Prepared]:
    """Of the same scale: side over the object's height. The crop moves the main photo's alone."""
    subjects, shapes = list[Subject](), list[tuple[int, int]]()
    for photo in photos:
        read = read_photo(photo.picture)
        size = read.rgba.shape[1], read.rgba.shape[0]
        mask = read_mask(photo.mask, size) if photo.mask else None
        with _named(photo):
            subjects.append(find(read, settings, mask))
        shapes.append(_extent(subjects[-1].small[..., 3] > SOLID))
    widest = max(max(width, height) / height for width, height in shapes)
    squares = []
    for photo, subject, (width, height) in zip(photos, subjects, shapes, strict=True):
        scale = settings.crop_scale * widest * height / max(width, height)
        scaled = replace(settings, crop_scale=scale)
        if photo is not photos[0]:
            scaled = replace(scaled, crop_x=0.0, crop_y=0.0)
        with _named(photo):
            framed = frame(subject, scaled)
        rgb, alpha = framed.sample(framed.part)
        squares.append(Prepared(rgb, alpha, framed.fov, framed.yaw, framed.pitch, framed.box))
    return squares


@contextmanager
def _named(photo: Directed) -> Iterator[None]:
    """What goes wrong says with which photo."""
    try:
        yield
    except PixalError as error:
        where = f"The photo from {math.degrees(photo.azimuth):.0f}°: {error.message}"
        raise PixalError(error.code, where, error.remedy) from error


def _extent(solid: np.ndarray) -> tuple[int, int]:
    """Width and height of the box of bool [H, W], 1 where there is none: framing tells."""
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    if not len(rows):
        return 1, 1
    return int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)


def _directed(path: Path, number: int, told: dict[str, Any]) -> Directed:
    mask = told.get("mask_path")
    return Directed(
        picture_beside(path, number, told["file_path"]),
        None if mask is None else picture_beside(path, number, mask),
        _angle(path, number, told["azimuth"], (-math.tau, math.tau)),
        _angle(path, number, told["elevation"], ELEVATION_RANGE) if "elevation" in told else None,
    )


def _angle(path: Path, number: int, degrees: object, limits: tuple[float, float]) -> float:
    """In radians."""
    if type(degrees) in (int, float):
        angle = math.radians(degrees)  # type: ignore[arg-type]
        if limits[0] - 1e-6 <= angle <= limits[1] + 1e-6:
            return angle
    raise invalid(path, f"has no sensible direction in frame {number}")
