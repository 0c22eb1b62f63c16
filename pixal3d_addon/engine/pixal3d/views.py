"""Several photos of one object and their cameras: a transforms.json as NeRF's tools write it.

    {"camera_angle_x": 0.69, "frames": [{"file_path": "images/0.png", "transform_matrix": [[…]]}]}

A matrix is camera-to-world, 4 × 4, for a camera that looks along its own -Z with +Y up; the object
is in the cube of side 1 round the world's origin. `camera_angle_x` is the horizontal field of view
in radians, of all frames or in a frame of that one. The first frame is the main view. No torch.
"""

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...core.camera import Camera, front_camera_to_world
from ...core.errors import PixalError, short_path
from ...core.lens import FOV_RANGE
from ..image.crop import LONGEST, over_black
from ..image.read import read_photo
from ..image.resize import fit_within, resize_lanczos
from ..interface import PosedPhoto, Prepared

_MAX_BYTES = 4 << 20
_MAX_FRAMES = 32  # each takes some tens of MB while the object is made
_DISTANCES = (0.6, 1000.0)
_SUFFIXES = ("", ".png", ".jpg", ".jpeg", ".webp")  # the tools leave them out


@dataclass(frozen=True)
class Frame:
    """One photo. fov: horizontal, radians. camera_to_world: float64 [4, 4]."""

    picture: Path
    fov: float
    camera_to_world: np.ndarray

    @property
    def distance(self) -> float:
        """From the camera to the object's center."""
        return float(np.linalg.norm(self.camera_to_world[:3, 3]))


def read_views(path: Path) -> list[Frame]:
    """The frames of `path`, the main one first; their pictures are there but not yet read.

    Raises PixalError `views_invalid`.
    """
    described, frames = read_frames(path)
    with laid_out_as(path, "a transforms.json"):
        return [_frame(path, number, described, frame) for number, frame in enumerate(frames, 1)]


def read_frames(path: Path) -> tuple[dict[str, Any], list[Any]]:
    """What `path` describes, and its frames, of any kind. Raises PixalError `views_invalid`."""
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            raise OSError("no file")
        with path.open("rb") as file:
            text = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise invalid(path, "could not be read") from error
    with laid_out_as(path, "a transforms.json"):
        described = json.loads(text) if len(text) <= _MAX_BYTES else None
        frames = described["frames"] if isinstance(described, dict) else None
        if not isinstance(described, dict) or not isinstance(frames, list):
            raise ValueError
        if not 1 <= len(frames) <= _MAX_FRAMES:
            raise invalid(path, f"has {len(frames):,} frames; from 1 to {_MAX_FRAMES} can be used")
        return described, frames


@contextmanager
def laid_out_as(path: Path, what: str) -> Iterator[None]:
    """Whatever goes wrong with somebody else's JSON is `views_invalid`."""
    try:
        yield
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise invalid(path, f"is not laid out as {what}") from error


def see_frame(frame: Frame) -> Prepared:
    """The picture as it is given, never cropped, over black; a square of bars round it if need be.

    Raises PixalError `photo_…`.
    """
    rgba = read_photo(frame.picture).rgba
    width, height = fit_within(rgba.shape[1], rgba.shape[0], LONGEST)
    rgb, alpha = over_black(resize_lanczos(rgba, (width, height)))
    side = max(width, height)
    above, left = (side - height) // 2, (side - width) // 2
    bars = ((above, side - height - above), (left, side - width - left))
    fov = 2 * math.atan(math.tan(frame.fov / 2) * side / width)
    return Prepared(np.pad(rgb, (*bars, (0, 0))), np.pad(alpha, bars), fov)


def other_photos(path: Path) -> list[PosedPhoto]:
    """All but the main one of `path`, in the main one's view frame.

    Raises PixalError `views_invalid`, `photo_…`.
    """
    main, *others = read_views(path)
    to_front = front_camera_to_world(main.distance) @ np.linalg.inv(main.camera_to_world)
    return [PosedPhoto(see_frame(frame), to_front @ frame.camera_to_world) for frame in others]


def main_camera(frame: Frame, fov: float, elevation: float) -> Camera:
    """Of the main `frame`, seen as a square of `fov`. It stands where the frame's camera does."""
    extend_pixel = 256 / math.tan(fov / 2) * 0.5 / frame.distance - 256
    return Camera(fov, elevation, extend_pixel)


def _frame(
    path: Path, number: int, described: Mapping[str, Any], frame: Mapping[str, Any]
) -> Frame:
    name, fov = frame["file_path"], frame.get("camera_angle_x", described.get("camera_angle_x"))
    what = f"has no sensible {{}} in frame {number}"
    if type(fov) not in (int, float) or not FOV_RANGE[0] <= fov <= FOV_RANGE[1]:
        raise invalid(path, what.format("camera_angle_x"))
    try:
        pose = np.array(frame["transform_matrix"], np.float64)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise invalid(path, what.format("transform_matrix")) from error
    if pose.shape != (4, 4) or not _is_rigid(pose):
        raise invalid(path, what.format("transform_matrix"))
    if not _DISTANCES[0] <= np.linalg.norm(pose[:3, 3]) <= _DISTANCES[1]:
        raise invalid(path, f"has a camera inside the object's cube, or far off, in frame {number}")
    middle = -pose[:3, :3].T @ pose[:3, 3]  # the object's, as the camera sees it
    if -middle[2] < np.linalg.norm(middle) * math.cos(fov / 2):
        raise invalid(path, f"has a camera that does not look at the origin, in frame {number}")
    return Frame(picture_beside(path, number, name), float(fov), pose)


def _is_rigid(pose: np.ndarray) -> bool:
    rotation = pose[:3, :3]
    return bool(
        np.isfinite(pose).all()
        and np.allclose(pose[3], [0, 0, 0, 1], atol=1e-6)
        and np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-3)
        and np.linalg.det(rotation) > 0
    )


def picture_beside(path: Path, number: int, name: object) -> Path:
    """A file beside `path` or below it: a file of somebody else's names no others."""
    if type(name) is not str or not name or any(letter in name for letter in "\0:\\"):
        raise invalid(path, f"has no sensible file_path in frame {number}")
    relative = Path(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise invalid(path, f"names a picture outside its own folder in frame {number}")
    try:
        for suffix in _SUFFIXES:
            picture = path.parent / relative.with_name(relative.name + suffix)
            if picture.is_file():
                return picture
    except OSError as error:
        raise invalid(path, f"has no sensible file_path in frame {number}") from error
    raise invalid(path, f"names a picture that is not there in frame {number}")


def invalid(path: Path, what: str) -> PixalError:
    """`views_invalid`, for the file `path`."""
    return PixalError(
        "views_invalid",
        f"{short_path(path)} {what}.",
        "Choose a transforms.json with the photos' cameras, its pictures beside it.",
    )
