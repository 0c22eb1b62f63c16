"""More photos of the object, and from where each was taken: in the panel, and as files of a job."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bpy.types import Image

from ...core.errors import PixalError
from ..slices import Work

if TYPE_CHECKING:
    from ..properties import PIXAL3D_PG_settings

MOST = 3  # beside the photo itself
AZIMUTHS = {"RIGHT": 90.0, "BACK": 180.0, "LEFT": 270.0}


@dataclass(frozen=True)
class View:
    """A photo beside the main one. azimuth, elevation: degrees, as `engine.pixal3d.directions` has
    them; elevation None: as of the main one."""

    image: Image
    azimuth: float
    elevation: float | None


def views_of(group: PIXAL3D_PG_settings) -> list[View]:
    """Those that the panel has a photo for; none where a file tells them."""
    if group.views:
        return []
    return [
        View(
            slot.image,
            azimuth_of(slot),
            math.degrees(slot.elevation) if slot.use_elevation else None,
        )
        for slot in group.slots
        if slot.image is not None
    ]


def azimuth_of(slot: Any) -> float:
    """Degrees from the front, to the right, in 0…360."""
    if slot.direction == "FREE":
        return round(math.degrees(slot.azimuth) % 360.0, 3)
    return AZIMUTHS[slot.direction]


def check(views: list[View]) -> None:
    """Raises PixalError `views_invalid` where two photos are from the same place."""
    places = [(0.0, None), *((view.azimuth, view.elevation) for view in views)]
    if len(set(places)) < len(places):
        raise PixalError(
            "views_invalid",
            "Two photos are from the same direction.",
            "Give each view a direction of its own, in More Views.",
        )


def views_writing(
    views: Sequence[View], photo: str, mask: str, elevation: float | None
) -> Callable[[Path, Path], Work]:
    """Work of `slices` that saves the photos of `views` in a folder, and a list of all as a path.

    photo, mask: names of the main one's files in there; mask empty for none. elevation: its, in
    degrees, None where it is to be estimated. Raises PixalError as `photo.write_photo`.
    """
    from ..photo.pixels import (  # here: numpy is slow to import
        named,
        pause,
        writing_mask,
        writing_photo,
    )

    masks = [view.image.pixal3d.mask for view in views]
    names = [
        (view.image.name_full, mask.name_full if mask else "")
        for view, mask in zip(views, masks, strict=True)
    ]
    places = [(view.azimuth, view.elevation) for view in views]

    def write(folder: Path, path: Path) -> Work:
        main: dict[str, object] = {"file_path": photo, "azimuth": 0.0}
        frames = [_told(main, mask, elevation)]
        for number, ((name, own), (azimuth, tilt)) in enumerate(zip(names, places, strict=True), 1):
            picture, cut = f"view-{number}.npy", ""
            yield pause(name)
            yield from writing_photo(named(name), folder / picture)
            if own:
                cut = f"view-{number}-mask.npy"
                yield pause(own)
                yield from writing_mask(named(own), named(name), folder / cut)
            frames.append(_told({"file_path": picture, "azimuth": azimuth}, cut, tilt))
        path.write_text(json.dumps({"frames": frames}, indent=1), encoding="utf-8")

    return write


def _told(frame: dict[str, object], mask: str, elevation: float | None) -> dict[str, object]:
    if mask:
        frame["mask_path"] = mask
    if elevation is not None:
        frame["elevation"] = elevation
    return frame
